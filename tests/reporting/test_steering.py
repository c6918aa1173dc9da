"""Steering: every figure is that of the table and of a naive recount; plans are versions; the page costs the same."""

import datetime
import re
from collections import Counter

import pytest
from django.urls import reverse
from django.utils.translation import override

from beneficiaries.models import Participation
from beneficiaries.queries.people import in_force
from cases.models import ExitFinding
from portal.audit.models import AuditEvent
from portal.versions.actions import correct_fact
from reporting.domain.plan import PlanRefused, write_plan
from reporting.indicators.catalogue import INDICATORS, headline_indicators, indicators_of
from reporting.indicators.filters import age_in_words
from reporting.models import MonthlyPlan
from reporting.queries.double_counts import DoubleCounts, double_counts
from reporting.queries.forecast import months_of
from reporting.queries.growth import counted_by_kind
from reporting.queries.plan import plans_of
from reporting.queries.steering import nearest, partners
from reporting.queries.support import bodies_of
from reporting.queries.table import indicator_table, shared_rules
from reporting.rules import Period
from reporting.tables.steering_lists import double_lines
from tests.factories.beneficiaries import make_care, make_participant, make_participation, make_person
from tests.factories.cases import make_finding
from tests.factories.plans import make_plan
from tests.factories.programmes import make_project
from tests.factories.services import make_support

DAY = datetime.date
TODAY = DAY(2026, 12, 15)
PERIOD = Period(DAY(2025, 1, 1), TODAY)
PAGE = "/koordynacja/sterowanie/"
TOKEN = re.compile(r'name="submission" value="([0-9a-f-]{36})"')


@pytest.fixture
def people(sopot, city, foundation, caseworker_city):
    """Started in three months, of two groups and both sexes; two left improved, one left and has days, one waits."""
    children, workers = (sopot.target_groups.get(code=code) for code in ("children", "working_age"))
    made = []
    for place, (start, sex, end) in enumerate(
        [
            (DAY(2026, 9, 1), "K", None), (DAY(2026, 9, 30), "M", DAY(2026, 10, 5)), (DAY(2026, 10, 1), "K", None),
            (DAY(2026, 11, 2), "M", DAY(2026, 11, 30)), (DAY(2026, 11, 3), "K", DAY(2026, 12, 10)), (None, "K", None),
        ]
    ):  # fmt: skip
        person = make_person(sex=sex)
        make_care(person, foundation if place % 3 else city, sopot, None if place % 3 else caseworker_city)
        group = children if place % 2 else workers
        one = make_participation(person, sopot, start_on=start, end_on=end, target_group=group)
        if start:
            make_support(one, delivered_on=start, organisation=city)
        made.append(one)
    make_finding(made[1], found_on=DAY(2026, 10, 6))
    make_finding(made[3], found_on=DAY(2026, 12, 1))
    make_support(made[2], delivered_on=DAY(2026, 11, 1), organisation=foundation)
    return made


def page_of(client, **asked):
    answer = client.get(PAGE, {"projekt": "sopot-5.15", **asked})
    assert answer.status_code == 200
    return answer


def test_by_month_group_and_sex_adds_up_to_the_table(sopot, people):
    headline = headline_indicators(sopot)
    counted = counted_by_kind(sopot, PERIOD, headline)
    table = indicator_table(sopot, PERIOD, indicators_of(sopot))
    for indicator in headline:
        line, own = table.line(indicator.code), [row for row in counted if row.indicator == indicator.code]
        assert sum(row.people for row in own) == line.cumulative.total > 0
        assert sum(row.people for row in own if row.sex == "K") == line.cumulative.women
    groups = Counter()
    for row in counted:
        if row.indicator == "EECO01":
            groups[row.group] += row.people
    assert sorted(groups.values()) == sorted(line.cumulative.total for line in table.groups if line.cumulative.total)


