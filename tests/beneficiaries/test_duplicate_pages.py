"""The list of possible duplicates, the question while typing, the note for the report: hints within reach alone."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from beneficiaries.enums import DuplicateState
from beneficiaries.models import DuplicatePair, Participation
from beneficiaries.queries.pairs import has_possible_duplicate
from beneficiaries.tables.duplicates import waiting_pairs
from portal.audit.models import AuditEvent
from portal.worklist.registry import Desk
from tests.beneficiaries.test_new_person import TYPED
from tests.factories.beneficiaries import make_care, make_participant
from tests.factories.duplicates import make_pair

LIST = "/duplikaty/"
BORN = datetime.date(1996, 7, 1)


@pytest.fixture(autouse=True)
def _day(settings, accounts_speak_english):
    settings.PORTAL_TODAY = "2026-09-15"


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def volha(city, sopot):
    return make_participant(city, sopot, given_names="Volha", surname="Ivanova", birth_date=BORN)


@pytest.fixture
def olga(city, sopot):
    return make_participant(city, sopot, given_names="Olga", surname="Iwanowa", birth_date=BORN)


@pytest.fixture
def pair(volha, olga):
    return make_pair(volha.person, olga.person)


def words(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


class TestList:
    def test_pair_is_shown_with_reasons_in_words_and_the_way_to_compare(self, client, pair, volha, olga):
        page = client.get(LIST)
        told = words(page)
        for expected in ("Ivanova Volha", "Iwanowa Olga", volha.number, "another spelling", "the same date of birth"):
            assert expected in told
        assert reverse("duplicate_pair", args=[pair.pk]) in page.content.decode()
        event = AuditEvent.objects.filter(detail__page="duplicates").latest("pk")
        assert event.detail["page"] == "duplicates"

    def test_likeliest_stands_first(self, client, city, sopot, pair):
        people = [make_participant(city, sopot, surname=f"Lis{each}").person for each in "ab"]
        sure = make_pair(*people, score=99)
        assert [row.pair for row in client.get(LIST).context["rows"]] == [sure, pair]

    @pytest.mark.parametrize("wall", ["confidential", "denied", "another organisation"])
    def test_pair_with_somebody_out_of_reach_leaves_no_trace(
        self, client, caseworker_city, pair, olga, volha, foundation, sopot, wall
    ):
        person = olga.person
        if wall == "confidential":
            type(person).objects.filter(pk=person.pk).update(is_confidential=True)
        elif wall == "denied":
            person.denied_to.add(caseworker_city)
        else:
            person.care.all().delete()
            make_care(person, foundation, sopot)
        page = client.get(LIST)
        assert page.context["rows"] == []
        assert volha.number not in page.content.decode()
        assert "No pair waits" in words(page)

    def test_pair_of_two_organisations_goes_to_the_coordinator_by_numbers(
        self, client, client_of, coordinator, coordinator_foundation, foundation, sopot, volha
    ):
        other = make_participant(foundation, sopot, given_names="Olga", surname="Iwanowa", birth_date=BORN)
        make_pair(volha.person, other.person)
        assert client.get(LIST).context["rows"] == []
        assert client_of(coordinator_foundation).get(LIST).context["rows"] == []
        told = words(client_of(coordinator).get(LIST))
        assert volha.number in told
        assert other.number in told
        assert "Ivanova" not in told
        assert "Iwanowa" not in told
        assert "1996" not in told

    def test_roles_without_the_right_find_no_page(self, client_of, auditor, instructor, dpo):
        assert {client_of(each).get(LIST).status_code for each in (auditor, instructor, dpo)} == {404}

    def test_one_pair_and_three_cost_the_same(self, client, city, sopot, pair):
        client.get(LIST)
        with CaptureQueriesContext(connection) as with_one:
            client.get(LIST)
        for each in range(2):
            people = [make_participant(city, sopot, surname=f"Kruk{each}{side}").person for side in "ab"]
            make_pair(*people)
        with CaptureQueriesContext(connection) as with_three:
            assert len(client.get(LIST).context["rows"]) == 3
        assert len(with_one) == len(with_three)

    def test_second_page_goes_on_where_the_first_ends(self, client, city, sopot):
        one = make_participant(city, sopot).person
        for _each in range(27):
            make_pair(one, make_participant(city, sopot).person)
        first = client.get(LIST)
        second = client.get(first.context["page"].older)
        shown = [row.pair.pk for page in (first, second) for row in page.context["rows"]]
        assert len(shown) == len(set(shown)) == 27

    def test_old_reason_that_nobody_knows_any_more_is_passed_over(self, client, pair):
        DuplicatePair.objects.update(reasons=["gone", "same-phone"])
        assert [text for text, _tone in client.get(LIST).context["rows"][0].reasons] == ["the same phone"]


class TestDecided:
    @pytest.fixture
    def decided(self, pair, caseworker_city):
        DuplicatePair.objects.update(
            state=DuplicateState.DIFFERENT, decided_by=caseworker_city, decided_at="2026-09-14T10:00Z"
        )
        return pair

    def test_stands_apart_with_who_decided_and_can_be_asked_again(self, client, decided):
        assert client.get(LIST).context["rows"] == []
        page = client.get(LIST, {"ktore": "rozne"})
        assert "Marta Zielińska" in words(page)
        answer = client.post(reverse("ask_pair_again", args=[decided.pk]), follow=True)
        assert "waits for a decision again" in words(answer)
        assert [row.pair for row in answer.context["rows"]] == [decided]

    def test_asking_again_twice_says_so(self, client, pair):
        answer = client.post(reverse("ask_pair_again", args=[pair.pk]), follow=True)
        assert "was not decided" in words(answer)

    def test_pair_out_of_reach_cannot_be_asked_again(self, client_of, caseworker_foundation, decided):
        answer = client_of(caseworker_foundation).post(reverse("ask_pair_again", args=[decided.pk]))
        assert answer.status_code == 404
        decided.refresh_from_db()
        assert decided.state == DuplicateState.DIFFERENT


class TestMyDay:
    def test_card_names_numbers_and_reasons_but_nobody(self, caseworker_city, pair, volha, olga):
        with override("en"):
            work = waiting_pairs(Desk(caseworker_city, datetime.date(2026, 9, 15), 5))
        (row,) = work.rows
        assert {volha.number, olga.number} <= set(str(row.title).split())
        assert "another spelling" in row.note
        assert (row.subject, work.total, work.all_url) == (None, 1, LIST)

    def test_page_has_the_card_only_when_a_pair_waits(self, client, volha, olga):
        assert LIST + '"' not in client.get("/praca/").content.decode().split("<main")[1].split("</main>")[0]
        make_pair(volha.person, olga.person)
        assert "Possible duplicates" in words(client.get("/praca/"))


class TestTyping:
    """Who writes a new person down is asked before it is saved; the answer is remembered by nobody but the pair."""

    @pytest.fixture
    def add(self, client, city):
        def send(**changes):
            page = client.get(reverse("new_person"))
            token = re.search(r'name="submission" value="([^"]+)"', page.content.decode())[1]
            typed = {**TYPED, "organisation": str(city.pk), "caseworker": "", "submission": token, "pesel": ""}
            return client.post(reverse("new_person"), {**typed, **changes})

        return send

    BORN = {"birth_date_0": "1", "birth_date_1": "7", "birth_date_2": "1996"}

    def test_another_spelling_is_asked_about_with_the_reasons_and_can_be_answered(self, add, volha):
        asked = add(given_names="Olga", surname="Iwanowa", original_name="", **self.BORN)
        assert asked.status_code == 200
        assert volha.number in asked.content.decode()
        assert "the same name in another spelling, the same date of birth" in words(asked)
        mark = re.search(r'name="confirmed"[^>]* value="([^"]+)"', asked.content.decode())[1]
        answer = add(given_names="Olga", surname="Iwanowa", original_name="", confirmed=mark, **self.BORN)
        assert answer.status_code == 302

    def test_day_and_month_the_other_way_round_is_asked_about(self, add, volha):
        asked = add(
            given_names="Вольга", surname="Іванова", original_name="",
            birth_date_0="7", birth_date_1="1", birth_date_2="1996",
        )  # fmt: skip
        assert "day and month of birth the other way round" in words(asked)

    def test_twin_is_not_asked_about(self, add, volha):
        assert add(given_names="Nadzeya", surname="Ivanova", original_name="", **self.BORN).status_code == 302

    def test_somebody_out_of_reach_is_not_asked_about(self, add, volha, caseworker_city):
        volha.person.denied_to.add(caseworker_city)
        assert add(given_names="Olga", surname="Iwanowa", original_name="", **self.BORN).status_code == 302


class TestQualityNote:
    def found(self, project):
        return set(Participation.objects.filter(has_possible_duplicate(project)).values_list("pk", flat=True))

    def test_both_people_of_an_open_pair_are_noted_until_it_is_decided(self, sopot, pair, volha, olga):
        assert self.found(sopot) == {volha.pk, olga.pk}
        DuplicatePair.objects.update(state=DuplicateState.DIFFERENT)
        assert self.found(sopot) == set()

    def test_whoever_is_hidden_from_anybody_is_not_hinted_at(self, sopot, pair, volha, olga, auditor):
        olga.person.denied_to.add(auditor)
        assert self.found(sopot) == set()
        olga.person.denied_to.clear()
        type(olga.person).objects.filter(pk=olga.person_id).update(is_confidential=True)
        assert self.found(sopot) == set()
