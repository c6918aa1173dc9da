"""What the data map offers to the kernel."""

from django.utils.translation import gettext_lazy as _

from portal.ui.navigation import Item, Workspace
from portal.ui.navigation import register as register_place


def register() -> None:
    """Register the place in the navigation."""
    register_place(
        Item("data_map", _("Data map"), Workspace.ADMINISTRATION, "view_data_map", "book", order=98, on_phone=False)
    )
