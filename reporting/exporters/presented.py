"""An edition as people read it, in one language: page, PDF and XLSX all take their figures from here."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.suppression import hidden_of_sexes
from portal.ui.formatting import DASH, current_language, moment, number, short_date
from reporting.enums import Purpose
from reporting.exporters.differences import (
    Carried,
    ChangeOfPerson,
    carried_in_words,
    changes_in_words,
    support_in_words,
)
from reporting.exporters.unnamed import without
from reporting.indicators.words import target_in_words as _target_in_words
from reporting.models import ReportEdition


@dataclass(frozen=True)
class Counts:
    """Women, men and total; women and men are ``None`` for entities."""

    women: int | None
    men: int | None
    total: int | None


@dataclass(frozen=True)
class FigureLine:
    """One line of a table of indicators."""

    code: str
    name: str
    target: int | None
    period: Counts
    cumulative: Counts
    percent: Decimal | None
    earlier: int | None
    is_group: bool = False
    definition: str = ""
    conditions: Sequence[str] = ()
    version: int = 1
    is_own: bool = False
    is_lower_bound: bool = False
    has_few: bool = False
    unit: str = "persons"

    @property
    def target_in_words(self) -> str:
        """Return the target as people write it: „min. 60” where it is a lower bound; a dash for none."""
        return _target_in_words(self.target, is_lower_bound=self.is_lower_bound)

    @property
    def bar(self) -> float:
        """Return the length of the bar in percent of the target, drawn to at most 100."""
        return float(min(self.percent, Decimal(100))) if self.percent is not None else 0.0


@dataclass(frozen=True)
class SupportLine:
    """Support of one kind in the period; ``split`` has the deliveries of each organisation, last those not stated."""

    name: str
    persons: int
    deliveries: int
    hours: Decimal
    split: Sequence[int]


@dataclass(frozen=True)
class Explained:
    """What somebody wrote about a gap that stays."""

    text: str
    by: str
    at: datetime.datetime


@dataclass(frozen=True)
class Note:
    """What a check found, or that it found nothing."""

    title: str
    explanation: str
    reference: str
    people: int
    explanations: Sequence[Explained] = ()

    @property
    def in_full(self) -> str:
        """What the check means, and after it what was written about it."""
        return " ".join([self.explanation, *(f"{each.text} ({each.by})" for each in self.explanations)])


@dataclass(frozen=True)
class BesideLine:
    """Interpreting or childcare beside support: how often it took place, and for how many hours."""

    name: str
    times: int
    hours: Decimal


@dataclass(frozen=True)
class ChangeLine:
    """For one indicator: the numbers that came and went for days already reported (R69)."""

    name: str
    came: str
    went: str


@dataclass(frozen=True)
class Presented:
    """Everything that a report says, in one language; ``names`` and ``kinds`` are words by code.

    ``left_out`` says how many people the differences do not name.
    """

    edition: ReportEdition
    title: str
    project: str
    programme: str
    measure: str
    agreement_number: str
    organisations: Sequence[str]
    starts_on: datetime.date
    ends_on: datetime.date
    headline: Sequence[FigureLine]
    common: Sequence[FigureLine]
    own: Sequence[FigureLine]
    support: Sequence[SupportLine]
    support_columns: Sequence[str]
    support_total: SupportLine
    beside: Sequence[BesideLine]
    notes: Sequence[Note]
    blocking: Sequence[Note]
    passed: Sequence[Note]
    held: int
    earlier_label: str
    changes: Sequence[ChangeLine]
    early_reason: str
    purpose: str = ""
    state: str = ""
    approved_by: str = ""
    alone_reason: str = ""
    differences: Sequence[ChangeOfPerson] = ()
    support_changes: Sequence[ChangeOfPerson] = ()
    carried: Sequence[Carried] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    left_out: str = ""
    few: str = ""

    @property
    def corrected(self) -> list[Carried]:
        """Return the figures in which something was corrected for days already reported."""
        return [line for line in self.carried if line.corrected]


def presented(edition: ReportEdition, but: Collection[str] = (), few: int | None = None) -> Presented:
    """Return the edition in the active language; numbers in ``but`` are counted and never named.

    Of own indicators counts of fewer people than ``few`` are left out: the project's threshold, unless told otherwise.
    With them go the changes of such an indicator, which would name those whom it counts.
    """
    content = edition.content
    language = current_language()
    threshold = edition.grant_project.small_cell_threshold if few is None else few
    lines = [_line(each, content, language) for each in content["indicators"]]
    lines = [_without_few(line, lines[0], threshold) if line.is_own else line for line in lines]
    groups = [_line(each, content, language, is_group=True) for each in content["groups"]]
    quality = [_note(each, language) for each in content["quality"]]
    found = {kind: [note for note, each in zip(quality, content["quality"], strict=True) if _is(each, kind)]
             for kind in ("blocking", "note", "passed")}  # fmt: skip
    columns, support = _support(content, language)
    earlier, left_out = without(edition, but)
    hidden = {line.code for line in lines if line.has_few}
    names = {line.code: line.name for line in (*lines[:1], *groups, *lines[1:]) if not line.has_few}
    kinds = {line["code"]: line["name"][language] for line in content["support"]}
    return Presented(
        edition=edition,
        title=_title(edition),
        project=content["project"]["title"][language],
        programme=content["project"]["programme"],
        measure=content["project"]["measure"],
        agreement_number=content["project"]["agreement_number"],
        organisations=[body["name"] for body in content["project"]["organisations"]],
        starts_on=edition.starts_on,
        ends_on=edition.ends_on,
        headline=_headline(lines, groups),
        common=[line for line in lines if line.target is None and not line.is_own],
        own=[line for line in lines if line.is_own],
        support=support,
        support_columns=columns,
        support_total=_sum(support, len(columns)),
        beside=[
            BesideLine(line["name"][language], line["times"], Decimal(line["hours"]))
            for line in content.get("beside", ())
        ],
        notes=found["note"],
        blocking=found["blocking"],
        passed=found["passed"],
        held=content["held"],
        earlier_label=earlier.get("edition", ""),
        changes=_changes(earlier, [line for line in lines if not line.has_few]),
        early_reason=content.get("early_reason", ""),
        purpose=str(Purpose(edition.purpose).label),
        **_approval(edition),
        differences=changes_in_words(
            [each for each in earlier.get("differences", ()) if each["indicator"] not in hidden],
            {line.code: line.name for line in groups},
        ),
        support_changes=support_in_words(earlier.get("support", ()), kinds),
        kinds=kinds,
        carried=carried_in_words(earlier.get("carried", {}), names),
        names=names,
        left_out=left_out,
        few=few_in_words(threshold) if hidden else "",
    )


def _approval(edition: ReportEdition) -> dict[str, str]:
    approval = edition.approved
    if approval is None:
        return {"state": _("Frozen, waits for approval")}
    said = {"name": approval.approved_by.name, "moment": moment(approval.approved_at)}
    return {
        "state": _("Approved by %(name)s, %(moment)s") % said,
        "approved_by": f"{said['name']}, {said['moment']}",
        "alone_reason": approval.alone_reason,
    }


def _title(edition: ReportEdition) -> str:
    first, last = edition.starts_on, edition.ends_on
    if (first.day, (first.month - 1) % 3) == (1, 0) and last == _end_of_quarter(first):
        number = {1: "I", 2: "II", 3: "III", 4: "IV"}[(first.month + 2) // 3]
        return _("Report for quarter %(number)s of %(year)s") % {"number": number, "year": first.year}
    days = {"first": short_date(first), "last": short_date(last)}
    return _("Report for %(first)s–%(last)s") % days


def _end_of_quarter(first: datetime.date) -> datetime.date:
    year, month = (first.year + 1, 1) if first.month == 10 else (first.year, first.month + 3)  # noqa: PLR2004
    return datetime.date(year, month, 1) - datetime.timedelta(days=1)


def _line(each: dict[str, Any], content: dict[str, Any], language: str, *, is_group: bool = False) -> FigureLine:
    earlier = (content["earlier"] or {}).get("cumulative", {}).get(each["code"])
    return FigureLine(
        code=each["code"],
        name=each["name"][language],
        target=each["target"]["total"],
        period=Counts(**each["period"]),
        cumulative=Counts(**each["cumulative"]),
        percent=None if each["percent"] is None else Decimal(each["percent"]),
        earlier=earlier["total"] if earlier else None,
        is_group=is_group,
        definition=each.get("definition", {}).get(language, ""),
        conditions=[content["rules"][code]["condition"][language] for code in each.get("rules", ())],
        version=each.get("version", 1),
        is_own=each.get("own", False),
        unit=each.get("unit", "persons"),
        is_lower_bound=each.get("lower_bound", False),
    )


def _without_few(line: FigureLine, whole: FigureLine, threshold: int) -> FigureLine:
    """Leave out counts of few people of an own indicator: it is not of the fund's list of persons (S40, S66)."""
    if line.unit != "persons":
        return line  # not of participants: visitors are known by nobody, trained staff by what they learned
    rows, wholes = ([_figures(part) for part in (each.period, each.cumulative)] for each in (line, whole))
    hidden = hidden_of_sexes(rows, wholes, threshold)
    if not hidden:
        return line
    shown = [
        Counts(*(None if (row, column) in hidden else value for column, value in enumerate(figures)))
        for row, figures in enumerate(rows)
    ]
    percent = None if shown[1].total is None else line.percent
    return replace(line, period=shown[0], cumulative=shown[1], percent=percent, has_few=True)


