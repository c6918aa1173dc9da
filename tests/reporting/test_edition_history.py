"""A frozen edition, then a random history: the edition stays, the past stays known, the difference is what was done."""

import datetime
import random
from collections import defaultdict
from decimal import Decimal

import pytest
from django.utils import timezone

from beneficiaries.domain.merging import MergeRefused, merge_people, undo_merge
from beneficiaries.domain.participations import correct_participation
from beneficiaries.domain.rights_decisions import erase
from beneficiaries.models import ParticipationVersion
from cases.domain.findings import record_exit_event, record_finding
from cases.models import ExitEvent, ExitFinding
from portal.clock import today
from portal.merging.registry import UndoRefused
from portal.versions.actions import FactChanged, correct_fact, retract_fact
from reporting.domain.editions import draft_edition, freeze_edition
from reporting.enums import FileKind
from reporting.exporters.contract import table_as_json
from reporting.exporters.files import make_file
from reporting.exporters.printed import edition_as_html
from reporting.indicators.catalogue import indicators_of
from reporting.models import ReportEdition
from reporting.queries.differences import Side, carried, differences, side_of
from reporting.queries.evidence import evidence_behind
from reporting.queries.snapshot import is_untouched
from reporting.queries.table import indicator_table
from reporting.rules import Period
from services.domain.support import correct_support, record_support, withdraw_support
from services.models import SupportDelivery
from tests.factories.beneficiaries import make_care, make_participation, make_person
from tests.naive import counted_now, supported_now

DAY = datetime.date
FIRST_MOMENT = datetime.datetime(2026, 10, 1, 8, tzinfo=datetime.UTC)
PERIOD = Period(DAY(2026, 1, 1), DAY(2026, 6, 30))
ENDS = (DAY(2026, 5, 20), DAY(2026, 6, 10))
FACTS = {"support": SupportDelivery, "finding": ExitFinding, "event": ExitEvent}


