"""``manage.py import_participants FILE.xlsx --project CODE [--dry-run] [--report OUT.json]``."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from portal.commandline import PortalCommand
from portal.imports.domain import import_workbook
from portal.imports.run import Report
from portal.imports.workbook import UnreadableWorkbook
from portal.programmes.models import GrantProject


class Command(PortalCommand):
    """Read a participants workbook into a grant project."""

    help = "Read a participants workbook (sheets Uczestnicy, Wsparcie, Diagnozy, Zakonczenie, Zdarzenia)."
    example = "manage.py import_participants list.xlsx --project sopot-5.15 --report report.json"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare file, project, report."""
        parser.add_argument("file", metavar="FILE.xlsx", type=Path)
        parser.add_argument("--project", required=True, metavar="CODE")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
        parser.add_argument("--report", type=Path, metavar="OUT.json", help="write the report as JSON")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, write the report, say the counts."""
        project = GrantProject.objects.filter(code=options["project"]).first()
        if project is None:
            raise CommandError(f"There is no project {options['project']}. Load it with load_programme.")
        if not project.is_dated:
            raise CommandError(f"The first or last day of {project.code} is not known, so nobody can take part in it.")
        out: Path | None = options["report"]
        if out is not None:
            _refuse_unwritable(out)
        try:
            report = import_workbook(options["file"], project, by=None, dry_run=options["dry_run"])
        except UnreadableWorkbook as error:
            raise CommandError(str(error)) from None
        text = json.dumps(report.as_json(), ensure_ascii=False, indent=1)
        if out is not None:
            try:
                out.write_text(text, encoding="utf-8")
            except OSError as error:
                raise CommandError(f"The report cannot be written: {error.strerror}: {out}") from None
        self.stdout.write(text if options["format"] == "json" else self._summary(report))

    def _summary(self, report: Report) -> str:
        counts = report.as_json()
        names = ("rows", "created", "merged", "held", "unchanged", "incomplete")
        return ", ".join(f"{name} {counts[name]}" for name in names)


def _refuse_unwritable(out: Path) -> None:
    """Raise ``CommandError`` when the report could not be written, before anything is imported."""
    existed = out.exists()
    try:
        with out.open("a", encoding="utf-8"):
            pass
        if not existed:
            out.unlink()
    except OSError as error:
        raise CommandError(f"The report cannot be written: {error.strerror}: {out}") from None
