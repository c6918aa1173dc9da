"""Rows that wait, decided in the browser: who may, what stands on the page, mistakes, two at once, figures."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beneficiaries.models import Participation, ParticipationVersion, Person
from portal.accounts.enums import Role
from portal.audit.models import AuditEvent
from portal.imports.domain import import_workbook
from portal.imports.enums import DecisionKind, RowState
from portal.imports.models import ImportedRow
from portal.programmes.models import GrantProject
from portal.versions.actions import correct_fact
from services.models import SupportDelivery
from tests.counting import figures
from tests.factories.accounts import make_member
from tests.workbooks import ListOfPeople, pesel_for

INVALID = "90051700001"


@pytest.fixture
def client(client_of, coordinator):
    """The coordinator, who reads English: so the words of these tests are those of the source."""
    coordinator.language = "en"
    coordinator.save()
    return client_of(coordinator)


@pytest.fixture
def people(sopot) -> ListOfPeople:
    return ListOfPeople()


@pytest.fixture
def read(sopot, people, tmp_path):
    def imported() -> None:
        import_workbook(people.save(tmp_path / "lista.xlsx"), sopot, by=None)

    return imported


def waiting(**lookup) -> ImportedRow:
    return ImportedRow.objects.waiting().get(**lookup)


def address(row: ImportedRow) -> str:
    return reverse("held_row", args=[row.pk])


def form_of(page) -> dict[str, str]:
    """Return what a browser would send of the page's form of decision."""
    form = page.context["form"]
    sent = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False, [])}
    return {name: str(value() if callable(value) else value) for name, value in sent.items()}


def cell(page, heading: str) -> str:
    """Return the name of the field that stands under a heading."""
    return next(bound.html_name for bound in page.context["form"].cell_fields if bound.label == heading)


def accept(client, row, cells=None, **values):
    page = client.get(address(row))
    typed = {cell(page, heading): value for heading, value in (cells or {}).items()}
    return client.post(address(row), {**form_of(page), **typed, "why": "seen in the passport", "accept": "1", **values})


def test_corrected_row_counts_at_once(client, people, read, sopot):
    people.support(people.supported(pesel=INVALID))
    read()
    row = waiting()
    answer = accept(client, row, {"PESEL": pesel_for("1990-05-17", "K", 2)})
    assert answer.url == f"{reverse('held_rows')}?projekt=sopot-5.15"
    assert figures(sopot)["EECO01 cumulative"][2] == 1
    assert (Person.objects.get().pesel, SupportDelivery.objects.count()) == (pesel_for("1990-05-17", "K", 2), 2)
    page = client.get(answer.url)
    assert "The row is recorded: WS-0001. 2 rows of other sheets too." in page.content.decode()
    assert page.context["lines"] == []


def test_page_shows_the_row_as_the_sheet_heads_it_and_what_waits_with_it(client, people, read):
    lp = people.supported(pesel=INVALID, remarks="dzwonić rano")
    people.diagnosis(lp)
    read()
    page = client.get(address(waiting()))
    labels = [bound.label for bound in page.context["form"].cell_fields]
    assert labels[:4] == ["Nazwisko", "Imię", "Nazwisko i imię w oryginale", "Płeć"]
    assert "Lp." not in labels
    assert [(name, len(rows)) for name, _headings, rows in page.context["others"]] == [("Wsparcie", 1), ("Diagnozy", 1)]
    for words in ("dzwonić rano", "cannot be undone", "The PESEL is not valid"):
        assert words in page.content.decode()


def test_birth_date_of_the_pesel_is_proposed_and_nothing_more(client, people, read):
    people.supported(born=None, pesel=pesel_for("1990-05-17", "K", 3))
    read()
    page = client.get(address(waiting()))
    assert form_of(page)[cell(page, "Data urodzenia")] == "17.05.1990"
    assert "The PESEL says: " in page.content.decode()
    assert Person.objects.count() == 0
    accept(client, waiting())
    assert str(Person.objects.get().birth_date) == "1990-05-17"


