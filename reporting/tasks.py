"""What workers do for reports: one action on ids."""

import tempfile
from pathlib import Path

from django.urls import reverse
from django.utils.translation import override

from portal.jobs.running import JobRun
from reporting.domain.built import keep_built_files
from reporting.domain.files import digest_of, keep_files
from reporting.enums import LANGUAGE, BuiltKind, FileKind
from reporting.exporters.built import part_count
from reporting.exporters.built_files import WRITERS
from reporting.exporters.files import make_file
from reporting.models import BuiltReport, ReportEdition
from reporting.queries.files import APPROVED, files_kept


def make_files(run: JobRun) -> str:
    """Make the files of an edition that it does not have yet and keep them; return the page of the edition.

    An edition has files from before and from after its approval; a job makes those that were asked for.
    """
    edition = ReportEdition.objects.get(pk=run.params["edition"], grant_project=run.grant_project)
    if run.params.get("state") != APPROVED:
        edition = edition.before_approval()
    missing = [kind for kind in FileKind if not files_kept(edition).filter(kind=kind).exists()]
    made = {}
    for place, kind in enumerate(missing):
        run.progress(place, len(missing))
        made[kind] = make_file(edition, kind, language=LANGUAGE)
    run.progress(len(missing), len(missing))
    with run.committing():
        keep_files(edition, made, by=run.by)
        run.answer, run.result_sha256 = reverse("report_edition", args=[edition.pk]), digest_of(edition)
    return run.answer


def make_built_files(run: JobRun) -> str:
    """Make the files of a built report that it does not have yet, part by part; return the page of the report.

    Parts are laid out in a folder that goes with the attempt: a killed worker leaves no half file in the portal.
    """
    rows = BuiltReport.objects.select_related("edition__grant_project", "edition__frozen_by", "made_by")
    report = rows.get(pk=run.params["built"], edition__grant_project=run.grant_project)
    missing = [kind for kind in BuiltKind if not report.files.filter(kind=kind).exists()]  # type: ignore[attr-defined]
    with override(LANGUAGE), tempfile.TemporaryDirectory() as folder:
        total = part_count(report) * len(missing)
        done = 0

        def step() -> None:
            nonlocal done
            done += 1
            run.progress(min(done, total), total)

        paths = {kind: WRITERS[kind](report, Path(folder), step) for kind in missing}
        made = {kind: path.read_bytes() for kind, path in paths.items()}
    with run.committing():
        run.result_sha256 = keep_built_files(report, made, by=run.by)
        run.answer = reverse("built_report", args=[report.pk])
    return run.answer
