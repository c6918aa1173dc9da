"""Held and changed rows: what each decision does to people, support and figures, and what the next list finds."""

import datetime
from typing import Any

import pytest
from django.utils import translation

from beneficiaries.models import Care, Participation, ParticipationVersion, Person
from cases.models import NeedsDiagnosis
from portal.audit.enums import Action
from portal.audit.models import AuditEvent
from portal.imports.contents import cells_of
from portal.imports.deciding import AlreadyDecided, DecisionRefused
from portal.imports.enums import DecisionKind, HoldReason, RowState
from portal.imports.models import ImportedRow
from services.models import SupportDelivery
from tests.counting import figures
from tests.workbooks import pesel_for

ACCEPT, JOIN, REFUSE = DecisionKind.ACCEPT, DecisionKind.JOIN, DecisionKind.REFUSE
TAKE_OVER, KEEP = DecisionKind.TAKE_OVER, DecisionKind.KEEP
INVALID = "90051700001"


def held() -> ImportedRow:
    return ImportedRow.objects.get(state=RowState.HELD, sheet="people")


def corrected(row: ImportedRow, **cells: Any) -> dict[str, Any]:
    """Return the cells of a row with some corrected, by their normalised headings."""
    return {**cells_of(row.payload), **{name.replace("_", " "): value for name, value in cells.items()}}


def refusal(call, *args, **kwargs) -> tuple:
    with pytest.raises(DecisionRefused) as caught:
        call(*args, **kwargs)
    return caught.value.objections


def counted(project) -> tuple[int, Any]:
    found = figures(project)
    return found["EECO01 cumulative"][2], found["culture-integration support"]


def test_corrected_row_makes_the_person_with_everything_that_waited(take, people, decide, decider):
    lp = people.supported(pesel=INVALID)
    people.support(lp, on="2026-03-01", hours="1,5")
    people.diagnosis(lp)
    done = take(people)
    assert (done.report["held"], counted(done.project)) == (1, (0, (0, 0, "0.00")))
    row = held()
    number = pesel_for("1990-05-17", "K", 3)
    outcome = decide(ACCEPT, row, cells=corrected(row, pesel=number))
    assert (outcome.taken, outcome.refused) == (3, 0)
    person = Person.objects.get()
    assert (person.pesel, Participation.objects.get().pk) == (number, outcome.participation)
    assert counted(done.project) == (1, (1, 2, "3.50"))
    assert ParticipationVersion.objects.current().get().start_on == datetime.date(2026, 2, 2)
    assert NeedsDiagnosis.objects.count() == 1
    row.refresh_from_db()
    assert (row.state, row.decision, row.decided_by, row.decision_reason) == (
        RowState.CREATED, ACCEPT, decider, "documents seen",
    )  # fmt: skip
    assert not ImportedRow.objects.filter(decided_at=None).exists()
    event = AuditEvent.objects.filter(action=Action.CHANGE, object_type="importedrow").get()
    assert (event.subjects, event.reason, event.actor) == ([str(person.pk)], "documents seen", decider)
    assert (event.detail["corrected"], event.detail["rows_taken"]) == (["pesel"], 3)


def test_facts_of_a_decided_row_say_who_and_why(take, people, decide, decider):
    people.supported(pesel=INVALID)
    take(people)
    row = held()
    decide(ACCEPT, row, cells=corrected(row, pesel=""))
    for fact in (ParticipationVersion.objects.current().get(), SupportDelivery.objects.get()):
        assert (fact.recorded_by, fact.why) == (decider, "documents seen")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"pesel": INVALID}, HoldReason.PESEL_INVALID),
        ({"born": "2026-05-17"}, HoldReason.BIRTH_DATE),
        ({"born": None}, HoldReason.BIRTH_DATE),
        ({"end": "2026-01-15"}, HoldReason.END_BEFORE_START),
        ({"citizen": "Polska"}, HoldReason.POLISH_CITIZEN),
        ({"start": "jesienią"}, HoldReason.START_OUTSIDE_PROJECT),
    ],
)
def test_some_reasons_are_answered_by_a_correction_alone(take, people, decide, values, reason):
    people.supported(**values)
    done = take(people)
    assert refusal(decide, ACCEPT, held(), accepted=frozenset(HoldReason)) == (reason,)
    assert (Person.objects.count(), counted(done.project)[0], held().is_open) == (0, 0, True)


