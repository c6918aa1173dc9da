"""A message reaches a person as they agreed, and nobody whom it must not reach (S24, S30, S69)."""

import datetime

import pytest

from beneficiaries.enums import ContactWay, GuardianKind
from beneficiaries.models import Guardianship, Person
from beneficiaries.queries.reaching import contact_of_guardian, contact_of_person
from portal.messages.enums import Channel
from portal.messages.registry import MessageKind, NobodyThere, NotToBeContacted
from tests.factories.beneficiaries import make_person
from tests.factories.households import make_guardian

pytestmark = pytest.mark.django_db
NEWS = MessageKind("news", "news", tuple(Channel))
ABOUT_RIGHTS = MessageKind("rights", "rights", tuple(Channel), despite_restriction=True)


@pytest.fixture
def person():
    return make_person(phone="501234567", email="o@example.test", contact_language="uk")


def test_person_is_reached_by_sms_and_mail_in_their_language(person):
    contact = contact_of_person(str(person.pk), NEWS)
    assert contact.ways == ((Channel.SMS, "501234567"), (Channel.EMAIL, "o@example.test"))
    assert (contact.language, contact.hours) == ("uk", None)


def test_way_that_is_liked_best_comes_first_and_hours_are_kept(person):
    person.preferred_channel = "email"
    person.contact_from, person.contact_until = datetime.time(9), datetime.time(11)
    person.save()
    contact = contact_of_person(str(person.pk), NEWS)
    assert [channel for channel, _ in contact.ways] == [Channel.EMAIL, Channel.SMS]
    assert contact.hours == (datetime.time(9), datetime.time(11))


def test_way_that_was_not_allowed_is_not_used(person):
    person.contact_channels = "email phone"
    person.save()
    assert [channel for channel, _ in contact_of_person(str(person.pk), NEWS).ways] == [Channel.EMAIL]


@pytest.mark.parametrize("key", ["", "x", "\0", "0190b0a0-0000-7000-8000-000000000000"])
def test_nobody(key, db):
    with pytest.raises(NobodyThere):
        contact_of_person(key, NEWS)


def test_never(person):
    person.contact_way = ContactWay.NEVER
    person.save()
    for kind in (NEWS, ABOUT_RIGHTS):
        with pytest.raises(NotToBeContacted):
            contact_of_person(str(person.pk), kind)


def test_frozen_record_is_written_to_about_its_freezing_alone(person):
    person.is_restricted = True
    person.save()
    with pytest.raises(NotToBeContacted):
        contact_of_person(str(person.pk), NEWS)
    assert contact_of_person(str(person.pk), ABOUT_RIGHTS).ways


class TestGuardian:
    """What goes to whoever stands for a child."""

    @pytest.fixture
    def link(self, person):
        child = make_person(birth_date=datetime.date(2018, 5, 1))
        return Guardianship.objects.create(
            child=child, guardian=person, kind=GuardianKind.PARENT, contact_allowed=True, information_allowed=True,
            valid_from=datetime.date(2026, 1, 1),
        )  # fmt: skip

    def test_is_reached_as_a_person(self, link):
        assert contact_of_guardian(str(link.pk), NEWS).ways[0] == (Channel.SMS, "501234567")

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("contact_allowed", False),
            ("information_allowed", False),
            ("court_restriction", True),
            ("valid_until", datetime.date(2026, 2, 1)),
        ],
    )
    def test_is_not_reached(self, link, field, value):
        setattr(link, field, value)
        link.save()
        with pytest.raises(NotToBeContacted):
            contact_of_guardian(str(link.pk), NEWS)

    def test_carer_is_reached_by_the_right_to_be_contacted(self, link):
        Guardianship.objects.filter(pk=link.pk).update(kind=GuardianKind.CARER, information_allowed=False)
        assert contact_of_guardian(str(link.pk), NEWS).ways

    def test_is_not_reached_once_the_child_is_of_age(self, link):
        Person.objects.filter(pk=link.child_id).update(birth_date=datetime.date(2008, 5, 1))
        with pytest.raises(NotToBeContacted):
            contact_of_guardian(str(link.pk), NEWS)

    def test_outside_is_reached_by_phone_in_the_language_of_the_child(self, link):
        link.guardian, link.outside_phone = None, "601"
        link.save()
        assert contact_of_guardian(str(link.pk), NEWS).ways == ((Channel.SMS, "601"),)

    @pytest.mark.parametrize("phone", ["501 234 567", "+48501234567"])
    def test_number_of_who_is_restricted_is_not_written_to_under_another_record(self, link, phone):
        make_guardian(link.child, court_restriction=True, outside_phone=phone)
        assert contact_of_guardian(str(link.pk), NEWS).ways == ((Channel.EMAIL, "o@example.test"),)
        Person.objects.filter(pk=link.guardian_id).update(contact_channels="sms")
        with pytest.raises(NotToBeContacted):
            contact_of_guardian(str(link.pk), NEWS)

    def test_number_of_another_restricted_guardian_bars_nobody_else(self, link):
        make_guardian(link.child, court_restriction=True, outside_phone="509 999 999")
        assert len(contact_of_guardian(str(link.pk), NEWS).ways) == 2

    @pytest.mark.parametrize("is_sheltered", [False, True])
    def test_of_a_confidential_child_only_who_is_kept_so_as_well_is_reached(self, link, is_sheltered):
        Person.objects.filter(pk=link.child_id).update(is_confidential=True)
        Person.objects.filter(pk=link.guardian_id).update(is_confidential=is_sheltered)
        if is_sheltered:
            assert contact_of_guardian(str(link.pk), NEWS).ways
        else:
            with pytest.raises(NotToBeContacted):
                contact_of_guardian(str(link.pk), NEWS)
