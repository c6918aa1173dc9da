"""The PESEL of somebody hidden is written down like a free one, whichever way it comes; figures know one person (S26, S27, R34)."""

import datetime
import difflib
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from beneficiaries.domain import protection
from beneficiaries.domain.duplicates import look_at_new_people
from beneficiaries.domain.merging import merge_people, undo_merge
from beneficiaries.domain.people import change_values
from beneficiaries.domain.pesel_places import PeselTaken, place_for
from beneficiaries.domain.reminding import remind_of_sensitive_cases
from beneficiaries.forms.intake.accepting import ASKED
from beneficiaries.models import DuplicatePair, Participation, Person
from beneficiaries.queries.duplicates import record_in_project
from beneficiaries.queries.pairs import pairs_in_line
from beneficiaries.rules.pesel import masked
from portal.clock import today
from portal.imports.domain import import_workbook
from portal.imports.models import ImportedRow
from portal.quality import find_check
from reporting.indicators.catalogue import INDICATORS
from reporting.indicators.conditions import BASE
from reporting.queries.facts_sql import COUNTS
from reporting.queries.quality import quality_found
from reporting.rules import Period
from tests.beneficiaries.intake.test_accepting import accepted
from tests.beneficiaries.test_held_row_pages import INVALID, accept, form_of
from tests.counting import figures
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_participant, make_participation, make_pesel
from tests.factories.programmes import make_project
from tests.factories.registrations import make_registration
from tests.factories.services import make_support
from tests.forms import sent_of
from tests.portal.imports.test_pages import import_it, send
from tests.portal.policy.test_same_work import statements
from tests.workbooks import ListOfPeople

pytestmark = pytest.mark.django_db
DAY = datetime.date
BORN = DAY(1985, 3, 3)
FREE, HIDDEN = make_pesel(BORN, serial=41), make_pesel(BORN, serial=42)
HOW = ("confidential", "denied", "restricted")
MASKED = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}|\b[0-9a-f]{8}\b|[0-9]{2}:[0-9]{2}(:[0-9]{2})?([.][0-9]{6})?"
    r'|(?<=value=")[\w.:=-]{20,}(?=")|\?v=\w+|nonce="[^"]+"'
)
BY_CHANCE = ("Content-Length", "X-Request-Id", "Content-Security-Policy", "Server-Timing", "ETag")
Seen = tuple[list[Any], list[str]]


@pytest.fixture(autouse=True)
def _sessions_stay_as_they_are(monkeypatch) -> None:
    """Noting once a minute that a session is alive would fall on one of two by chance."""
    monkeypatch.setattr("portal.accounts.sessions.TOUCH_SECONDS", 10**9)


@pytest.fixture
def hidden(city, sopot, caseworker_city, coordinator):
    """Somebody with a PESEL and support, hidden in each of the ways from who works in the city."""

    def made(how: str, who) -> Participation:
        participation = make_participant(city, sopot, given_names="Iryna", surname="Skrytska", pesel=HIDDEN)
        make_support(participation, delivered_on=DAY(2026, 2, 2))
        if how == "confidential":
            named = make_member("coordinator", city, sopot, "Anna Bezpieczna")
            protection.conceal(participation, [named], by=named, reason="She is hiding.")
        elif how == "denied":
            participation.person.denied_to.add(who)
        else:
            Person.objects.filter(pk=participation.person_id).update(is_restricted=True)
        return participation

    return made


def starts_later(participation: Participation, **changed) -> None:
    """Let a record have started in March, after whoever started in February."""
    versions = type(participation.current_version).objects
    versions.filter(participation=participation).update(start_on=DAY(2026, 3, 1), **changed)


def seen_of(answers: list[Any], pesel: str) -> list[Any]:
    """Return what the browser got, the number and what differs by chance masked."""
    return [
        (
            each.status_code,
            sorted((name, MASKED.sub("–", value)) for name, value in each.headers.items() if name not in BY_CHANCE),
            MASKED.sub("–", each.content.decode().replace(pesel, "P").replace(masked(pesel), "P")),
        )
        for each in answers
    ]


