"""What people and participations offer to the kernel."""

import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from beneficiaries.importers.people import PeopleImporter
from beneficiaries.models import Participation
from beneficiaries.queries.listed import incomplete_people
from beneficiaries.queries.quality import CHECKS
from beneficiaries.tables import changes, characteristics, listed, record, timeline
from portal.imports.registry import SubjectSource, register_sheet, register_subjects
from portal.programmes.models import GrantProject
from portal.quality import register_check
from portal.records import (
    AlertSource,
    ListMark,
    RecordAction,
    RecordTab,
    TimelineSource,
    register_alerts,
    register_list_mark,
    register_record_action,
    register_record_tab,
    register_timeline_source,
)
from portal.submissions.registry import register_draft_form
from portal.ui.navigation import Item, Workspace
from portal.ui.navigation import register as register_place


def register() -> None:
    """Register the plugs of this app with the kernel."""
    register_sheet(PeopleImporter())
    register_subjects(SubjectSource(Participation.objects.all, listed.field_in_words, incomplete_people))
    register_place(Item("person_list", _("People"), Workspace.WORK, "list_people", "people", order=20, key="o"))
    register_timeline_source(TimelineSource("participation", 30, timeline.participation_events))
    register_alerts(AlertSource("participation", 20, record.alerts))
    register_list_mark(ListMark("to-complete", 30, _("To complete"), _("to complete"), _is_incomplete, "incomplete"))
    register_draft_form("person")
    register_record_action(
        RecordAction(
            "end", 80, _("End of participation"), "end_participation", "end_participation", "sign-out", "second"
        )
    )
    register_record_action(
        RecordAction("edit", 90, _("Change the data"), "person_edit", "edit_person", "edit", "second")
    )
    for check in CHECKS:
        register_check(check)
    register_record_tab(
        RecordTab(
            "data", 30, _("Data"), "dane", "view_person", characteristics.data_page, "beneficiaries/record_data.html"
        )
    )
    register_record_tab(
        RecordTab(
            "history", 40, _("History of changes"), "historia", changes.RIGHT, changes.history_page,
            "beneficiaries/record_history.html",
        )
    )  # fmt: skip


def _is_incomplete(grant_project: GrantProject, day: datetime.date) -> Q:
    """Required data are absent, so the person does not count (R32)."""
    return Q(in_force__missing__gt="")