def test_pesel_that_disagrees_is_accepted_with_its_reason(take, people, decide):
    number = pesel_for("1990-05-18", "K", 4)
    people.supported(pesel=number)
    done = take(people)
    assert refusal(decide, ACCEPT, held()) == (HoldReason.PESEL_MISMATCH,)
    decide(ACCEPT, held(), accepted=frozenset({HoldReason.PESEL_MISMATCH}), why="the office confirms it")
    person = Person.objects.get()
    assert (person.pesel, str(person.birth_date), person.pesel_mismatch_reason) == (
        number, "1990-05-17", "the office confirms it",
    )  # fmt: skip
    assert counted(done.project)[0] == 1


def test_start_outside_the_project_is_kept_when_accepted_and_the_first_support_decides(take, people, decide):
    lp = people.person(start="2024-12-30")
    people.support(lp, on="2026-02-02")
    done = take(people)
    decide(ACCEPT, held(), accepted=frozenset({HoldReason.START_OUTSIDE_PROJECT}))
    version = ParticipationVersion.objects.current().get()
    assert (str(version.written_start), str(version.start_on)) == ("2024-12-30", "2026-02-02")
    assert counted(done.project)[0] == 1


def test_possible_duplicate_is_another_person_when_somebody_says_so(take, people, decide):
    for _ in range(2):
        people.supported(surname="Kowal")
    done = take(people)
    assert counted(done.project)[0] == 1
    assert refusal(decide, ACCEPT, held()) == (HoldReason.POSSIBLE_DUPLICATE,)
    decide(ACCEPT, held(), accepted=frozenset({HoldReason.POSSIBLE_DUPLICATE}))
    assert (Person.objects.count(), counted(done.project)[0]) == (2, 2)


def test_joined_row_brings_its_support_and_only_the_chosen_values(take, people, decide):
    people.supported(surname="Ковальова", given="Олена", place="Sopot", postcode="81-862", on="2026-03-10")
    people.supported(surname="Kowalowa", given="Olena", postcode="81-701", phone="+48 500 100 200", education="ISCED 5-8",
                     on="2026-02-10", organisation="Fundacja Społecznie Bezpieczni")  # fmt: skip
    done = take(people)
    before = Participation.objects.get()
    outcome = decide(JOIN, held(), subject=before.pk, take=frozenset({"postcode", "phone"}))
    assert outcome.participation == before.pk
    version = ParticipationVersion.objects.current().get()
    assert (version.postcode, version.education, str(version.start_on)) == ("81-701", "isced-3-4", "2026-02-10")
    person = Person.objects.get()
    assert (person.surname, person.phone) == ("Ковальова", "+48 500 100 200")
    assert Care.objects.filter(person=person).count() == 2
    assert counted(done.project) == (1, (1, 2, "4.00"))
    assert ImportedRow.objects.get(decision=JOIN).state == RowState.MERGED


def test_accepted_row_whose_pesel_is_known_joins_that_person(take, people, decide):
    number = pesel_for("1990-05-17", "K", 5)
    people.supported(pesel=number)
    people.supported(pesel=INVALID, on="2026-04-01")
    done = take(people)
    row = held()
    decide(ACCEPT, row, cells=corrected(row, pesel=number))
    assert (Person.objects.count(), counted(done.project)) == (1, (1, (1, 2, "4.00")))
    row.refresh_from_db()
    assert row.state == RowState.MERGED


def test_refused_row_takes_everything_that_waits_with_it(take, people, decide):
    people.supported(citizen="Polska")
    done = take(people)
    outcome = decide(REFUSE, held(), why="outside the target group")
    assert (outcome.participation, outcome.taken, outcome.refused) == (None, 0, 1)
    assert (Person.objects.count(), SupportDelivery.objects.count(), counted(done.project)[0]) == (0, 0, 0)
    assert set(ImportedRow.objects.values_list("state", flat=True)) == {RowState.REFUSED}


