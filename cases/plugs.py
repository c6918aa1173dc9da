"""What diagnoses, findings and referrals offer to the kernel."""

from django.utils.translation import gettext_lazy as _

from cases.domain import erasing
from cases.domain.consents import withdraw_referrals
from cases.domain.instruments import known_areas, use_instrument
from cases.domain.merging import LINKS, MOVERS
from cases.domain.referrals import CONSENT_KIND
from cases.domain.tasks import make_errand
from cases.importers.sheets import DiagnosisImporter, ExitEventImporter, FindingImporter
from cases.queries.ahead import READS
from cases.queries.facts import has_finding_that_does_not_count, has_no_finding
from cases.querysets.tasks import KEEP
from cases.tables import (
    confirming,
    families,
    held,
    keeping,
    legalisation,
    own,
    radar,
    record,
    record_plan,
    referrals,
    sharing,
    tasks,
    window,
)
from cases.tables.plan_reviews import due_reviews
from cases.views.own import own_plan
from portal.closing import register_closing_questions, register_step_after_end
from portal.errands import register_errand_maker
from portal.families import register_member_lines
from portal.imports.registry import register_sheet
from portal.merging.registry import register_links, register_mover
from portal.own.registry import OwnPage, register_own_page, register_own_panel
from portal.programmes.layout import AREAS
from portal.programmes.reading import filled
from portal.programmes.registry import register_codes, register_part
from portal.quality import Level, QualityCheck, register_check
from portal.reads import register_read_ahead
from portal.records import (
    AlertSource,
    ListMark,
    RecordAction,
    RecordTab,
    TimelineSource,
    register_alerts,
    register_list_mark,
    register_record_action,
    register_record_panel,
    register_record_tab,
    register_timeline_source,
)
from portal.rights import HeldPart, register_erasure_part, register_held_part, register_recipients
from portal.sharing import SharedPart, register_shared_part
from portal.submissions.registry import register_draft_form
from portal.ui.navigation import Item, Workspace
from portal.ui.navigation import register as register_place
from portal.withdrawing import register_end_of_consent
from portal.worklist.registry import WorkSection, register_work_section


def register() -> None:
    """Register the plugs of this app with the kernel."""
    register_read_ahead(*READS)
    _register_rights()
    for importer in (DiagnosisImporter(), FindingImporter(), ExitEventImporter()):
        register_sheet(importer)
    register_links(LINKS)
    register_errand_maker(make_errand)
    for mover in MOVERS:
        register_mover(mover)
    _register_referrals()
    register_part("needs_instrument", use_instrument, read=filled)
    register_codes(AREAS, known_areas)
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
    for lines in families.LINES:
        register_member_lines(lines)
    for section in (tasks.SECTION, confirming.SECTION, *radar.SECTIONS):
        register_work_section(section)
    register_closing_questions("tasks", tasks.closing_questions)
    register_step_after_end("finding", window.finding_step)
    register_record_panel("tasks", 6, tasks.panel, "cases/task_panel.html")
    register_record_action(RecordAction("task", 70, _("Add a task"), "new_task_about", KEEP, "check", "second"))
    register_record_tab(
        RecordTab(
            "legalisation", 35, _("Legalisation"), "legalizacja", legalisation.RIGHT, legalisation.legalisation_page,
            "cases/record_legalisation.html",
        )
    )  # fmt: skip
    register_alerts(AlertSource("legalisation", 25, legalisation.alerts))
    register_work_section(
        WorkSection(
            "legalisation", 35, _("Legalisation deadlines"), legalisation.RIGHT, legalisation.deadlines_section
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
            _("It is not complete, not dated within the result window, or not confirmed where that is asked for."),
            has_finding_that_does_not_count, "R62",
            fix="record_finding", fix_label=_("Correct the finding"), fix_action="record_finding",
        )
    )  # fmt: skip
    _register_plan()
    register_own_panel(own.PANEL)
    register_own_page(OwnPage("plan", 40, "plan/", own_plan, _("My plan"), "check"))


def _register_plan() -> None:
    register_timeline_source(TimelineSource("plan", 25, record_plan.timeline, _("Plan")))
    register_alerts(AlertSource("plan", 40, record_plan.alerts))
    register_record_panel("plan", 10, record_plan.plan_card, "cases/plan_card.html")
    register_record_tab(
        RecordTab("plan", 15, _("Plan"), "plan", record_plan.RIGHT, record_plan.plan_page, "cases/record_plan.html")
    )
    register_closing_questions("plan", record_plan.closing_questions)
    for form in ("plan-goal", "plan-review"):
        register_draft_form(form)
    register_work_section(
        WorkSection(
            "plan-reviews", 60, _("Plan reviews due"), record_plan.RECORD, due_reviews,
            empty=_("No plan review is due this week."),
        )
    )  # fmt: skip


def _register_referrals() -> None:
    register_end_of_consent(CONSENT_KIND, "referrals", withdraw_referrals)
    register_draft_form("referral")
    register_shared_part(SharedPart("diagnosis", 70, _("Needs assessment, without health"), sharing.diagnosis_lines))
    register_record_action(
        RecordAction("refer", 40, _("Refer"), "new_referral", referrals.MAKE_RIGHT, "arrow-next", "second")
    )
    register_record_panel("referrals", 20, referrals.panel, "cases/referral_panel.html")
    register_timeline_source(TimelineSource("referrals", 40, referrals.timeline, _("Referrals")))
    register_closing_questions("referrals", referrals.closing_questions)
    register_work_section(
        WorkSection(
            "referrals",
            40,
            _("Referrals waiting"),
            referrals.RIGHT,
            referrals.work_list,
            empty=_("No referral waits."),
        )
    )  # fmt: skip
    register_place(
        Item("referral_list", _("Referrals"), Workspace.WORK, referrals.RIGHT, "arrow-next", order=90, on_phone=False)
    )


def _register_rights() -> None:
    """What is held here of a person (GDPR 15)."""
    for part in (
        HeldPart("assessments", 70, _("Needs assessments"), held.assessments, ("cases.NeedsDiagnosis",)),
        HeldPart("findings", 80, _("Findings at exit"), held.findings, ("cases.ExitFinding", "cases.ExitEvent")),
        HeldPart("plan", 90, _("Integration plan"), held.plan,
                 ("cases.IntegrationPlan", "cases.PlanGoal", "cases.PlanStep", "cases.PlanReview",
                  "cases.PlanSignature"), shown=own.shown),
        HeldPart("legalisation", 100, _("Legalisation of stay"), held.legalisation,
                 ("cases.LegalisationCase", "cases.LegalisationDocument")),
        HeldPart("referrals", 110, _("Referrals"), held.referrals, ("cases.Referral",)),
        HeldPart("tasks", 120, _("Tasks of the staff about you"), held.tasks, ("cases.Task",)),
    ):  # fmt: skip
        register_held_part(part)
    register_recipients("referrals", held.recipients)
    for going in erasing.PARTS:
        register_erasure_part(going)
    keeping.register()
