"""Indicators that a project builds itself: their figures are those of a naive count, at any moment of knowledge."""

import datetime
import random

import pytest

from beneficiaries.models import Participation
from portal.imports.domain import import_workbook
from reporting.indicators.own import own_indicators
from reporting.queries.evidence import evidence_behind
from reporting.queries.people import explain, funnel, people_counted
from reporting.queries.table import indicator_lines
from reporting.rules import Period
from tests.cells import plain
from tests.counting import END, START
from tests.factories.indicators import make_indicator
from tests.invented import Invention
from tests.recount import OwnCount, Recount
from tests.reporting.test_random_history import ENDS, LOOKS, STEPS, Clock, History
from tests.reporting.test_recount import PERIODS
from tests.workbooks import PUPIL

OWN = {
    "WOMEN": OwnCount("enrolled", {"sex": ["K"], "age": [18, 64]}),
    "MEN": OwnCount("enrolled", {"sex": ["M"], "citizenship": ["third-country"], "disability": ["no", "refused"]}),
    "COURSE": OwnCount("first-support", {"kind": ["polish-course"], "group": ["children", "working_age"]}),
    "ADVICE": OwnCount("any-support", {"kind": ["career-advice-adults", "culture-integration"]}),
    "SUPPORT": OwnCount("any-support", {"labour_status": ["unemployed", "inactive"]}),
    "FOUND": OwnCount("finding", {"outcome": ["not-improved"]}),
    "HELPED": OwnCount("finding", {"outcome": ["improved"], "kind": ["personal-assistant", "polish-course"]}),
    "GONE": OwnCount("left", {"education": ["isced-3-4", "isced-5-8"], "age": [0, 120]}),
    "WORK": OwnCount("job"),
    "LEARNS": OwnCount("education", {"kind": ["culture-integration", "career-advice-pupils"]}),
}


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    return clock


def build(project) -> None:
    for code, own in OWN.items():
        make_indicator(project, code, when=own.when, filters=own.filters)


def counted(project, period: Period) -> dict[str, tuple[int, int]]:
    lines = indicator_lines(project, period, own_indicators(project, period.known_on))
    return {line.code: (line.period.total, line.cumulative.total) for line in lines}


def expected(people, first, last) -> dict[str, tuple[int, int]]:
    return {code: own.figures(people, first, last) for code, own in OWN.items()}


@pytest.mark.parametrize("seed", [3])
def test_an_invented_list_gives_what_the_naive_count_gives(sopot, tmp_path, seed):
    path = Invention(seed).list.save(tmp_path / "list.xlsx")
    naive = Recount(path, START, END)
    import_workbook(path, sopot, by=None)
    build(sopot)

    for first, last in PERIODS:
        assert counted(sopot, Period(first, last)) == expected(naive.people, first, last), (first, last)
    whole = counted(sopot, Period(START, END))
    assert sum(total > 0 for _period, total in whole.values()) >= len(OWN) - 2


@pytest.mark.parametrize("seed", [5, 7])
def test_at_any_moment_the_figure_is_the_naive_count_of_what_was_known(take, people, clock, seed):
    people.person(sex="K", status="bierna zawodowo")
    people.person(sex="M", born="1961-02-28", status="bezrobotna", detail="długotrwale", group="emeryt")
    people.person(sex="K", **PUPIL)
    project = take(people).project
    build(project)
    rows = [{plain(heading): value for heading, value in row.items()} for row in people.rows["Uczestnicy"]]
    for row in rows:
        for heading in ("grupa", "degurba"):
            row.setdefault(heading, None)
    history = History(seed, list(Participation.objects.order_by("number")), rows, clock)
    for _ in range(STEPS):
        history.step()

    look = random.Random(seed)
    later = [each for each in history.known if each[1]]
    for moment, state in [(None, history.state), *look.sample(later, LOOKS)]:
        first, last = sorted((history.day(), look.choice((history.day(days=800), ENDS[0] + datetime.timedelta(4)))))
        naive = history.naive(state).people
        assert counted(project, Period(first, last, moment)) == expected(naive, first, last), (moment, first, last)


def test_table_list_funnel_explanation_and_evidence_name_the_same_people(sopot, tmp_path):
    import_workbook(Invention(4).list.save(tmp_path / "list.xlsx"), sopot, by=None)
    build(sopot)
    period = Period(datetime.date(2026, 1, 1), datetime.date(2026, 6, 30))
    own = own_indicators(sopot)
    figures = counted(sopot, period)
    evidence = evidence_behind(sopot, period, own)
    everybody = Participation.objects.filter(grant_project=sopot).select_related("grant_project")
    explained = {each.number: explain(each, own, period) for each in everybody}

    for place, indicator in enumerate(own):
        in_period, cumulative = figures[indicator.code]
        listed = set(people_counted(sopot, indicator, period).values_list("number", flat=True))
        assert len(listed) == cumulative == funnel(sopot, indicator, period)[-1].remaining
        assert people_counted(sopot, indicator, period, only_period=True).count() == in_period
        assert {number for number, each in explained.items() if each[place].counted} == listed
        frozen = [each for each in evidence if each.indicator == indicator.code]
        assert {each.number for each in frozen} == listed
        assert sum(each.in_period for each in frozen) == in_period
