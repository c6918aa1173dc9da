"""What differs between two editions and why: one cause at a time, on page and in the workbook, as far as one may see."""

import datetime
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from beneficiaries.domain.merging import merge_people, undo_merge
from beneficiaries.models import Participation, ParticipationVersion
from cases.domain.confirmations import confirm_finding
from portal.accounts.enums import Role
from portal.audit.models import AuditEvent
from portal.clock import today
from portal.versions.actions import correct_fact, retract_fact
from reporting.domain.editions import freeze_edition
from reporting.exporters.printed import edition_as_html
from reporting.exporters.workbook import edition_as_xlsx
from reporting.indicators.catalogue import indicators_of
from reporting.models import EvidenceRow
from reporting.queries.differences import Side, differences, side_of
from reporting.queries.evidence import evidence_behind
from reporting.rules import Period
from services.domain.support import correct_support, record_support, withdraw_support
from services.models import SupportDelivery
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_care, make_participant, make_participation, make_person
from tests.factories.cases import make_exit_event, make_finding
from tests.factories.indicators import make_indicator
from tests.merging import give, two_records, with_support

DAY = datetime.date
QUARTER = Period(DAY(2026, 1, 1), DAY(2026, 3, 31))


@pytest.fixture
def somebody(sopot, city):
    """Somebody of the city who takes part since 2 February by a support and left on 1 March."""
    person = make_person()
    make_care(person, city, sopot)
    return with_support(person, sopot, 2, end_on=DAY(2026, 3, 1))


def version_of(participation) -> ParticipationVersion:
    return ParticipationVersion.objects.current().select_related("grant_project").get(participation=participation)


def said_since(edition) -> dict[str, list[tuple]]:
    """Return number → indicator, kind and causes without their moments, against what is known now."""
    now = Period(edition.starts_on, edition.ends_on, timezone.now())
    project = edition.grant_project
    after = Side(now, evidence_behind(project, now, indicators_of(project)))
    found: dict[str, list[tuple]] = {}
    for each in differences(project, side_of(edition), after, indicators_of(project)):
        causes = [(cause.kind.value, cause.fact.value) for cause in each.causes]
        found.setdefault(each.number, []).append((each.indicator, each.kind.value, causes))
    return found


def causes_since(edition, number: str, indicator: str = "EECO01") -> tuple:
    return next((kind, *causes) for code, kind, causes in said_since(edition)[number] if code == indicator)


