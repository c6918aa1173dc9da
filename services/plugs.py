"""What support offers to the kernel."""

from django.utils.translation import gettext_lazy as _

from portal.imports.registry import register_sheet
from portal.quality import Level, QualityCheck, register_check, register_fix
from portal.records import (
    AlertSource,
    RecordAction,
    RecordTab,
    TimelineSource,
    register_alerts,
    register_record_action,
    register_record_panel,
    register_record_tab,
    register_timeline_source,
)
from portal.submissions.registry import register_draft_form
from portal.ui.shortcuts import Group, Shortcut, register_shortcuts
from services import tables
from services.importers.support import SupportImporter
from services.queries import has_support_after_end

SHORTCUTS = Group(
    "quick-log", 10, _("Recording support"),
    (
        Shortcut(("N",), _("Record support, for the person whose record is open")),
        Shortcut(("1…9",), _("Kind of support")),
        Shortcut(("←", "→"), _("Shorter, longer")),
        Shortcut(("T",), _("Write a note")),
        Shortcut(("A",), _("Change the person or add one")),
        Shortcut(("Ctrl", "Enter"), _("Save"), together=True),
        Shortcut(("Ctrl", "Shift", "Enter"), _("Save and begin the next entry"), together=True),
    ),
    "record_support",
)  # fmt: skip


def register() -> None:
    """Register the plugs of this app with the kernel."""
    register_sheet(SupportImporter())
    register_draft_form("quick-log")
    register_shortcuts(SHORTCUTS)
    register_timeline_source(TimelineSource("support", 10, tables.timeline, _("Support")))
    register_alerts(AlertSource("support-after-end", 30, tables.alerts))
    register_record_action(
        RecordAction("support", 10, _("Record support"), "new_support", "record_support", "plus", panel="quick-log")
    )
    register_record_panel("support", 10, tables.summary, "services/support_panel.html")
    register_record_tab(
        RecordTab(
            "support", 20, _("Support"), "wsparcie", tables.RIGHT, tables.support_page, "services/record_support.html",
            tables.times_given,
        )
    )  # fmt: skip
    register_check(
        QualityCheck(
            "support-after-end", 240, Level.NOTE, _("Support after the end"),
            _("It counts in deliveries and hours. Correct the end or the day of the support."), has_support_after_end,
            "R36", fix="person_support", fix_label=_("Correct the support"), fix_action="record_support",
        )
    )  # fmt: skip
    register_fix("no-support", "new_support", _("Record support"), "record_support")
    register_fix("start-outside-project", "person_support", _("Correct the support"), "record_support")