@pytest.mark.parametrize(
    ("heading", "typed"), [("PESEL", "90051700002"), ("Wykształcenie", "kurs"), ("Data urodzenia", "31.02.1990")]
)
def test_correction_that_cannot_be_read_is_an_error_at_its_field_and_stays(client, people, read, heading, typed):
    people.supported(pesel=INVALID)
    read()
    answer = accept(client, waiting(), {"PESEL": "", heading: typed})
    bound = next(each for each in answer.context["form"].cell_fields if each.label == heading)
    assert (answer.status_code, len(bound.errors), bound.value()) == (200, 1, typed)
    assert (Person.objects.count(), waiting().is_open) == (0, True)


def test_no_decision_goes_without_a_reason(client, people, read):
    people.supported(pesel=INVALID)
    read()
    answer = accept(client, waiting(), {"PESEL": ""}, why="  ")
    assert list(answer.context["form"].errors) == ["why"]
    refused = client.post(address(waiting()), {"refuse-submission": "1" * 32, "refuse-why": "", "refuse": "1"})
    assert list(refused.context["refusal"].errors) == ["why"]
    assert waiting().is_open


def test_what_a_correction_brings_to_light_must_be_answered_too(client, people, read):
    people.supported(surname="Kowal")
    people.supported(surname="Kowal", pesel=INVALID)
    read()
    row = waiting()
    answer = accept(client, row, {"PESEL": ""})
    assert list(answer.context["form"].errors) == ["accepted"]
    assert Person.objects.count() == 1
    accept(client, row, {"PESEL": ""}, accepted=["possible-duplicate"])
    assert Person.objects.count() == 2


def test_days_of_a_row_are_written_in_one_way_and_left_alone_are_no_correction(client, people, read):
    people.support(people.supported(pesel=INVALID, notice=datetime.date(2026, 1, 30), start="03.02.2026"))
    read()
    page = client.get(address(waiting()))
    shown = [form_of(page)[cell(page, heading)] for heading in ("Data rozpoczęcia udziału", "Klauzula RODO (data)")]
    assert shown == ["03.02.2026", "30.01.2026"]
    assert page.context["others"][0][2][0][2] == "02.02.2026"
    assert page.context["form"].corrections() == {}
    accept(client, waiting(), {"PESEL": ""})
    assert str(ParticipationVersion.objects.current().get().notice_on) == "2026-01-30"
    assert AuditEvent.objects.filter(object_type="importedrow").latest("at").detail["corrected"] == ["pesel"]


def test_comparing_comes_first_where_somebody_may_be_the_same_person(client, people, read):
    people.supported(surname="Kowal")
    people.supported(surname="Kowal")
    read()
    shown = client.get(address(waiting())).content.decode()
    compare = shown.index(f'class="btn" href="{reverse("join_row", args=[waiting().pk])}?osoba=WS-0001"')
    assert compare < shown.index("It is another person than WS-0001") < shown.index("Accept as another person")
    assert re.search(r'<button class="btn second"[^>]*name="accept"', shown)


def test_accepting_comes_first_where_nobody_is_like_the_person(client, people, read):
    people.supported(pesel=pesel_for("1990-05-17", "M"))
    read()
    shown = client.get(address(waiting())).content.decode()
    assert re.search(r'<button class="btn"[^>]*name="accept"', shown)
    assert "The PESEL is right, though it disagrees with the sex or the date of birth" in shown


def test_row_is_joined_after_comparing_and_the_chosen_value_counts(client, people, read, sopot):
    people.supported(surname="Kowal", postcode="81-862")
    people.supported(surname="Kowal", postcode="81-701", on="2026-03-03")
    read()
    row = waiting()
    assert [each.number for each, _same in client.get(address(row)).context["alike"]] == ["WS-0001"]
    compare = f"{reverse('join_row', args=[row.pk])}?osoba=WS-0001"
    page = client.get(compare)
    assert [(line.ours, line.theirs, line.take) for line in page.context["lines"] if line.field == "postcode"] == [
        ("81-862", "81-701", False)
    ]
    titles = [each.title for each in page.context["consequences"]]
    assert titles == ["Participants: no change", "1 support moves", "Cannot be undone"]
    form = {**form_of(page), "osoba": "WS-0001", "why": "same document", "take-postcode": "theirs"}
    answer = client.post(reverse("join_row", args=[row.pk]), form)
    assert answer.status_code == 302
    assert ParticipationVersion.objects.current().get().postcode == "81-701"
    found = figures(sopot)
    assert (found["EECO01 cumulative"][2], found["culture-integration support"][1]) == (1, 2)