class TestCause:
    def test_nothing_done_is_no_difference(self, sopot, somebody):
        edition = freeze_edition(sopot, QUARTER, by=None)
        give(somebody, DAY(2026, 3, 1))
        correct_fact(version_of(somebody), {"commune": "Sopot"}, by=None, why="spelling")
        assert said_since(edition) == {}

    def test_finding_recorded_late_alone(self, sopot, somebody):
        edition = freeze_edition(sopot, QUARTER, by=None)
        correct_fact(version_of(somebody), {"disability": "no"}, by=None, why="answered later")
        make_finding(somebody, found_on=DAY(2026, 3, 2), is_complete=False)
        make_finding(somebody, found_on=DAY(2026, 3, 5))
        assert said_since(edition) == {somebody.number: [("IMPROVED", "came", [("late", "finding")])]}

    def test_finding_taken_back_and_finding_corrected(self, sopot, somebody):
        finding = make_finding(somebody, found_on=DAY(2026, 3, 5))
        edition = freeze_edition(sopot, QUARTER, by=None)
        moved = correct_fact(finding, {"found_on": DAY(2026, 3, 6)}, by=None, why="mistake")
        assert causes_since(edition, somebody.number, "IMPROVED") == ("otherwise", ("corrected", "finding"))
        retract_fact(moved)
        assert causes_since(edition, somebody.number, "IMPROVED") == ("went", ("taken-back", "finding"))

    def test_event_of_another_kind_is_no_cause(self, sopot, somebody):
        correct_fact(version_of(somebody), {"labour_status": "inactive"}, by=None, why="mistake")
        edition = freeze_edition(sopot, QUARTER, by=None)
        make_exit_event(somebody, "qualification", occurred_on=DAY(2026, 3, 2))
        make_exit_event(somebody, "job", occurred_on=DAY(2026, 3, 3))
        assert causes_since(edition, somebody.number, "EECR04") == ("came", ("late", "event"))
        assert causes_since(edition, somebody.number, "EECR03") == ("came", ("late", "event"))

    def test_end_moved_out_of_the_window(self, sopot, somebody):
        make_finding(somebody, found_on=DAY(2026, 3, 5))
        edition = freeze_edition(sopot, QUARTER, by=None)
        correct_fact(version_of(somebody), {"end_on": DAY(2026, 3, 20)}, by=None, why="mistake")
        assert said_since(edition) == {somebody.number: [("IMPROVED", "went", [("corrected", "person")])]}

    def test_support_entered_late_moves_the_start(self, sopot, somebody):
        edition = freeze_edition(sopot, QUARTER, by=None)
        give(somebody, DAY(2026, 1, 15))
        give(somebody, DAY(2026, 2, 20))
        assert causes_since(edition, somebody.number) == ("otherwise", ("late", "support"))

    def test_support_corrected_and_taken_back(self, sopot, somebody):
        edition = freeze_edition(sopot, QUARTER, by=None)
        current = SupportDelivery.objects.current().select_related("participation__grant_project", "service_type")
        moved = correct_support(current.get(), {"delivered_on": DAY(2026, 2, 9)}, by=None, why="mistake")
        assert causes_since(edition, somebody.number) == ("otherwise", ("corrected", "support"))
        withdraw_support(moved, by=None, why="mistake")
        assert causes_since(edition, somebody.number) == ("went", ("taken-back", "support"))

    def test_person_entered_late_and_data_taken_away(self, sopot, somebody):
        edition = freeze_edition(sopot, QUARTER, by=None)
        late = make_participation(make_person(), sopot)
        correct_fact(version_of(somebody), {"missing": "postcode"}, by=None, why="mistake")
        assert causes_since(edition, late.number) == ("came", ("late", "person"))
        assert causes_since(edition, somebody.number) == ("went", ("corrected", "person"))

    def test_group_and_sex_are_named_with_before_and_after(self, sopot, somebody):
        edition = freeze_edition(sopot, QUARTER, by=None)
        changes = {"sex": "M", "target_group": sopot.target_groups.get(code="seniors")}
        correct_fact(version_of(somebody), changes, by=None, why="mistake")
        assert causes_since(edition, somebody.number) == ("otherwise", ("corrected", "person"))

    def test_merge_and_its_undoing(self, sopot, city, coordinator):
        kept, gone = two_records(sopot, city)
        edition = freeze_edition(sopot, QUARTER, by=None)
        merge = merge_people(kept.person, gone.person, by=coordinator)
        assert causes_since(edition, gone.number) == ("went", ("merged", "person"))
        assert kept.number not in said_since(edition)
        make_participation(make_person(), sopot)
        later = freeze_edition(sopot, QUARTER, by=None)
        undo_merge(merge, by=coordinator, day=today())
        assert causes_since(later, gone.number) == ("came", ("divided", "person"))
        assert not {kept.number, gone.number} & set(said_since(edition))

    def test_confirmation_by_a_second_person(self, sopot, somebody, coordinator):
        sopot.result_second_person = True
        sopot.save()
        finding = make_finding(somebody, found_on=DAY(2026, 3, 5))
        edition = freeze_edition(sopot, QUARTER, by=None)
        confirm_finding(finding, confirmed_on=DAY(2026, 4, 1), by=coordinator)
        assert causes_since(edition, somebody.number, "IMPROVED") == ("came", ("late", "confirmation"))

    def test_another_version_of_the_rule(self, sopot, somebody):
        make_finding(somebody, found_on=DAY(2026, 3, 5))
        edition = freeze_edition(sopot, QUARTER, by=None)
        sopot.result_second_person = True
        sopot.save()
        edition.refresh_from_db()
        assert said_since(edition) == {somebody.number: [("IMPROVED", "went", [("rule", "rule")])]}

    def test_erased_record(self, sopot, somebody):
        edition = freeze_edition(sopot, QUARTER, by=None)
        EvidenceRow.objects.create(
            edition=edition, indicator="EECO01", number="WS-9999", sex="K", counted_on=DAY(2026, 2, 2), in_period=True
        )
        assert said_since(edition) == {"WS-9999": [("EECO01", "went", [("erased", "person"), ("rule", "rule")])]}


