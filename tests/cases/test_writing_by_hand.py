"""Diagnosis, finding and event written on a page: corrected, taken back, and health kept from other eyes."""

import datetime

import pytest
from django.urls import reverse

from cases.domain.by_hand import DayRefused, enter_diagnosis
from cases.domain.findings import record_diagnosis
from cases.models import ExitEvent, ExitFinding, NeedsDiagnosis
from portal.audit.models import AuditEvent
from portal.quality import find_check
from portal.submissions.drafts import draft_content
from tests.beneficiaries.test_correcting_a_person import finds
from tests.counting import figures
from tests.factories.beneficiaries import make_care, make_participation, make_person
from tests.factories.cases import make_diagnosis, make_exit_event, make_finding
from tests.forms import again, fill, sent_of, take_back

DAY = datetime.date
ASSESSED = {"stage": "entry", "taken_on": "2026-02-02", "social": "2", "work": "1", "education": "3", "culture": "2"}
FOUND = {
    "outcome": "improved", "found_on": "2026-07-10", "categories": ["rozpoczęcie nauki"], "other": "",
    "reason": "Speaks Polish at work.", "assessor": "Anna Kowalska",
}  # fmt: skip


@pytest.fixture
def participation(city, sopot, caseworker_city):
    person = make_person()
    make_care(person, city, sopot, caseworker_city)
    return make_participation(person, sopot, end_on=DAY(2026, 6, 29))


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def other(client_of, coordinator):
    """Somebody who is not in charge, and so may not read health."""
    return client_of(coordinator)


def to(name, participation, *keys) -> str:
    return reverse(name, args=[participation.number, *keys])