@pytest.fixture
def returning(people, read) -> str:
    """Whoever left with an improvement stands in a second row, with a later start and no end: where to join the row."""
    lp = people.supported(surname="Kowal", end="2026-04-30", situation="poszukujący pracy", path="tak")
    people.finding(lp, "2026-05-04")
    people.supported(surname="Kowal", on="2026-06-01")
    read()
    return f"{reverse('join_row', args=[waiting().pk])}?osoba=WS-0001"


def told(page) -> dict[str, str]:
    return {each.title: each.text for each in page.context["consequences"]}


def test_reopening_and_the_result_it_takes_away_are_said_before_joining(client, returning, sopot):
    before = figures(sopot)["IMPROVED cumulative"][2]
    page = client.get(returning)
    found = told(page)
    assert "30 Apr 2026" in found["Participation is reopened"]
    assert found["Indicator: 1 → 0"] == "People whose social situation improved after leaving the programme"
    assert "Figures: " in page.content.decode()
    assert figures(sopot)["IMPROVED cumulative"][2] == before == 1
    client.post(returning, {**form_of(page), "osoba": "WS-0001", "why": "same person"})
    assert figures(sopot)["IMPROVED cumulative"][2] == 0
    version = ParticipationVersion.objects.current().get()
    assert (version.end_on, version.exit_situation, version.path_completed) == (None, "", None)


def test_effects_follow_the_choice_and_looking_joins_nothing(client, returning, sopot):
    form = {**form_of(client.get(returning)), "osoba": "WS-0001", "why": "", "take-end": "ours", "preview": "1"}
    page = client.post(returning, form)
    assert (page.status_code, page.context["form"].errors) == (200, {})
    assert not {"Participation is reopened", "Indicator: 1 → 0"} & told(page).keys()
    assert waiting().is_open
    form = {**form, "why": "same person"}
    form.pop("preview")
    assert client.post(returning, form).status_code == 302
    assert figures(sopot)["IMPROVED cumulative"][2] == 1


def test_blank_end_beside_an_earlier_start_does_not_reopen(client, people, read):
    people.supported(surname="Kowal", end="2026-04-30")
    people.supported(surname="Kowal", on="2026-01-12")
    read()
    page = client.get(f"{reverse('join_row', args=[waiting().pk])}?osoba=WS-0001")
    assert "Participation is reopened" not in told(page)
    assert not [line for line in page.context["lines"] if line.field == "end"]


def test_choice_that_cannot_be_joined_says_why_in_place_of_figures(client, people, read):
    people.supported(surname="Kowal", end="2026-04-30")
    people.supported(surname="Kowal", on="2026-06-01", end="2026-06-30")
    read()
    join = f"{reverse('join_row', args=[waiting().pk])}?osoba=WS-0001"
    form = {**form_of(client.get(join)), "osoba": "WS-0001", "take-start": "theirs", "take-end": "ours", "preview": "1"}
    page = client.post(join, form)
    assert page.context["objections"] == ["The end of participation is before its start or cannot be read."]
    assert page.context["figures"] == []


def test_support_that_is_recorded_already_is_named_before_joining(client, people, read):
    for _ in range(2):
        people.supported(surname="Kowal")
    read()
    row = waiting()
    join = reverse("join_row", args=[row.pk])
    page = client.get(f"{join}?osoba=ws-0001")
    assert "Leave out 1 row that is recorded for this person already" in page.content.decode()
    client.post(join, {**form_of(page), "osoba": "WS-0001", "why": "same person", "leave_out": "on"})
    assert SupportDelivery.objects.count() == 1


