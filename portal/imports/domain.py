"""The one action: read a participants workbook into a grant project (contracts §4)."""

from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.crypto.models import DataKey
from portal.imports.models import ImportBatch
from portal.imports.reading import heading
from portal.imports.registry import sheet_anchors, sheet_importers
from portal.imports.run import ImportRun, Report
from portal.imports.workbook import UnreadableWorkbook, Workbook, read_workbook
from portal.programmes.models import GrantProject


class _DryRun(Exception):
    """Ends the transaction of a dry run."""


def import_workbook(path: Path, project: GrantProject, *, by: User | None, dry_run: bool = False) -> Report:
    """Read the workbook at ``path`` into ``project``; all or nothing, and nothing at all with ``dry_run``.

    Raises ``UnreadableWorkbook`` with one sentence when the file cannot be used. Equal input changes
    nothing the second time.
    """
    workbook = read_workbook(path, sheet_anchors())
    try:
        with transaction.atomic():
            report = _import(workbook, path.name, project, by)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return report


def _import(workbook: Workbook, file_name: str, project: GrantProject, by: User | None) -> Report:
    GrantProject.objects.select_for_update().get(pk=project.pk)  # two imports at once would number twice
    data_key = DataKey.fresh()
    data_key.save()
    batch = ImportBatch.objects.create(
        grant_project=project, data_key=data_key, imported_by=by, checksum=workbook.checksum
    )
    run = ImportRun(project, batch, by)
    found = []
    for importer in sheet_importers():
        sheet = next((workbook.sheets[name] for name in map(heading, importer.names) if name in workbook.sheets), None)
        if sheet is not None and sheet.headings:
            found.append((importer, sheet))
        elif importer.is_required and sheet is not None:
            raise UnreadableWorkbook(_("Sheet “%(sheet)s” is empty.") % {"sheet": sheet.name})
        elif importer.is_required:
            raise UnreadableWorkbook(
                _("%(file)s has no sheet “%(sheet)s”.") % {"file": file_name, "sheet": importer.names[0]}
            )
    for importer, sheet in found:
        importer.prepare(run, sheet)
    for importer, sheet in found:
        importer.read(run, sheet)
        run.save_rows()
    for importer, _sheet in found:
        importer.finish(run)
    report = run.report
    batch.counts = {k: v for k, v in report.as_json().items() if isinstance(v, int)}
    batch.save(update_fields=["counts"])
    record(Action.IMPORT, by=by, obj=batch, grant_project=project, detail=batch.counts)
    return report
