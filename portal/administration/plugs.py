"""What the administration offers to the kernel's registries."""

from django.utils.translation import gettext_lazy as _

from portal.accounts.querysets import CONFIRM, MANAGE
from portal.administration.dictionary_tables import EDIT_DICTIONARIES
from portal.administration.project_tables import VIEW as VIEW_PROJECT
from portal.operations.doctor.registry import Check, Depth, register_check
from portal.texts.gaps import look_at_gaps
from portal.texts.queries import VIEW as VIEW_TEXTS
from portal.ui.navigation import Item, Workspace
from portal.ui.navigation import register as register_place


def register() -> None:
    """Register the places of the navigation, and the look at texts that wait for words."""
    register_check(Check("texts", look_at_gaps, Depth.NIGHT, needs_database=True))
    register_place(
        Item("staff_list", _("Accounts"), Workspace.ADMINISTRATION, MANAGE, "people", order=60),
        Item("role_table", _("Roles"), Workspace.ADMINISTRATION, MANAGE, "key", order=65),
        Item(
            "team", _("Team"), Workspace.COORDINATION, CONFIRM, "person", order=50, on_phone=False,
        ),
        Item("project", _("Project"), Workspace.COORDINATION, VIEW_PROJECT, "document", order=51, on_phone=False),
        Item("text_list", _("Texts"), Workspace.ADMINISTRATION, VIEW_TEXTS, "book", order=97, on_phone=False),
        Item(
            "dictionaries", _("Dictionaries"), Workspace.ADMINISTRATION, EDIT_DICTIONARIES, "book", order=70,
            on_phone=False,
        ),
    )  # fmt: skip