def test_two_coordinators_decide_one_row_and_the_second_sees_what_was_decided(
    client, client_of, people, read, city, sopot
):
    people.supported(pesel=INVALID)
    read()
    row = waiting()
    other = client_of(make_member(Role.COORDINATOR, city, sopot, "Ewa Druga"))
    page = other.get(address(row))
    accept(client, row, {"PESEL": ""})
    form = {
        "refuse-submission": page.context["refusal"]["submission"].value(),
        "refuse-why": "not ours",
        "refuse": "1",
    }
    answer = other.post(address(row), form)
    assert answer.url == address(row)
    shown = other.get(answer.url).content.decode()
    assert "Joanna Nowicka" in shown
    assert "seen in the passport" in shown
    assert ImportedRow.objects.get(pk=row.pk).decision == DecisionKind.ACCEPT
    assert Person.objects.count() == 1


def test_support_of_a_mended_name_is_proposed_to_be_left_out(client, people, read):
    people.supported(surname="Kowal", given="Oskana")
    read()
    people.rows["Uczestnicy"][0]["Imię"] = "Oksana"
    read()
    page = client.get(address(waiting()))
    assert "A similar name" in page.content.decode()
    assert [each.number for each, _is_same in page.context["alike"]] == ["WS-0001"]
    join = client.get(reverse("join_row", args=[waiting().pk]), {"osoba": "WS-0001"})
    form = form_of(join)
    client.post(reverse("join_row", args=[waiting().pk]), {**form, "osoba": "WS-0001", "why": "typo"})
    assert SupportDelivery.objects.count() == 1
    assert Person.objects.get().given_names == "Oskana"


def test_double_click_decides_once_and_leads_to_the_same_answer(client, people, read):
    people.supported(pesel=INVALID)
    read()
    row = waiting()
    page = client.get(address(row))
    form = {**form_of(page), cell(page, "PESEL"): "", "why": "seen in the passport", "accept": "1"}
    first, second = (client.post(address(row), form) for _ in range(2))
    assert first.url == second.url
    assert (Person.objects.count(), AuditEvent.objects.filter(object_type="importedrow", action="change").count()) == (
        1,
        1,
    )


def test_refused_row_shows_its_reason(client, people, read, sopot):
    people.supported(citizen="Polska")
    read()
    row = waiting()
    page = client.get(address(row))
    token = re.search(r'name="refuse-submission" value="([^"]+)"', page.content.decode())[1]
    client.post(address(row), {"refuse-submission": token, "submission": token, "refuse-why": "Polish", "refuse": "1"})
    assert ImportedRow.objects.get(pk=row.pk).state == RowState.REFUSED
    assert "It waited because" in client.get(address(row)).content.decode()
    assert figures(sopot)["EECO01 cumulative"][2] == 0


@pytest.fixture
def changed(people, read) -> ImportedRow:
    people.supported(pesel=pesel_for("1990-05-17", "K", 4))
    read()
    people.rows["Uczestnicy"][0].update({"Data zakończenia udziału": "2026-06-30", "Kod pocztowy": "81-701"})
    read()
    return waiting()


def test_changed_row_is_taken_over_field_by_field(client, changed):
    page = client.get(address(changed))
    assert {line.field for line in page.context["lines"] if line.field} == {"end", "postcode"}
    form = {**form_of(page), "take-postcode": "ours", "why": "the list is right", "take": "1"}
    assert client.post(address(changed), form).status_code == 302
    version = ParticipationVersion.objects.current().get()
    assert (str(version.end_on), version.postcode) == ("2026-06-30", "81-862")


def test_an_end_that_the_list_took_out_is_a_choice(client, people, read):
    people.supported(pesel=pesel_for("1990-05-17", "K", 4), end="2026-06-30")
    read()
    people.rows["Uczestnicy"][0]["Data zakończenia udziału"] = None
    read()
    assert "→ –" in client.get(reverse("held_rows")).content.decode()
    page = client.get(address(waiting()))
    assert [(line.field, line.theirs) for line in page.context["lines"] if line.field] == [("end", "–")]
    client.post(address(waiting()), {**form_of(page), "why": "still takes part", "take": "1"})
    assert ParticipationVersion.objects.current().get().end_on is None


