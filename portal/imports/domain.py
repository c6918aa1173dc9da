"""Read a participants workbook into a grant project: the one action, and the same without effect (contracts §4)."""

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.crypto.models import DataKey
from portal.imports.contents import layout_of
from portal.imports.labels import set_aside
from portal.imports.models import ImportBatch
from portal.imports.reading import heading
from portal.imports.registry import SheetImporter, sheet_anchors, sheet_importers
from portal.imports.run import ImportRun, Report
from portal.imports.workbook import ListFile, Sheet, UnreadableWorkbook, Workbook, read_workbook
from portal.programmes.models import GrantProject


class _DryRun(Exception):
    """Ends the transaction of a dry run."""


def import_workbook(path: Path, project: GrantProject, *, by: User | None, dry_run: bool = False) -> Report:
    """Read the workbook at ``path`` into ``project``; all or nothing, and nothing at all with ``dry_run``.

    Raises ``UnreadableWorkbook`` with one sentence when the file cannot be used. Equal input changes
    nothing the second time.
    """
    file = ListFile.at(path)
    run = try_list(file, project, by=by) if dry_run else import_list(file, project, by=by)
    return run.report


def import_list(file: ListFile, project: GrantProject, *, by: User | None) -> ImportRun:
    """Read a list into ``project``, all or nothing. Raises ``UnreadableWorkbook``."""
    workbook = read_workbook(file, sheet_anchors())
    with transaction.atomic():
        return _import(workbook, file.name, project, by)


def try_list(file: ListFile, project: GrantProject, *, by: User | None) -> ImportRun:
    """Do the same as ``import_list`` and take everything back: what is returned says what would happen."""
    workbook, tried = read_workbook(file, sheet_anchors()), []
    try:
        with transaction.atomic():
            tried.append(_import(workbook, file.name, project, by))
            raise _DryRun
    except _DryRun:
        return tried[0]


def as_stored(run: ImportRun) -> dict[str, Any]:
    """Return what a page shows of a reading, as JSON takes it: the report and its details."""
    stored = {"report": run.report.as_json(), **dataclasses.asdict(run.details)}
    return json.loads(json.dumps(stored, ensure_ascii=False, default=str))


def _import(workbook: Workbook, file_name: str, project: GrantProject, by: User | None) -> ImportRun:
    GrantProject.objects.select_for_update().get(pk=project.pk)  # two imports at once would number twice
    data_key = DataKey.fresh()
    data_key.save()
    batch = ImportBatch.objects.create(
        grant_project=project, data_key=data_key, imported_by=by, checksum=workbook.checksum
    )
    run = ImportRun(project, batch, by)
    found = list(_found(workbook, file_name))
    for importer, sheet in found:
        set_aside(run, sheet, importer)
        importer.prepare(run, sheet)
    for importer, sheet in found:
        importer.read(run, sheet)
        run.save_rows()
    for importer, _sheet in found:
        importer.finish(run)
    _keep(run, found)
    return run


def _found(workbook: Workbook, file_name: str) -> Iterator[tuple[SheetImporter, Sheet]]:
    for importer in sheet_importers():
        sheet = next((workbook.sheets[name] for name in map(heading, importer.names) if name in workbook.sheets), None)
        if sheet is not None and sheet.headings:
            yield importer, sheet
        elif importer.is_required and sheet is not None:
            raise UnreadableWorkbook(_("Sheet “%(sheet)s” is empty.") % {"sheet": sheet.name})
        elif importer.is_required:
            raise UnreadableWorkbook(
                _("%(file)s has no sheet “%(sheet)s”.") % {"file": file_name, "sheet": importer.names[0]}
            )


def _keep(run: ImportRun, found: list[tuple[SheetImporter, Sheet]]) -> None:
    batch = run.batch
    batch.counts = {k: v for k, v in run.report.as_json().items() if isinstance(v, int)}
    batch.layout = json.dumps({importer.code: layout_of(sheet) for importer, sheet in found}, ensure_ascii=False)
    batch.report = json.dumps(as_stored(run), ensure_ascii=False)
    batch.save(update_fields=["counts", "layout", "report"])
    record(Action.IMPORT, by=run.by, obj=batch, grant_project=run.project, detail=batch.counts)
