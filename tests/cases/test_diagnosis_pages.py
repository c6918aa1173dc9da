"""Assessing by sentences, comparing any two, printing for the person – and the lock of health on each page."""

import datetime

import pytest
from django.urls import reverse

from cases.domain.instruments import SHIPPED, load_instrument
from cases.models import NeedsDiagnosis
from cases.rules.evidence import read, written
from portal.audit.models import AuditEvent
from portal.submissions.drafts import draft_content
from tests.factories.beneficiaries import make_care, make_participation, make_person
from tests.factories.cases import make_diagnosis
from tests.forms import again, fill, sent_of

DAY = datetime.date
WORK_1, WORK_3 = "Nie ma pracy ani stałego dochodu.", "Jest umowa, ale praca poniżej kwalifikacji"
HEALTH_2, HEALTH_4 = "Są dolegliwości lub silny stres.", "Jest lekarz. Wizyty"
ASSESSED = {"stage": "review", "taken_on": "2026-05-04", "work": "3", "health": ""}
FIVE = (SHIPPED / "five-areas-1.toml").read_text(encoding="utf-8")


@pytest.fixture
def participation(city, sopot, caseworker_city):
    person = make_person(contact_language="uk")
    make_care(person, city, sopot, caseworker_city)
    return make_participation(person, sopot, end_on=DAY(2026, 6, 29))


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def other(client_of, coordinator):
    """Somebody who is not in charge, and so may not read health."""
    return client_of(coordinator)


@pytest.fixture
def two(participation):
    first = make_diagnosis(
        participation, "entry", level=1, scores={"work": 1, "health": 2},
        evidence=written({"work": "umowa na próbę", "health": "qqzdrow", "culture": "leczenie i zdrowie"}),
    )  # fmt: skip
    last = make_diagnosis(participation, "exit", taken_on=DAY(2026, 6, 20), scores={"work": 3, "health": 4})
    return first, last


@pytest.fixture
def second_version(tmp_path):
    """The five areas with another first sentence about work, from the first of March."""

    def load():
        path = tmp_path / "five.toml"
        changed = FIVE.replace(WORK_1, "Nowe zdanie o pracy.").replace("version = 1", "version = 2")
        path.write_text(changed.replace("2024-11-06", "2026-03-01"), encoding="utf-8")
        load_instrument(str(path))

    return load


def to(name, participation, *keys) -> str:
    return reverse(name, args=[participation.number, *keys])


def words(answer) -> str:
    return answer.content.decode()


