"""What the room of SM EFS offers to the kernel."""

from django.utils.translation import gettext_lazy as _

from portal.jobs.registry import JobKind, register_job_kind
from portal.messages.enums import Channel
from portal.messages.registry import MessageKind, register_message_kind
from portal.oversight.alone import ALONE, OVERSEES
from portal.rights import HeldPart, register_held_part, register_recipients
from portal.ui.navigation import Item, Workspace
from portal.ui.navigation import register as register_place
from portal.worklist.registry import Column, WorkSection, register_work_section
from reporting.smefs.enums import ASKED, DECIDED, EXPORT
from reporting.smefs.queries.releases import RELEASE
from reporting.smefs.rules.releasing import LASTS
from reporting.smefs.tables import keeping
from reporting.smefs.tables.held import recipients, sent_lines
from reporting.smefs.tables.waiting import waiting_releases
from reporting.smefs.tasks import make_export


def register() -> None:
    """Register the plugs of this app with the kernel."""
    keeping.register()
    register_job_kind(JobKind(EXPORT, _("File of SM EFS"), "export_smefs", make_export))
    register_held_part(
        HeldPart("smefs", 200, _("What was sent to SM EFS"), sent_lines, ("smefs.SentLine", "smefs.TechnicalId"))
    )
    register_recipients("smefs", recipients)
    for kind, label in (
        (ASKED, _("A file waits for your release")), (DECIDED, _("A second person decided about a file")),
        (ALONE, _("Something was done by one person alone")),
    ):  # fmt: skip
        register_message_kind(MessageKind(kind, label, (Channel.EMAIL,), useful_for=LASTS))
    register_work_section(
        WorkSection(
            "smefs-releases", 40, _("Files that wait for a second person"), RELEASE, waiting_releases, Column.SIDE,
            place="smefs_home",
        )
    )  # fmt: skip
    register_place(Item("done_alone", _("Done alone"), Workspace.ADMINISTRATION, OVERSEES, "eye", order=31))
    register_place(
        Item("smefs_home", _("SM EFS"), Workspace.COORDINATION, "export_smefs", "upload", order=120, on_phone=False)
    )
