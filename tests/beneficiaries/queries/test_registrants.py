"""How whoever registered may be written to, before they are a person here (S24)."""

import pytest

from beneficiaries.models import Person
from beneficiaries.queries.registrants import contact_of_registrant, registrants_known_to
from portal.messages.enums import Channel
from portal.messages.registry import MessageKind, NobodyThere, NotToBeContacted
from tests.factories.beneficiaries import make_person
from tests.factories.registrations import make_registration

NEWS = MessageKind("news", "news", tuple(Channel))


def test_news_come_in_the_language_of_the_application(sopot):
    registration = make_registration(sopot, language="be", said={"email": "a@example.org"})
    contact = contact_of_registrant(str(registration.pk), NEWS)
    assert contact.ways == ((Channel.SMS, "+48 501 234 567"), (Channel.EMAIL, "a@example.org"))
    assert contact.language == "be"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, {"contact_way": "never"}),
        ({}, {"contact_way": "", "contact_safety": "he reads my phone"}),
        ({"is_quarantined": True}, {}),
    ],
    ids=["never", "with care, no way named", "quarantine"],
)
def test_nothing_goes_out_where_it_could_harm(sopot, values, said):
    registration = make_registration(sopot, said=said, **values)
    with pytest.raises(NotToBeContacted):
        contact_of_registrant(str(registration.pk), NEWS)


@pytest.mark.parametrize(
    "values",
    [{"contact_way": "never"}, {"is_cautious": True}, {"is_restricted": True}],
    ids=["never", "care", "frozen"],
)
def test_record_that_somebody_became_is_asked_as_well(sopot, values):
    registration, person = make_registration(sopot), make_person()
    registration.people.filter(position=0).update(person=person)
    assert contact_of_registrant(str(registration.pk), NEWS).ways
    Person.objects.filter(pk=person.pk).update(**values)
    with pytest.raises(NotToBeContacted):
        contact_of_registrant(str(registration.pk), NEWS)


@pytest.mark.parametrize("key", ["", "no-key", "018f0000-0000-7000-8000-000000000000"])
def test_nobody_there(db, key):
    with pytest.raises(NobodyThere):
        contact_of_registrant(key, NEWS)


def test_colleague_sees_the_reference_alone(sopot, caseworker_city, caseworker_foundation):
    registration = make_registration(sopot)
    known = registrants_known_to(caseworker_city, [str(registration.pk), "no-key"])
    assert known[str(registration.pk)].name == registration.reference
    assert registrants_known_to(caseworker_foundation, [str(registration.pk)]) == {}
