"""The coordinator sees the load, is told who could take a person and why, and lets people change hands."""

import datetime

import pytest
from django.urls import reverse
from django.utils.translation import override

from beneficiaries.domain.handing import Wish, hand_over_people
from beneficiaries.models import Care, HandOver, ParticipationVersion
from beneficiaries.queries.caseload import loads_in_sum, loads_of, people_held
from beneficiaries.queries.colleagues import bodies_within, colleagues_of
from portal.accounts.enums import Role
from portal.clock import today
from portal.policy.access import access_of
from portal.worklist.registry import Desk, work_sections
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_care, make_participant, make_participation, make_person
from tests.forms import fill, sent_of

PAGE = "/koordynacja/obciazenie/"
HAND_OVER = f"{PAGE}przekazanie/?projekt=sopot-5.15&organizacja=sopot"
DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(days=7)


@pytest.fixture(autouse=True)
def _in_english(accounts_speak_english):
    """The pages speak as the sources do."""


@pytest.fixture
def client(client_of, coordinator):
    return client_of(coordinator)


@pytest.fixture
def anna(city, sopot):
    """A colleague of the city who speaks Ukrainian."""
    anna = make_member(Role.CASEWORKER, city, sopot, "Anna Bąk")
    anna.spoken = "uk pl"
    anna.save()
    return anna


@pytest.fixture
def alone(city, sopot):
    """Somebody of the city without anybody in charge."""
    return make_participant(city, sopot, contact_language="uk")


def team(answer) -> dict:
    return {load.name: load for load, *_rest in answer.context["team"]}


def text(answer) -> str:
    return answer.content.decode()


class TestLoad:
    def test_each_colleague_stands_with_people_and_points(self, client, city, sopot, caseworker_city, anna):
        make_participant(city, sopot, caseworker=caseworker_city, birth_date=datetime.date(2015, 1, 1))
        person = make_person(contact_language="ru")
        make_care(person, city, sopot, anna)
        make_participation(person, sopot, start_on=None)
        ended = make_person()
        make_care(ended, city, sopot, anna)
        make_participation(ended, sopot, end_on=datetime.date(2026, 6, 30))
        loads = team(client.get(PAGE))
        marta, carried = loads["Marta Zielińska"], loads["Anna Bąk"]
        assert (marta.taking_part, marta.not_started, marta.points) == (1, 0, 2)
        assert (carried.taking_part, carried.not_started, carried.points, carried.no_finding) == (0, 1, 3, 1)

    def test_hidden_people_are_in_no_number_and_no_list(self, client, coordinator, city, sopot, caseworker_city):
        make_participant(city, sopot, caseworker=caseworker_city, is_confidential=True)
        denied = make_participant(city, sopot, surname="Zatajona")
        denied.person.denied_to.add(coordinator)
        answer = client.get(PAGE)
        assert team(answer)["Marta Zielińska"].points == 0
        assert (answer.context["alone"], "Zatajona" in text(answer)) == (0, False)

    def test_partner_sees_the_own_organisation(
        self, client_of, coordinator_foundation, caseworker_foundation, anna, alone
    ):
        answer = client_of(coordinator_foundation).get(PAGE)
        assert list(team(answer)) == ["Piotr Lis"]
        assert alone.number not in text(answer)

    def test_whoever_does_not_decide_finds_nothing(self, client_of, caseworker_city, auditor, technical_admin, alone):
        for user in (caseworker_city, auditor, technical_admin):
            for path in (PAGE, HAND_OVER, reverse("choose_caseworker", args=[alone.number])):
                assert client_of(user).get(path).status_code == 404

    def test_another_project_is_not_found(self, client):
        assert client.get(f"{PAGE}?projekt=nowhere").status_code == 404

    def test_page_costs_the_same_however_many_there_are(
        self, client, city, sopot, anna, caseworker_city, django_assert_max_num_queries
    ):
        client.get(PAGE)
        make_participant(city, sopot)
        make_participant(city, sopot, caseworker=anna)
        with django_assert_max_num_queries(22) as few:
            client.get(PAGE)
        for _ in range(3):
            make_participant(city, sopot)
            make_participant(city, sopot, caseworker=caseworker_city)
            make_member(Role.CASEWORKER, city, sopot)
        with django_assert_max_num_queries(len(few)):
            client.get(PAGE)