def test_goals_are_those_of_a_naive_recount(client_of, coordinator, sopot, people):
    """Plain Python over the rows: who started, and who left with an improvement within twenty-eight days."""
    first, second = page_of(client_of(coordinator)).context["goals"]
    started, improved = Counter(), Counter()
    for one in Participation.objects.all():
        version = one.versions.get(superseded_at=None)
        if version.start_on and not version.missing and version.eligibility:
            started[version.start_on.strftime("%m")] += 1
            for finding in ExitFinding.objects.filter(participation=one, is_complete=True):
                left = version.end_on
                if left and 0 <= (finding.found_on - left).days <= 28 and finding.outcome == "improved":
                    improved[finding.found_on.strftime("%m")] += 1
    for goal, counted in ((first, started), (second, improved)):
        assert goal.actual == sum(counted.values())
        steps = [step.actual for step in goal.chart.steps if step.actual is not None]
        grown = [later - earlier for earlier, later in zip([0, *steps], steps, strict=False)]
        assert {f"{place % 12 + 1:02}": n for place, n in enumerate(grown) if n} == dict(counted)
        assert sum(bar.value for bar in goal.groups.bars) == sum(bar.value for bar in goal.sexes.bars) == goal.actual
    assert [people for _month, people in first.forecast.months] == [started["09"], started["10"], started["11"]]


def test_forecast_of_results_is_within_the_participants_to_come(client_of, coordinator, people):
    first, second = page_of(client_of(coordinator)).context["goals"]
    assert second.forecast.cap == first.value
    assert second.forecast.high <= first.value


def test_forecast_of_results_of_a_group_leaves_out_who_missed_them(client_of, coordinator, sopot, city):
    """Ten children, four of them too late for a finding: six can count, however fast findings came in."""
    children = sopot.target_groups.get(code="children")
    for place in range(10):
        person = make_person()
        make_care(person, city, sopot)
        left = DAY(2026, 7, 1) if place > 5 else DAY(2026, 9 + place % 3, 10)
        one = make_participation(person, sopot, start_on=DAY(2026, 6, 1), end_on=left, target_group=children)
        make_support(one, delivered_on=DAY(2026, 6, 1), organisation=city)
        if place <= 5:
            make_finding(one, found_on=left)
    first, second = page_of(client_of(coordinator)).context["goals"]
    assert [bar.forecast for bar in first.groups.bars if bar.name == children.name] == [10]
    assert [bar.forecast for bar in second.groups.bars if bar.name == children.name] == [6] == [second.value]


def test_chart_ends_with_the_forecast_and_the_plan_with_the_target(client_of, coordinator, people):
    first, second = page_of(client_of(coordinator)).context["goals"]
    assert (first.chart.steps[-1].plan, second.chart.steps[-1].plan) == (207, 191)
    assert (first.chart.steps[-1].label, second.chart.steps[-1].label) == ("XII", "I")
    for goal in (first, second):
        last = goal.chart.steps[-1]
        assert (last.forecast, last.low, last.high) == (goal.value, goal.forecast.low, goal.forecast.high)


@pytest.mark.usefixtures("accounts_speak_english")
def test_method_and_certainty_are_said_in_words(client_of, coordinator, people):
    text = page_of(client_of(coordinator)).content.decode()
    assert "Method: the mean of the last full months (september 2026: 2, october 2026: 1, november 2026: 2)" in text
    assert "The target is missed even if every month is like the best of them." in text
    assert "202 people are missing." in text


def test_figures_lead_to_as_many_people_as_they_say(client_of, coordinator, people):
    client = client_of(coordinator)
    for goal in page_of(client).context["goals"]:
        bars = [(bar.value, bar.url) for bar in (*goal.groups.bars, *goal.sexes.bars) if bar.value]
        for value, url in [(goal.actual, goal.url), *bars]:
            assert client.get(url).context["page"].reached.total == value


