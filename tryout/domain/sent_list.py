"""Last week's list goes through the real import, as a coordinator would send it."""

import datetime
import tempfile
from pathlib import Path

from portal.accounts.models import User
from portal.clock import recording_as_if_at
from portal.imports.domain import import_workbook
from portal.imports.models import ImportBatch
from portal.imports.run import Report
from portal.programmes.models import GrantProject
from tryout.rules.last_week import HEADINGS, TITLE, SentList


def import_list(project: GrantProject, sent: SentList, moment: datetime.datetime, by: User | None) -> Report:
    """Import the list as if at ``moment``; return what became of its rows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fundacja-2026-12-07.xlsx"
        write_workbook(sent, path)
        with recording_as_if_at(moment):
            report = import_workbook(path, project, by=by)
    ImportBatch.objects.filter(grant_project=project).update(imported_at=moment)
    return report


def write_workbook(sent: SentList, path: Path) -> None:
    """Write the list as a workbook: a title above the headings, as people make them."""
    import openpyxl  # here: large, and most processes never read or write a workbook

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sent.sheets():
        sheet = book.create_sheet(name)
        if name == "Uczestnicy":
            sheet.append([TITLE])
            sheet.append([])
        sheet.append(HEADINGS[name])
        for row in rows:
            sheet.append(row)
    book.save(path)