class TestCarried:
    def test_late_entry_of_an_earlier_period_stands_in_the_cumulative_value_and_is_said(self, sopot, somebody):
        freeze_edition(sopot, QUARTER, by=None)
        make_participation(make_person(), sopot, start_on=DAY(2026, 2, 3))
        make_participation(make_person(), sopot, start_on=DAY(2026, 4, 3))
        second = freeze_edition(sopot, Period(DAY(2026, 4, 1), DAY(2026, 6, 30)), by=None)
        line = next(each for each in second.content["indicators"] if each["code"] == "EECO01")
        assert (line["period"]["total"], line["cumulative"]["total"]) == (1, 3)
        assert second.content["earlier"]["carried"]["EECO01"] == {"before": 1, "corrected": 1, "new": 1, "after": 3}

    def test_page_workbook_and_print_say_it(self, client_of, coordinator, city, sopot, somebody):
        freeze_edition(sopot, QUARTER, by=None)
        late = make_participant(city, sopot)
        second = freeze_edition(sopot, QUARTER, by=None)
        page = client_of(coordinator).get(reverse("report_edition", args=[second.pk]))
        assert [line.corrected for line in page.context["report"].corrected][0] == 1
        assert late.number in page.content.decode().split('id="changes"')[1]
        book = openpyxl.load_workbook(io.BytesIO(edition_as_xlsx(second)))
        rows = list(book.worksheets[-1].iter_rows(values_only=True))
        assert any(row[0] == late.number and "EECO01" in row[1] for row in rows)
        assert any(row[1:5] == (1, 1, 0, 2) for row in rows)
        assert late.number in edition_as_html(second)


@pytest.mark.usefixtures("accounts_speak_english")
class TestSupport:
    def test_hours_corrected_and_support_of_another_kind_change_support_alone(
        self, client_of, coordinator, sopot, somebody
    ):
        edition = freeze_edition(sopot, QUARTER, by=None)
        current = SupportDelivery.objects.current().select_related("participation__grant_project", "service_type").get()
        correct_support(current, {"hours": 3}, by=None, why="mistake")
        other = sopot.service_types.exclude(pk=current.service_type_id).first()
        give(somebody, DAY(2026, 2, 20), other.code)
        give(somebody, DAY(2026, 5, 20), other.code)
        assert said_since(edition) == {}
        page = client_of(coordinator).get(reverse("report_differences", args=[edition.pk]))
        said = {each.indicators: (each.what, *each.causes) for each in page.context["support_changes"]}
        assert {len(words) for words in said.values()} == {2}
        assert set(said) == {str(current.service_type.name), str(other.name)}
        assert "deliveries and hours: 1 / 1.00, now 1 / 3.00" in said[current.service_type.name][0]
        assert said[current.service_type.name][1].startswith("correction: support")
        assert said[other.name][1].startswith("late entry: support")

    def test_who_no_longer_counts_takes_the_support_along(self, client_of, coordinator, sopot, somebody):
        edition = freeze_edition(sopot, QUARTER, by=None)
        correct_fact(version_of(somebody), {"missing": "postcode"}, by=None, why="mistake")
        page = client_of(coordinator).get(reverse("report_differences", args=[edition.pk]))
        (change,) = page.context["support_changes"]
        assert "now 0 / 0.00" in change.what
        assert change.causes[0].startswith("correction: participation")