def both(way: Callable[[str], list[Any]]) -> tuple[Seen, Seen]:
    """Go the way with the free number and with that of somebody hidden, each time from the same data."""
    found = []
    for pesel in (FREE, FREE, HIDDEN):  # once for nothing: what is done at the first time only
        answers: list[Any] = []
        with transaction.atomic():
            said = statements(lambda pesel=pesel, answers=answers: answers.extend(way(pesel)))
            found.append((seen_of(answers, pesel), said))
            transaction.set_rollback(True)
    return found[1], found[2]


def told_apart(free: Seen, taken: Seen) -> list[str]:
    """Return the lines and statements by which the two can be told apart."""
    lines = ["\n".join(str(part) for answer in seen for part in answer).splitlines() for seen, _said in (free, taken)]
    asked = [said for _seen, said in (free, taken)]
    both_ways = (*difflib.unified_diff(*lines, n=0, lineterm=""), *difflib.unified_diff(*asked, n=0, lineterm=""))
    return [each[-160:] for each in both_ways]


@pytest.mark.parametrize("how", HOW)
class TestEveryWayIn:
    def test_form_of_a_new_person(self, client_of, caseworker_city, hidden, how):
        hidden(how, caseworker_city)
        client, path = client_of(caseworker_city), reverse("new_person")

        def way(pesel: str) -> list[Any]:
            form = client.get(path).context["form"]
            born = {"birth_date_0": "3", "birth_date_1": "3", "birth_date_2": "1985"}
            sent = {**sent_of(form), **born, "given_names": "Halyna", "surname": "Nowa", "sex": "K", "pesel": pesel}
            answer = client.post(path, sent)
            assert answer.status_code == 302
            found = client.post(reverse("person_search"), {"q": pesel}, follow=True)
            assert len(found.context["rows"]) == 1
            return [answer, client.get(answer.url), found, client.get(reverse("person_list"))]

        assert not (found := told_apart(*both(way))), "\n".join(found)

    def test_form_that_corrects_a_person(self, client_of, caseworker_city, city, sopot, hidden, how):
        hidden(how, caseworker_city)
        own = make_participant(city, sopot, caseworker=caseworker_city, birth_date=BORN)
        client, path = client_of(caseworker_city), reverse("person_edit", args=[own.number])

        def way(pesel: str) -> list[Any]:
            sent = {**sent_of(client.get(path).context["form"]), "pesel": pesel, "why": "seen in the passport"}
            answer = client.post(path, sent)
            assert answer.status_code == 302
            return [answer, client.get(answer.url), client.get(path)]

        assert not (found := told_apart(*both(way))), "\n".join(found)

    def test_list_that_is_imported(self, client_of, coordinator, hidden, how, tmp_path):
        hidden(how, coordinator)
        client = client_of(coordinator)

        def way(pesel: str) -> list[Any]:
            people = ListOfPeople()
            people.supported(surname="Nowa", given="Halyna", born=str(BORN), pesel=pesel)
            preview = send(client, people.save(tmp_path / "lista.xlsx").read_bytes())
            job = import_it(client, preview.url)
            return [client.get(job.answer), client.get(reverse("person_list"))]

        assert not (found := told_apart(*both(way))), "\n".join(found)

    def test_list_with_the_name_and_birth_date_of_somebody_hidden(self, coordinator, sopot, hidden, how, tmp_path):
        there = hidden(how, coordinator)
        people = ListOfPeople()
        people.supported(surname=there.person.surname, given=there.person.given_names, born="1990-05-17")
        report = import_workbook(people.save(tmp_path / "lista.xlsx"), sopot, by=coordinator)
        assert (report.created, report.held, report.merged) == (1, 0, 0)

    def test_row_that_waits_is_corrected(self, client_of, coordinator, sopot, hidden, how, tmp_path):
        hidden(how, coordinator)
        people = ListOfPeople()
        people.supported(surname="Nowa", given="Halyna", born=str(BORN), pesel=INVALID)
        import_workbook(people.save(tmp_path / "lista.xlsx"), sopot, by=None)
        client, row = client_of(coordinator), ImportedRow.objects.waiting().get()

        def way(pesel: str) -> list[Any]:
            answer = accept(client, row, {"PESEL": pesel})
            assert answer.status_code == 302
            return [answer, client.get(reverse("person_list"))]

        assert not (found := told_apart(*both(way))), "\n".join(found)

    def test_row_that_waits_is_joined(self, client_of, coordinator, city, sopot, hidden, how, tmp_path):
        hidden(how, coordinator)
        own = make_participant(city, sopot, given_names="Halyna", surname="Nowa", birth_date=BORN)
        client = client_of(coordinator)

        def way(pesel: str) -> list[Any]:
            people = ListOfPeople()
            people.supported(surname="Nowa", given="Halyna", born=str(BORN), pesel=pesel)
            import_workbook(people.save(tmp_path / "lista.xlsx"), sopot, by=coordinator)
            row = ImportedRow.objects.waiting().get()
            join = reverse("join_row", args=[row.pk])
            page = client.get(f"{join}?osoba={own.number}")
            sent = {**form_of(page), "osoba": own.number, "why": "documents seen", "take-pesel": "theirs"}
            answer = client.post(join, sent)
            assert answer.status_code == 302
            assert Person.objects.get(pk=own.person_id).pesel == pesel
            return [page, answer]

        assert not (found := told_apart(*both(way))), "\n".join(found)


