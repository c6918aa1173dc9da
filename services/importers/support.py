"""The sheet „Wsparcie”: one row is one delivery, also when two rows are equal (contracts §4)."""

import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from beneficiaries.models import Participation
from portal.imports.reading import Cell, Unreadable, Wordings, date, decimal, is_blank, text
from portal.imports.rows import SubjectRow, SubjectSheet
from portal.imports.run import ImportRun
from portal.imports.workbook import Sheet
from portal.programmes.models import GrantProject
from portal.versions.actions import record_fact
from services.domain.support import refresh_starts
from services.models import SupportDelivery
from services.rules.support import is_inside

_LONGEST_DAY, _MOST_HOURS = 24, 9_999


class SupportImporter:
    """Reads support: refuses what is dated outside the project, unreadable or of an unknown kind."""

    code = "support"
    names = ("Wsparcie",)
    anchors = ("Lp. uczestnika", "Rodzaj wsparcia")
    order = 20
    is_required = False
    columns = {
        "lp": ("Lp. uczestnika", "Lp.", "Lp"),
        "kind": ("Rodzaj wsparcia", "Rodzaj"),
        "date": ("Data", "Data wsparcia"),
        "hours": ("Liczba godzin", "Godziny", "Liczba godz."),
        "provider": ("Prowadzący", "Prowadząca", "Osoba prowadząca"),
        "remarks": ("Uwagi",),
    }
    worded = frozenset({"kind"})
    dates = frozenset({"date"})
    numbers = frozenset({"lp", "hours"})
    telling = ("lp", "date")
    named = ()

    def offered(self, project: GrantProject) -> dict[str, list[str]]:
        """Return what the project calls its kinds of support."""
        return {"kind": [kind.name_pl or kind.name for kind in project.service_types.all()]}  # type: ignore[attr-defined]

    def prepare(self, run: ImportRun, sheet: Sheet) -> None:
        """Find each number's first date, for people whose list writes no start."""
        for row in SubjectSheet(run, sheet, self).rows_with_lp():
            day = _day(row.cell("date"))
            if day and is_inside(day, run.project.starts_on, run.project.ends_on):
                run.first_dates[str(row.lp)] = min(day, run.first_dates.get(str(row.lp), day))

    def read(self, run: ImportRun, sheet: Sheet) -> None:
        """Record each new delivery of a known participant."""
        types = list(run.project.service_types.all())
        self._types = {each.code: each for each in types}
        self._kinds = Wordings({each.code: [each.name_pl or "", *each.wordings] for each in types})
        participations = Participation.objects.filter(grant_project=run.project).in_bulk()
        for row in SubjectSheet(run, sheet, self).new_rows(self._refusal):
            day, kind = _day(row.cell("date")), self._kinds.find(row.cell("kind"))
            record_fact(
                SupportDelivery(
                    participation=participations[row.participation],
                    service_type=self._types[kind],
                    delivered_on=day,
                    hours=self._hours(row),
                    provider="" if is_blank(row.cell("provider")) else text(row.cell("provider"))[:120],
                ),
                by=run.by,
                why=run.why,
            )
            run.touched.add(row.participation)

    def finish(self, run: ImportRun) -> None:
        """Set the starts that the new support decides."""
        refresh_starts(run.project, run.touched, by=run.by, why=run.why)

    def _refusal(self, row: SubjectRow) -> tuple[str, str] | None:
        day = _day(row.cell("date"))
        if day is None:
            return "date", _("The date of the support is missing or cannot be read.")
        project = row.run.project
        if not is_inside(day, project.starts_on, project.ends_on):
            return "outside-project", _("The support is dated outside the project.")
        if not self._kinds.find(row.cell("kind")):
            return "kind", _("This kind of support does not belong to the project.")
        return None

    def _hours(self, row: SubjectRow) -> Decimal | None:
        try:
            hours = decimal(row.cell("hours"))
        except Unreadable:
            hours = None
        if hours is None or not 0 <= hours <= _LONGEST_DAY:
            row.note_unreadable("hours")  # more than a day has: kept, for a course may stand in one row, and listed
        if hours is None or not 0 <= hours <= _MOST_HOURS:
            return None
        return hours.quantize(Decimal("0.01"))


def _day(value: Cell) -> datetime.date | None:
    try:
        return date(value)
    except Unreadable:
        return None