def _figures(counts: Counts) -> list[int | None]:
    return [counts.women, counts.men, counts.total]


def few_in_words(threshold: int) -> str:
    """Say why a dash stands where a count of an own indicator is left out."""
    words = _(
        "%(sign)s: left out, so that nobody can be recognised. It is a count of fewer than %(threshold)s people, "
        "or one that would give such a count away."
    )
    return words % {"sign": DASH, "threshold": number(threshold)}


def _headline(lines: list[FigureLine], groups: list[FigureLine]) -> list[FigureLine]:
    """Return the lines with a target; the groups stand under the number of participants that they divide."""
    with_target = [line for line in lines if line.target is not None and not line.is_own]
    return [*with_target[:1], *groups, *with_target[1:]]


def _is(found: dict[str, Any], kind: str) -> bool:
    if not found["people"]:
        return kind == "passed"
    return kind == ("blocking" if found["blocking"] else "note")


def _note(found: dict[str, Any], language: str) -> Note:
    explained = [
        Explained(each["text"], each["by"], datetime.datetime.fromisoformat(each["at"]))
        for each in found.get("explanations", ())
    ]
    title, explanation = found["title"][language], found["explanation"][language]
    return Note(title, explanation, found["reference"], found["people"], explained)


def _support(content: dict[str, Any], language: str) -> tuple[list[str], list[SupportLine]]:
    bodies = [(body["code"], body["short_name"]) for body in content["project"]["organisations"]]
    if any(line["by_organisation"].get("") for line in content["support"]):
        bodies.append(("", _("not stated")))
    lines = [
        SupportLine(
            line["name"][language],
            line["persons"],
            line["deliveries"],
            Decimal(line["hours"]),
            [line["by_organisation"].get(code, 0) for code, _name in bodies],
        )
        for line in content["support"]
    ]
    return [name for _code, name in bodies], lines


def _sum(lines: Sequence[SupportLine], columns: int) -> SupportLine:
    """Add up deliveries and hours; persons of two kinds overlap and are never added up."""
    split = [sum(line.split[place] for line in lines) for place in range(columns)]
    deliveries = sum(line.deliveries for line in lines)
    return SupportLine("", 0, deliveries, sum((line.hours for line in lines), Decimal(0)), split)


def _changes(earlier: dict[str, Any], lines: list[FigureLine]) -> list[ChangeLine]:
    found = []
    for line in lines:
        numbers = {
            came: ", ".join(
                of_whom for code, of_whom, way in earlier.get("changes", ()) if code == line.code and way is came
            )
            for came in (True, False)
        }
        if any(numbers.values()):
            found.append(ChangeLine(f"{line.code} {line.name}", numbers[True], numbers[False]))
    return found