def test_acceptance_of_a_registration_asks_for_no_number():
    assert "pesel" not in ASKED


@pytest.mark.parametrize("how", HOW)
def test_acceptance_of_somebody_hidden_is_the_same_as_of_somebody_new(client_of, caseworker_city, sopot, hidden, how):
    """Somebody hidden registers again under the same name, birth date and phone: nothing of it shows on the queue."""
    there, registration = hidden(how, caseworker_city), make_registration(sopot)
    client, found = client_of(caseworker_city), []

    def way() -> list[Any]:
        queue = client.get(reverse("registration_list"))
        one = client.get(reverse("intake_registration", args=[registration.pk]))
        answer = accepted(client, registration)
        assert answer.status_code == 302
        return [queue, one, answer, client.get(answer.url)]

    for is_alike in (False, False, True):
        answers: list[Any] = []
        with transaction.atomic():
            if is_alike:
                said = registration.application
                change_values(Person.objects.get(pk=there.person_id), {
                    "given_names": said.people[0].given_names, "surname": said.people[0].surname,
                    "birth_date": said.people[0].birth_date, "phone": said.phone,
                })  # fmt: skip
            asked = statements(lambda answers=answers: answers.extend(way()))
            found.append((seen_of(answers, FREE), asked))
            transaction.set_rollback(True)
    assert not (differing := told_apart(*found[1:])), "\n".join(differing)


def test_who_takes_over_the_number_of_a_further_record_stands_at_its_place(city, sopot, coordinator):
    """A record without a PESEL is merged with the further one of somebody hidden: the index holds, and undoing works."""
    make_participant(city, sopot, pesel=HIDDEN, is_confidential=True)
    own, further = make_participant(city, sopot), make_participant(city, sopot, pesel=HIDDEN, pesel_place=1)
    merge = merge_people(own.person, further.person, by=coordinator)
    kept = Person.objects.get(pk=own.person_id)
    assert (kept.pesel, kept.pesel_place) == (HIDDEN, 1)
    undo_merge(merge, by=coordinator, day=today())
    kept, gone = (Person.objects.get(pk=each.person_id) for each in (own, further))
    assert ((kept.pesel, kept.pesel_place), (gone.pesel, gone.pesel_place)) == (("", 0), (HIDDEN, 1))


