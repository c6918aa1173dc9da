"""Facts recorded, corrected and taken back at random: at any moment of knowledge the table is the naive count."""

import datetime
import random
from decimal import Decimal

import pytest
from django.utils import timezone

from beneficiaries.domain.participations import correct_participation
from beneficiaries.models import Participation, ParticipationVersion
from cases.domain.findings import record_exit_event, record_finding
from cases.enums import ExitEventKind, Outcome
from cases.models import ExitEvent, ExitFinding
from portal.versions.actions import correct_fact, retract_fact
from services.domain.support import correct_support, record_support, withdraw_support
from services.models import SupportDelivery
from tests.cells import plain
from tests.counting import END, START, figures
from tests.recount import Recount, Somebody
from tests.workbooks import PUPIL

FIRST_MOMENT = datetime.datetime(2026, 1, 1, 8, tzinfo=datetime.UTC)
STEPS, LOOKS = 90, 30
ENDS = (datetime.date(2026, 3, 10), datetime.date(2026, 3, 12))
STATUS = {"unemployed": "bezrobotna", "inactive": "bierna zawodowo", "employed": "pracująca"}
EVENT_CODE = {"job-search": "EECR01", "education": "EECR02", "qualification": "EECR03", "job": "EECR04"}


class History:
    """Does things to people and remembers, for every step, what was true after it – in plain values."""

    def __init__(self, seed: int, people: list[Participation], rows: list[dict], clock) -> None:
        self.random, self.people, self.rows, self.clock = random.Random(seed), people, rows, clock
        self.kinds = list(people[0].grant_project.service_types.all())
        self.state: dict = {}
        self.known: list[tuple[datetime.datetime, dict]] = [(FIRST_MOMENT, {})]

    def day(self, first: datetime.date = START, days: int = 729) -> datetime.date:
        return first + datetime.timedelta(self.random.randrange(days + 1))

    def near_the_end(self, person: int) -> datetime.date:
        """A day at or around the borders of the 28 days after the end."""
        end = self.state.get(("end", person)) or ENDS[0]
        return end + datetime.timedelta(self.random.choice((-1, 0, 3, 3, 7, 28, 29)))

    def step(self) -> None:
        moment = self.clock.tick(self.random.randrange(1, 7200))
        person = self.random.randrange(len(self.people))
        acts = (self.support, self.finding, self.finding, self.event, self.event, self.end, self.status)
        self.random.choice(acts)(person)
        self.known.append((moment, dict(self.state)))

    def _any(self, kind: str, person: int):
        """A fact of this kind in force, or nothing: then a new one is recorded."""
        found = [key for key in self.state if key[0] == kind and key[1] == person and self.state[key]]
        return self.random.choice(found) if found and self.random.random() < 0.45 else None

    def support(self, person: int) -> None:
        key, kind = self._any("support", person), self.random.choice(self.kinds)
        value = (self.day(), kind.code, Decimal(self.random.choice(("1.00", "1.50", "2.25"))))
        if key is None:
            made = record_support(participation=self.people[person], service_type=kind, delivered_on=value[0],
                                  hours=value[2], by=None)  # fmt: skip
            self.state["support", person, made.fact_id] = value
            return
        current = SupportDelivery.objects.current().get(fact_id=key[2])
        if self.random.random() < 0.5:
            withdraw_support(current, by=None, why="taken back")
            self.state[key] = None
        else:
            changes = {"delivered_on": value[0], "service_type": kind, "hours": value[2]}
            correct_support(current, changes, by=None, why="corrected")
            self.state[key] = value

    def finding(self, person: int) -> None:
        key, on, improved = self._any("finding", person), self.near_the_end(person), self.random.random() < 0.7
        complete, outcome = self.random.random() < 0.85, Outcome.IMPROVED if improved else Outcome.NOT_IMPROVED
        value = {"on": on, "improved": improved, "complete": complete}
        if key is None:
            made = record_finding(participation=self.people[person], found_on=on, outcome=outcome, categories=["nauka"],
                                  reason="rozmowa" if complete else "", assessor="A. Nowak", by=None)  # fmt: skip
            self.state["finding", person, made.fact_id] = value
            return
        current = ExitFinding.objects.current().get(fact_id=key[2])
        if self.random.random() < 0.4:
            retract_fact(current)
            self.state[key] = None
        else:
            changes = {"found_on": on, "outcome": outcome, "is_complete": complete}
            correct_fact(current, changes, by=None, why="corrected")
            self.state[key] = value

    def event(self, person: int) -> None:
        key, on, kind = self._any("event", person), self.near_the_end(person), self.random.choice(list(ExitEventKind))
        if key is None:
            made = record_exit_event(participation=self.people[person], occurred_on=on, kind=kind, by=None)
            self.state["event", person, made.fact_id] = (on, EVENT_CODE[kind])
            return
        current = ExitEvent.objects.current().get(fact_id=key[2])
        if self.random.random() < 0.4:
            retract_fact(current)
            self.state[key] = None
        else:
            correct_fact(current, {"occurred_on": on, "kind": kind}, by=None, why="corrected")
            self.state[key] = (on, EVENT_CODE[kind])

    def end(self, person: int) -> None:
        on = self.random.choice((*ENDS, None))
        self._correct(person, end_on=on)
        self.state["end", person] = on

    def status(self, person: int) -> None:
        status = self.random.choice(list(STATUS))
        self._correct(person, labour_status=status)
        self.state["status", person] = STATUS[status]

    def _correct(self, person: int, **changes) -> None:
        current = ParticipationVersion.objects.current().select_related("grant_project", "target_group")
        groups = list(self.people[person].grant_project.target_groups.all())
        correct_participation(current.get(participation=self.people[person]), changes, groups, by=None, why="corrected")

    def naive(self, state: dict) -> Recount:
        """The people of one state, as the naive count sees them."""
        count = Recount.__new__(Recount)
        count.people = []
        for person, row in enumerate(self.rows):
            end, status = state.get(("end", person)), state.get(("status", person), row["status na rynku pracy"])
            own = [(key[0], value) for key, value in state.items() if key[1] == person and len(key) > 2 and value]
            count.people.append(
                Somebody(
                    rows=[(1, 1, {**row, "data zakonczenia udzialu": end, "status na rynku pracy": status})],
                    support=[value for kind, value in own if kind == "support"],
                    findings=[value for kind, value in own if kind == "finding"],
                    events=[value for kind, value in own if kind == "event"],
                )
            )
        return count


