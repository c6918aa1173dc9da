"""The second person behind a finding: only where the project asks for one, never the assessor or a writer (R62)."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.domain.by_hand import correct_finding
from cases.domain.confirmations import ConfirmationRefused, confirm_finding, take_confirmation_back
from cases.models import ExitFinding, FindingConfirmation
from cases.tables.confirming import SECTION
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.versions.actions import FactChanged, record_fact
from portal.worklist.registry import Desk
from tests.cases.test_exit_pages import improved, unmet
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_care, make_participation, make_person
from tests.factories.cases import make_finding
from tests.forms import fill, take_back

DAY = datetime.date
WAITS = ["finding_confirmed"]


@pytest.fixture
def sopot(sopot):
    """The project as if it asked for a second person."""
    sopot.result_second_person = True
    sopot.save()
    return sopot


@pytest.fixture
def participation(city, sopot, caseworker_city):
    person = make_person()
    make_care(person, city, sopot, caseworker_city)
    return make_participation(person, sopot, end_on=DAY(2026, 6, 29))


@pytest.fixture
def finding(participation, caseworker_city) -> ExitFinding:
    """Entered by the caseworker in charge, assessed by somebody without an account."""
    return written(participation, caseworker_city)


def written(participation, by, **values) -> ExitFinding:
    made = {
        "found_on": DAY(2026, 6, 30), "outcome": "improved", "categories": "praca", "category_count": 1,
        "reason": "Pracuje.", "assessor": "Anna Kowalska", "is_complete": True,
    }  # fmt: skip
    return record_fact(ExitFinding(participation=participation, **{**made, **values}), by=by)


def path_of(finding) -> str:
    return reverse("confirm_finding", args=[finding.participation.number, finding.fact_id])


def test_finding_counts_on_its_own_day_once_a_second_person_has_confirmed_it(client_of, coordinator, sopot, finding):
    assert (improved(sopot), unmet(finding.participation)) == (0, WAITS)
    fill(client_of(coordinator), path_of(finding), confirmed_on="2026-11-02")
    made = FindingConfirmation.objects.get()
    assert (made.finding_id, made.confirmed_on, made.recorded_by) == (finding.pk, DAY(2026, 11, 2), coordinator)
    assert (improved(sopot, "2026-06-29"), improved(sopot, "2026-06-30")) == (0, 1)
    assert unmet(finding.participation) == []
    event = AuditEvent.objects.get(object_type="findingconfirmation")
    assert event.subjects == [str(finding.participation.person_id)]


def test_who_entered_it_is_told_who_else_can(client_of, caseworker_city, coordinator, sopot, finding):
    client = client_of(caseworker_city)
    page = client.get(path_of(finding))
    assert coordinator in page.context["second_people"]
    assert caseworker_city not in page.context["second_people"]
    assert coordinator.name in page.content.decode()
    assert 'name="confirmed_on"' not in page.content.decode()
    answer = fill(client, path_of(finding), confirmed_on="2026-07-01")
    assert answer.context["form"].errors
    assert not FindingConfirmation.objects.exists()
    with pytest.raises(ConfirmationRefused):
        confirm_finding(finding, confirmed_on=DAY(2026, 7, 1), by=caseworker_city)


def test_assessor_cannot_confirm_also_when_somebody_else_wrote_it_down(coordinator, participation, caseworker_city):
    finding = written(participation, caseworker_city, assessor=f"mgr {coordinator.name.upper()}")
    with pytest.raises(ConfirmationRefused):
        confirm_finding(finding, confirmed_on=DAY(2026, 7, 1), by=coordinator)


def test_who_corrected_it_before_cannot_confirm(coordinator, caseworker_city, finding):
    again = {"found_on": finding.found_on, "outcome": "improved", "categories": ["praca"], "assessor": "Anna Kowalska"}
    first = correct_finding(finding, {**again, "reason": "Umowa."}, by=coordinator, why="x")
    second = correct_finding(first, {**again, "reason": "Umowa o pracę."}, by=caseworker_city, why="y")
    with pytest.raises(ConfirmationRefused):
        confirm_finding(second, confirmed_on=DAY(2026, 7, 1), by=coordinator)


def test_where_there_is_nobody_else_the_page_says_so(client_of, caseworker_city, finding):
    caseworker_city.language = "en"
    caseworker_city.save()
    page = client_of(caseworker_city).get(path_of(finding))
    assert page.context["second_people"] == []
    assert "There is nobody else here who may confirm it" in page.content.decode()


def test_what_speaks_of_health_is_confirmed_only_by_who_may_read_it(
    client_of, coordinator, caseworker_city, participation, sopot
):
    finding = written(participation, coordinator, reason="Poprawa stanu zdrowia.")
    page = client_of(coordinator).get(path_of(finding))
    assert page.context["second_people"] == [caseworker_city]
    fill(client_of(caseworker_city), path_of(finding), confirmed_on="2026-07-01")
    assert improved(sopot) == 1


def test_correction_asks_for_a_new_confirmation(sopot, coordinator, caseworker_city, finding):
    confirm_finding(finding, confirmed_on=DAY(2026, 7, 1), by=coordinator)
    values = {"found_on": finding.found_on, "outcome": "improved", "categories": ["praca"], "assessor": "Anna Kowalska"}
    correct_finding(finding, {**values, "reason": "Inaczej."}, by=caseworker_city, why="x")
    assert (improved(sopot), unmet(finding.participation)) == (0, WAITS)
    with pytest.raises(FactChanged):
        confirm_finding(finding, confirmed_on=DAY(2026, 7, 1), by=coordinator)


def test_unconfirmed_later_one_decides_nothing(sopot, coordinator, caseworker_city, participation, finding):
    confirm_finding(finding, confirmed_on=DAY(2026, 7, 1), by=coordinator)
    later = written(participation, caseworker_city, found_on=DAY(2026, 7, 3), outcome="not-improved")
    assert improved(sopot) == 1
    confirm_finding(later, confirmed_on=DAY(2026, 7, 4), by=coordinator)
    assert (improved(sopot), unmet(participation)) == (0, ["improved"])


def test_confirmed_twice_and_taken_back(client_of, sopot, coordinator, finding):
    client = client_of(coordinator)
    fill(client, path_of(finding), confirmed_on="2026-07-01")
    with pytest.raises(FactChanged):
        confirm_finding(finding, confirmed_on=DAY(2026, 7, 1), by=coordinator)
    take_back(client, path_of(finding), why="pomyłka")
    assert improved(sopot) == 0
    with pytest.raises(FactChanged):
        take_confirmation_back(FindingConfirmation.objects.get(), by=coordinator, why="x")
    fill(client, path_of(finding), confirmed_on="2026-07-02")
    assert improved(sopot) == 1


@pytest.mark.parametrize("day", ["", "2026-06-29", "2090-01-01", "31.02.2026", "a\0b"])
def test_day_that_cannot_be_is_said_beside_the_field(client_of, coordinator, finding, day):
    answer = fill(client_of(coordinator), path_of(finding), confirmed_on=day)
    assert list(answer.context["form"].errors) == ["confirmed_on"]
    assert not FindingConfirmation.objects.exists()


def test_state_is_shown_on_the_record(client_of, coordinator, participation, finding):
    client, path = client_of(coordinator), reverse("person_diagnosis", args=[participation.number])
    page = client.get(path)
    assert page.context["findings"][0].waits
    assert path_of(finding) in page.content.decode()
    assert "30.06.2026" in page.context["alert"]
    confirm_finding(finding, confirmed_on=DAY(2026, 7, 1), by=coordinator)
    page = client.get(path)
    (shown,) = page.context["findings"]
    assert (shown.waits, shown.remark) == (False, "")
    assert coordinator.name in shown.second


def waiting(account) -> tuple[list[str], int]:
    work = SECTION.build(Desk(account, DAY(2026, 7, 2), 10))
    return [row.acts[0].url for row in work.rows], work.total


def test_second_person_finds_what_waits_on_my_day(
    coordinator, caseworker_city, caseworker_foundation, participation, finding, sopot
):
    written(participation, caseworker_city, found_on=DAY(2026, 6, 28))
    written(participation, caseworker_city, is_complete=False)
    written(participation, coordinator, assessor=caseworker_city.name)
    assert waiting(coordinator) == ([path_of(finding)], 1)
    assert waiting(caseworker_city) == waiting(caseworker_foundation) == ([], 0)
    sopot.result_second_person = False
    sopot.save()
    assert waiting(User.objects.get(pk=coordinator.pk)) == ([], 0)


def test_queries_of_my_day_do_not_grow(coordinator, caseworker_city, participation, finding, django_assert_num_queries):
    waiting(coordinator)
    with django_assert_num_queries(2):
        waiting(coordinator)
    for number in range(2):
        written(participation, caseworker_city, found_on=DAY(2026, 7, 1 + number))
    with django_assert_num_queries(2):
        assert waiting(coordinator)[1] == 3


def test_nothing_of_it_where_the_project_does_not_ask(client_of, coordinator, sopot, finding):
    sopot.result_second_person = False
    sopot.save()
    assert (improved(sopot), unmet(finding.participation)) == (1, [])
    assert 'name="confirmed_on"' not in client_of(coordinator).get(path_of(finding)).content.decode()
    with pytest.raises(ConfirmationRefused):
        confirm_finding(finding, confirmed_on=DAY(2026, 7, 1), by=coordinator)
    page = client_of(coordinator).get(reverse("person_diagnosis", args=[finding.participation.number]))
    assert page.context["findings"][0].second == ""


def test_other_eyes_and_wrong_keys_find_nothing(client_of, instructor, caseworker_foundation, coordinator, finding):
    for account in (instructor, caseworker_foundation):
        assert client_of(account).get(path_of(finding)).status_code == 404
    other = make_finding(make_participation(make_person(), finding.participation.grant_project))
    wrong = reverse("confirm_finding", args=[finding.participation.number, other.fact_id])
    assert client_of(coordinator).get(wrong).status_code == 404


def test_queries_of_the_page_do_not_grow_with_colleagues_and_findings(
    client_of, coordinator, caseworker_city, city, participation, finding, sopot
):
    client = client_of(coordinator)
    client.get(path_of(finding))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(path_of(finding))
    for number in range(2):
        written(participation, caseworker_city, found_on=DAY(2026, 7, 1 + number))
        make_member(Role.CASEWORKER, city, sopot, f"Ktoś {number}")
    with CaptureQueriesContext(connection) as three:
        client.get(path_of(finding))
    assert len(one) == len(three)