def test_decided_rows_are_known_to_the_next_list(take, people, decide):
    lp = people.supported(pesel=INVALID)
    people.support(lp)
    refused = people.supported(citizen="Polska")
    take(people)
    for row in ImportedRow.objects.filter(state=RowState.HELD):
        if row.reason == HoldReason.POLISH_CITIZEN:
            decide(REFUSE, row)
        else:
            decide(ACCEPT, row, cells=corrected(row, pesel=""))
    facts = SupportDelivery.objects.count()
    again = take(people).report
    assert (again["unchanged"], again["held"], again["created"], again["changed_rows"]) == (2, 0, 0, [])
    assert again["sheets"]["Wsparcie"] == {"rows": 3, "taken": 0, "unchanged": 3, "waiting": 0, "refused": 0}
    people.support(lp, on="2026-05-05")
    people.support(refused, on="2026-05-05")
    longer = take(people).report
    assert longer["sheets"]["Wsparcie"] == {"rows": 5, "taken": 1, "unchanged": 3, "waiting": 0, "refused": 1}
    assert [entry["reason"] for entry in longer["refused_rows"]] == ["person-refused"]
    assert SupportDelivery.objects.count() == facts + 1
    assert take(people).report["sheets"]["Wsparcie"]["unchanged"] == 5


def test_list_that_is_corrected_as_well_gives_the_support_no_second_time(take, people, decide):
    number = pesel_for("1990-05-17", "K", 6)
    people.supported(pesel=INVALID)
    take(people)
    row = held()
    decide(ACCEPT, row, cells=corrected(row, pesel=number))
    people.rows["Uczestnicy"][0]["PESEL"] = number
    again = take(people)
    assert counted(again.project) == (1, (1, 1, "2.00"))
    assert len(again.report["changed_rows"]) == 1
    assert not ImportedRow.objects.filter(decided_at=None).exists()  # it says what is known: nothing to decide


def test_support_that_the_person_has_already_can_be_left_out_and_is_known_afterwards(take, people, decide):
    people.supported(surname="Kowal")
    lp = people.supported(surname="Kowal", phone="500 100 200")
    people.support(lp, on="2026-03-03")
    done = take(people)
    outcome = decide(JOIN, held(), subject=Participation.objects.get().pk, leave_out_known=True)
    assert (outcome.taken, outcome.refused) == (1, 1)
    assert counted(done.project) == (1, (1, 2, "4.00"))
    again = take(people).report
    assert again["sheets"]["Wsparcie"] == {"rows": 3, "taken": 0, "unchanged": 3, "waiting": 0, "refused": 0}


@pytest.mark.parametrize("pesel", [pesel_for("1990-05-17"), None])
@pytest.mark.parametrize("lists", [1, 2])
def test_known_support_of_a_row_that_waits_now_is_recorded_once(take, people, decide, pesel, lists):
    lp = people.supported(pesel=pesel, surname="Kowal")
    people.support(lp, on="2026-02-05")
    people.finding(lp, "2026-03-12")
    take(people)
    people.rows["Uczestnicy"][0]["Data zakończenia udziału"] = "2026-01-01"
    people.support(lp, on="2026-03-03")
    for _ in range(lists):
        done = take(people)
        assert [row["reason"] for row in done.report["held_rows"]] == ["end-before-start"]
    row = held()
    assert row.waiting_rows.count() == 1
    if pesel:
        decide(ACCEPT, row, cells=corrected(row, **{"data zakonczenia udzialu": "2026-03-10"}))
    else:
        decide(JOIN, row, subject=Participation.objects.get().pk)
    assert counted(done.project) == (1, (1, 3, "6.00"))
    people.rows["Uczestnicy"][0]["Data zakończenia udziału"] = "2026-03-10"
    again = take(people)
    assert counted(again.project) == (1, (1, 3, "6.00"))
    assert again.report["sheets"]["Zakonczenie"]["unchanged"] == 1