def test_people_nearest_to_counting(coordinator, sopot, people):
    make_plan(people[5])
    near = nearest(sopot, TODAY, coordinator)
    assert (near.waiting, near.planned, near.taking_part) == (1, 1, 2)
    assert (list(near.windows), near.closed) == ([0, 0, 0, 1, 0], 0)
    assert nearest(sopot, DAY(2026, 12, 10) + datetime.timedelta(days=28), coordinator).windows[0] == 1
    closed = nearest(sopot, DAY(2026, 12, 10) + datetime.timedelta(days=29), coordinator)
    assert (closed.open, closed.closed) == (0, 1)


def test_windows_agree_with_the_radar(client_of, coordinator, sopot, people):
    radar = client_of(coordinator).get(reverse("result_radar"), {"kogo": "wszyscy"})
    assert len(radar.context["rows"]) == nearest(sopot, TODAY, coordinator).open


def test_same_person_is_counted_once_whatever_the_ways(coordinator, sopot, city, foundation, people):
    before = double_counts(sopot, INDICATORS[0], PERIOD, coordinator)
    assert (before.merged, before.returned, before.shared, before.elsewhere) == (0, 0, 1, 0)
    gone = make_participant(city, sopot)
    gone.person.merged_into = people[0].person
    gone.person.save()
    correct_fact(people[1].current_version, {"end_on": None}, by=None, why="came back")
    make_support(people[1], delivered_on=DAY(2026, 11, 20), organisation=city)
    make_participation(people[3].person, make_project("another"), start_on=DAY(2026, 11, 5))
    found = double_counts(sopot, INDICATORS[0], PERIOD, coordinator)
    assert (found.merged, found.returned, found.shared, found.elsewhere) == (1, 1, 1, 1)
    assert found.avoided == 3


def test_support_after_the_end_that_still_stands_is_no_return(coordinator, sopot, people, city):
    make_support(people[3], delivered_on=DAY(2026, 12, 2), organisation=city)
    correct_fact(people[3].current_version, {"exit_situation": "x"}, by=None, why="added")
    assert double_counts(sopot, INDICATORS[0], PERIOD, coordinator).returned == 0


def test_partners_are_compared_by_what_each_did(coordinator, sopot, people):
    lines = partners(sopot, PERIOD, bodies_of(sopot), shared_rules(INDICATORS), headline_indicators(sopot), coordinator)
    city, foundation = sorted(lines, key=lambda line: -line.deliveries)
    assert (city.supported, city.deliveries, city.hours) == (5, 5, 10)
    assert (foundation.supported, foundation.deliveries, foundation.hours) == (1, 1, 2)
    assert (city.in_care, city.counted, city.improved) == (2, 2, 1)
    assert (foundation.in_care, foundation.counted, foundation.improved) == (4, 3, 1)


@pytest.mark.parametrize("wall", ["confidential", "denied"])
def test_people_of_whom_the_reader_may_not_know_are_in_the_targets_and_in_no_other_count(
    client_of, coordinator, sopot, people, wall
):
    """Contracts §3: statutory figures are whole, every other count is of whom one may know (S26, S27)."""
    client = client_of(coordinator)
    whole = page_of(client).context
    for one in (people[1], people[2], people[4], people[5]):
        if wall == "denied":
            one.person.denied_to.add(coordinator)
        one.person.is_confidential = wall == "confidential"
        one.person.save()
    shown = page_of(client).context
    assert [goal.actual for goal in shown["goals"]] == [goal.actual for goal in whole["goals"]] == [5, 2]
    assert [goal.plan for goal in shown["goals"]] == [goal.plan for goal in whole["goals"]]
    assert [line.people for line in shown["near"]] == [1]
    assert sum(line.people for line in shown["windows"]) == 0
    assert shown["avoided"] == 0 and whole["avoided"] == 1
    assert [(row.supported, row.in_care, row.counted, row.improved) for row in shown["partners"]] == [
        (2, 2, 2, 1), (0, 0, 0, 0)
    ]  # fmt: skip
    assert [row.deliveries for row in shown["partners"]] == [row.deliveries for row in whole["partners"]] == [5, 1]
    assert len(client.get(reverse("result_radar"), {"kogo": "wszyscy"}).context["rows"]) == 0