def test_changed_row_can_be_left_without_a_reason(client, changed):
    answer = client.post(address(changed), {**form_of(client.get(address(changed))), "keep": "1"})
    assert answer.status_code == 302
    assert ImportedRow.objects.get(pk=changed.pk).decision == DecisionKind.KEEP
    assert ParticipationVersion.objects.current().get().end_on is None


def test_person_changed_meanwhile_is_shown_anew_and_nothing_is_taken_over(client, changed):
    page = client.get(address(changed))
    form = {**form_of(page), "why": "the list is right", "take": "1", "version": str(changed.pk)}
    answer = client.post(address(changed), form)
    assert "changed meanwhile" in answer.content.decode()
    assert ParticipationVersion.objects.current().get().end_on is None
    again = {**form, "version": answer.context["form"]["version"].value()}
    assert client.post(address(changed), again).status_code == 302


@pytest.fixture
def three_changed(people, read) -> str:
    """Three people whose end stands in the next list; the address of the list of changed rows."""
    for number in range(3):
        people.supported(pesel=pesel_for("1990-05-17", "K", 20 + number))
    read()
    for row in people.rows["Uczestnicy"]:
        row["Data zakończenia udziału"] = "2026-06-30"
    read()
    return f"{reverse('held_rows')}?widok=changed"


def many(page, keys, **values) -> dict:
    return {"submission": page.context["form"]["submission"].value(), "rows": keys, "why": "ended in June", **values}


def test_several_changed_rows_are_taken_over_at_once(client, three_changed):
    page = client.get(three_changed)
    keys = [line.key for line in page.context["lines"]]
    answer = client.post(three_changed, many(page, keys[:2]))
    assert answer.url == three_changed
    ended = ParticipationVersion.objects.current().filter(end_on="2026-06-30")
    assert (ended.count(), client.get(three_changed).context["total"]) == (2, 1)
    client.post(three_changed, many(page, keys[:2]))
    assert AuditEvent.objects.filter(object_type="importedrow", action="change").count() == 2


def test_rows_compared_with_what_is_no_longer_in_force_wait_on(client, three_changed):
    page = client.get(three_changed)
    keys = [line.key for line in page.context["lines"]]
    current = ParticipationVersion.objects.current().get(pk=keys[0].split(":")[1])
    correct_fact(current, {"postcode": "81-799"}, by=None, why="moved")
    answer = client.post(three_changed, many(page, keys))
    assert answer.status_code == 200
    assert "rows" in answer.context["form"].errors
    again = client.post(three_changed, many(answer, [line.key for line in answer.context["lines"]]))
    assert again.status_code == 302
    assert ParticipationVersion.objects.current().filter(end_on="2026-06-30").count() == 3


def test_nothing_ticked_or_no_reason_takes_over_nothing(client, three_changed):
    page = client.get(three_changed)
    keys = [line.key for line in page.context["lines"]]
    for values in (many(page, []), many(page, keys, why=" "), many(page, ["x:y"]), many(page, [f"{keys[0]}x"])):
        assert client.post(three_changed, values).status_code == 200
    assert client.get(three_changed).context["total"] == 3


def test_row_of_a_protected_person_is_not_there(client, changed):
    Person.objects.update(is_confidential=True)
    assert client.get(address(changed)).status_code == 404
    assert client.post(address(changed), {"keep": "1"}).status_code == 404
    assert client.get(reverse("held_rows")).context["total"] == 0


def test_similar_person_out_of_reach_is_neither_named_nor_joined(client, people, read):
    people.supported(surname="Kowal", phone="500 100 200")
    people.supported(surname="Kowal")
    read()
    Person.objects.update(is_confidential=True)
    row = waiting()
    page = client.get(address(row))
    assert page.context["alike"] == []
    for words in ("WS-0001", "500 100 200"):
        assert words not in page.content.decode()
    join = reverse("join_row", args=[row.pk])
    assert client.get(f"{join}?osoba=WS-0001").url == address(row)
    client.post(join, {"osoba": "WS-0001", "why": "x"})
    assert row.is_open


