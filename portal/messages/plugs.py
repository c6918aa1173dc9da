"""What the outbox offers to the kernel."""

from django.utils.translation import gettext_lazy as _

from portal.messages.looks import unsent_messages
from portal.messages.presented import VIEW
from portal.operations.doctor.registry import Check, register_check
from portal.ui.navigation import Item, Workspace
from portal.ui.navigation import register as register_place


def register() -> None:
    """Fill the registries."""
    register_check(Check("messages", unsent_messages, needs_database=True))
    register_place(Item("message_list", _("Messages"), Workspace.COORDINATION, VIEW, "mail", order=97, on_phone=False))
