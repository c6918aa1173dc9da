"""What workers do for SM EFS: one action on ids."""

import uuid

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.clock import today
from portal.jobs.errors import JobFailed
from portal.jobs.running import JobRun
from reporting.smefs.domain.exports import ExportRefused, keep_export
from reporting.smefs.models import SmefsOrder
from reporting.smefs.queries.prepared import prepared

STEPS = 2


def make_export(run: JobRun) -> str:
    """Make the file of an order with the asker's rights as they are now; return its page."""
    orders = SmefsOrder.objects.filter(grant_project=run.grant_project, asked_by=run.by)
    order = orders.select_related("grant_project", "data_key").get(pk=uuid.UUID(run.params["order"]))
    run.progress(0, STEPS)
    ready = prepared(order.grant_project, today(), run.by)
    run.progress(1, STEPS)
    try:
        with run.committing():
            export = keep_export(order, ready, by=run.by)
            run.answer, run.result_sha256 = reverse("smefs_export", args=[export.pk]), export.sha256
    except ExportRefused:
        raise JobFailed(
            _("The data have changed since you looked: the checks find something else. Look again.")
        ) from None
    return run.answer