class TestAssessing:
    def test_sentence_of_last_time_is_marked_and_none_is_chosen_for_it(self, client, participation, two):
        page = client.get(to("new_diagnosis", participation))
        form = page.context["form"]
        assert not any(each.level.value() for each in form.area_fields)
        assert form.fields["work"].widget.former == "3"
        assert form.fields["culture"].widget.former == ""
        assert words(page).count('class="was"') == 2
        assert WORK_1 in words(page)

    def test_evidence_is_kept_sealed_and_version_is_named(self, client, participation):
        fill(client, to("new_diagnosis", participation), **ASSESSED, by_work="Qzxkwvt, umowa")
        kept = NeedsDiagnosis.objects.get()
        assert (kept.instrument_code, kept.instrument_version, kept.scores) == ("five-areas", 1, {"work": 3})
        assert read(kept.evidence) == {"work": "Qzxkwvt, umowa"}
        assert b"Qzxkwvt" not in bytes(NeedsDiagnosis.objects.values_list("evidence", flat=True).get())

    @pytest.mark.parametrize("text", ["x" * 501, "a\0b"])
    def test_evidence_that_cannot_be_kept_is_said_beside_its_field(self, client, participation, text):
        answer = fill(client, to("new_diagnosis", participation), **ASSESSED, by_work=text)
        assert list(answer.context["form"].errors) == ["by_work"]

    def test_who_may_not_read_health_sees_a_locked_row_and_overwrites_nothing(self, other, participation, two):
        path = to("change_diagnosis", participation, two[0].fact_id)
        page = other.get(path)
        fields = set(page.context["form"].fields)
        assert not {"health", "by_health", "by_culture"} & fields
        assert [area.code for area in page.context["form"].locked_areas] == ["health"]
        assert not any(secret in words(page) for secret in ("qqzdrow", "leczenie", HEALTH_2))
        fill(other, path, work="2", by_work="nowa", by_health="gone", by_culture="gone", assessor="J", why="x")
        corrected = NeedsDiagnosis.objects.current().get(fact_id=two[0].fact_id)
        assert (corrected.scores, read(corrected.evidence)) == (
            {"work": 2, "health": 2},
            {"work": "nowa", "health": "qqzdrow", "culture": "leczenie i zdrowie"},
        )

    def test_new_version_changes_nothing_that_was_assessed_before(self, client, participation, second_version):
        old = make_diagnosis(participation, scores={"work": 1})
        second_version()
        page = client.get(to("new_diagnosis", participation))
        assert page.context["form"].scale.key == ("five-areas", 2)
        assert f"Ostatnio, 02.02.2026: {WORK_1}" in words(page) or f"Last time, 02.02.2026: {WORK_1}" in words(page)
        fill(client, to("new_diagnosis", participation), **{**ASSESSED, "work": "1"})
        assert NeedsDiagnosis.objects.get(stage="review").instrument_version == 2
        fill(client, to("change_diagnosis", participation, old.fact_id), assessor="A", why="x")
        assert NeedsDiagnosis.objects.current().get(stage="entry").instrument_version == 1
        text = words(client.get(to("compare_diagnoses", participation)))
        assert WORK_1 in text
        assert "Nowe zdanie o pracy." in text

    def test_form_and_draft_begun_before_a_new_version_keep_their_sentences(
        self, client, participation, caseworker_city, second_version
    ):
        path, subject = to("new_diagnosis", participation), participation.pk.hex
        open_form = {**sent_of(client.get(path).context["form"]), **ASSESSED, "instrument": "five-areas/1"}
        client.post(reverse("keep_draft", args=["diagnosis"]), {**open_form, "draft_subject": subject})
        second_version()
        page = client.get(path)
        assert page.context["form"].scale.key == ("five-areas", 1)
        assert page.context["form"]["work"].value() == "3"
        client.post(path, open_form)
        assert NeedsDiagnosis.objects.get().instrument_version == 1
        assert draft_content(caseworker_city, "diagnosis", subject) is None

    def test_second_of_two_sees_both_sentences(self, client, other, participation, two):
        path = to("change_diagnosis", participation, two[0].fact_id)
        page = client.get(path)
        fill(other, path, work="5", assessor="J", why="a")
        answer = again(client, path, page, work="3", assessor="J", why="b")
        found = {each.label: (each.theirs, each.yours) for each in answer.context["differences"]}
        theirs, yours = found["Sytuacja zawodowa"]
        assert theirs.startswith("Jest praca zgodna")
        assert yours.startswith(WORK_3)


class TestComparing:
    def test_first_and_final_one_unless_others_are_chosen(self, client, participation, two):
        review = make_diagnosis(participation, "review", taken_on=DAY(2026, 4, 1), scores={"work": 2})
        path = to("compare_diagnoses", participation)
        page = client.get(path)
        assert [page.context["comparison"].before.fact_id, page.context["comparison"].after.fact_id] == [
            each.fact_id.hex for each in two
        ]
        assert all(said in words(page) for said in (WORK_1, WORK_3, HEALTH_2, HEALTH_4, "umowa na próbę", "qqzdrow"))
        chosen = client.get(path, {"before": review.fact_id.hex, "after": two[1].fact_id.hex}).context["comparison"]
        assert [row.change for row in chosen.rows if row.code == "work"] == ["+1"]

    @pytest.mark.parametrize("after", ["", "x", "018f00000000700080000000000000aa"])
    def test_wrong_choice_is_said_and_the_page_stays(self, client, participation, two, after):
        page = client.get(to("compare_diagnoses", participation), {"before": two[0].fact_id.hex, "after": after})
        assert list(page.context["form"].errors) == ["after"]
        assert page.context["comparison"].after.fact_id == two[1].fact_id.hex

    def test_one_beside_itself_is_no_comparison(self, client, participation, two):
        same = two[0].fact_id.hex
        page = client.get(to("compare_diagnoses", participation), {"before": same, "after": same})
        assert list(page.context["form"].errors) == ["after"]

    def test_single_assessment_and_none_leave_a_page_that_says_so(self, client, participation):
        for _ in range(2):
            page = client.get(to("compare_diagnoses", participation))
            assert page.context["comparison"] is None
            make_diagnosis(participation)

    @pytest.mark.parametrize("name", ["compare_diagnoses", "person_diagnosis", "person_record"])
    def test_health_is_a_locked_row_to_everybody_else(self, other, participation, two, name):
        text = words(other.get(to(name, participation)))
        assert not any(secret in text for secret in ("qqzdrow", "leczenie", HEALTH_2, HEALTH_4))

    def test_assessment_of_another_person_cannot_be_chosen(
        self, client, participation, two, city, sopot, caseworker_city
    ):
        person = make_person()
        make_care(person, city, sopot, caseworker_city)
        strange = make_diagnosis(make_participation(person, sopot))
        asked = {"before": two[0].fact_id.hex, "after": strange.fact_id.hex}
        assert "after" in client.get(to("compare_diagnoses", participation), asked).context["form"].errors