def test_row_of_another_project_is_not_there(client, people, read, sopot):
    people.supported(pesel=INVALID)
    read()
    row = waiting()
    other = GrantProject.objects.create(
        code="other-1", starts_on="2025-01-01", ends_on="2026-12-31", number_prefix="OT", title="Other", short_title="O"
    )
    ImportedRow.objects.filter(pk=row.pk).update(grant_project=other)
    assert client.get(address(row)).status_code == 404


def test_row_that_nobody_had_to_decide_has_no_page(client, people, read):
    people.supported()
    read()
    assert client.get(address(ImportedRow.objects.get(sheet="people"))).status_code == 404


def test_odd_content_of_a_row_is_text(client, people, read):
    people.supported(surname="<script>alert(1)</script>", given="{{ 7 }}", pesel=INVALID, remarks="<b>x</b>")
    read()
    for page in (client.get(address(waiting())), client.get(reverse("held_rows"))):
        assert page.status_code == 200
        for words in ("<script>alert", "<b>x</b>"):
            assert words not in page.content.decode()


def test_list_of_rows_takes_as_many_queries_for_three_as_for_one(client, people, read):
    asked = []
    for number in range(3):
        people.supported(pesel=pesel_for("1990-05-17", "K", 10 + number), surname=f"Nowa{'abc'[number]}")
        people.supported(citizen="Polska", surname=f"Inna{'abc'[number]}")
        read()
        people.rows["Uczestnicy"][2 * number]["Kod pocztowy"] = "81-701"
        read()
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("held_rows"))
        asked.append(len(queries))
        assert len(page.context["lines"]) == 2 * number + 2
    assert asked[0] == asked[2]


def test_list_goes_by_pages_and_by_kind(client, people, read, monkeypatch):
    monkeypatch.setattr("beneficiaries.views.waiting.PAGE_SIZE", 2)
    for _ in range(5):
        people.supported(citizen="Polska")
    read()
    seen, goal = [], reverse("held_rows")
    while goal:
        page = client.get(goal)
        seen += [line.url for line in page.context["lines"]]
        goal, back = page.context["page"].older, page.context["page"].newer
    assert (len(seen), len(set(seen))) == (5, 5)
    assert [line.url for line in client.get(back).context["lines"]] == seen[2:4]
    assert client.get(f"{reverse('held_rows')}?widok=changed").context["lines"] == []
    assert client.get(f"{reverse('held_rows')}?po=nothing").context["total"] == 5


def test_incomplete_people_are_listed_with_what_is_missing_and_the_way_to_complete_them(client, people, read):
    people.supported(education=None, postcode=None)
    people.supported()
    read()
    page = client.get(reverse("incomplete_people"))
    ((person, missing, url),) = page.context["lines"]
    assert (person.number, missing) == ("WS-0001", "education, postcode")
    assert url.startswith("/osoby/WS-0001/")
    Person.objects.update(is_confidential=True)
    assert client.get(reverse("incomplete_people")).context["lines"] == []


def test_incomplete_people_take_as_many_queries_for_three_as_for_one(client, people, read):
    asked = []
    for _ in range(3):
        people.supported(education=None)
        read()
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("incomplete_people"))
        asked.append(len(queries))
    assert asked[0] == asked[2]


def test_every_page_leaves_one_mark(client, people, read):
    for _ in range(2):
        people.supported(surname="Kowal")
    read()
    row = waiting()
    join = f"{reverse('join_row', args=[row.pk])}?osoba=WS-0001"
    for path in (reverse("held_rows"), address(row), join, reverse("incomplete_people")):
        before = AuditEvent.objects.count()
        client.get(path)
        assert AuditEvent.objects.count() == before + 1, path
    person = Participation.objects.get().person_id
    assert str(person) in AuditEvent.objects.filter(object_type="importedrow").latest("at").subjects
