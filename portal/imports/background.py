"""Importing a list apart from the page that asked for it."""

import uuid

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.imports.models import UploadedList
from portal.imports.uploading import ListGone, ask_for_import, import_upload
from portal.imports.workbook import UnreadableWorkbook
from portal.jobs.domain import request_job
from portal.jobs.errors import JobFailed
from portal.jobs.registry import JobKind
from portal.jobs.running import JobRun

KIND = "import-participants"
STEPS = 2
TWENTY_MINUTES = 20 * 60


def ask_for_import_job(request: HttpRequest, upload: UploadedList) -> str:
    """Ask for the import of a kept list; return the address of the page that follows it."""
    ask_for_import(upload)
    job = request_job(KIND, by=request.user, grant_project=upload.grant_project, params={"upload": str(upload.pk)})  # type: ignore[arg-type]
    return reverse("job", args=[job.pk])


def run_import(run: JobRun) -> str:
    """Import the list of the job; return the address of what became of it."""
    upload = UploadedList.objects.filter(pk=uuid.UUID(run.params["upload"]), uploaded_by=run.by).first()
    if upload is None or upload.grant_project_id != run.grant_project.pk:
        raise JobFailed(_("The list is not kept any more. Send it again."))
    run.progress(1, STEPS)
    try:
        with run.committing():
            batch = import_upload(upload, by=run.by)
            run.answer, run.result_sha256 = reverse("import_batch", args=[batch.pk]), batch.checksum
    except ListGone:
        raise JobFailed(_("The list is not kept any more. Send it again.")) from None
    except UnreadableWorkbook as unreadable:
        raise JobFailed(str(unreadable)) from None
    return run.answer


IMPORT = JobKind(
    KIND, gettext_lazy("Import of a list of participants"), "import_participants", run_import, TWENTY_MINUTES
)
