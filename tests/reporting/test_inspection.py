"""An auditor's desk: numbers before names, draws that can be repeated, questions that are answered (R73, S66)."""

import datetime
import html
import io
import re

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beneficiaries.domain.consents import Way, hand_notice
from beneficiaries.enums import TextChannel
from beneficiaries.models import ParticipationVersion, Person
from portal.accounts.enums import Role
from portal.accounts.models import Membership
from portal.audit.models import AuditEvent
from portal.own.readers import readings_of
from reporting.domain.approvals import approve_edition
from reporting.domain.editions import freeze_edition
from reporting.domain.inspection import NobodyToDraw, again, draw_sample, open_name, review_record
from reporting.domain.sampling import drawn, shares_of
from reporting.enums import ReviewResult, Whom
from reporting.models import InspectionSample, NameOpening, RecordReview
from reporting.queries.inspection import frame_of
from reporting.rules import Period
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_participant
from tests.factories.cases import make_diagnosis, make_finding
from tests.factories.eligibility import make_check
from tests.factories.indicators import make_indicator
from tests.factories.services import make_support
from tests.factories.texts import make_notice, text_of
from tests.forms import sent_of
from tests.paper import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts_speak_english")]
DAY = datetime.date
QUARTER = Period(DAY(2026, 1, 1), DAY(2026, 3, 31))
FEW = "left out, so that nobody can be recognised"
PURPOSE = "The residence card on paper must be matched."


@pytest.fixture
def people(sopot, city, foundation):
    return [
        make_participant(foundation if place == 3 else city, sopot, surname=f"Tajemna{place}", sex="M" if place == 2 else "K")
        for place in range(4)
    ]  # fmt: skip


@pytest.fixture
def edition(sopot, coordinator, people):
    return freeze_edition(sopot, QUARTER, by=coordinator)


@pytest.fixture
def client(client_of, auditor):
    return client_of(auditor)


def at(name, *args):
    return reverse(name, args=args)


def hide(participation):
    Person.objects.filter(pk=participation.person_id).update(is_confidential=True)


def test_figures_lead_to_numbers_with_evidence_and_never_to_names(client, edition, people, city):
    make_check(people[0])
    make_diagnosis(people[0], assessor="Anna Kowalska")
    page = client.get(at("inspection_desk")).content.decode()
    assert at("inspected_edition", edition.pk) in page
    figures = client.get(at("inspected_edition", edition.pk)).content.decode()
    assert at("inspected_people", edition.pk, "EECO01") in figures
    listed = client.get(at("inspected_people", edition.pk, "EECO01")).content.decode()
    record = client.get(at("inspected_record", edition.pk, people[0].number)).content.decode()
    for person in people:
        assert person.number in listed
    assert "Lives in the area of the project: shown" in record
    assert "assessed by Anna Kowalska" in record
    assert "recorded after the report" in record
    assert "Tajemna" not in page + figures + listed + record


def test_narrowed_figures_name_those_alone(client, edition, people):
    men = client.get(at("inspected_people", edition.pk, "EECO01"), {"plec": "M"}).content.decode()
    assert people[2].number in men
    assert people[0].number not in men
    assert client.get(at("inspected_people", edition.pk, "NOPE")).status_code == 404
    assert client.get(at("inspected_people", edition.pk, "EECO18")).status_code == 404


def test_each_count_has_an_address_that_opens_exactly_its_people(client, edition, people):
    page = client.get(at("inspected_edition", edition.pk)).content.decode()
    path = at("inspected_people", edition.pk, "EECO01")
    asked = {
        "": 4, "?plec=K": 3, "?plec=M": 1, "?zakres=okres": 4, "?plec=K&zakres=okres": 3, "?plec=M&zakres=okres": 1,
    }  # fmt: skip
    found = re.findall(f'href="{path}([^"]*)"', page)
    assert {html.unescape(each) for each in found if "grupa" not in each} == set(asked)
    assert not re.findall(r'href="[^"]*\?(?:&|")', page)
    for query, many in asked.items():
        assert client.get(path + query).context["total"] == many, query