@pytest.mark.usefixtures("accounts_speak_english")
class TestPage:
    def test_shows_each_person_with_cause_and_leaves_a_mark(self, client_of, coordinator, sopot, somebody):
        edition = freeze_edition(sopot, QUARTER, by=coordinator)
        make_finding(somebody, found_on=DAY(2026, 3, 5))
        page = client_of(coordinator).get(reverse("report_differences", args=[edition.pk]))
        text = page.content.decode()
        assert [(each.number, each.indicators) for each in page.context["changes"]] == [(somebody.number, "IMPROVED")]
        assert "late entry: finding at exit" in text
        assert somebody.person.surname in text
        event = AuditEvent.objects.latest("at")
        assert (event.action, event.detail["differences"]) == ("list", edition.label)

    def test_numbers_alone_for_the_auditor_and_own_people_for_the_partner(
        self, client_of, auditor, coordinator_foundation, foundation, sopot, somebody
    ):
        own = make_participant(foundation, sopot)
        edition = freeze_edition(sopot, QUARTER, by=None)
        for each in (somebody, own):
            correct_fact(version_of(each), {"missing": "postcode"}, by=None, why="mistake")
        address = reverse("report_differences", args=[edition.pk])
        text = client_of(auditor).get(address).content.decode()
        assert somebody.number in text and own.number in text
        assert somebody.person.surname not in text and own.person.surname not in text
        page = client_of(coordinator_foundation).get(address)
        assert own.person.surname in page.content.decode()
        assert somebody.number not in page.content.decode()
        assert "1 person more counts otherwise whom you may not see" in page.content.decode()

    def test_confidential_and_denied_people_are_only_a_number(self, client_of, coordinator, city, sopot, somebody):
        denied = make_participant(city, sopot)
        edition = freeze_edition(sopot, QUARTER, by=None)
        for each in (somebody, denied):
            correct_fact(version_of(each), {"missing": "postcode"}, by=None, why="mistake")
        somebody.person.is_confidential = True
        somebody.person.save()
        denied.person.denied_to.add(coordinator)
        freeze_edition(sopot, QUARTER, by=None)
        for address in ("report_differences", "report_edition"):
            text = client_of(coordinator).get(reverse(address, args=[edition.pk])).content.decode()
            assert somebody.number not in text and denied.number not in text
        assert (
            "2 people more count otherwise"
            in client_of(coordinator).get(reverse("report_differences", args=[edition.pk])).content.decode()
        )

    def test_files_for_everybody_name_no_confidential_or_denied_people(self, coordinator, city, sopot, somebody):
        denied, known = make_participant(city, sopot), make_participant(city, sopot)
        freeze_edition(sopot, QUARTER, by=None)
        for each in (somebody, denied, known):
            correct_fact(version_of(each), {"missing": "postcode"}, by=None, why="mistake")
        somebody.person.is_confidential = True
        somebody.person.save()
        denied.person.denied_to.add(coordinator)
        edition = freeze_edition(sopot, QUARTER, by=None)
        with override("en"):
            book, printed = openpyxl.load_workbook(io.BytesIO(edition_as_xlsx(edition))), edition_as_html(edition)
        cells = " ".join(
            str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell
        )
        for text in (cells, printed):
            assert known.number in text
            assert somebody.number not in text and denied.number not in text
            assert "2 protected people" in text

    def test_merged_record_is_named_by_its_number(self, client_of, coordinator, sopot, city):
        kept, gone = two_records(sopot, city)
        edition = freeze_edition(sopot, QUARTER, by=None)
        merge_people(kept.person, gone.person, by=coordinator)
        page = client_of(coordinator).get(reverse("report_differences", args=[edition.pk]))
        assert {each.number for each in page.context["changes"]} == {gone.number}
        assert gone.person.surname not in page.content.decode()

    def test_compares_two_editions_the_earlier_first(self, client_of, coordinator, sopot, somebody):
        first = freeze_edition(sopot, QUARTER, by=None)
        late = make_participant(coordinator.memberships.first().organisation, sopot)
        second = freeze_edition(sopot, QUARTER, by=None)
        make_participation(make_person(), sopot)
        client = client_of(coordinator)
        for one, other in ((first, second), (second, first)):
            page = client.get(reverse("report_differences", args=[one.pk]), {"z": other.pk})
            assert {each.number for each in page.context["changes"]} == {late.number}
            assert all("counts now" in each.what for each in page.context["changes"])
        assert client.get(reverse("report_differences", args=[first.pk]), {"z": "x"}).status_code == 200

    def test_another_project_is_not_there(self, client_of, caseworker_city, sopot, somebody):
        edition = freeze_edition(sopot, QUARTER, by=None)
        assert client_of(caseworker_city).get(reverse("report_differences", args=[edition.pk])).status_code == 404

    def test_costs_the_same_for_many_as_for_few(
        self, client_of, coordinator, city, sopot, somebody, django_assert_max_num_queries
    ):
        edition, client = freeze_edition(sopot, QUARTER, by=None), client_of(coordinator)
        address = reverse("report_differences", args=[edition.pk])
        make_participant(city, sopot)
        client.get(address)
        with django_assert_max_num_queries(40) as few:
            client.get(address)
        for _ in range(3):
            make_participant(city, sopot)
        with django_assert_max_num_queries(len(few)):
            client.get(address)


def test_second_coordinator_reads_the_same(client_of, sopot, city, somebody):
    edition = freeze_edition(sopot, QUARTER, by=None)
    second = make_member(Role.COORDINATOR, city, sopot)
    record_support(participation=somebody, service_type=sopot.service_types.first(), delivered_on=DAY(2026, 1, 5),
                   hours=None, by=None)  # fmt: skip
    page = client_of(second).get(reverse("report_differences", args=[edition.pk]))
    assert Participation.objects.get(number=page.context["changes"][0].number) == somebody


def test_indicator_that_one_side_alone_has_is_no_difference_and_is_named(sopot, coordinator, client_of, somebody):
    edition = freeze_edition(sopot, QUARTER, by=coordinator)
    make_indicator(sopot, "LATER", when="enrolled", filters={})
    page = client_of(coordinator).get(reverse("report_differences", args=[edition.pk]))
    assert (page.context["changes"], page.context["carried"]) == ([], [])
    assert page.context["not_compared"] == ["LATER"]
    with_it = freeze_edition(sopot, QUARTER, by=coordinator)
    assert with_it.content["earlier"]["differences"] == []
    assert "LATER" not in with_it.content["earlier"]["carried"]
