"""What the room of SM EFS offers to the kernel."""

from django.utils.translation import gettext_lazy as _

from portal.jobs.registry import JobKind, register_job_kind
from portal.rights import HeldPart, register_held_part, register_recipients
from portal.ui.navigation import Item, Workspace
from portal.ui.navigation import register as register_place
from reporting.smefs.enums import EXPORT
from reporting.smefs.tables import keeping
from reporting.smefs.tables.held import recipients, sent_lines
from reporting.smefs.tasks import make_export


def register() -> None:
    """Register the plugs of this app with the kernel."""
    keeping.register()
    register_job_kind(JobKind(EXPORT, _("File of SM EFS"), "export_smefs", make_export))
    register_held_part(
        HeldPart("smefs", 200, _("What was sent to SM EFS"), sent_lines, ("smefs.SentLine", "smefs.TechnicalId"))
    )
    register_recipients("smefs", recipients)
    register_place(
        Item("smefs_home", _("SM EFS"), Workspace.COORDINATION, "export_smefs", "upload", order=120, on_phone=False)
    )