class TestOwnIndicators:
    @pytest.fixture
    def people(self, sopot, city):
        """Six women and five men; two of the women were on the course."""
        made = [make_participant(city, sopot, sex="K" if place < 6 else "M") for place in range(11)]
        for each in made[:2]:
            make_support(each, "polish-course", delivered_on=DAY(2026, 2, 3))
        return made

    @pytest.fixture
    def edition(self, sopot, coordinator, people):
        make_indicator(sopot, "WSZYSCY", names={"pl": "Wszyscy w projekcie"})
        make_indicator(sopot, "KURS", when="first-support", filters={"kind": ["polish-course"]})
        make_indicator(sopot, "GOSCIE", whom=Whom.VISITORS)
        return freeze_edition(sopot, QUARTER, by=coordinator)

    def test_stand_beside_those_of_the_fund_and_open_the_same_way(self, client, edition, people):
        page = client.get(at("inspected_edition", edition.pk))
        caption, rows = page.context["tables"][-1]
        assert (caption, [row.code for row in rows]) == ("Own indicators of the project", ["GOSCIE", "KURS", "WSZYSCY"])
        whole = rows[2]
        assert [figure.value for figure in whole.figures] == [6, 5, 11] * 2
        listed = [client.get(figure.url) for figure in whole.figures]
        assert [each.context["total"] for each in listed] == [6, 5, 11] * 2
        assert "Wszyscy w projekcie" in page.content.decode()
        assert all(person.number in listed[2].content.decode() for person in people)
        record = client.get(at("inspected_record", edition.pk, people[0].number)).content.decode()
        assert "Wszyscy w projekcie" in record

    def test_of_few_people_are_read_by_who_may_open_everybody(self, client, edition, people):
        page = client.get(at("inspected_edition", edition.pk))
        row = next(row for row in page.context["tables"][-1][1] if row.code == "KURS")
        assert [figure.value for figure in row.figures] == [2, 0, 2] * 2
        listed = client.get(row.figures[0].url)
        assert listed.context["total"] == 2 and people[0].number in listed.content.decode()
        drawing = client.get(at("inspection_draw", edition.pk)).context["form"]
        codes = {code for code, _name in drawing.fields["indicator"].choices}
        assert {"WSZYSCY", "KURS"} <= codes and "GOSCIE" not in codes

    def test_of_few_people_are_left_out_while_somebody_is_protected(self, client, edition, people):
        hide(people[1])
        page = client.get(at("inspected_edition", edition.pk))
        row = next(row for row in page.context["tables"][-1][1] if row.code == "KURS")
        assert {(figure.value, figure.url) for figure in row.figures} == {(None, ""), (0, "")}
        assert FEW in page.content.decode()
        listed = client.get(at("inspected_people", edition.pk, "KURS"))
        words = listed.content.decode()
        assert listed.context["total"] is None and FEW in words
        assert people[0].number in words and people[1].number not in words and "1 protected person" not in words
        assert client.get(at("inspected_people", edition.pk, "EECO01")).context["total"] == 11

    def test_a_sample_is_drawn_from_one(self, client, edition):
        path = at("inspection_draw", edition.pk)
        form = client.get(path).context["form"]
        client.post(path, {**sent_of(form), "indicator": "WSZYSCY", "size": "3"})
        assert InspectionSample.objects.get().frame_size == 11

    def test_number_of_visitors_has_nobody_behind_it(self, client, edition):
        page = client.get(at("inspected_edition", edition.pk))
        row = next(row for row in page.context["tables"][-1][1] if row.code == "GOSCIE")
        assert not any(figure.url for figure in row.figures)
        assert client.get(at("inspected_people", edition.pk, "GOSCIE")).status_code == 404


def test_without_own_indicators_there_is_no_table_of_them(client, edition):
    assert len(client.get(at("inspected_edition", edition.pk)).context["tables"]) == 2


