"""What workers do for reports: one action on ids."""

from django.urls import reverse

from portal.jobs.running import JobRun
from reporting.domain.files import digest_of, keep_files
from reporting.enums import FileKind
from reporting.exporters.files import make_file
from reporting.models import ReportEdition
from reporting.queries.files import APPROVED, files_kept

LANGUAGE = "pl"
"""Files of an edition are made once, in the language of the grant."""


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
