"""Families on pages: one unit for whoever sees all of it; whoever is hidden leaves no trace anywhere."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beneficiaries.models import Guardianship, Household, HouseholdMember
from portal.audit.models import AuditEvent
from services.models import SupportDelivery
from tests.factories.appointments import START, make_appointment
from tests.factories.beneficiaries import make_care, make_participant
from tests.factories.cases import make_task
from tests.factories.households import make_guardian, make_household, make_place
from tests.factories.plans import make_goal, make_plan, make_step
from tests.factories.services import make_support
from tests.forms import again, fill

DAY = datetime.date(2026, 9, 15)
LIST = "/rodziny/"
BORN = datetime.date(2016, 5, 1)


@pytest.fixture(autouse=True)
def _day(settings, accounts_speak_english):
    settings.PORTAL_TODAY = DAY.isoformat()


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def mother(city, sopot, caseworker_city):
    return make_participant(city, sopot, caseworker=caseworker_city, given_names="Olena", surname="Bondar")


@pytest.fixture
def child(city, sopot):
    return make_participant(city, sopot, given_names="Danylo", surname="Bondar", birth_date=BORN)


@pytest.fixture
def aunt(city, sopot):
    return make_participant(city, sopot, given_names="Halyna", surname="Kyrychenko", phone="+48 511 222 333")


@pytest.fixture
def family(mother, child):
    return make_household(mother, child, name="Bondarowie z Polnej", address="ul. Polna 7/3")


def page(household) -> str:
    return reverse("household", args=[household.pk])


def record(participation) -> str:
    return reverse("person_record", args=[participation.number])


def text(client, path) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def shown(answer) -> list[str]:
    return [card.who.number for card in answer.context["cards"]]


def test_page_shows_each_member_with_what_the_apps_know(client, family, mother, child, sopot, caseworker_city):
    make_support(mother, delivered_on=datetime.date(2026, 9, 1))
    make_step(make_goal(make_plan(child)), state="done")
    make_task(sopot, caseworker_city, child)
    make_guardian(child, court_restriction=True, restriction_words="III Nsm 12/26", outside_name="Nadia Kozak")
    make_appointment(mother, child, in_charge=caseworker_city, starts_at=START + datetime.timedelta(days=1))
    make_appointment(mother, in_charge=caseworker_city, starts_at=START + datetime.timedelta(days=2))
    answer = client.get(page(family))
    assert shown(answer) == [mother.number, child.number]
    facts = {card.who.number: {str(fact.label): fact.value for fact in card.facts} for card in answer.context["cards"]}
    assert facts[mother.number]["In charge"] == "Marta Zielińska"
    assert facts[mother.number]["Last support"] == "1 Sep 2026 · Culture"
    assert str(facts[mother.number]["Next appointment"]).startswith("16 September 2026")
    assert facts[child.number]["Next appointment"] == facts[mother.number]["Next appointment"]
    assert facts[mother.number]["Integration plan"] == "No open plan."
    assert facts[child.number]["Integration plan"] == "1 of 1 step done"
    assert facts[child.number]["Open tasks"] == "1 task"
    assert facts[child.number]["Who stands for the child"] == "Nadia Kozak – court restriction"
    assert "ul. Polna 7/3" in answer.content.decode()
    assert "Bondarowie z Polnej" in answer.content.decode()
    event = AuditEvent.objects.filter(action="view", object_type="household").get()
    assert set(event.subjects) == {str(mother.person_id), str(child.person_id)}


def test_other_roles_have_no_families(client_of, family, instructor, auditor, dpo, technical_admin, participant):
    for user in (instructor, auditor, dpo, technical_admin, participant):
        assert client_of(user).get(page(family)).status_code == 404


def test_partner_sees_only_its_own_of_the_family_and_never_the_words_about_all(client_of, family, child, mother,
    foundation, sopot, caseworker_foundation, coordinator_foundation):  # fmt: skip
    partners = [client_of(caseworker_foundation), client_of(coordinator_foundation)]
    assert {each.get(page(family)).status_code for each in partners} == {404}
    make_care(child.person, foundation, sopot)
    for each in partners:
        answer = each.get(page(family))
        assert shown(answer) == [child.number]
        assert not [word for word in ("Olena", mother.number, "Polna") if word in answer.content.decode()]


@pytest.mark.parametrize("wall", ["confidential", "denied"])
def test_hidden_member_leaves_no_trace(client, family, mother, child, aunt, caseworker_city, wall):
    """The same pages as if the aunt did not exist: members, count, panel, list, search, quick log, name, address."""
    make_guardian(child, aunt, court_restriction=True, restriction_words="III Nsm 12/26")
    make_place(family, aunt)
    if wall == "confidential":
        aunt.person.is_confidential = True
        aunt.person.save()
    else:
        aunt.person.denied_to.add(caseworker_city)
    log = client.get(page(family)).context["log_url"]
    paths = (page(family), LIST, record(child), record(mother), log, reverse("describe_household", args=[family.pk]),
             reverse("new_guardian", args=[child.number]))  # fmt: skip
    for path in paths:
        content = text(client, path)
        assert not [word for word in ("Halyna", "Kyrychenko", aunt.number, "Nsm 12/26", "Polna") if word in content], (
            path
        )
    assert shown(client.get(page(family))) == [mother.number, child.number]
    assert [each.number for each in client.get(log).context["picked"]] == [mother.number, child.number]
    place = HouseholdMember.objects.get(person=aunt.person)
    link = Guardianship.objects.get()
    for path in (
        reverse("leave_household", args=[family.pk, place.pk]),
        reverse("change_guardian", args=[child.number, link.pk]),
        reverse("join_household", args=[aunt.number]),
    ):
        assert client.get(path).status_code == 404


def test_family_of_hidden_people_alone_does_not_exist(client, aunt, caseworker_city):
    household = make_household(aunt, name="Kyrychenko")
    aunt.person.denied_to.add(caseworker_city)
    assert "Kyrychenko" not in text(client, LIST)
    assert client.get(page(household)).status_code == client.get(page(Household(pk=uuid.uuid4()))).status_code == 404
    assert client.get(f"/praca/zapis/?rodzina={household.pk}").status_code == 404


def test_whoever_sees_not_everybody_still_keeps_what_they_write(client, client_of, family, aunt, mother, coordinator,
    caseworker_city):  # fmt: skip
    """Their own words come back; the address of others is neither shown nor lost by an empty field."""
    make_place(family, aunt)
    aunt.person.denied_to.add(caseworker_city)
    path = reverse("describe_household", args=[family.pk])
    fill(client, path, name="Rodzina z czwartku")
    family.refresh_from_db()
    held = Household.objects.get()
    assert (held.name, held.address) == ("Rodzina z czwartku", "ul. Polna 7/3")
    own = text(client, page(family))
    assert "Rodzina z czwartku" in own
    assert "Polna" not in own
    assert "Polna 7/3" in text(client_of(coordinator), page(family))


@pytest.mark.parametrize("flag", ["is_confidential", "is_cautious"])
def test_nobody_who_is_protected_inherits_the_address(client, family, mother, caseworker_city, flag):
    setattr(mother.person, flag, True)
    mother.person.save()
    mother.person.confidential_to.add(caseworker_city)
    assert "Polna" not in text(client, page(family))
    assert "address" not in client.get(reverse("describe_household", args=[family.pk])).context["form"].fields


@pytest.mark.parametrize("place", ["list", "family"])
def test_who_is_reached_with_care_is_marked_wherever_the_family_is_named(client, family, mother, child, place):
    path = LIST if place == "list" else page(family)
    assert "contact with care" not in client.get(path).content.decode()
    mother.person.is_cautious = True
    mother.person.save(update_fields=["is_cautious"])
    text = client.get(path).content.decode()
    assert text.count("contact with care") == 1
    assert text.index("Olena Bondar") < text.index("contact with care")


def test_shared_address_stands_on_no_record(client, family, child, mother):
    assert not [each for each in (child, mother) if "Polna" in text(client, record(each))]


def test_one_visit_is_logged_for_everybody_who_still_takes_part(client, family, mother, child, aunt, sopot):
    make_place(family, aunt)
    version = aunt.current_version
    type(version).objects.filter(pk=version.pk).update(end_on=datetime.date(2026, 8, 1))
    log = client.get(page(family)).context["log_url"]
    answer = client.get(log)
    picked = [each.number for each in answer.context["picked"]]
    assert picked == [mother.number, child.number]
    given = {
        "kind": "career-advice-adults",
        "day": "2026-09-02",
        "minutes": "45",
        "hours": "",
        "note": "",
        "do": "save",
    }
    client.post(log, {**given, "submission": str(uuid.uuid4()), "people": picked})
    assert SupportDelivery.objects.count() == 2


def test_quick_log_for_a_family_that_is_not_there_is_not_found(client, mother):
    for key in ("x", "9" * 300, str(uuid.uuid4())):
        assert client.get("/praca/zapis/", {"rodzina": key}).status_code == 404


def test_new_family_begins_on_a_record_with_somebody_who_was_searched_for(client, mother, child):
    path = reverse("join_household", args=[child.number])
    found = client.post(path, {"do": "find", "who": "Bondar"})
    assert [key for key, _label in found.context["form"].fields["chosen"].choices] == ["", mother.number]
    answer = again(client, path, found, chosen=mother.number, do="save")
    assert answer.url == page(Household.objects.get())
    roles = dict(HouseholdMember.objects.values_list("person", "role"))
    assert roles == {mother.person_id: "adult", child.person_id: "child"}
    assert client.get(path).url == answer.url


def test_person_joins_the_family_of_whom_is_chosen(client, family, mother, aunt):
    path = reverse("join_household", args=[aunt.number])
    page_ = client.post(path, {"do": "find", "who": mother.number})
    again(client, path, page_, chosen=mother.number, role="other", do="save")
    assert family.members.count() == 3


def test_mistake_is_said_beside_the_field(client, child):
    path = reverse("join_household", args=[child.number])
    opened = client.get(path)
    for field, typed in (
        ("since", "2026-02-31"), ("since", "2026-09-16"), ("role", "x"), ("chosen", "WS-99999"), ("chosen", "a\0b"),
        ("chosen", "9" * 300),
    ):  # fmt: skip
        answer = again(client, path, opened, do="save", **{field: typed})
        assert list(answer.context["form"].errors) == [field]
    assert not Household.objects.exists()


def test_somebody_hidden_cannot_be_chosen_and_is_as_unknown_as_nobody(client, child, aunt, caseworker_city):
    aunt.person.denied_to.add(caseworker_city)
    path = reverse("join_household", args=[child.number])
    errors = [fill(client, path, do="save", chosen=each).context["form"].errors for each in (aunt.number, "WS-99999")]
    assert errors[0] == errors[1] != {}
    assert client.post(path, {"do": "find", "who": "Kyrychenko"}).context["found"] == 0


def test_who_lives_elsewhere_cannot_be_added_and_the_form_says_so(client, family, aunt):
    make_household(aunt)
    path = reverse("add_member", args=[family.pk])
    found = client.post(path, {"do": "find", "who": "Kyrychenko"})
    answer = again(client, path, found, chosen=aunt.number, role="other", do="save")
    assert list(answer.context["form"].errors) == ["since"]
    assert family.members.count() == 2


def test_who_leaves_keeps_a_place_in_history(client, family, mother):
    place = HouseholdMember.objects.get(person=mother.person)
    answer = fill(client, reverse("leave_household", args=[family.pk, place.pk]), why="moved out")
    assert answer.url == record(mother)
    place.refresh_from_db()
    assert place.until == DAY
    assert len(client.get(page(family)).context["cards"]) == 1


def test_second_of_two_sees_both_texts_before_saving(client, client_of, coordinator, family):
    path = reverse("describe_household", args=[family.pk])
    opened = client.get(path)
    fill(client_of(coordinator), path, address="ul. Leśna 1")
    answer = again(client, path, opened, address="ul. Morska 2")
    assert [word for word in ("Leśna", "Morska", coordinator.name) if word in answer.content.decode()]
    assert Household.objects.get().address == "ul. Leśna 1"
    again(client, path, answer)
    assert Household.objects.get().address == "ul. Morska 2"


def test_record_of_a_child_says_through_whom_and_warns_of_the_court(client, family, child, mother, aunt):
    make_guardian(child, mother)
    make_guardian(child, aunt, court_restriction=True, restriction_words="III Nsm 12/26")
    answer = client.get(record(child))
    content = answer.content.decode()
    assert "<dt>Contact through</dt><dd>Olena Bondar</dd>" in content
    assert "III Nsm 12/26" in content
    assert 'class="tag danger"' in content
    assert "III Nsm 12/26" in text(client, record(aunt))


def test_guardian_from_outside_is_written_down_and_nothing_is_allowed_by_itself(client, child):
    path = reverse("new_guardian", args=[child.number])
    answer = fill(
        client, path, guardian="outside", outside_name="Nadia Kozak", outside_phone="500 600 700", kind="legal"
    )
    assert answer.url == record(child)
    link = Guardianship.objects.select_related("child__data_key").get()
    assert (link.outside_name, link.contact_allowed, link.information_allowed) == ("Nadia Kozak", False, False)


def test_guardian_without_what_is_needed_is_not_saved(client, child):
    path = reverse("new_guardian", args=[child.number])
    opened, whole = client.get(path), {"guardian": "outside", "outside_name": "Nadia Kozak", "kind": "parent"}
    for field, typed in (
        ("guardian", {"guardian": ""}),
        ("guardian", {"guardian": "x"}),
        ("number", {"guardian": "number"}),
        ("number", {"guardian": "number", "number": "WS-99999"}),
        ("outside_name", {"outside_name": "a\0b"}),
        ("restriction_words", {"court_restriction": "on"}),
        ("valid_until", {"valid_until": "2026-01-01"}),
        ("valid_from", {"valid_from": "2027-01-01"}),
    ):
        answer = again(client, path, opened, **{**whole, **typed})
        assert list(answer.context["form"].errors) == [field]
    assert not Guardianship.objects.exists()


def test_guardian_is_changed_in_sight_of_both_texts_and_ended_with_a_reason(
    client, client_of, coordinator, child, mother
):
    link = make_guardian(child, mother)
    path = reverse("change_guardian", args=[child.number, link.pk])
    opened = client.get(path)
    fill(client_of(coordinator), path, court_restriction="on", restriction_words="III Nsm 12/26")
    answer = again(client, path, opened, kind="legal")
    assert "III Nsm 12/26" in answer.content.decode()
    assert Guardianship.objects.get().kind == "parent"
    form = client.get(path).context["withdrawal"]
    token, version = str(form["submission"].value()), str(form["version"].value())
    client.post(path, {"take_back": "1", "submission": token, "back-submission": token, "back-version": version,
                       "back-until": DAY.isoformat(), "back-why": "court"})  # fmt: skip
    assert Guardianship.objects.get().valid_until == DAY


def test_change_that_cannot_be_is_said_above_the_form(client, child, mother):
    ended = make_guardian(child, mother, valid_until=datetime.date(2026, 6, 1))
    make_guardian(child, mother, valid_from=datetime.date(2026, 6, 2))
    path = reverse("change_guardian", args=[child.number, ended.pk])
    assert list(fill(client, path, valid_until="").context["form"].errors) == ["__all__"]


def test_page_costs_the_same_for_one_member_and_for_six(client, city, sopot, family, mother, caseworker_city):
    one = make_household(make_participant(city, sopot))
    for _number in range(4):
        member = make_participant(city, sopot, birth_date=BORN)
        make_place(family, member)
        make_support(member)
        make_plan(member)
        make_task(sopot, caseworker_city, member)
    costs = []
    for path in (page(one), page(family)):
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 20
    with CaptureQueriesContext(connection) as listed:
        client.get(LIST)
    make_household(make_participant(city, sopot))
    with CaptureQueriesContext(connection) as more:
        client.get(LIST)
    assert len(more) == len(listed)
