"""``manage.py report --project CODE --from D --to D --output DIR [--draft]``: freeze a report, write its files."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils import translation

from portal.commandline import PortalCommand
from portal.programmes.arguments import day_argument, project_argument
from reporting.domain.editions import (
    EditionRefused,
    EditionUnchanged,
    PeriodRefused,
    draft_edition,
    freeze_edition,
    keep_file,
)
from reporting.enums import FileKind, Purpose
from reporting.exporters.files import file_name, make_file
from reporting.models import ReportEdition
from reporting.queries.plan import last_day_of_results
from reporting.queries.quality import Found
from reporting.rules import Period


class Command(PortalCommand):
    """Freeze an edition and write its PDF and XLSX; with ``--draft`` write marked files and freeze nothing."""

    help = "Freeze a report of a period and write its files; exit 1 and the list of gaps when there are any."
    example = "manage.py report --project sopot-5.15 --from 2026-01-01 --to 2026-03-31 --output reports"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what, when, where to and in which language."""
        parser.add_argument("--project", required=True, type=project_argument, metavar="CODE")
        parser.add_argument("--from", required=True, type=day_argument, dest="starts_on", metavar="YYYY-MM-DD")
        parser.add_argument("--to", required=True, type=day_argument, dest="ends_on", metavar="YYYY-MM-DD")
        parser.add_argument("--output", required=True, type=Path, metavar="DIR")
        parser.add_argument("--purpose", default=Purpose.CLAIM, type=Purpose, choices=list(Purpose))
        parser.add_argument("--draft", action="store_true", help="marked files, nothing is frozen")
        parser.add_argument("--language", default="pl", choices=[code for code, _ in settings.LANGUAGES])

    def handle(self, *args: Any, **options: Any) -> None:
        """Freeze or draft, write, say where."""
        project, is_draft, folder = options["project"], options["draft"], options["output"]
        period = Period(options["starts_on"], options["ends_on"])
        self.refuse_reversed(period.starts_on, period.ends_on)
        _make_folder(folder)
        with translation.override(options["language"]), transaction.atomic():
            edition = self._edition(project, period, options["purpose"], is_draft=is_draft)
            how = {"language": options["language"], "is_draft": is_draft}
            paths = {kind: _write(edition, kind, folder, **how) for kind in FileKind}
        answer = {"edition": None if is_draft else edition.label, "checksum": edition.checksum}
        answer |= {kind.value: str(path) for kind, path in paths.items()}
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))

    def _edition(self, project: Any, period: Period, purpose: Purpose, *, is_draft: bool) -> ReportEdition:
        if is_draft:
            return draft_edition(project, period, by=None, purpose=purpose).edition
        try:
            return freeze_edition(project, period, by=None, purpose=purpose)
        except EditionUnchanged as unchanged:
            return unchanged.last
        except PeriodRefused:
            raise CommandError(
                "The period does not lie inside the project and its window of results"
                f" ({project.starts_on} to {last_day_of_results(project)})."
            ) from None
        except EditionRefused as refused:
            self._list(refused.found)
            self.answer_no()

    def _list(self, found: list[Found]) -> None:
        gaps = [
            {"check": each.check.code, "reference": each.check.reference, "people": each.people,
             "message": f"{each.check.title}. {each.check.explanation}"}
            for each in found
        ]  # fmt: skip
        self.stdout.write(json.dumps({"blocking": gaps}, ensure_ascii=False, indent=1))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"The folder {folder} cannot be made: {error.strerror}.") from None


def _write(edition: ReportEdition, kind: FileKind, folder: Path, *, language: str, is_draft: bool) -> Path:
    content = make_file(edition, kind, language=language, is_draft=is_draft)
    if not is_draft:
        content = bytes(keep_file(edition, kind, content).content)
    path = folder / file_name(edition, kind, is_draft=is_draft)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from None
    return path