def test_equal_support_of_both_rows_is_kept_when_nobody_says_otherwise(take, people, decide):
    for _ in range(2):
        people.supported(surname="Kowal")
    done = take(people)
    decide(JOIN, held(), subject=Participation.objects.get().pk)
    assert counted(done.project) == (1, (1, 2, "4.00"))
    assert take(people).report["sheets"]["Wsparcie"]["unchanged"] == 2


def test_second_decision_finds_the_first_and_changes_nothing(take, people, decide):
    people.supported(citizen="Polska")
    take(people)
    row = held()
    decide(REFUSE, row)
    with pytest.raises(AlreadyDecided):
        decide(REFUSE, row)
    assert AuditEvent.objects.filter(object_type="importedrow").count() == 1


def test_repeated_number_is_accepted_and_a_known_person_is_still_found(take, people, decide):
    people.supported(surname="Kowal")
    people.person(lp=1, surname="Kowal")
    take(people)
    row = held()
    assert row.reason == HoldReason.LP
    assert set(refusal(decide, ACCEPT, row)) == {HoldReason.POSSIBLE_DUPLICATE, HoldReason.LP}
    decide(ACCEPT, row, accepted=frozenset({HoldReason.POSSIBLE_DUPLICATE, HoldReason.LP}))
    assert Person.objects.count() == 2


@pytest.fixture
def changed(take, people):
    """A person whose row says something else a week later."""
    people.supported(pesel=pesel_for("1990-05-17", "K", 7), phone="500 100 200")
    take(people)
    people.rows["Uczestnicy"][0].update({"Data zakończenia udziału": "2026-06-30", "Kod pocztowy": "81-701"})
    done = take(people)
    assert len(done.report["changed_rows"]) == 1
    return done


def test_changed_row_overwrites_nothing_until_somebody_takes_it_over(changed, people, take, decide, decider):
    version = ParticipationVersion.objects.current().get()
    assert (version.end_on, version.postcode) == (None, "81-862")
    row = ImportedRow.objects.get(state=RowState.CHANGED)
    decide(TAKE_OVER, row, take=frozenset({"end"}))
    version = ParticipationVersion.objects.current().get()
    assert (str(version.end_on), str(version.written_end), version.postcode) == ("2026-06-30", "2026-06-30", "81-862")
    assert (version.recorded_by, version.why) == (decider, "documents seen")
    again = take(people).report
    assert (again["unchanged"], again["changed_rows"]) == (1, [])
    assert not ImportedRow.objects.filter(decided_at=None).exists()


def test_kept_values_are_asked_about_no_second_time(changed, people, take, decide):
    decide(KEEP, ImportedRow.objects.get(state=RowState.CHANGED), why="")
    assert ParticipationVersion.objects.current().get().end_on is None
    assert take(people).report["changed_rows"] == []
    assert not ImportedRow.objects.filter(decided_at=None).exists()


def test_newer_change_of_the_same_person_takes_the_place_of_the_older(changed, people, take):
    people.rows["Uczestnicy"][0]["Kod pocztowy"] = "81-702"
    take(people)
    waiting = ImportedRow.objects.get(state=RowState.CHANGED, decided_at=None)
    assert "81-702" in waiting.payload


def test_taking_over_what_would_block_a_report_is_refused(changed, decide):
    row = ImportedRow.objects.get(state=RowState.CHANGED)
    cells = corrected(row, data_zakonczenia_udzialu="2026-01-02")
    assert refusal(decide, TAKE_OVER, row, cells=cells, take=frozenset({"end"})) == (HoldReason.END_BEFORE_START,)
    assert ImportedRow.objects.get(pk=row.pk).is_open


def test_person_changed_meanwhile_is_compared_once_more(changed, decide):
    row = ImportedRow.objects.get(state=RowState.CHANGED)
    with translation.override("en"), pytest.raises(DecisionRefused, match="changed meanwhile"):
        decide(TAKE_OVER, row, take=frozenset({"end"}), seen_version=row.pk)


def test_rows_that_stand_in_the_latest_list_are_marked(take, people, sopot):
    people.supported(pesel=INVALID)
    take(people)
    take(people)
    row = held()
    assert row.seen_in != row.batch
    people.rows["Uczestnicy"][0]["PESEL"] = None
    take(people)
    assert held().seen_in == row.seen_in
