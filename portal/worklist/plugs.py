"""What my day offers to the kernel's registries."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.ui.navigation import Item, Workspace
from portal.ui.navigation import register as register_place
from portal.worklist.views import RIGHT


def register() -> None:
    """Register the place in the navigation: the first one of those who work with people."""
    register_place(
        Item(
            "my_day", _("My day"), Workspace.WORK, RIGHT, "home", order=10,
            short=pgettext_lazy("menu on the phone", "Day"), key="d",
        )
    )  # fmt: skip