class TestPrinting:
    def test_sheet_is_in_the_language_of_the_person_without_name_evidence_and_health(self, client, participation, two):
        page = client.get(to("print_diagnosis", participation))
        sheet = page.context["sheet"]
        assert page.context["language"] == "uk"
        assert "Є договір, але робота нижча за кваліфікацію" in sheet
        assert participation.number in sheet
        assert not any(secret in sheet for secret in ("umowa", "Здоров", participation.person.surname))
        assert "<title>" in words(page)
        assert participation.person.surname not in words(page)

    def test_health_is_printed_when_the_one_in_charge_says_so_and_never_for_others(
        self, client, other, participation, two
    ):
        asked = {"language": "ru", "assessment": two[1].fact_id.hex, "earlier": two[0].fact_id.hex, "with_health": "on"}
        path = to("print_diagnosis", participation)
        assert "Есть жалобы на здоровье" in client.get(path, asked).context["sheet"]
        answer = other.get(path, asked)
        assert "Здоровье" not in answer.context["sheet"]
        assert "Нет работы" in answer.context["sheet"]

    @pytest.mark.parametrize("wrong", [{"language": "de"}, {"assessment": "x"}, {"earlier": "same"}])
    def test_wrong_choice_is_said_and_nothing_is_printed(self, client, participation, two, wrong):
        same = two[0].fact_id.hex
        asked = {"language": "pl", "assessment": same, "earlier": "", "file": "pdf", **wrong}
        asked = {**asked, "earlier": same} if wrong == {"earlier": "same"} else asked
        page = client.get(to("print_diagnosis", participation), asked)
        assert list(page.context["form"].errors) == list(wrong)
        assert not page.context["sheet"]

    def test_file_is_a_pdf_with_a_neutral_name_and_leaves_a_mark(self, client, participation, two):
        asked = {"language": "uk", "assessment": two[1].fact_id.hex, "file": "pdf"}
        answer = client.get(to("print_diagnosis", participation), asked)
        assert answer.content.startswith(b"%PDF")
        assert answer["Content-Disposition"] == 'attachment; filename="rozmowa.pdf"'
        event = AuditEvent.objects.latest("at")
        assert event.subjects == [str(participation.person_id)]
        assert "print" in (event.action, *event.detail.get("also", []))

    def test_page_without_an_assessment_says_so(self, client, participation):
        page = client.get(to("print_diagnosis", participation))
        assert not page.context["sheet"]


@pytest.mark.parametrize("name", ["compare_diagnoses", "print_diagnosis", "person_diagnosis", "new_diagnosis"])
def test_page_costs_the_same_however_much_was_assessed(client, participation, two, name, django_assert_max_num_queries):
    client.get(to(name, participation))
    with django_assert_max_num_queries(18) as few:
        client.get(to(name, participation))
    for _ in range(3):
        make_diagnosis(participation, "review", taken_on=DAY(2026, 4, 1), evidence=written({"work": "a"}))
    with django_assert_max_num_queries(len(few)):
        client.get(to(name, participation))