class TestWhoMayKnow:
    @pytest.fixture
    def named(self, city, sopot):
        return make_member("coordinator", city, sopot, "Anna Bezpieczna")

    @pytest.fixture
    def twice(self, client_of, caseworker_city, named, city, sopot):
        """Somebody confidential, written down once more by a caseworker who may not know."""
        first = make_participant(city, sopot, given_names="Iryna", surname="Skrytska", pesel=HIDDEN, birth_date=BORN)
        protection.conceal(first, [named], by=named, reason="She is hiding.")
        client, path = client_of(caseworker_city), reverse("new_person")
        born = {"birth_date_0": "3", "birth_date_1": "3", "birth_date_2": "1985"}
        who = {"given_names": "Halyna", "surname": "Nowa", "sex": "K", "pesel": HIDDEN}
        assert client.post(path, {**sent_of(client.get(path).context["form"]), **born, **who}).status_code == 302
        return first, Participation.objects.exclude(pk=first.pk).get()

    def test_pair_waits_on_the_day_of_who_knows_both_and_of_nobody_else(
        self, twice, client_of, named, caseworker_city, coordinator
    ):
        look_at_new_people()
        pair = DuplicatePair.objects.get()
        assert {pair.first_id, pair.second_id} == {each.person_id for each in twice}
        assert "same-pesel" in pair.reasons
        for account, sees in ((named, True), (caseworker_city, False), (coordinator, False)):
            client = client_of(account)
            day, pairs = client.get(reverse("my_day")), client.get(reverse("duplicate_list"))
            together = f"{twice[0].number}" in day.content.decode() and f"{twice[1].number}" in day.content.decode()
            assert together is sees
            assert (twice[0].number in pairs.content.decode()) is sees

    def test_where_nobody_may_see_both_the_officer_names_somebody(
        self, client_of, dpo, caseworker_city, caseworker_foundation, coordinator, city, foundation, sopot
    ):
        first = make_participant(city, sopot, caseworker=caseworker_city, pesel=HIDDEN, birth_date=BORN)
        protection.conceal(first, [caseworker_city], by=caseworker_city, reason="She is hiding.")
        client, path = client_of(caseworker_foundation), reverse("new_person")
        born = {"birth_date_0": "3", "birth_date_1": "3", "birth_date_2": "1985"}
        sent = {**sent_of(client.get(path).context["form"]), **born, "surname": "Nowa", "pesel": HIDDEN}
        assert client.post(path, sent).status_code == 302
        assert remind_of_sensitive_cases(today(), timezone.now()) == 0
        look_at_new_people()
        assert not pairs_in_line(caseworker_city).exists()
        assert remind_of_sensitive_cases(today(), timezone.now()) == 1
        officer, page = client_of(dpo), reverse("protected_people")
        shown = officer.get(page)
        ((mark, found, form),) = shown.context["lines"]
        assert (found.is_twice, [each.user for each in found.able]) == (True, [coordinator])
        assert first.number not in shown.content.decode()
        named = {**sent_of(form), "account": str(coordinator.pk), "reason": "To compare the two.", "mark": mark}
        assert officer.post(page, named).status_code == 302
        assert pairs_in_line(coordinator).count() == 1
        assert officer.get(page).context["lines"] == []

    def test_number_typed_on_a_known_record_is_looked_at_too(self, twice, client_of, caseworker_city, city, sopot):
        look_at_new_people()
        own = make_participant(city, sopot, caseworker=caseworker_city, birth_date=BORN, given_names="Ołena")
        look_at_new_people()
        DuplicatePair.objects.all().delete()
        client, path = client_of(caseworker_city), reverse("person_edit", args=[own.number])
        Person.objects.filter(pk=twice[1].person_id).update(is_confidential=True)
        sent = {**sent_of(client.get(path).context["form"]), "pesel": HIDDEN, "why": "seen in the passport"}
        assert client.post(path, sent).status_code == 302
        assert sorted(Person.objects.filter(pesel_index__isnull=False).values_list("pesel_place", flat=True)) == [
            0,
            1,
            2,
        ]
        look_at_new_people()
        assert DuplicatePair.objects.count() == 2

    def test_gate_names_it_only_when_everybody_may_know(self, twice, sopot, named):
        def found() -> int:
            period = Period(sopot.starts_on, sopot.ends_on)
            counts = {each.check.code: each.people for each in quality_found(sopot, INDICATORS[0], period)}
            return counts["same-pesel"]

        for each in twice:
            make_support(each, delivered_on=DAY(2026, 2, 2))
        look_at_new_people()
        assert found() == 0
        protection.lift(twice[0], by=named, reason="The danger is over.")
        assert found() == 1
        assert find_check("same-pesel").fix == "person_duplicates"

    def test_who_may_know_is_told_plainly_with_the_way_to_the_record(self, twice, client_of, named):
        client, path = client_of(named), reverse("new_person")
        born = {"birth_date_0": "3", "birth_date_1": "3", "birth_date_2": "1985"}
        sent = {**sent_of(client.get(path).context["form"]), **born, "surname": "Inna", "pesel": HIDDEN}
        answer = client.post(path, sent)
        assert list(answer.context["form"].errors) == ["pesel"]
        assert reverse("person_record", args=[twice[0].number]) in answer.content.decode()
        assert Person.objects.count() == 2

    def test_who_wrote_it_down_is_not_let_write_it_twice(self, twice, caseworker_city, sopot):
        with pytest.raises(PeselTaken) as taken:
            place_for(HIDDEN, by=caseworker_city)
        assert record_in_project(caseworker_city, taken.value.person.pk, sopot) == twice[1]

    def test_merging_makes_one_and_undoing_makes_two_again(self, twice, named, caseworker_city):
        first, second = twice
        merge = merge_people(first.person, second.person, by=named)
        assert not Person.objects.visible_to(caseworker_city).exists()
        assert place_for(HIDDEN, by=caseworker_city) == 2
        undo_merge(merge, by=named, day=today())
        assert set(Person.objects.values_list("pk", "pesel_place")) == {(first.person_id, 0), (second.person_id, 1)}