class History:
    """Does things to people at random and remembers of each number what was done: the causes that may be named."""

    def __init__(self, seed: int, project, people, clock, by) -> None:
        self.random, self.project, self.people, self.clock, self.by = random.Random(seed), project, people, clock, by
        self.kinds = list(project.service_types.filter(starts_participation=True))
        self.groups = list(project.target_groups.all())
        self.done: dict[str, set[str]] = defaultdict(set)
        self.merges: list = []
        self.steps: dict[str, int] = defaultdict(int)

    def step(self) -> None:
        self.clock.tick(self.random.randrange(1, 7200))
        acts = (self.fact,) * 6 + (self.data,) * 3 + (self.merge, self.undo, self.erase)
        act = self.random.choice(acts)
        self.steps[act.__name__] += 1
        act()

    def somebody(self):
        current = ParticipationVersion.objects.current().select_related(
            "grant_project", "target_group", "participation"
        )
        return self.random.choice(list(current.filter(grant_project=self.project).order_by("participation__number")))

    def fact(self) -> None:
        kind, version = self.random.choice(list(FACTS)), self.somebody()
        own = FACTS[kind].objects.current().filter(participation=version.participation)
        known = list(own.select_related("participation__grant_project", "service_type") if kind == "support" else own)
        known = sorted(known, key=lambda row: row.recorded_at)
        way = self.random.choice(("late", "corrected", "taken-back")) if known else "late"
        fact = self.random.choice(known) if known and way != "late" else None
        getattr(self, f"_{kind}")(version, way, fact)
        held = FACTS[kind].objects.filter(fact_id=fact.fact_id) if fact else ()
        for number in {version.participation.number, *(row.participation.number for row in held)}:
            self.done[number].add(way)

    def _support(self, version, way, fact) -> None:
        on = DAY(2026, 1, 2) + datetime.timedelta(self.random.randrange(200))
        if way == "late":
            record_support(participation=version.participation, service_type=self.random.choice(self.kinds),
                           delivered_on=on, hours=Decimal(1), by=None)  # fmt: skip
        elif way == "corrected":
            correct_support(fact, {"delivered_on": on}, by=None, why="mistake")
        else:
            withdraw_support(fact, by=None, why="taken back")

    def _finding(self, version, way, fact) -> None:
        outcome = self.random.choice(("improved", "improved", "not-improved"))
        on = (version.end_on or ENDS[0]) + datetime.timedelta(self.random.choice((-1, 0, 7, 14, 20, 28, 29)))
        if way == "late":
            record_finding(participation=version.participation, found_on=on, outcome=outcome, categories=["nauka"],
                           reason="rozmowa", assessor="A. Nowak", by=None)  # fmt: skip
        elif way == "corrected":
            correct_fact(fact, {"found_on": on, "outcome": outcome}, by=None, why="mistake")
        else:
            retract_fact(fact)

    def _event(self, version, way, fact) -> None:
        kind = self.random.choice(("job", "job-search", "education", "qualification"))
        on = (version.end_on or ENDS[0]) + datetime.timedelta(self.random.choice((-1, 0, 3, 7, 28, 29)))
        if way == "late":
            record_exit_event(participation=version.participation, occurred_on=on, kind=kind, by=None)
        elif way == "corrected":
            correct_fact(fact, {"occurred_on": on, "kind": kind}, by=None, why="mistake")
        else:
            retract_fact(fact)

    def data(self) -> None:
        version = self.somebody()
        changes = self.random.choice((
            {"end_on": self.random.choice((*ENDS, None))},
            {"labour_status": self.random.choice(("unemployed", "inactive", "employed"))},
            {"education": self.random.choice(("isced-0-2", "isced-3-4", "isced-5-8"))},
            {"postcode": self.random.choice(("", "81-862"))},
            {"disability": self.random.choice(("yes", "no"))},
        ))  # fmt: skip
        correct_participation(version, changes, self.groups, by=None, why="mistake")
        self.done[version.participation.number].add("corrected")

    def merge(self) -> None:
        one, other = self.somebody().participation, self.somebody().participation
        if one == other:
            return
        try:
            self.merges.append(merge_people(one.person, other.person, by=self.by))
        except (MergeRefused, FactChanged):
            return
        for each in (one, other):
            self.done[each.number].add("merged")

    def undo(self) -> None:
        if not self.merges:
            return
        merge = self.merges.pop()
        try:
            undo_merge(merge, by=self.by, day=today())
        except UndoRefused:
            return
        for person in (merge.kept, merge.gone):
            for each in person.participations.all():
                self.done[each.number] |= {"merged", "divided"}

    def erase(self) -> None:
        erase(self.somebody().participation)


class Clock:
    """The moment at which facts are recorded."""

    def __init__(self) -> None:
        self.now = FIRST_MOMENT

    def tick(self, seconds: int) -> None:
        self.now += datetime.timedelta(seconds=seconds)


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


def people_of(project, city, clock, many: int) -> list:
    """Let people take part by support; some have ended, some of them improved."""
    kind, made = project.service_types.filter(starts_participation=True).first(), []
    for place in range(many):
        clock.tick(60)
        person = make_person(sex="KM"[place % 2], birth_date=DAY(1960 + place * 9 % 55, 5, 5))
        make_care(person, city, project)
        each = make_participation(person, project, start_on=None, end_on=ENDS[place % 2] if place % 3 else None)
        record_support(participation=each, service_type=kind, delivered_on=DAY(2026, 1 + place % 5, 3), hours=Decimal(1),
                       by=None)  # fmt: skip
        if place % 3 == 1:
            record_finding(participation=each, found_on=each.current_version.end_on, outcome="improved",
                           categories=["nauka"], reason="rozmowa", assessor="A. Nowak", by=None)  # fmt: skip
        made.append(each)
    return made


def counted_in(evidence) -> dict:
    return {(each.indicator, each.number): (each.counted_on, each.sex, each.target_group) for each in evidence}


