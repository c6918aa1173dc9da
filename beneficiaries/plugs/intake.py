"""What the intake of applications offers to the kernel."""

import datetime

from django.utils.translation import gettext_lazy as _

from beneficiaries.domain.registration import SENT_CODE
from beneficiaries.queries import intake as intake_reads
from beneficiaries.queries import registrants
from beneficiaries.tables.intake import queue as intake_queue
from beneficiaries.tables.intake import record as intake_record
from portal.messages.enums import Channel
from portal.messages.registry import MessageKind, RecipientKind, register_message_kind, register_recipient_kind
from portal.records import (
    register_record_panel,
)
from portal.ui.navigation import Item, Workspace
from portal.ui.navigation import register as register_place
from portal.worklist.registry import Column, WorkSection, register_work_section


def register() -> None:
    """Register these plugs with the kernel."""
    register_place(
        Item(
            "registration_list", _("Applications"), Workspace.WORK, intake_reads.SEE, "mail", order=30, on_phone=False,
        )
    )  # fmt: skip
    register_work_section(
        WorkSection(
            "registrations",
            12,
            _("New applications"),
            intake_reads.SEE,
            intake_queue.work_list,
            Column.SIDE,
            place="registration_list",
        )
    )
    register_record_panel("registration", 28, intake_record.panel, "beneficiaries/intake/record_panel.html")
    register_recipient_kind(
        RecipientKind(
            registrants.REGISTRANT, _("Somebody who registered"), registrants.contact_of_registrant,
            registrants.registrants_known_to,
        )
    )  # fmt: skip
    register_message_kind(
        MessageKind(
            "registration-news", _("News about an application"), (Channel.SMS, Channel.EMAIL),
            useful_for=datetime.timedelta(days=14),
        )
    )  # fmt: skip
    register_message_kind(
        MessageKind(
            SENT_CODE, _("Code with which a registration goes on"), (Channel.SMS, Channel.EMAIL), frozenset({"code"}),
            is_awaited=True, useful_for=datetime.timedelta(hours=2),
        )
    )  # fmt: skip