class TestDiagnosis:
    def test_levels_assessor_and_note_are_kept_and_in_the_trail(self, client, participation):
        fill(client, to("new_diagnosis", participation), **ASSESSED, health="4", note="Umowa o pracę, wgląd.")
        diagnosis = NeedsDiagnosis.objects.get()
        assert diagnosis.scores == {"social": 2, "work": 1, "education": 3, "culture": 2, "health": 4}
        assert (diagnosis.stage, diagnosis.taken_on, diagnosis.assessor) == (
            "entry",
            DAY(2026, 2, 2),
            "Marta Zielińska",
        )
        assert diagnosis.note == "Umowa o pracę, wgląd."
        event = AuditEvent.objects.get(action="create", object_type="needsdiagnosis")
        assert event.subjects == [str(participation.person_id)]
        assert "Umowa o pracę" in client.get(to("person_diagnosis", participation)).content.decode()

    def test_second_first_assessment_is_asked_about(self, client, participation):
        make_diagnosis(participation)
        answer = fill(client, to("new_diagnosis", participation), **ASSESSED, health="")
        form = answer.context["form"]
        assert len(form.questions) == 1
        assert NeedsDiagnosis.objects.count() == 1
        again(client, to("new_diagnosis", participation), answer, confirmed=form.mark)
        assert NeedsDiagnosis.objects.count() == 2

    def test_note_is_not_in_the_database_in_clear(self, client, participation):
        fill(client, to("new_diagnosis", participation), **ASSESSED, note="Qzxkwvt")
        assert b"Qzxkwvt" not in bytes(NeedsDiagnosis.objects.values_list("note", flat=True).get())

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("stage", {"stage": "middle"}),
            ("taken_on", {"taken_on": "2090-01-01"}),
            ("taken_on", {"taken_on": "yesterday"}),
            ("social", {"social": "6"}),
            ("social", {"social": "", "work": "", "education": "", "culture": ""}),
            ("assessor", {"assessor": " "}),
            ("note", {"note": "x" * 2001}),
            ("note", {"note": "a\0b"}),
        ],
    )
    def test_mistake_is_said_beside_the_field_and_nothing_is_recorded(self, client, participation, field, typed):
        answer = fill(client, to("new_diagnosis", participation), **{**ASSESSED, "health": "", **typed})
        assert list(answer.context["form"].errors) == [field]
        assert not NeedsDiagnosis.objects.exists()

    def test_who_may_not_read_health_does_not_overwrite_it(self, other, participation):
        kept = make_diagnosis(participation, note="Zdrowie: leczy się", level=2)
        path = to("change_diagnosis", participation, kept.fact_id)
        page = other.get(path)
        assert not {"health", "note"} & set(page.context["form"].fields)
        assert "leczy" not in page.content.decode()
        fill(other, path, social="5", health="5", note="gone", assessor="J. Nowicka", why="better")
        corrected = NeedsDiagnosis.objects.current().get()
        assert (corrected.scores["social"], corrected.scores["health"]) == (5, 2)
        assert corrected.note == "Zdrowie: leczy się"

    def test_level_can_be_taken_away(self, client, participation):
        kept = make_diagnosis(participation, assessor="A")
        fill(client, to("change_diagnosis", participation, kept.fact_id), culture="", why="not talked about")
        assert "culture" not in NeedsDiagnosis.objects.current().get().scores

    @pytest.mark.parametrize(("day", "right"), [("2024-11-05", False), ("2024-11-06", True), ("1999-05-05", False)])
    def test_day_long_before_the_project_is_refused(self, client, participation, caseworker_city, day, right):
        answer = fill(client, to("new_diagnosis", participation), **{**ASSESSED, "health": "", "taken_on": day})
        assert NeedsDiagnosis.objects.exists() is right
        if not right:
            assert list(answer.context["form"].errors) == ["taken_on"]
            values = {"stage": "entry", "taken_on": DAY.fromisoformat(day), "scores": {"work": 2}}
            with pytest.raises(DayRefused):
                enter_diagnosis(participation, values, by=caseworker_city)

    def test_unchanged_correction_is_not_saved(self, client, participation):
        kept = [
            make_diagnosis(participation, assessor="A"),
            make_finding(participation),
            make_exit_event(participation),
        ]
        for name, fact in zip(("diagnosis", "finding", "exit_event"), kept, strict=True):
            path = to(f"change_{name}", participation, fact.fact_id)
            answer = fill(client, path, why="nothing")
            if answer.status_code == 200:  # the form asks about an event that does not count
                answer = again(client, path, answer, confirmed=answer.context["form"].mark)
            assert answer.status_code == 302
            assert type(fact).objects.count() == 1

    def test_correction_to_a_day_long_before_the_project_is_refused(self, client, participation):
        kept = make_diagnosis(participation, assessor="A")
        answer = fill(client, to("change_diagnosis", participation, kept.fact_id), taken_on="1999-05-05", why="x")
        assert list(answer.context["form"].errors) == ["taken_on"]
        assert NeedsDiagnosis.objects.get().taken_on == kept.taken_on

    @pytest.mark.parametrize(("stage", "day", "kept"), [
        ("exit", "2026-02-01", "entry"), ("entry", "2026-02-03", "exit"),
    ])  # fmt: skip
    def test_final_one_before_the_first_one_is_asked_about(self, client, participation, stage, day, kept):
        make_diagnosis(participation, kept)
        path = to("new_diagnosis", participation)
        answer = fill(client, path, **{**ASSESSED, "health": "", "stage": stage, "taken_on": day})
        form = answer.context["form"]
        assert len(form.questions) == 1
        assert form.questions[0] in answer.content.decode()
        assert NeedsDiagnosis.objects.count() == 1
        again(client, path, answer, confirmed=form.mark)
        assert NeedsDiagnosis.objects.count() == 2

    def test_before_and_after_are_the_first_and_the_final_one_whatever_their_days(self, client, participation):
        first = make_diagnosis(participation, "entry", taken_on=DAY(2026, 3, 2))
        final = make_diagnosis(participation, "exit", taken_on=DAY(2026, 3, 1), level=4)
        make_diagnosis(participation, "review", taken_on=DAY(2026, 5, 1), level=1)
        comparison = client.get(to("person_diagnosis", participation)).context["comparison"]
        assert [each.fact_id for each in (comparison.before, comparison.after)] == [
            first.fact_id.hex,
            final.fact_id.hex,
        ]

    def test_first_and_final_one_stand_beside_the_finding(self, client, participation):
        assert client.get(to("record_finding", participation)).context["comparison"] is None
        first = make_diagnosis(participation, "entry", taken_on=DAY(2026, 3, 2))
        final = make_diagnosis(participation, "exit", taken_on=DAY(2026, 5, 1), level=4)
        page = client.get(to("record_finding", participation))
        comparison = page.context["comparison"]
        assert [each.fact_id for each in (comparison.before, comparison.after)] == [
            first.fact_id.hex,
            final.fact_id.hex,
        ]
        assert all(row.name in page.content.decode() for row in comparison.rows)
        assert to("compare_diagnoses", participation) in page.content.decode()

    @pytest.mark.usefixtures("accounts_speak_english")
    def test_list_that_names_no_assessor_does_not_make_one_of_who_imported_it(
        self, client, participation, caseworker_foundation
    ):
        values = {"taken_on": DAY(2026, 2, 2), "scores": {"work": 2}}
        record_diagnosis(participation=participation, stage="entry", **values, by=caseworker_foundation)
        for page in ("person_diagnosis", "person_record"):
            text = client.get(to(page, participation)).content.decode()
            assert "assessor not given" in text
            assert caseworker_foundation.name not in text

    def test_taken_back(self, client, participation):
        kept = make_diagnosis(participation)
        take_back(client, to("change_diagnosis", participation, kept.fact_id))
        assert not NeedsDiagnosis.objects.current().exists()
        assert NeedsDiagnosis.objects.count() == 1


