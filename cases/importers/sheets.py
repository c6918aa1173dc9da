"""The sheets „Diagnozy”, „Zakonczenie” and „Zdarzenia” (contracts §4)."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from beneficiaries.models import Participation
from cases.domain.findings import record_diagnosis, record_exit_event, record_finding
from cases.enums import Area, ExitEventKind, Outcome, Stage
from cases.queries.instruments import five_areas_on
from cases.rules.results import LEVELS
from portal.imports.reading import Cell, Unreadable, Wordings, date, decimal, is_blank, text
from portal.imports.rows import SubjectRow, SubjectSheet
from portal.imports.run import ImportRun
from portal.imports.workbook import Sheet
from portal.programmes.models import GrantProject

_LP = ("Lp. uczestnika", "Lp.", "Lp")
_STAGES = Wordings(
    {
        Stage.ENTRY: ["początkowa", "wstępna", "na wejściu", "PRE", "wejście"],
        Stage.REVIEW: ["okresowa", "śródokresowa", "przegląd"],
        Stage.EXIT: ["końcowa", "na wyjściu", "POST", "wyjście"],
    }
)
_OUTCOMES = Wordings(
    {
        Outcome.IMPROVED: ["stwierdzam poprawę", "poprawa", "tak", "stwierdzono poprawę"],
        Outcome.NOT_IMPROVED: [
            "nie stwierdzam poprawy", "brak poprawy", "bez poprawy", "nie", "nie stwierdzono poprawy",
        ],
    }
)  # fmt: skip
_EVENTS = Wordings(
    {
        ExitEventKind.JOB_SEARCH: ["poszukiwanie pracy", "poszukuje pracy", "rozpoczęcie poszukiwania pracy"],
        ExitEventKind.EDUCATION: [
            "podjęcie nauki lub szkolenia", "podjęcie nauki", "podjęcie szkolenia", "rozpoczęcie nauki",
        ],
        ExitEventKind.QUALIFICATION: ["uzyskanie kwalifikacji", "kwalifikacje"],
        ExitEventKind.JOB: ["podjęcie pracy", "praca", "zatrudnienie"],
    }
)  # fmt: skip


class _CaseSheet:
    """What the three sheets share: rows of participants, one action each."""

    code: str
    names: tuple[str, ...]
    anchors: tuple[str, ...]
    order: int
    columns: dict[str, tuple[str, ...]]
    worded: frozenset[str]
    words: dict[str, list[str]]
    dates = frozenset({"date"})
    numbers = frozenset({"lp", *Area})
    telling = ("lp", "date")
    named = ()
    is_required = False

    def offered(self, _project: GrantProject) -> dict[str, list[str]]:
        """Return one way of writing each word that is read."""
        return self.words

    def prepare(self, run: ImportRun, sheet: Sheet) -> None:
        """Nothing to look ahead for."""

    def finish(self, run: ImportRun) -> None:
        """Nothing to complete."""

    def read(self, run: ImportRun, sheet: Sheet) -> None:
        """Record each new row."""
        for row, participation in self._rows(run, sheet):
            self.record(row, participation)

    def _rows(self, run: ImportRun, sheet: Sheet) -> Iterator[tuple[SubjectRow, Participation]]:
        participations = Participation.objects.filter(grant_project=run.project).select_related("person__data_key")
        by_id = participations.in_bulk()
        for row in SubjectSheet(run, sheet, self).new_rows(self.refusal):
            yield row, by_id[row.participation]

    def refusal(self, row: SubjectRow) -> tuple[str, str] | None:
        """Say why a row is not recorded."""
        raise NotImplementedError

    def record(self, row: SubjectRow, participation: Participation) -> None:
        """Record one row."""
        raise NotImplementedError


class DiagnosisImporter(_CaseSheet):
    """Reads diagnoses: five areas, levels 1–5; a level outside the scale is left out and listed."""

    code, names, order = "diagnoses", ("Diagnozy",), 30
    anchors = ("Lp. uczestnika", "Etap")
    columns = {
        "lp": _LP,
        "stage": ("Etap", "Rodzaj"),
        "date": ("Data", "Data diagnozy"),
        Area.SOCIAL: ("społeczny", "społeczna", "obszar społeczny"),
        Area.WORK: ("zawodowy", "zawodowa", "obszar zawodowy"),
        Area.EDUCATION: ("edukacyjny", "edukacyjna", "obszar edukacyjny"),
        Area.CULTURE: ("kulturalny", "kulturalna", "obszar kulturalny"),
        Area.HEALTH: ("zdrowotny", "zdrowotna", "obszar zdrowotny"),
    }
    worded = frozenset({"stage"})
    words = {"stage": ["początkowa", "okresowa", "końcowa"]}

    def refusal(self, row: SubjectRow) -> tuple[str, str] | None:
        """A diagnosis needs a stage and a readable date."""
        if _day(row.cell("date")) is None:
            return "date", _("The date is missing or cannot be read.")
        return None if _STAGES.find(row.cell("stage")) else ("stage", _("The stage of the assessment is not known."))

    def record(self, row: SubjectRow, participation: Participation) -> None:
        """Record the diagnosis with the levels that can be read, by the version of the five areas of its day."""
        day = _day(row.cell("date"))
        scores = {str(area): level for area in Area if (level := self._level(row, area)) is not None}
        stage = _STAGES.find(row.cell("stage")) or ""
        record_diagnosis(
            participation=participation, stage=stage, taken_on=day, scores=scores, by=row.run.by, why=row.run.why,
            instrument=five_areas_on(day),
        )  # fmt: skip

    def _level(self, row: SubjectRow, area: str) -> int | None:
        try:
            level = decimal(row.cell(area))
        except Unreadable:
            level = None
        if level is None or level not in LEVELS:
            if not is_blank(row.cell(area)):
                row.note_unreadable(area)
            return None
        return int(level)


class FindingImporter(_CaseSheet):
    """Reads findings at exit; whatever is incomplete is kept and does not count (R62)."""

    code, names, order = "findings", ("Zakonczenie", "Zakończenie"), 40
    anchors = ("Lp. uczestnika", "Stwierdzenie")
    columns = {
        "lp": _LP,
        "date": ("Data oceny", "Data"),
        "outcome": ("Stwierdzenie", "Ocena"),
        "categories": ("Kategorie poprawy", "Kategorie"),
        "reason": ("Uzasadnienie", "Uzasadnienie oceny"),
        "assessor": ("Oceniający", "Oceniająca", "Osoba oceniająca"),
    }
    worded = frozenset({"outcome"})
    words = {"outcome": ["stwierdzam poprawę", "nie stwierdzam poprawy"]}

    def refusal(self, row: SubjectRow) -> tuple[str, str] | None:
        """Nothing is refused: an incomplete finding is kept as a gap."""
        return None

    def record(self, row: SubjectRow, participation: Participation) -> None:
        """Record the finding as far as it can be read."""
        day, outcome = _day(row.cell("date")), _OUTCOMES.find(row.cell("outcome"))
        for name, unreadable in (("date", day is None), ("outcome", outcome is None)):
            if unreadable:
                row.note_unreadable(name)
        record_finding(
            participation=participation,
            found_on=day,
            outcome=outcome or "",
            categories=[part for part in text(row.cell("categories")).split(";") if not is_blank(part)],
            reason=_words(row.cell("reason")),
            assessor=_words(row.cell("assessor")),
            by=row.run.by,
            why=row.run.why,
        )


class ExitEventImporter(_CaseSheet):
    """Reads labour-market and education events after leaving."""

    code, names, order = "exit_events", ("Zdarzenia",), 50
    anchors = ("Lp. uczestnika", "Zdarzenie")
    columns = {"lp": _LP, "date": ("Data", "Data zdarzenia"), "kind": ("Zdarzenie", "Rodzaj zdarzenia")}
    worded = frozenset({"kind"})
    words = {"kind": ["poszukiwanie pracy", "podjęcie nauki lub szkolenia", "uzyskanie kwalifikacji", "podjęcie pracy"]}

    def refusal(self, row: SubjectRow) -> tuple[str, str] | None:
        """An event needs a known kind and a readable date."""
        if _day(row.cell("date")) is None:
            return "date", _("The date is missing or cannot be read.")
        return None if _EVENTS.find(row.cell("kind")) else ("kind", _("This kind of event is not known."))

    def record(self, row: SubjectRow, participation: Participation) -> None:
        """Record the event."""
        day, kind = _day(row.cell("date")), _EVENTS.find(row.cell("kind"))
        record_exit_event(
            participation=participation, occurred_on=day, kind=ExitEventKind(kind), by=row.run.by, why=row.run.why
        )


def _words(value: Cell) -> str:
    return "" if is_blank(value) else text(value)


def _day(value: Cell) -> datetime.date | None:
    try:
        return date(value)
    except Unreadable:
        return None