def test_who_is_named_for_a_confidential_person_counts_them(coordinator, sopot, people):
    people[4].person.is_confidential = True
    people[4].person.save()
    assert nearest(sopot, TODAY, coordinator).open == 0
    people[4].person.confidential_to.add(coordinator)
    assert nearest(sopot, TODAY, coordinator).open == 1


@pytest.mark.usefixtures("accounts_speak_english")
def test_partner_reads_no_count_of_fewer_than_five(client_of, coordinator, coordinator_foundation, people):
    page = page_of(client_of(coordinator_foundation))
    assert "fewer than 5" in page.content.decode()
    assert all(line.fewer_than == 5 for line in page.context["near"])
    assert {(row.supported, row.deliveries, row.improved) for row in page.context["partners"]} == {(None, None, None)}
    assert page.context["avoided"] is None
    assert [len(goal.groups.bars) for goal in page.context["goals"]] == [3, 0]
    assert [len(goal.groups.bars) for goal in page_of(client_of(coordinator)).context["goals"]] == [3, 3]
    said = {line.words for line in (*page.context["near"], *page.context["doubles"]) if line.fewer_than}
    assert not [words for words in said if words.startswith(("has ", "is ", "takes ", "time ", "person "))]
    assert "fewer than" not in page_of(client_of(coordinator)).content.decode()


@pytest.mark.parametrize("language", ["pl", "uk", "be", "ru", "en"])
def test_words_after_a_number_follow_it(language):
    with override(language):
        for ways in zip(*(double_lines(DoubleCounts(n, n, n, n)) for n in (1, 2, 5)), strict=True):
            assert len({line.words for line in ways}) > 1
        assert age_in_words(18, 21) != age_in_words(18, 22).replace("22", "21") or language in ("pl", "en")


def test_dashboard_shows_plan_and_forecast_of_steering_and_none_for_the_past(client_of, coordinator, people):
    client = client_of(coordinator)
    goals = page_of(client).context["goals"]
    board = client.get("/koordynacja/wskazniki/", {"projekt": "sopot-5.15"})
    shown = [goal for _row, goal in board.context["headline"]]
    assert [(goal.plan, goal.value, goal.state) for goal in shown] == [(g.plan, g.value, g.state) for g in goals]
    assert [row.total.value for row, _goal in board.context["headline"]] == [goal.actual for goal in goals]
    assert [bar.plan for _row, bar in board.context["groups"]] == [bar.plan for bar in goals[0].groups.bars]
    assert [chart.steps for _row, (chart, _words) in board.context["charts"]] == [goal.chart.steps for goal in goals]
    past = client.get("/koordynacja/wskazniki/", {"projekt": "sopot-5.15", "od": "2026-07-01", "do": "2026-09-30"})
    assert [goal for _row, goal in past.context["headline"]] == [None, None]
    assert [len(chart.steps) for _row, (chart, _words) in past.context["charts"]] == [8, 8]


def test_without_a_written_plan_it_is_even_steps(sopot):
    plans = plans_of(sopot, headline_indicators(sopot))
    assert {code: max(plan.path.values()) for code, plan in plans.items()} == {"EECO01": 207, "IMPROVED": 191}
    assert not any(plan.written for plan in plans.values())