class TestFinding:
    def test_complete_finding_in_the_window_counts(self, client, sopot, participation):
        assert figures(sopot)["IMPROVED cumulative"][2] == 0
        answer = fill(client, to("record_finding", participation), **FOUND)
        assert answer.url == to("person_diagnosis", participation)
        finding = ExitFinding.objects.get()
        assert (finding.category_count, finding.is_complete) == (1, True)
        assert figures(sopot)["IMPROVED cumulative"][2] == 1
        assert AuditEvent.objects.filter(action="create", object_type="exitfinding").count() == 1

    @pytest.mark.usefixtures("accounts_speak_english")
    def test_opposite_finding_of_one_day_is_asked_about_and_the_one_that_decides_is_marked(
        self, client, sopot, participation
    ):
        earlier = make_finding(participation, found_on=DAY(2026, 7, 10))
        make_finding(participation, found_on=DAY(2026, 7, 12), assessor="", is_complete=False)
        path = to("record_finding", participation)
        opposite = {**FOUND, "outcome": "not-improved", "categories": []}
        answer = fill(client, path, **opposite)
        form = answer.context["form"]
        assert len(form.questions) == 1
        assert "“improvement found” (Anna Kowalska)" in form.questions[0]
        assert ExitFinding.objects.count() == 2
        again(client, path, answer, confirmed=form.mark)
        assert figures(sopot)["IMPROVED cumulative"][2] == 0
        page = client.get(to("person_diagnosis", participation))
        shown = {each.finding.fact_id: each for each in page.context["findings"]}
        (deciding,) = [each for each in shown.values() if each.decides]
        assert deciding.finding.outcome == "not-improved"
        assert shown[earlier.fact_id].rank == "stands-back"
        assert page.content.decode().count("this finding decides") == 1

    def test_same_finding_of_one_day_needs_no_question_and_the_only_one_no_mark(self, client, participation):
        make_finding(participation, found_on=DAY(2026, 7, 10))
        page = client.get(to("person_diagnosis", participation))
        assert not page.context["findings"][0].decides
        assert fill(client, to("record_finding", participation), **FOUND).status_code == 302

    def test_window_is_shown(self, client, participation):
        assert "27 lipca 2026" in client.get(to("record_finding", participation)).content.decode()

    @pytest.mark.parametrize("day", ["2026-06-28", "2026-07-28"])
    def test_finding_that_will_not_count_is_asked_about_first(self, client, sopot, participation, day):
        path = to("record_finding", participation)
        answer = fill(client, path, **{**FOUND, "found_on": day})
        form = answer.context["form"]
        assert len(form.questions) == 1
        assert not ExitFinding.objects.exists()
        again(client, path, answer, confirmed=form.mark)
        assert ExitFinding.objects.get().found_on == DAY.fromisoformat(day)
        assert figures(sopot)["IMPROVED cumulative"][2] == 0

    @pytest.mark.parametrize("day", ["2026-06-29", "2026-07-27"])
    def test_first_and_last_day_of_the_window_need_no_question(self, client, sopot, participation, day):
        fill(client, to("record_finding", participation), **{**FOUND, "found_on": day})
        assert figures(sopot)["IMPROVED cumulative"][2] == 1

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("outcome", {"outcome": ""}),
            ("outcome", {"outcome": "perhaps"}),
            ("found_on", {"found_on": "2090-01-01"}),
            ("categories", {"categories": []}),
            ("categories", {"categories": ["dom na Marsie"]}),
            ("reason", {"reason": "  "}),
            ("assessor", {"assessor": ""}),
        ],
    )
    def test_mistake_is_said_beside_the_field_and_nothing_is_recorded(self, client, participation, field, typed):
        answer = fill(client, to("record_finding", participation), **{**FOUND, **typed})
        assert list(answer.context["form"].errors) == [field]
        assert not ExitFinding.objects.exists()

    def test_another_category_in_own_words_is_enough(self, client, participation):
        fill(client, to("record_finding", participation), **{**FOUND, "categories": [], "other": "ma mieszkanie"})
        assert ExitFinding.objects.get().categories == "ma mieszkanie"

    def test_double_click_makes_one(self, client, participation):
        path = to("record_finding", participation)
        sent = {**sent_of(client.get(path).context["form"]), **FOUND}
        for _ in range(3):
            client.post(path, sent)
        assert ExitFinding.objects.count() == 1

    def test_draft_comes_back_and_goes_with_the_sending(self, client, participation, caseworker_city):
        subject = participation.pk.hex
        client.post(reverse("keep_draft", args=["finding"]), {**FOUND, "draft_subject": subject})
        form = client.get(to("record_finding", participation)).context["form"]
        assert (form["reason"].value(), form["categories"].value()) == (FOUND["reason"], FOUND["categories"])
        fill(client, to("record_finding", participation))
        assert draft_content(caseworker_city, "finding", subject) is None
        assert ExitFinding.objects.count() == 1

    def test_health_is_neither_shown_nor_lost_when_somebody_else_corrects(self, other, participation):
        kept = make_finding(
            participation, categories="rozpoczęcie nauki; poprawa stanu zdrowia; zdrowe kolana", category_count=3,
            reason="Zdrowie lepsze po leczeniu",
        )  # fmt: skip
        path = to("change_finding", participation, kept.fact_id)
        page = other.get(path).content.decode()
        assert "kolana" not in page
        assert "leczeniu" not in page
        fill(other, path, assessor="Jan Nowak", why="misspelt")
        corrected = ExitFinding.objects.current().get()
        assert set(corrected.categories.split("; ")) == {
            "rozpoczęcie nauki", "poprawa stanu zdrowia", "zdrowe kolana",
        }  # fmt: skip
        assert (corrected.reason, corrected.assessor) == ("Zdrowie lepsze po leczeniu", "Jan Nowak")
        assert corrected.is_complete

    def test_second_of_two_sees_both_texts(self, client, client_of, participation, city, sopot, coordinator):
        kept = make_finding(participation, categories="rozpoczęcie nauki")
        path = to("change_finding", participation, kept.fact_id)
        page = client.get(path)
        fill(client_of(coordinator), path, assessor="Jan Nowak", why="a")
        answer = again(client, path, page, assessor="Ewa Kos", why="b")
        assert [(each.theirs, each.yours) for each in answer.context["differences"] if each.theirs] == [
            ("Jan Nowak", "Ewa Kos")
        ]
        assert ExitFinding.objects.current().get().assessor == "Jan Nowak"

    def test_taken_back_counts_no_more(self, client, sopot, participation):
        kept = make_finding(participation)
        assert figures(sopot)["IMPROVED cumulative"][2] == 1
        take_back(client, to("change_finding", participation, kept.fact_id))
        assert figures(sopot)["IMPROVED cumulative"][2] == 0

    def test_finding_of_another_person_is_not_there(self, client, participation, city, sopot):
        kept = make_finding(participation)
        person = make_person()
        make_care(person, city, sopot)
        assert client.get(to("change_finding", make_participation(person, sopot), kept.fact_id)).status_code == 404

    def test_checks_lead_here_and_are_mended(self, client, sopot, participation):
        assert finds(find_check("no-finding"), sopot, participation)
        kept = make_finding(participation, found_on=DAY(2026, 9, 1))
        path = find_check("finding-not-counted").fix_url(participation.number)
        assert to("change_finding", participation, kept.fact_id) in client.get(path).content.decode()
        fill(client, to("change_finding", participation, kept.fact_id), found_on="2026-07-01", why="wrong month")
        assert not finds(find_check("finding-not-counted"), sopot, participation)
        assert not finds(find_check("no-finding"), sopot, participation)


