"""The vocabulary of indicators: what a rule is, what an indicator is, what a figure is (architecture §3.2).

An indicator is a declaration. From it come the SQL of the table, the list of people, the funnel, the sentence
why a person counts or does not, and the documentation – never a second version in Python.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.functional import Promise

from reporting.enums import Whom

Words = str | Promise
Values = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Fact:
    """A column beside the usual ones, read only where a rule needs it.

    ``sql`` is an expression over the version ``v``, or (``of_support``) an aggregate over the deliveries ``x`` of a
    participation. ``values`` are the parameters that it names: nothing that somebody chose stands in the text.
    """

    name: str
    sql: str
    of_support: bool = False
    values: Values = ()


@dataclass(frozen=True, eq=False)
class Rule:
    """One condition on a participation. A rule is itself alone: declared once, compared by identity.

    ``sql`` is a boolean over the columns of the facts statement; ``fact`` names the column that shows why.
    ``condition`` says the rule in words; ``passed`` and ``failed`` are sentences about one person and may use
    ``%(fact)s``; ``unknown`` stands for both where the fact is blank and they would claim too much.

    ``needs`` are facts beside the usual ones, ``values`` the parameters that ``sql`` names. ``read`` says a fact in
    words where its name alone does not tell how. ``mended_as`` names the kind of rule whose form mends this one, when
    that is not the code.
    """

    code: str
    sql: str
    fact: str
    condition: Words
    passed: Words
    failed: Words
    reference: str = ""
    unknown: Words = ""
    needs: tuple[Fact, ...] = ()
    values: Values = ()
    read: Callable[[Any], str] | None = None
    mended_as: str = ""


@dataclass(frozen=True, eq=False)
class Indicator:
    """What is counted: which participations (``rules``, all of them), on which day (``moment``).

    ``moment`` is the column with the day on which the person counts: the start for outputs, the finding or
    event for results (R69). ``unit`` is persons, staff or entities; only persons are participants. ``counts`` says
    whom: all but participants are counted from facts of their own, without rules (``reporting/queries/counted.py``).

    ``recent`` is the column with the last day up to the end of the period, for those who count anew in every period
    in which there is such a day. ``is_own``: built by people of the project and not shipped; its ``target`` stands
    with it.
    """

    code: str
    name: Words
    definition: Words
    rules: tuple[Rule, ...]
    moment: str = "start_on"
    is_result: bool = False
    unit: str = "persons"
    version: int = 1
    recent: str = ""
    is_own: bool = False
    target: Mapping[str, int | None] | None = None
    is_lower_bound: bool = False
    counts: str = Whom.PARTICIPANTS

    @property
    def is_counted(self) -> bool:
        """Tell whether there are facts to count it from."""
        return bool(self.rules) or self.counts != Whom.PARTICIPANTS

    @property
    def day_in_period(self) -> str:
        """Return the column whose day lies in the periods in which the person counts."""
        return self.recent or self.moment


@dataclass(frozen=True)
class Dimension:
    """Something by which a figure is broken down: an expression over the facts, and how its values read."""

    code: str
    name: Words
    sql: str
    read: Callable[[Any], str]
    needs: tuple[Fact, ...] = ()
    values: Values = ()


def facts_of(rules: Iterable[Rule | Dimension]) -> tuple[Fact, ...]:
    """Return the facts that rules need beside the usual ones, each once."""
    return tuple(dict.fromkeys(fact for rule in rules for fact in rule.needs))


def values_of(rules: Iterable[Rule | Dimension]) -> dict[str, Any]:
    """Return the parameters that rules and their facts name."""
    asked = list(rules)
    return dict([pair for rule in asked for pair in rule.values] + [p for f in facts_of(asked) for p in f.values])


def rules_of(indicators: Iterable["Indicator"]) -> list[Rule]:
    """Return every rule of these indicators once."""
    return list(dict.fromkeys(rule for indicator in indicators for rule in indicator.rules))


@dataclass(frozen=True)
class Figure:
    """A count by sex; women and men are ``None`` for entities."""

    women: int | None
    men: int | None
    total: int

    def as_json(self) -> dict[str, int | None]:
        """Return the shape of contracts §2."""
        return {"women": self.women, "men": self.men, "total": self.total}


@dataclass(frozen=True)
class Line:
    """One line of the indicator table."""

    code: str
    name: str
    target: dict[str, int | None]
    period: Figure
    cumulative: Figure
    unit: str = "persons"
    is_result: bool = False
    is_own: bool = False
    is_lower_bound: bool = False
    version: int = 1
    counts: str = Whom.PARTICIPANTS

    @property
    def percent(self) -> Decimal | None:
        """Cumulative total as a percentage of the target: two decimals, never clipped (R68, R71)."""
        return percent_of_target(self.cumulative.total, self.target.get("total"))


@dataclass(frozen=True)
class SupportLine:
    """Support of one kind inside the period, given to counted participants; ``hours`` as a decimal."""

    code: str
    name: str
    persons: int
    deliveries: int
    hours: Decimal


@dataclass(frozen=True)
class Period:
    """Two days, both included, and optionally the moment of knowledge."""

    starts_on: datetime.date
    ends_on: datetime.date
    known_on: datetime.datetime | None = None

    @classmethod
    def whole(cls, starts_on: datetime.date | None = None, ends_on: datetime.date | None = None) -> "Period":
        """Return a period that is open where no day is given: all days known."""
        return cls(starts_on or datetime.date.min, ends_on or datetime.date.max)


def is_within(period: Period, starts_on: datetime.date, ends_on: datetime.date) -> bool:
    """Say whether a period lies as a whole between two days, both included."""
    return starts_on <= period.starts_on and period.ends_on <= ends_on


def percent_of_target(value: int, target: int | None) -> Decimal | None:
    """Return value / target in percent with two decimals; ``None`` without a target (R68, R71)."""
    if not target:
        return None
    return (Decimal(100) * value / target).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def fact_as_text(value: Any) -> str:
    """Return a fact for machines: ISO dates, plain text; "" for nothing."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, (datetime.date, datetime.datetime)) else str(value)