def test_record_shows_what_was_handed_over_and_days_as_the_page_writes_them(client, sopot, coordinator, people):
    text, other = (text_of(make_notice(sopot, code)) for code in ("first", "second"))
    for each in (text, other):
        hand_notice(people[0].person, each, Way(TextChannel.PAPER, DAY(2026, 2, 1), by=coordinator))
    own = ParticipationVersion.objects.filter(participation__in=people[:2])
    own.update(eligibility="seen", eligibility_source="Anna Nowak, 2026-01-13", notice_on=DAY(2026, 1, 30))
    edition = freeze_edition(sopot, QUARTER, by=coordinator)
    hand_notice(people[0].person, text, Way(TextChannel.PHONE, DAY(2026, 2, 3), by=coordinator))
    record = client.get(at("inspected_record", edition.pk, people[0].number)).content.decode()
    assert "Anna Nowak, 13 Jan 2026" in record and "2026-01-13" not in record
    assert record.count("1 Feb 2026 · ") == 1 and f"{text.notice}, {other.notice} · version 1" in record
    assert "on paper" in record and "30 Jan 2026" not in record
    assert "3 Feb 2026 · " in record and "recorded after" in record
    listed, nothing = (
        client.get(at("inspected_record", edition.pk, each.number)).content.decode() for each in people[1:3]
    )
    assert "day noted on the record: 30 Jan 2026" in listed
    assert "Nothing was handed over yet." in nothing


def test_desk_says_for_what_a_report_is_and_whether_a_second_person_approved_it(
    client, client_of, edition, sopot, city
):
    pages = [at("inspection_desk"), at("inspected_edition", edition.pk)]
    assert all("waits for approval" in client.get(path).content.decode() for path in pages)
    approve_edition(edition, by=make_member(Role.COORDINATOR, city, sopot, "Ewa Malinowska"))
    desk, figures = (client.get(path).content.decode() for path in pages)
    assert "approved" in desk and "waits for approval" not in desk + figures
    assert "Ewa Malinowska" in figures and str(edition.get_purpose_display()) in desk


def test_protected_people_are_a_count_and_cannot_be_drawn(client, auditor, edition, people):
    hide(people[1])
    listed = client.get(at("inspected_people", edition.pk, "EECO01")).content.decode()
    assert "1 protected person" in listed
    assert people[1].number not in listed
    assert client.get(at("inspected_record", edition.pk, people[1].number)).status_code == 404
    assert client.get(at("inspected_name", edition.pk, people[1].number)).status_code == 404
    assert set(frame_of(edition, "EECO01", auditor)) == {each.number for each in people} - {people[1].number}


def test_who_became_protected_after_the_draw_stands_there_without_a_number(client, auditor, edition, people):
    sample = draw_sample(edition, "EECO01", 4, by=auditor)
    by_sex = draw_sample(edition, "EECO01", 4, by=auditor, stratum="sex")
    hide(people[1])
    hide(people[2])
    drawn_by_sex = client.get(at("inspection_sample", by_sex.pk)).content.decode()
    assert drawn_by_sex.count('<td class="extra">–</td>') == 2
    page = client.get(at("inspection_sample", sample.pk)).content.decode()
    assert people[1].number not in page
    assert "protected person" in page
    assert client.get(at("inspection_review", sample.pk, people[1].number)).status_code == 404
    printed = client.get(at("inspection_list", sample.pk)).content
    assert people[0].number in words_of(printed)
    assert people[1].number not in words_of(printed)