class TestFigures:
    @pytest.fixture
    def twice(self, city, sopot):
        """Two records of one PESEL that count alone."""
        first = make_participant(city, sopot, pesel=HIDDEN, is_confidential=True)
        second = make_participant(city, sopot, pesel=HIDDEN, pesel_place=1)
        return first, second

    def counted(self, sopot, **how) -> int:
        return figures(sopot, **how)["EECO01 cumulative"][2]

    def test_one_person_counts_once(self, twice, sopot):
        assert self.counted(sopot) == 1

    def test_both_count_by_the_rules_of_every_indicator(self):
        rules = " AND ".join(rule.sql for rule in BASE)
        assert COUNTS.format(t="p") == rules

    def test_the_first_start_decides_the_period(self, twice, sopot):
        first, second = twice
        type(second.current_version).objects.filter(participation=second).update(start_on=DAY(2026, 1, 8))
        assert self.counted(sopot, last="2026-01-31") == 1
        assert self.counted(sopot) == 1

    def test_whoever_counts_alone_counts(self, twice, sopot):
        first, _second = twice
        type(first.current_version).objects.filter(participation=first).update(missing="education")
        assert self.counted(sopot) == 1

    def test_another_project_counts_the_person_again(self, twice, sopot, city):
        other = make_project("second", leader=city, number_prefix="DP")
        make_participation(twice[1].person, other)
        assert self.counted(other) == 1
        assert self.counted(sopot) == 1

    def asked(self, client, name, *keys, **more):
        answer = client.get(
            reverse(name, args=keys), {"projekt": "sopot-5.15", "od": "2025-01-01", "do": "2026-12-31", **more}
        )
        assert answer.status_code == 200
        return answer

    def listed(self, client, **more):
        page = self.asked(client, "indicator_detail", "EECO01", **more).context["page"]
        return [each.number for each in page.rows], page.reached

    @pytest.mark.parametrize("how", HOW)
    def test_who_may_not_know_meets_the_further_record_wherever_it_says_that_it_counts(
        self, client_of, coordinator, city, sopot, hidden, how
    ):
        hidden(how, coordinator)
        second = make_participant(city, sopot, pesel=HIDDEN, pesel_place=1)
        client = client_of(coordinator)
        numbers, reached = self.listed(client)
        assert numbers == [second.number]
        assert (reached.total, reached.visible, reached.protected) == (1, 1, 0)
        assert self.counted(sopot) == 1
        assert self.asked(client, "indicator_person", "EECO01", second.number).context["counts"]
        counted = client.get(f"/osoby/{second.number}/liczby/").context
        assert "EECO01" in [each.indicator.code for each in counted["counted"]]

    def test_no_list_holds_more_people_than_its_total(self, twice, client_of, coordinator, sopot):
        _first, second = twice
        starts_later(second, labour_status="unemployed")
        client = client_of(coordinator)
        period = {"od": "2026-01-01", "do": "2026-02-28"}
        numbers, reached = self.listed(client, **period)
        assert (numbers, reached.total, reached.protected) == ([], 1, 1)
        unemployed = self.asked(client, "indicator_detail", "EECO02").context["page"]
        assert (unemployed.rows, unemployed.reached.total) == ([], 0)

    @pytest.mark.usefixtures("accounts_speak_english")
    @pytest.mark.parametrize("role", ["coordinator", "caseworker"])
    def test_who_may_know_of_both_is_told_that_the_further_record_adds_nobody(
        self, twice, client_of, city, sopot, role
    ):
        first, second = twice
        starts_later(second)
        named = make_member(role, city, sopot, "Anna Bezpieczna")
        first.person.confidential_to.add(named)
        client = client_of(named)
        if role == "coordinator":
            assert self.listed(client)[0] == [first.number]
        why = self.asked(client, "indicator_person", "EECO01", second.number)
        assert not why.context["counts"]
        alone = client.get(f"/osoby/{second.number}/liczby/")
        for page in (why, alone):
            text = page.content.decode()
            assert f"{first.number} has the same PESEL and started first" in text
            assert reverse("person_duplicates", args=[second.number]) in text
        assert self.asked(client, "indicator_person", "EECO01", first.number).context["counts"]

    @pytest.mark.usefixtures("accounts_speak_english")
    def test_who_may_know_and_does_not_meet_the_other_one_is_not_told_its_number(
        self, client_of, city, foundation, sopot, caseworker_city
    ):
        first = make_participant(foundation, sopot, pesel=HIDDEN)
        second = make_participant(city, sopot, pesel=HIDDEN, pesel_place=1)
        starts_later(second)
        text = client_of(caseworker_city).get(f"/osoby/{second.number}/liczby/").content.decode()
        assert "Another record has the same PESEL and started first" in text
        assert first.number not in text

    def test_lists_cost_the_same_whoever_is_behind_them(self, client_of, coordinator, city, sopot, hidden):
        make_participant(city, sopot)
        client = client_of(coordinator)
        path = reverse("indicator_detail", args=["EECO01"])
        client.get(path)
        before = len(statements(lambda: client.get(path)))
        hidden("confidential", coordinator)
        make_participant(city, sopot, pesel=HIDDEN, pesel_place=1)
        assert len(statements(lambda: client.get(path))) == before

    def test_record_looked_at_alone_says_what_its_own_facts_say(self, twice, client_of, caseworker_city):
        page = client_of(caseworker_city).get(reverse("person_record", args=[twice[1].number]))
        assert page.status_code == 200