def table_of(project, period) -> dict:
    said = table_as_json(project, period, indicator_table(project, period, indicators_of(project)))
    return {name: said[name] for name in ("indicators", "groups", "support")}


def made_of(edition: ReportEdition, *, printed: bool) -> dict[str, object]:
    edition = ReportEdition.objects.select_related("frozen_by").get(pk=edition.pk)
    files = {kind: make_file(edition, kind, language="pl") for kind in FileKind if printed or kind != FileKind.PDF}
    return {**files, "html": edition_as_html(edition)}


@pytest.mark.parametrize(
    ("seed", "steps", "many"),
    [
        (1, 15, 6),
        (2, 15, 6),
        *(pytest.param(seed, 200, 14, marks=pytest.mark.long) for seed in range(3, 9)),
    ],
)
def test_edition_stays_the_past_stays_known_and_the_difference_is_what_was_done(
    sopot, city, coordinator, clock, seed, steps, many
):
    history = History(seed, sopot, people_of(sopot, city, clock, many), clock, coordinator)
    clock.tick(60)
    edition = freeze_edition(sopot, PERIOD, by=coordinator)
    was, table, files = (
        counted_now(sopot, PERIOD.ends_on),
        table_of(sopot, PERIOD),
        made_of(edition, printed=steps > 20),
    )
    supported = supported_now(sopot, PERIOD.starts_on, PERIOD.ends_on)
    clock.tick(60)
    assert counted_in(side_of(edition).evidence) == was

    for _ in range(steps):
        history.step()
    clock.tick(60)

    assert made_of(edition, printed=steps > 20) == files
    assert is_untouched(ReportEdition.objects.get(pk=edition.pk))
    then = Period(PERIOD.starts_on, PERIOD.ends_on, edition.known_on)
    assert table_of(sopot, then) == table
    assert counted_in(evidence_behind(sopot, then, indicators_of(sopot))) == was

    now = counted_now(sopot, PERIOD.ends_on)
    expected = {
        key: "came" if key not in was else "went" if key not in now else "otherwise"
        for key in was.keys() | now.keys()
        if was.get(key) != now.get(key)
    }
    found = draft_edition(sopot, PERIOD, by=coordinator).edition.content["earlier"]
    said = {(each["indicator"], each["number"]): each for each in found["differences"]}
    assert {key: each["kind"] for key, each in said.items()} == expected
    for (_code, number), each in said.items():
        causes = {kind for kind, _fact, _at in each["causes"]}
        assert causes
        assert causes <= history.done[number], (number, each, history.done[number])
    others = supported_now(sopot, PERIOD.starts_on, PERIOD.ends_on)
    assert {(each["kind"], each["number"]) for each in found["support"]} == {
        key for key in supported.keys() | others.keys() if supported.get(key) != others.get(key)
    }
    for each in found["support"]:
        causes = {kind for kind, _fact, _at in each["causes"]}
        assert causes <= history.done[each["number"]], (each, history.done[each["number"]])
    for code, parts in found["carried"].items():
        known = [[key for key in side if code in (key[0], *([side[key][2]] if key[0] == "EECO01" else []))]
                 for side in (was, now)]  # fmt: skip
        assert parts == {
            "before": len(known[0]), "corrected": len(known[1]) - len(known[0]), "new": 0, "after": len(known[1]),
        }  # fmt: skip


def test_what_counts_later_is_new_and_no_difference(sopot, city, clock, coordinator):
    people_of(sopot, city, clock, 3)
    edition = freeze_edition(sopot, Period(DAY(2026, 1, 1), DAY(2026, 1, 31)), by=None)
    clock.tick(60)
    now = Period(DAY(2026, 2, 1), DAY(2026, 6, 30), timezone.now())
    before, after = side_of(edition), Side(now, evidence_behind(sopot, now, indicators_of(sopot)))
    assert differences(sopot, before, after, indicators_of(sopot)) == []
    assert carried(before, after, indicators_of(sopot))["EECO01"] == {"before": 1, "corrected": 0, "new": 2, "after": 3}
