"""What lists offer to the kernel's registries."""

from django.utils.translation import gettext_lazy as _

from portal.imports.background import IMPORT
from portal.imports.merging import ROWS
from portal.jobs.registry import register_job_kind
from portal.merging.registry import register_mover
from portal.ui.navigation import Item, Workspace
from portal.ui.navigation import register as register_place


def register() -> None:
    """Register the place in the navigation and the job."""
    register_place(
        Item(
            "import_page",
            _("Import"),
            Workspace.COORDINATION,
            "import_participants",
            "upload",
            order=17,
            on_phone=False,
            key="i",
        )
    )
    register_job_kind(IMPORT)
    register_mover(ROWS)