def test_written_plan_takes_the_place_and_the_earlier_one_stays(client_of, coordinator, sopot, people):
    client, path = client_of(coordinator), reverse("steering_plan", args=["EECO01"])
    for number, reason in ((207, "Nabór jesienią."), (210, "Nabór do końca roku.")):
        page = client.get(path, {"projekt": "sopot-5.15"})
        sent = {"submission": TOKEN.search(page.content.decode()).group(1), "reason": reason}
        sent |= {field.html_name: number for field in page.context["form"].of_months()}
        sent["based_on"] = page.context["form"]["based_on"].value() or ""
        assert client.post(f"{path}?projekt=sopot-5.15", sent).status_code == 302
    assert [(row.reason, row.made_by, row.path["2026-01"]) for row in MonthlyPlan.objects.all()] == [
        ("Nabór do końca roku.", coordinator, 210), ("Nabór jesienią.", coordinator, 207),
    ]  # fmt: skip
    first = page_of(client).context["goals"][0]
    assert (first.plan, first.chart.steps[0].plan) == (210, 210)
    assert "Nabór do końca roku." in page_of(client).content.decode()
    assert AuditEvent.objects.filter(detail={"plan": "EECO01"}).count() == 2


@pytest.mark.parametrize(("change", "error"), [({"m202601": 0}, "__all__"), ({"m202612": 206}, "__all__"),
                                               ({"m202603": ""}, "m202603"), ({"m202603": -1}, "m202603"),
                                               ({"reason": ""}, "reason"), ({"based_on": "x"}, "__all__")])  # fmt: skip
def test_plan_that_cannot_be_followed_is_said_and_kept_in_the_form(client_of, coordinator, sopot, change, error):
    client, path = client_of(coordinator), reverse("steering_plan", args=["EECO01"])
    page = client.get(path, {"projekt": "sopot-5.15"})
    sent = {"submission": TOKEN.search(page.content.decode()).group(1), "reason": "Bo tak.", "based_on": ""}
    sent |= {field.html_name: field.value() for field in page.context["form"].of_months()}
    answer = client.post(f"{path}?projekt=sopot-5.15", {**sent, **change})
    assert answer.status_code == 200
    assert error in answer.context["form"].errors
    assert not MonthlyPlan.objects.exists()


def test_plan_of_the_domain_refuses_what_falls(sopot, coordinator):
    months = months_of(sopot.starts_on, sopot.ends_on)
    path = {month: 207 - place for place, month in enumerate(months)}
    with pytest.raises(PlanRefused):
        write_plan(sopot, "EECO01", path, by=coordinator, reason="x")


@pytest.mark.parametrize("who", ["coordinator_foundation", "auditor"])
def test_others_see_the_totals_and_write_no_plan(request, client_of, who, people):
    client = client_of(request.getfixturevalue(who))
    first = page_of(client).context["goals"][0]
    assert (first.actual, first.plan_url) == (5, "")
    assert client.get(reverse("steering_plan", args=["EECO01"])).status_code == 404


def test_caseworker_has_no_steering(client_of, caseworker_city):
    assert client_of(caseworker_city).get(PAGE).status_code == 404


@pytest.mark.parametrize("code", ["EECO02", "NOPE"])
def test_only_targets_have_a_plan(client_of, coordinator, sopot, code):
    assert client_of(coordinator).get(reverse("steering_plan", args=[code])).status_code == 404


def test_load_is_shown_to_who_decides_about_it(client_of, coordinator, auditor, caseworker_city, people):
    (own, *_others) = [load for load, *_rest in page_of(client_of(coordinator)).context["loads"] if load.held]
    assert (own.name, own.people) == (caseworker_city.name, 1)
    assert page_of(client_of(auditor)).context["loads"] == []


def test_page_costs_the_same_for_many_as_for_few(
    client_of, coordinator, sopot, city, people, django_assert_max_num_queries
):
    client = client_of(coordinator)
    page_of(client)
    with django_assert_max_num_queries(30) as asked:
        page_of(client)
    few = len(asked)
    for _ in range(5):
        make_support(make_participant(city, sopot), organisation=city)
    with django_assert_max_num_queries(few):
        page_of(client)


def test_project_without_anybody_has_a_page(client_of, coordinator, sopot):
    first, second = page_of(client_of(coordinator)).context["goals"]
    assert (first.actual, second.actual) == (0, 0)
    assert first.forecast.value == 0
    assert Participation.objects.annotate(in_force=in_force()).count() == 0
