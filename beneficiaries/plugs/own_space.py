"""What the own space of people shows of this app, and how it is entered."""

import datetime

from django.utils.translation import gettext_lazy as _

from beneficiaries.domain.own_space import CODE, INVITATION, send_sign_in_code
from beneficiaries.queries.own_space import account_for, subjects_of
from beneficiaries.tables import (
    own_access,
)
from beneficiaries.tables.own import contact as own_contact
from beneficiaries.tables.own import documents as own_documents
from beneficiaries.views.own.consents import own_consents
from beneficiaries.views.own.corrections import own_corrections
from beneficiaries.views.own.data import own_copy
from beneficiaries.views.own.data import own_data as own_data_page
from beneficiaries.views.own.documents import own_documents as own_documents_page
from portal.messages.enums import Channel
from portal.messages.registry import MessageKind, register_message_kind
from portal.own.registry import (
    OwnDoor,
    OwnPage,
    register_own_door,
    register_own_page,
    register_own_panel,
)
from portal.records import (
    RecordAction,
    register_record_action,
    register_record_panel,
)
from portal.worklist.registry import register_work_section


def register() -> None:
    """Register these plugs with the kernel."""
    register_own_door(OwnDoor(account_for, subjects_of, send_sign_in_code))
    both = (Channel.SMS, Channel.EMAIL)
    register_message_kind(
        MessageKind(
            CODE, _("Code for the person’s own page"), both, frozenset({"code"}), is_awaited=True,
            useful_for=datetime.timedelta(minutes=10), despite_restriction=True,
        )
    )  # fmt: skip
    register_message_kind(MessageKind(INVITATION, _("Address of the person’s own page"), both, frozenset({"link"})))
    for panel in (own_documents.TO_DO, own_contact.OFFICE, own_contact.SAFETY):
        register_own_panel(panel)
    for page in (
        OwnPage("documents", 30, "dokumenty/", own_documents_page, _("My documents"), "document"),
        OwnPage("data", 50, "dane/", own_data_page, _("My data"), "person"),
        OwnPage("correct", 52, "dane/poprawki/", own_corrections),
        OwnPage("copy", 55, "dane/kopia/", own_copy),
        OwnPage("consents", 60, "zgody/", own_consents, _("My consents"), "check"),
    ):
        register_own_page(page)
    register_record_action(
        RecordAction("own-space", 97, _("Give access to “My page”"), "own_access", "give_own_space", "key", "second")
    )
    register_record_panel("sent-files", 8, own_access.panel, "beneficiaries/sent_files_panel.html")
    register_work_section(own_access.SECTION)
