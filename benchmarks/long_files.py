"""Long files of a report: PDF of 60 pages against bare WeasyPrint, XLSX against a bare writer (goals 17 and 18)."""

import datetime
import re
import tempfile
from collections import deque
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import xlsxwriter
from django.utils import translation

from benchmarks.pages import EMAIL, coordinator_of
from benchmarks.printing import bare
from portal.accounts.domain import grant_membership
from portal.accounts.enums import Role
from portal.accounts.models import Organisation, User
from portal.printing import apart
from portal.printing.joining import pages_of
from portal.programmes.models import GrantProject
from reporting.domain.built import build_report
from reporting.domain.editions import freeze_edition
from reporting.enums import Section
from reporting.exporters import built_files
from reporting.models import BuiltReport, ReportEdition
from reporting.rules import Period
from services.domain.synthesis import synthesise
from services.management.commands.synthesise import copied

PEOPLE = 1450
"""So many give a report of about sixty pages with its annex."""
PERIOD = Period(datetime.date(2025, 1, 1), datetime.date(2026, 11, 30))
PDF_LIMIT, XLSX_LIMIT, MEBIBYTES = 0.75, 1.25, 160


def long_report(first: GrantProject) -> BuiltReport:
    """Return a report of about sixty pages with its annex, of a project of its own."""
    coordinator_of(first)
    user = User.objects.get(email=EMAIL)
    project = copied(GrantProject.objects.get(pk=first.pk), "measuring-paper", "MP")
    leader = Organisation.objects.get(projects__grant_project=project, projects__kind="leader")
    grant_membership(user, Role.COORDINATOR, organisation=leader, grant_project=project, by=None)
    synthesise(project, PEOPLE, seed=60)
    return report_of(project)


def report_of(project: GrantProject) -> BuiltReport:
    """Return a report of all sections with its annex, built from an edition of the project frozen now.

    Its period begins a day later than that of the edition before: an edition of the same one would hold what changed
    since, and a project that has grown tenfold in a minute is nobody's report.
    """
    user = User.objects.get(email=EMAIL)
    frozen = ReportEdition.objects.filter(grant_project=project).count()
    period = Period(PERIOD.starts_on + datetime.timedelta(days=frozen), PERIOD.ends_on)
    edition = freeze_edition(project, period, by=user, early_reason="measuring")
    sections = [section.value for section in Section]
    return build_report(edition, sections=sections, beside=[], notice=False, by=user)


class Paper:
    """Both ways to the PDF of a report, in Polish."""

    def __init__(self, report: BuiltReport) -> None:
        self._report = report
        self.pages, self.mebibytes = 0, 0.0
        with translation.override("pl"):
            parts = list(built_files._pages(report, deque()))
        mains = [re.search(r"<main>(.*)</main>", each, re.DOTALL)[1] for each in parts]  # type: ignore[index]
        self._html = parts[0].replace(mains[0], "".join(mains))

    def portal(self) -> None:
        """Print the report as a job does."""
        with tempfile.TemporaryDirectory() as folder, translation.override("pl"), self._watched():
            self.pages = pages_of(built_files.write_pdf(self._report, Path(folder), lambda: None))

    def floor(self) -> None:
        """Print everything as one document."""
        bare(self._html)

    @contextmanager
    def _watched(self):  # noqa: ANN202
        """Keep the most memory that a press had; all are asked before one of them ends."""
        end = apart._Press.end

        def asked(press: apart._Press) -> None:
            self.mebibytes = max([self.mebibytes, *map(_most_mebibytes, _children(press._house._process.pid))])
            end(press)

        apart._Press.end = asked  # type: ignore[method-assign]
        try:
            yield
        finally:
            apart._Press.end = end  # type: ignore[method-assign]


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()


def _most_mebibytes(pid: str) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def workbooks(report: BuiltReport) -> tuple[Callable[[], None], Callable[[], None]]:
    """Return both ways to the workbook of a report: from the database, and bare, of the same cells in memory.

    Both make as many sheets: each costs two files for a while, which on a slow disk is most of a short workbook.
    """
    sheets: dict[str, list[list[object]]] = {}
    with translation.override("pl"):
        for part in built_files.parts_of(report):
            for rows in built_files._blocks(part):
                sheets.setdefault(part.section.value, []).extend(map(list, rows))

    def portal() -> None:
        with tempfile.TemporaryDirectory() as folder, translation.override("pl"):
            built_files.write_xlsx(report, Path(folder), lambda: None)

    def floor() -> None:
        with tempfile.TemporaryDirectory() as folder:
            options = {"constant_memory": True, "tmpdir": folder}
            with xlsxwriter.Workbook(f"{folder}/bare.xlsx", options) as workbook:
                for name, rows in sheets.items():
                    sheet = workbook.add_worksheet(name)
                    for number, row in enumerate(rows):
                        for place, cell in enumerate(row):
                            if cell is not None:
                                sheet.write(number, place, cell if isinstance(cell, int | float) else str(cell))

    return portal, floor