class TestProposal:
    def test_who_shares_the_language_stands_first_with_the_reason(
        self, client, city, sopot, anna, caseworker_city, alone
    ):
        make_participant(city, sopot, caseworker=anna, contact_language="uk")
        answer = client.get(PAGE)
        assert answer.context["waiting"][0].proposal == (
            "Proposed: Anna Bąk – speaks Ukrainian; helps people there already: Sopot; 1 person, load 1"
        )
        form = client.get(reverse("choose_caseworker", args=[alone.number])).context["form"]
        offered = [str(words) for _key, words in form.care_fields[0].field.choices]
        assert offered[1] == "Marta Zielińska – languages not given yet; 0 people, load 0, the least in the team"

    def test_nobody_is_proposed_who_must_not_see_the_person(self, client, anna, caseworker_city, alone):
        alone.person.denied_to.add(anna)
        path = reverse("choose_caseworker", args=[alone.number])
        assert "Anna" not in client.get(PAGE).context["waiting"][0].proposal
        assert "Anna" not in text(client.get(path))
        assert "Anna" not in text(client.get(reverse("person_edit", args=[alone.number])))
        field = next(name for name in client.get(path).context["form"].fields if name.startswith("in_charge"))
        assert field in fill(client, path, **{field: str(anna.pk)}).context["form"].errors
        assert Care.objects.get().caseworker is None

    def test_choosing_puts_the_colleague_in_charge(self, client, anna, alone):
        path = reverse("choose_caseworker", args=[alone.number])
        field = next(name for name in client.get(path).context["form"].fields if name.startswith("in_charge"))
        assert fill(client, path, **{field: str(anna.pk)}).url == f"{PAGE}?projekt=sopot-5.15"
        assert Care.objects.get().caseworker == anna

    def test_second_of_two_who_choose_is_told(self, client, anna, caseworker_city, alone):
        path = reverse("choose_caseworker", args=[alone.number])
        form = client.get(path).context["form"]
        Care.objects.update(caseworker=caseworker_city)
        answer = client.post(path, {**sent_of(form), form.care_fields[0].html_name: str(anna.pk)})
        assert answer.context["form"].non_field_errors()
        assert Care.objects.get().caseworker == caseworker_city

    def test_new_person_form_says_who_carries_the_least(self, client, anna):
        form = client.get(reverse("new_person")).context["form"]
        assert form["caseworker"].help_text.startswith("Least loaded now: Anna Bąk – speaks Polish; speaks Ukrainian;")

    def test_numbers_counted_by_the_database_are_those_of_the_people(self, city, foundation, sopot, coordinator, anna):
        day = today()
        born = [
            day.replace(year=day.year - years, day=min(day.day, 28)) + days * DAY
            for years in (17, 18, 40)
            for days in (-1, 0, 1)
        ]
        begun = [None, day - 29 * DAY, day - 30 * DAY, day - 90 * DAY]
        ended = [None, None, None, day - DAY, day, day + DAY]
        marta, olena = (make_member(Role.CASEWORKER, city, sopot, name) for name in ("Marta Lis", "Olena Hnatiuk"))
        olena.spoken = "uk"
        olena.save()
        for number in range(60):
            start = begun[number % 4]
            person = make_person(birth_date=born[number % 9], contact_language=("uk", "pl", "")[number % 3])
            body = foundation if number % 5 == 0 else city
            make_care(person, body, sopot, (anna, marta, olena, None)[number % 4])
            make_participation(
                person,
                sopot,
                start_on=start,
                end_on=start and ended[number % 6],
                missing="sex" if number % 7 == 0 else "",
            )
        bodies = bodies_within(access_of(coordinator).scope("add_person", sopot), sopot)
        colleagues = colleagues_of(sopot, bodies, day)
        held = loads_of(people_held(coordinator, "add_person", sopot, bodies, day), colleagues, bodies, day)
        in_sum = loads_in_sum(coordinator, "add_person", sopot, colleagues, day)
        numbers = {(each.account, each.organisation.pk): (each.points, each.people) for each in in_sum}
        assert numbers == {
            (each.account, each.organisation.pk): (each.points, each.people) for each in held if each.can_take
        }
        assert min(people for _points, people in numbers.values()) > 5


