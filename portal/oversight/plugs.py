"""What oversight offers to the kernel's registries."""

from django.utils.translation import gettext_lazy as _

from portal.jobs.registry import JobKind, register_job_kind
from portal.oversight.checks import CHECK, RIGHT, check_now
from portal.ui.navigation import Item, Workspace
from portal.ui.navigation import register as register_place


def register() -> None:
    """Register the place in the navigation and the job."""
    register_place(Item("audit_log", _("Event log"), Workspace.ADMINISTRATION, RIGHT, "history", order=30))
    register_job_kind(JobKind(CHECK, _("Check of the event log"), RIGHT, check_now, seconds=20 * 60))
