"""What diagnoses and findings offer to the kernel."""

from django.utils.translation import gettext_lazy as _

from cases.importers.sheets import DiagnosisImporter, ExitEventImporter, FindingImporter
from cases.queries import has_finding_that_does_not_count, has_no_finding
from cases.tables import record
from portal.imports.registry import register_sheet
from portal.quality import Level, QualityCheck, register_check
from portal.records import (
    AlertSource,
    ListMark,
    RecordTab,
    TimelineSource,
    register_alerts,
    register_list_mark,
    register_record_tab,
    register_timeline_source,
)
from portal.submissions.registry import register_draft_form


def register() -> None:
    """Register the plugs of this app with the kernel."""
    for importer in (DiagnosisImporter(), FindingImporter(), ExitEventImporter()):
        register_sheet(importer)
    register_timeline_source(TimelineSource("results", 20, record.timeline, _("Assessments and results")))
    register_alerts(AlertSource("finding", 10, record.alerts))
    register_list_mark(
        ListMark("no-finding", 20, _("Ended without a finding"), _("no finding"), has_no_finding, "no-finding")
    )
    for form in ("diagnosis", "finding"):
        register_draft_form(form)
    register_record_tab(
        RecordTab(
            "diagnosis", 10, _("Needs and result"), "diagnoza", record.RIGHT, record.diagnosis_page,
            "cases/record_diagnosis.html",
        )
    )  # fmt: skip
    register_check(
        QualityCheck(
            "no-finding", 150, Level.NOTE, _("Ended without a finding"),
            _("Without a complete finding within the result window nobody counts as improved."), has_no_finding, "R62",
            fix="record_finding", fix_label=_("Record the finding"), fix_action="record_finding",
        )
    )  # fmt: skip
    register_check(
        QualityCheck(
            "finding-not-counted", 160, Level.NOTE, _("A finding that does not count"),
            _("It is not complete, or it is not dated within the result window after the end."),
            has_finding_that_does_not_count, "R62",
            fix="record_finding", fix_label=_("Correct the finding"), fix_action="record_finding",
        )
    )  # fmt: skip
