"""A family registers and becomes people: at once, each once, and counted once after the first support (R30, R34, R86)."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from beneficiaries.domain.eligibility import note_checks
from beneficiaries.enums import RegistrationState
from beneficiaries.models import Care, Guardianship, HouseholdMember, Participation, ParticipationVersion, Person
from services.domain.support import record_support
from tests.counting import figures
from tests.factories.beneficiaries import make_participant
from tests.factories.households import make_guardian
from tests.factories.registrations import DAUGHTER, FAMILY, MOTHER, make_registration
from tests.forms import fill, sent_of

DAY = datetime.date
COMPLETE = {"sex": "K", "education": "isced-3-4", "labour_status": "employed", "labour_detail": ""}
CHILD = {
    "sex": "K",
    "education": "isced-0-2",
    "education_end_0": "30",
    "education_end_1": "6",
    "education_end_2": "2030",
}


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def family(sopot):
    return make_registration(sopot, *FAMILY)


def path_of(registration) -> str:
    return reverse("accept_registration", args=[registration.pk])


def sent_on(page, **changes) -> dict:
    """Return what a browser sends of the whole screen."""
    sent = sent_of(page.context["form"])
    for member, _about in page.context["members"]:
        sent |= sent_of(member)
    return sent | changes


def accepted(client, registration, **changes):
    """Open the screen, fill in what a caseworker asks, and accept."""
    page = client.get(path_of(registration))
    for place, member in enumerate(registration.application.people):
        known = COMPLETE if member.relation != "child" else CHILD
        changes = {f"p{place}-{name}": value for name, value in known.items()} | changes
    return client.post(path_of(registration), sent_on(page, **changes))


def show_everything(participations, by) -> None:
    seen = {
        "outcome": "met", "evidence": "other", "number_end": "", "note": "", "valid_until": None,
        "is_unlimited": False, "seen_on": DAY(2026, 1, 30),
    }  # fmt: skip
    for each in participations:
        note_checks(each, {"legal-stay": seen, "residence": seen}, by=by)


def give_support(participations, by) -> None:
    kind = participations[0].grant_project.service_types.get(code="culture-integration")
    for each in participations:
        record_support(participation=each, service_type=kind, delivered_on=DAY(2026, 2, 2), hours=Decimal(1), by=by)


def total(project) -> int:
    return figures(project)["EECO01 cumulative"][2]


def test_family_of_four_counts_four_times_after_the_first_support_and_not_before(
    client, sopot, family, caseworker_city
):
    before = total(sopot)
    answer = accepted(client, family)
    assert answer.status_code == 302, answer.context["form"].errors
    people = list(Participation.objects.order_by("number"))
    assert len(people) == 4
    assert total(sopot) == before
    give_support(people, caseworker_city)
    assert total(sopot) == before  # nobody has seen a document yet
    show_everything(people, caseworker_city)
    assert total(sopot) == before + 4
    give_support(people, caseworker_city)
    assert total(sopot) == before + 4


def test_everything_of_a_family_is_written_down_at_once(client, family, caseworker_city, city):
    accepted(client, family)
    mother, father, daughter, son = (Person.objects.get(given_names=each.latin_given_names) for each in FAMILY)
    assert (mother.full_name, mother.original_name) == ("Oksana Bondarenko", "Оксана Бондаренко")
    assert (mother.phone, mother.contact_way, mother.contact_language) == ("+48 501 234 567", "call", "uk")
    assert father.phone == ""
    assert {care.organisation for care in Care.objects.all()} == {city}
    assert {care.caseworker for care in Care.objects.all()} == {caseworker_city}
    assert HouseholdMember.objects.values("household").distinct().count() == 1
    links = Guardianship.objects.filter(guardian=mother, kind="parent", contact_allowed=True)
    assert {link.child for link in links} == {daughter, son}
    family.refresh_from_db()
    assert (family.state, family.decided_by) == (RegistrationState.ACCEPTED, caseworker_city)
    assert [each.person for each in family.people.order_by("position")] == [mother, father, daughter, son]
    version = ParticipationVersion.objects.get(participation__person=mother)
    assert (version.place, version.postcode, version.citizenship_class) == ("Sopot", "81-717", "third-country")
    assert (version.eligibility, version.start_on) == ("", None)


def test_double_click_makes_one_family(client, family):
    page = client.get(path_of(family))
    sent = sent_on(page)
    first, second = client.post(path_of(family), sent), client.post(path_of(family), sent)
    assert (first.status_code, second.url) == (302, first.url)
    assert Person.objects.count() == 4


def test_second_colleague_learns_who_was_faster(client_of, coordinator, client, family, caseworker_city):
    other = client_of(coordinator)
    sent = sent_on(other.get(path_of(family)))
    accepted(client, family)
    answer = other.post(path_of(family), sent)
    assert answer.status_code == 409
    assert caseworker_city.name in answer.content.decode()
    assert Person.objects.count() == 4


def test_what_the_person_did_meanwhile_is_seen_before_it_is_decided(client, family):
    sent = sent_on(client.get(path_of(family)))
    family.save()  # changed_at moves on, as when the person answers
    answer = client.post(path_of(family), sent)
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert not Person.objects.exists()
    assert client.post(path_of(family), sent_on(answer)).status_code == 302


def test_who_is_not_chosen_is_nobody(client, family):
    accepted(client, family, **{"p1-is_taken": "", "p2-is_taken": "", "p3-is_taken": ""})
    assert Person.objects.get().given_names == "Oksana"


def test_nobody_chosen_is_a_message(client, sopot):
    registration = make_registration(sopot)
    assert accepted(client, registration, **{"p0-is_taken": ""}).context["form"].non_field_errors()


def test_guardian_who_is_left_out_is_a_message(client, sopot):
    registration = make_registration(sopot, MOTHER, DAUGHTER)
    answer = accepted(client, registration, **{"p0-is_taken": ""})
    assert "guardian" in answer.context["errors"][0].errors
    assert not Person.objects.exists()


def test_child_without_anybody_is_asked_about(client, sopot):
    alone = make_registration(sopot, DAUGHTER)
    answer = accepted(client, alone)
    assert answer.context["form"].questions
    assert not Person.objects.exists()
    sent = sent_on(answer, confirmed=answer.context["form"].mark)
    assert client.post(path_of(alone), sent).status_code == 302
    assert not Guardianship.objects.exists()


def test_words_about_safety_stay_with_who_said_them(client, sopot):
    registration = make_registration(sopot, *FAMILY, said={"contact_safety": "only at noon", "contact_way": "message"})
    accepted(client, registration)
    mother, father, daughter, _son = (Person.objects.get(given_names=each.latin_given_names) for each in FAMILY)
    assert (mother.contact_safety, mother.is_cautious) == ("only at noon", True)
    assert (father.contact_safety, father.address, father.is_cautious) == ("", "", False)
    assert (daughter.contact_safety, daughter.is_cautious) == ("", True)


def test_known_person_makes_no_second_participation(client, city, sopot, caseworker_city):
    known = make_participant(city, sopot, caseworker=caseworker_city, given_names="Oksana", surname="Bondarenko")
    registration = make_registration(sopot, MOTHER, DAUGHTER)
    registration.people.filter(position=0).update(person=known.person)
    accepted(client, registration)
    assert Participation.objects.filter(person=known.person).count() == 1
    assert Guardianship.objects.get().guardian == known.person
    registration.refresh_from_db()
    assert registration.state == RegistrationState.ACCEPTED


@pytest.mark.parametrize("restricted", [False, True])
def test_who_registers_a_child_of_whom_a_court_keeps_somebody_away_is_told_nothing_yet(client, city, sopot, restricted):
    child = make_participant(city, sopot, birth_date=DAY(2016, 5, 1))
    make_guardian(child, outside_name="Andrij", court_restriction=restricted)
    registration = make_registration(sopot, MOTHER, DAUGHTER)
    registration.people.filter(position=1).update(person=child.person)
    assert accepted(client, registration).status_code == 302
    link = Guardianship.objects.get(child=child.person, guardian__isnull=False)
    assert (link.contact_allowed, link.information_allowed) == (not restricted, not restricted)


def test_everybody_known_is_joined_and_nobody_is_made(client, city, sopot):
    known = make_participant(city, sopot)
    registration = make_registration(sopot)
    registration.people.update(person=known.person)
    assert accepted(client, registration).status_code == 302
    registration.refresh_from_db()
    assert registration.state == RegistrationState.LINKED
    assert Person.objects.count() == 1


@pytest.mark.parametrize("role", ["caseworker_foundation", "coordinator_foundation", "instructor", "auditor", "dpo"])
def test_others_find_no_page(client_of, request, family, role):
    assert client_of(request.getfixturevalue(role)).get(path_of(family)).status_code == 404


def test_cost_does_not_grow_with_the_family(client, sopot, django_assert_max_num_queries):
    one, four = make_registration(sopot), make_registration(sopot, *FAMILY)
    client.get(path_of(one))
    with django_assert_max_num_queries(30) as few:
        client.get(path_of(one))
    with django_assert_max_num_queries(len(few)):
        client.get(path_of(four))


@pytest.mark.parametrize("bad", ["\0", "x" * 5_000, "\u202eא", "99999999999999999999"])
def test_bad_input_is_a_message(client, family, bad):
    page = client.get(path_of(family))
    sent = sent_on(page)
    for name in list(sent):
        if name not in ("submission", "version"):
            sent[name] = bad
    sent["p0-is_taken"] = "on"
    assert client.post(path_of(family), sent).status_code == 200
    assert client.post(path_of(family), {**sent_on(page), "version": bad}).status_code == 200


def test_documents_of_the_next_one_are_noted_from_the_application(client, sopot):
    """After each person the way leads back to the family, until everybody has shown something."""
    registration = make_registration(sopot, MOTHER, DAUGHTER)
    accepted(client, registration)
    mother, daughter = Participation.objects.order_by("number")
    shown = {
        "legal-stay_outcome": "met", "legal-stay_evidence": "visa", "residence_outcome": "met",
        "residence_evidence": "lease",
    }  # fmt: skip
    path = reverse("eligibility", args=[mother.number])
    assert "ul. Haffnera 7/3" in client.get(path).content.decode()  # what was said, to be compared
    answer = fill(client, path, **shown, also_for=[daughter.number])
    assert answer.url == reverse("intake_registration", args=[registration.pk])
    answer = fill(client, reverse("eligibility", args=[daughter.number]), **shown)
    assert answer.url == reverse("person_record", args=[daughter.number])