class Clock:
    """The moment at which facts are recorded."""

    def __init__(self) -> None:
        self.now = FIRST_MOMENT

    def tick(self, seconds: int) -> datetime.datetime:
        self.now += datetime.timedelta(seconds=seconds)
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.mark.parametrize("seed", [5, 7, 15])
def test_at_any_moment_the_table_is_the_naive_count_of_what_was_known(take, people, clock, seed):
    people.person(sex="K", status="bierna zawodowo")
    people.person(sex="M", born="1961-02-28", status="bezrobotna", detail="długotrwale", group="emeryt")
    people.person(sex="K", **PUPIL)
    project = take(people).project
    rows = [{plain(heading): value for heading, value in row.items()} for row in people.rows["Uczestnicy"]]
    for row in rows:
        for heading in ("grupa", "degurba"):
            row.setdefault(heading, None)
    history = History(seed, list(Participation.objects.order_by("number")), rows, clock)
    for _ in range(STEPS):
        history.step()

    look = random.Random(seed)
    looks = [(None, history.state), *((moment, state) for moment, state in look.sample(history.known, LOOKS))]
    for moment, state in looks:
        first, last = sorted((history.day(), look.choice((history.day(days=800), ENDS[0] + datetime.timedelta(4)))))
        expected = history.naive(state).figures(first, last)
        assert figures(project, str(first), str(last), known_on=moment) == expected, (moment, first, last)
    whole = figures(project, str(START), str(END))
    assert all(whole[f"{code} cumulative"][2] for code in ("EECO01", "IMPROVED", "EECR03"))