class TestHandOver:
    @pytest.fixture
    def held(self, city, sopot, caseworker_city):
        return [make_participant(city, sopot, caseworker=caseworker_city) for _ in range(3)]

    @pytest.fixture
    def path(self, caseworker_city):
        return f"{HAND_OVER}&od={caseworker_city.pk}"

    def test_preview_comes_first_and_the_confirmed_one_is_saved(self, client, path, held, anna, caseworker_city):
        until = today() + WEEK
        typed = {"to": [str(anna.pk)], "until_on": until.isoformat(), "why": "leave"}
        asked = fill(client, path, **typed)
        form = asked.context["form"]
        assert form.questions == ["3 people: Anna Bąk – 3."]
        assert not Care.objects.filter(caseworker=anna).exists()
        done = client.post(path, {**sent_of(form), **typed, "confirmed": form.mark})
        assert Care.objects.filter(caseworker=anna).count() == 3
        shown = client.get(done.url).context["substitutions"]
        assert [(act.people, act.takers) for act, _form in shown] == [(3, "Anna Bąk (3)")]
        assert team(client.get(done.url))["Marta Zielińska"].away_until == until
        act, back = shown[0]
        client.post(done.url, sent_of(back))
        assert Care.objects.filter(caseworker=caseworker_city).count() == 3
        assert client.get(done.url).context["substitutions"] == []

    def test_whose_finding_still_counts_stands_first_with_the_last_day(self, client, path, held):
        for person, days in zip(held[1:], (27, 29), strict=True):
            version = ParticipationVersion.objects.filter(participation=person)
            version.update(start_on="2026-02-02", end_on=today() - datetime.timedelta(days=days))
        offered = [words for _key, words in client.get(path).context["form"].fields["people"].choices]
        assert [each.number in words for each, words in zip((held[1], held[0], held[2]), offered, strict=True)] == [
            True
        ] * 3
        assert offered[0].endswith("no finding yet, it counts until 16 Dec 2026")
        assert "no finding yet" not in offered[2]

    def test_people_hidden_from_the_coordinator_stay_and_are_not_mentioned(self, client, path, held, anna):
        hidden = held[0].person
        hidden.is_confidential = True
        hidden.save()
        hidden.confidential_to.add(anna)
        form = fill(client, path, to=[str(anna.pk)], why="leave").context["form"]
        assert form.questions == ["2 people: Anna Bąk – 2."]

    def test_who_none_of_the_chosen_may_know_stays_and_that_is_said(self, client, path, held, anna):
        held[0].person.denied_to.add(anna)
        form = fill(client, path, to=[str(anna.pk)], why="leave").context["form"]
        assert form.questions[1].startswith("1 person stays as it is")

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("to", {"to": []}),
            ("to", {"to": ["999999"]}),
            ("to", {"to": ["x\0y"]}),
            ("people", {"people": []}),
            ("people", {"people": ["999999"]}),
            ("until_on", {"until_on": "2020-01-01"}),
            ("until_on", {"until_on": "9999-12-31"}),
            ("why", {"why": ""}),
            ("why", {"why": "x" * 301}),
        ],
    )
    def test_mistake_is_said_beside_the_field(self, client, path, held, anna, field, typed):
        answer = fill(client, path, **{"to": [str(anna.pk)], "why": "leave", **typed})
        assert list(answer.context["form"].errors) == [field]
        assert not HandOver.objects.exists()

    @pytest.mark.parametrize("asked", ["&od=999999", "&od=x", "&organizacja=fsb&od=1", "&organizacja=nobody"])
    def test_pile_that_is_not_there_is_not_found(self, client, path, held, asked):
        assert client.get(HAND_OVER + asked).status_code == 404

    def test_people_of_nobody_can_be_shared(self, client, alone, anna):
        form = fill(client, HAND_OVER, to=[str(anna.pk)], why="new").context["form"]
        assert form.questions == ["1 person: Anna Bąk – 1."]
        assert "until_on" not in form.fields


class TestTold:
    @pytest.fixture
    def act(self, city, sopot, caseworker_city, anna, coordinator):
        participation = make_participant(city, sopot, caseworker=caseworker_city)
        cares = frozenset(Care.objects.filter(person=participation.person).values_list("pk", flat=True))
        wish = Wish(sopot, city, caseworker_city, cares, (anna,))
        return hand_over_people(wish, until_on=today() + WEEK, by=coordinator, why="leave")

    def told(self, account, day=None) -> list[str]:
        section = next(each for each in work_sections() if each.code == "hand-overs")
        with override("en"):
            return [str(row.title) for row in section.build(Desk(account, day or today(), 5)).rows]

    def test_both_sides_are_told_and_nobody_else(self, act, anna, caseworker_city, coordinator, caseworker_foundation):
        assert self.told(anna) == ["You stand in for Marta Zielińska: 1 person"]
        assert self.told(caseworker_city) == ["1 person of yours is with Anna Bąk (1)"]
        assert self.told(coordinator) == self.told(caseworker_foundation) == []

    def test_coordinator_is_reminded_on_the_last_day(self, act, coordinator, coordinator_foundation):
        assert self.told(coordinator, today() + WEEK) == ["Others stand in for Marta Zielińska: Anna Bąk (1)"]
        assert self.told(coordinator_foundation, today() + WEEK) == []

    def test_person_hidden_since_is_not_counted(self, act, anna):
        Care.objects.get().person.denied_to.add(anna)
        assert self.told(anna) == []