class TestName:
    def test_opens_for_a_purpose_for_half_an_hour_and_the_person_reads_it(self, client, edition, people):
        path, record = (at(name, edition.pk, people[0].number) for name in ("inspected_name", "inspected_record"))
        form = client.get(path).context["form"]
        assert client.post(path, {**sent_of(form), "purpose": "why"}).status_code == 200
        assert not NameOpening.objects.exists()
        answer = client.post(path, {**sent_of(form), "purpose": PURPOSE})
        assert answer.url == record
        assert "Tajemna0" in client.get(record).content.decode()
        event = AuditEvent.objects.filter(detail__page="inspection-name", reason=PURPOSE).get()
        assert event.subjects == [str(people[0].person_id)]
        mine = [
            each for each in readings_of(people[0].person, event.at + datetime.timedelta(minutes=1)) if each.what_for
        ]
        assert [each.what_for for each in mine] == [PURPOSE]
        assert not [each for each in readings_of(people[1].person, event.at) if each.what_for]
        assert "Tajemna1" not in client.get(at("inspected_record", edition.pk, people[1].number)).content.decode()

    def test_is_closed_again_after_the_time(self, client, auditor, edition, people, time_machine):
        opening = open_name(edition, people[0], purpose=PURPOSE, by=auditor)
        record = at("inspected_record", edition.pk, people[0].number)
        assert "Tajemna0" in client.get(record).content.decode()
        time_machine.move_to(opening.until + datetime.timedelta(seconds=1))
        assert "Tajemna0" not in client.get(record).content.decode()

    def test_of_another_auditor_stays_closed_for_this_one(self, client, coordinator, edition, people):
        open_name(edition, people[0], purpose=PURPOSE, by=coordinator)
        assert "Tajemna0" not in client.get(at("inspected_record", edition.pk, people[0].number)).content.decode()


class TestDraw:
    def test_is_kept_and_can_be_repeated_from_its_seed(self, client, auditor, edition):
        path = at("inspection_draw", edition.pk)
        sent = {
            **sent_of(client.get(path).context["form"]),
            "indicator": "EECO01",
            "size": "2",
            "stratum": "",
            "seed": "42",
        }
        answer = client.post(path, sent)
        sample = InspectionSample.objects.get()
        assert answer.url == client.post(path, sent).url == at("inspection_sample", sample.pk)
        numbers = list(sample.records.values_list("number", flat=True))
        frame = frame_of(edition, "EECO01", auditor)
        assert numbers == [number for number, _part in again(sample, frame)] == drawn(frame, "42", 2)
        assert (sample.frame_size, len(numbers)) == (4, 2)

    @pytest.mark.parametrize(("stratum", "parts"), [("sex", {"K", "M"}), ("partner", {"sopot", "fsb"})])
    def test_by_part_takes_somebody_from_each(self, auditor, edition, stratum, parts):
        sample = draw_sample(edition, "EECO01", 2, by=auditor, stratum=stratum)
        assert set(sample.records.values_list("part", flat=True)) == parts

    def test_from_nobody_is_refused(self, client, auditor, edition):
        with pytest.raises(NobodyToDraw):
            draw_sample(edition, "IMPROVED", 2, by=auditor)
        path = at("inspection_draw", edition.pk)
        sent = {**sent_of(client.get(path).context["form"]), "indicator": "IMPROVED", "size": "2"}
        assert client.post(path, sent).context["form"].errors["indicator"]
        assert not InspectionSample.objects.exists()

    def test_shares_are_in_proportion_and_never_more_than_there_are(self):
        assert shares_of({"a": 90, "b": 9, "c": 1}, 10) == {"a": 8, "b": 1, "c": 1}
        assert shares_of({"a": 2, "b": 2}, 9) == {"a": 2, "b": 2}
        assert shares_of({"a": 5, "b": 3, "c": 1}, 2) == {"a": 1, "b": 1, "c": 0}