class TestEvent:
    def test_event_in_the_window_counts(self, client, sopot, participation):
        fill(client, to("new_exit_event", participation), kind="qualification", occurred_on="2026-07-01")
        assert figures(sopot)["EECR03 cumulative"][2] == 1

    def test_work_of_somebody_who_worked_is_asked_about(self, client, participation):
        answer = fill(client, to("new_exit_event", participation), kind="job", occurred_on="2026-07-01")
        assert len(answer.context["form"].questions) == 1
        assert not ExitEvent.objects.exists()

    def test_corrected_and_taken_back(self, client, participation):
        kept = make_exit_event(participation, kind="qualification")
        path = to("change_exit_event", participation, kept.fact_id)
        fill(client, path, occurred_on="2026-07-02", why="a day later")
        assert ExitEvent.objects.current().get().occurred_on == DAY(2026, 7, 2)
        take_back(client, path)
        assert not ExitEvent.objects.current().exists()


@pytest.mark.parametrize("name", ["new_diagnosis", "record_finding", "new_exit_event", "person_diagnosis"])
def test_page_costs_the_same_however_much_is_recorded(client, participation, name, django_assert_max_num_queries):
    make_finding(participation)
    make_diagnosis(participation, note="a")
    client.get(to(name, participation))
    with django_assert_max_num_queries(16) as few:
        client.get(to(name, participation))
    for _ in range(3):
        make_finding(participation)
        make_diagnosis(participation, note="a")
    with django_assert_max_num_queries(len(few)):
        client.get(to(name, participation))
