"""Legalisation: documents are ticked with day and name, deadlines are said in time, the person takes the list home."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from cases.models import LegalisationCase, LegalisationDocument
from cases.queries.legalisation import checklist_of, checklists_of
from cases.rules.legalisation import last_day_to_speak_of, progress
from cases.tables.legalisation import alerts, deadlines_section
from portal.audit.models import AuditEvent
from portal.clock import today
from portal.programmes.dictionaries import DOCUMENTS, load_dictionaries
from portal.programmes.models import DictionaryEntry
from portal.worklist.registry import Desk
from tests.factories.beneficiaries import make_participant
from tests.factories.cases import make_checklist_line, make_legalisation
from tests.forms import fill, sent_of, take_back

DAY = datetime.date
NOW = DAY(2026, 12, 15)


@pytest.fixture
def person(city, sopot, caseworker_city):
    return make_participant(city, sopot, caseworker=caseworker_city, contact_language="uk")


@pytest.fixture
def case(person):
    return make_legalisation(person)


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


def path(case, name="legalisation_case") -> str:
    return reverse(name, args=[case.participation.number, case.fact_id])


def tick(client, case, **changes):
    return fill(client, path(case), "checklist_form", do="tick", **changes)


def test_progress_leaves_out_what_is_not_needed():
    assert progress(["collected", "", "not-needed", "collected"]) == (2, 3)
    assert progress(["not-needed"]) == (0, 0)
    assert progress([]) == (0, 0)
    assert last_day_to_speak_of(DAY(2026, 2, 1)) == DAY(2026, 3, 3)


def test_new_case_takes_documents_and_office_from_the_dictionary(client, person):
    fill(client, reverse("new_legalisation", args=[person.number]), kind="temporary", case_number="WSC-1/26")
    case = LegalisationCase.objects.get()
    assert (case.kind, case.office, case.case_number) == (
        "temporary",
        "Pomorski Urząd Wojewódzki w Gdańsku",
        "WSC-1/26",
    )
    assert b"WSC" not in bytes(LegalisationCase.objects.values_list("case_number", flat=True).get())
    assert checklist_of(person, case.fact_id, NOW).progress == (0, 8)
    assert AuditEvent.objects.get(object_type="legalisationcase").subjects == [str(person.person_id)]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "moon"}, "kind"),
        ({"kind": "other"}, "other_name"),
        ({"filed_on": "2026-12-16"}, "filed_on"),
        ({"filed_on": "2026-02-30"}, "filed_on"),
        ({"decided_on": "2026-12-01"}, "decision"),
        ({"filed_on": "2026-12-01", "decision": "granted", "decided_on": "2026-11-30"}, "decided_on"),
        ({"office": "x" * 161}, "office"),
        ({"case_number": "a\0"}, "case_number"),
    ],
)
def test_mistake_in_a_case_is_said_beside_its_field(client, person, typed, field):
    answer = fill(client, reverse("new_legalisation", args=[person.number]), **{"kind": "temporary", **typed})
    assert list(answer.context["form"].errors) == [field]
    assert not LegalisationCase.objects.exists()


def test_deadline_follows_from_the_entry_where_law_gives_days(client, person):
    new = reverse("new_legalisation", args=[person.number])
    fill(client, new, kind="pesel-ukr", entered_on="2026-12-01")
    case = LegalisationCase.objects.get()
    assert case.deadline == DAY(2026, 12, 31) and "01.12.2026" in case.deadline_for
    assert case.deadline_for in client.get(path(case)).content.decode()
    fill(client, path(case), "case_form", do="carry-on", deadline="", entered_on="2026-12-05")
    assert LegalisationCase.objects.current().get().deadline == DAY(2027, 1, 4)
    fill(client, path(case), "case_form", do="carry-on", deadline="", filed_on="2026-12-06", entered_on="2026-12-05")
    assert LegalisationCase.objects.current().get().deadline is None
    fill(client, new, kind="temporary", entered_on="2026-12-01")
    other = LegalisationCase.objects.current().get(kind="temporary")
    assert other.deadline is None and "entered_on" not in client.get(path(other)).context["case_form"].fields


def test_tick_keeps_day_and_name_and_reason(client, case, caseworker_city, person):
    tick(
        client, case, **{"got_temporary-passport": "on", "on_temporary-passport": "2026-11-02",
                         "got_temporary-photos": "on", "why_temporary-insurance": "Insured through work"},
    )  # fmt: skip
    lines = {each.code: each for each in LegalisationDocument.objects.all()}
    assert {code: (each.state, each.collected_on, each.reason) for code, each in lines.items()} == {
        "temporary-passport": ("collected", DAY(2026, 11, 2), ""),
        "temporary-photos": ("collected", today(), ""),
        "temporary-insurance": ("not-needed", None, "Insured through work"),
    }
    assert {each.recorded_by for each in lines.values()} == {caseworker_city}
    assert checklist_of(person, case.fact_id, NOW).progress == (2, 7)
    tab = client.get(reverse("person_legalisation", args=[person.number]))
    with translation.override("en"):
        assert tab.context["cases"][0].url == path(case)


def test_tick_can_be_taken_away_and_the_history_stays(client, case):
    make_checklist_line(case)
    sent = sent_of(client.get(path(case)).context["checklist_form"])
    sent.pop("got_temporary-passport")
    client.post(path(case), {**sent, "do": "tick"})
    current = LegalisationDocument.objects.current().get()
    assert (current.state, current.collected_on) == ("", None)
    assert LegalisationDocument.objects.count() == 2


def test_unchanged_checklist_writes_nothing(client, case):
    make_checklist_line(case)
    assert tick(client, case).status_code == 302
    assert LegalisationDocument.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"got_temporary-form": "on", "why_temporary-form": "x"}, "why_temporary-form"),
        ({"on_temporary-form": "2026-12-01"}, "got_temporary-form"),
        ({"got_temporary-form": "on", "on_temporary-form": "2026-12-16"}, "on_temporary-form"),
        ({"got_temporary-form": "on", "on_temporary-form": "soon"}, "on_temporary-form"),
        ({"why_temporary-form": "x" * 301}, "why_temporary-form"),
    ],
)
def test_mistake_in_a_line_is_said_beside_it(client, case, typed, field):
    sent = {name: value for name, value in sent_of(client.get(path(case)).context["checklist_form"]).items() if value}
    answer = client.post(path(case), {**sent, **typed, "do": "tick"})
    assert list(answer.context["checklist_form"].errors) == [field]
    assert not LegalisationDocument.objects.exists()


def test_second_of_two_sees_both_ticks_and_another_line_is_no_conflict(client, client_of, coordinator, case):
    seen = sent_of(client.get(path(case)).context["checklist_form"])
    seen = {name: value for name, value in seen.items() if not name.startswith("got_")}
    tick(client_of(coordinator), case, **{"why_temporary-form": "Filed online"})
    answer = client.post(path(case), {**seen, "got_temporary-form": "on", "do": "tick"})
    assert ("Filed online", "") in {(each.theirs, each.yours) for each in answer.context["differences"]}
    assert coordinator.name in answer.content.decode()
    assert LegalisationDocument.objects.get().state == "not-needed"
    client.post(path(case), {**seen, "got_temporary-photos": "on", "why_temporary-form": "Filed online", "do": "tick"})
    assert LegalisationDocument.objects.current().filter(code="temporary-photos").exists()


def test_line_of_ones_own_is_added_and_ticked(client, case, person):
    fill(client, path(case), "document_form", do="add", name="Zaświadczenie ze szkoły")
    (own,) = [item for item in checklist_of(person, case.fact_id, NOW).items if item.entry is None]
    tick(client, case, **{f"got_{own.key}": "on"})
    assert checklist_of(person, case.fact_id, NOW).progress == (1, 9)
    assert "Zaświadczenie ze szkoły" in client.get(path(case)).content.decode()


def test_case_is_carried_on_and_a_second_writer_sees_both_texts(client, client_of, coordinator, case):
    seen = sent_of(client.get(path(case)).context["case_form"])
    fill(client_of(coordinator), path(case), "case_form", do="carry-on", office="Urząd Miasta Sopotu")
    answer = client.post(path(case), {**seen, "office": "Wojewoda", "do": "carry-on"})
    assert ("Urząd Miasta Sopotu", "Wojewoda") in {(each.theirs, each.yours) for each in answer.context["differences"]}
    assert LegalisationCase.objects.current().get().office == "Urząd Miasta Sopotu"


def test_double_click_acts_once(client, case):
    sent = {**sent_of(client.get(path(case)).context["document_form"]), "name": "Umowa", "do": "add"}
    for _click in range(2):
        client.post(path(case), sent)
    assert LegalisationDocument.objects.count() == 1


def test_case_opened_by_mistake_is_taken_back(client, case, person):
    take_back(client, path(case))
    assert not LegalisationCase.objects.current().exists()
    assert client.get(path(case)).status_code == 404
    assert checklists_of(person, NOW) == []


def test_case_of_another_person_is_not_there(client, city, sopot, case):
    other = make_participant(city, sopot)
    assert client.get(reverse("legalisation_case", args=[other.number, case.fact_id])).status_code == 404


@pytest.mark.parametrize(
    ("deadline", "decision", "is_said"),
    [(DAY(2027, 1, 14), "", True), (DAY(2027, 1, 15), "", False), (DAY(2026, 1, 1), "", True),
     (DAY(2026, 12, 15), "", True), (DAY(2026, 12, 20), "granted", False), (None, "", False)],
)  # fmt: skip
def test_deadline_is_said_a_month_before_and_until_it_is_decided(person, deadline, decision, is_said, caseworker_city):
    case = make_legalisation(person, deadline=deadline, decision=decision)
    person.rights = {"view_legalisation": True}
    said = list(alerts(person))
    assert len(said) == is_said
    assert all(each.url == reverse("legalisation_case", args=[person.number, case.fact_id]) for each in said)
    assert deadlines_section(Desk(caseworker_city, NOW, 5)).total == is_said


def test_card_of_my_day_holds_own_people_alone(case, city, sopot, caseworker_city, coordinator, person):
    make_legalisation(make_participant(city, sopot), deadline=NOW)
    make_legalisation(person, deadline=NOW, kind="other", other_name="Karta CUKR")
    (row,) = deadlines_section(Desk(caseworker_city, NOW, 5)).rows
    assert (row.subject, row.due_on) == (person.person_id, NOW)
    assert deadlines_section(Desk(coordinator, NOW, 5)).total == 0
    person.person.denied_to.add(caseworker_city)
    assert deadlines_section(Desk(caseworker_city, NOW, 5)).total == 0


@pytest.mark.parametrize(("asked", "language"), [("", "uk"), ("ru", "ru"), ("xx", "uk")])
def test_page_for_the_person_is_in_the_language_of_the_person(client, case, asked, language):
    make_checklist_line(case, reason="")
    answer = client.get(path(case, "print_legalisation"), {"jezyk": asked} if asked else {})
    text = answer.content.decode()
    assert f'<html lang="{language}"' in text
    names = DictionaryEntry.objects.get(code="temporary-passport")
    assert getattr(names, f"name_{language}") in text and names.value in text
    event = AuditEvent.objects.get(detail__page="legalisation-print")
    assert event.detail["also"] == ["print"]


def test_paper_holds_neither_case_number_nor_reasons(client, person):
    case = make_legalisation(person, case_number="QZX-77")
    make_checklist_line(case, state="not-needed", reason="Qzxkwvt")
    text = client.get(path(case, "print_legalisation")).content.decode()
    assert "QZX-77" not in text and "Qzxkwvt" not in text


def test_record_asks_the_same_for_one_case_and_for_three(client, person, case):
    def queries(name: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse(name, args=[person.number]))
        return len(caught)

    names = ("person_legalisation", "person_record")
    make_checklist_line(case)
    one = [queries(name) for name in names]
    for _more in range(2):
        make_checklist_line(make_legalisation(person))
    assert [queries(name) for name in names] == one


def test_dictionary_is_loaded_once_and_what_was_changed_stays(sopot):
    changed = DictionaryEntry.objects.get(code="temporary-passport")
    changed.name_pl, changed.valid_to = "Paszport", DAY(2026, 6, 30)
    changed.save()
    assert load_dictionaries() == 0
    changed.refresh_from_db()
    assert changed.name_pl == "Paszport"
    assert all(
        each.name_uk and each.name_be and each.name_ru and each.name_en for each in DictionaryEntry.objects.all()
    )
    assert DictionaryEntry.objects.filter(dictionary=DOCUMENTS).count() > 30


def test_document_no_longer_valid_leaves_new_lists_and_stays_where_it_was_ticked(person, case):
    DictionaryEntry.objects.filter(code="temporary-passport").update(valid_to=DAY(2026, 6, 30))
    assert checklist_of(person, case.fact_id, NOW).progress == (0, 7)
    make_checklist_line(case)
    assert checklist_of(person, case.fact_id, NOW).progress == (1, 8)