class TestReview:
    @pytest.fixture
    def sample(self, auditor, edition):
        return draw_sample(edition, "EECO01", 4, by=auditor)

    def review(self, client, sample, number, **typed):
        path = at("inspection_review", sample.pk, number)
        return client.post(path, {**sent_of(client.get(path).context["form"]), **typed})

    def test_question_reaches_the_coordinator_and_the_answer_the_auditor(
        self, client, client_of, coordinator, sample, people
    ):
        assert self.review(client, sample, people[0].number, result="question").context["form"].errors["note"]
        self.review(client, sample, people[0].number, result="question", note="Where is the card?", seen=["diagnosis"])
        asked = RecordReview.objects.get()
        theirs = client_of(coordinator)
        assert "Where is the card?" in theirs.get(at("inspection_questions")).content.decode()
        assert "Where is the card?" in theirs.get(at("my_day")).content.decode()
        path = at("inspection_answer", asked.pk)
        theirs.post(path, {**sent_of(theirs.get(path).context["form"]), "text": "It was seen on 1 February."})
        page = client.get(at("inspection_review", sample.pk, people[0].number)).content.decode()
        assert "It was seen on 1 February." in page
        self.review(client, sample, people[0].number, result="in-order", note="")
        assert b"Where is the card?" not in theirs.get(at("inspection_questions")).content
        assert RecordReview.objects.count() == 2

    def test_coordinator_of_the_partner_sees_questions_about_own_people_alone(
        self, auditor, client_of, coordinator_foundation, sample, people
    ):
        for place in (0, 3):
            record = sample.records.get(number=people[place].number)
            review_record(
                record, people[place].person_id, result=ReviewResult.QUESTION, seen=[], note=f"ask {place}", by=auditor
            )
        page = client_of(coordinator_foundation).get(at("inspection_questions")).content.decode()
        assert "ask 3" in page
        assert "ask 0" not in page

    def test_list_of_evidence_is_a_tagged_pdf_without_names(self, client, sample, people):
        self.review(client, sample, people[0].number, result="in-order", seen=["support"], note="fine")
        answer = client.get(at("inspection_list", sample.pk))
        with pikepdf.open(io.BytesIO(answer.content)) as document:
            assert document.Root.MarkInfo.Marked
        words = words_of(answer.content)
        assert all(person.number in words for person in people)
        assert "Tajemna" not in words
        event = AuditEvent.objects.filter(action="print").latest("at")
        assert set(event.subjects) == {str(each.person_id) for each in people}


def test_everything_is_closed_to_others_and_after_the_last_day(client_of, cast, auditor, edition, people):
    sample = draw_sample(edition, "EECO01", 1, by=auditor)
    number = sample.records.get().number
    pages = [
        at("inspection_desk"), at("inspected_edition", edition.pk), at("inspected_people", edition.pk, "EECO01"),
        at("inspected_record", edition.pk, number), at("inspected_name", edition.pk, number),
        at("inspection_draw", edition.pk), at("inspection_sample", sample.pk), at("inspection_list", sample.pk),
        at("inspection_review", sample.pk, number),
    ]  # fmt: skip
    for name in ("coordinator", "caseworker_city", "dpo", "technical_admin"):
        client = client_of(cast[name])
        assert {client.get(path).status_code for path in pages} == {404}, name
    client = client_of(auditor)
    assert {client.get(path).status_code for path in pages} == {200}
    Membership.objects.filter(user=auditor).update(ends_on=DAY(2026, 1, 1))
    assert {client.get(path).status_code for path in pages} == {404}
    assert client.post(pages[-1], {}).status_code == 404


def test_pages_cost_the_same_for_many_as_for_few(client, auditor, sopot, city, coordinator, people):
    costs = []
    for _round in range(2):
        for person in people:
            make_check(person)
            make_support(person, delivered_on=DAY(2026, 2, 2))
            make_finding(person)
        edition = freeze_edition(sopot, QUARTER, by=coordinator)
        sample = draw_sample(edition, "EECO01", 60, by=auditor)
        people = [make_participant(city, sopot) for _ in range(5)]
        pages = [at("inspected_people", edition.pk, "EECO01"), at("inspection_sample", sample.pk)]
        pages.append(at("inspected_edition", edition.pk))
        costs.append([queries_of(client, page) for page in pages])
    assert costs[0] == costs[1]
    assert max(costs[0]) < 25


def queries_of(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_questions_cost_the_same_for_three_as_for_one(client_of, auditor, coordinator, edition, people):
    sample = draw_sample(edition, "EECO01", 4, by=auditor)
    client, costs = client_of(coordinator), []
    for place in range(3):
        record = sample.records.get(number=people[place].number)
        person = people[place].person_id
        review_record(record, person, result=ReviewResult.QUESTION, seen=[], note="ask", by=auditor)
        costs.append(queries_of(client, at("inspection_questions")))
    assert costs[0] == costs[2]
