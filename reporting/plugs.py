"""What figures and reports offer to the kernel."""

from django.utils.translation import gettext_lazy as _

from portal.effects import register_report, register_support_effect
from portal.goals import register_result_outlook
from portal.jobs.registry import JobKind, register_job_kind
from portal.messages.enums import Channel
from portal.messages.registry import MessageKind, RecipientKind, register_message_kind, register_recipient_kind
from portal.programmes.layout import INDICATORS as CODES_OF_TARGETS
from portal.programmes.registry import register_codes, register_part
from portal.records import register_record_tab
from portal.ui.navigation import Item, Workspace
from portal.ui.navigation import register as register_place
from portal.worklist.registry import Column, WorkSection, register_work_section
from reporting.domain.built import READY, STAFF
from reporting.domain.configured import READ_INDICATORS, load_indicators
from reporting.enums import BUILT, FILES
from reporting.exporters.effects import effects_of_support
from reporting.exporters.figures import reported_figures
from reporting.indicators.catalogue import known_indicators
from reporting.queries.staff import contact_of_staff
from reporting.tables import keeping, questions
from reporting.tables.numbers import TAB
from reporting.tables.outlook import result_outlook
from reporting.tasks import make_built_files, make_files


def register() -> None:
    """Register the plugs of this app with the kernel."""
    register_support_effect("indicators", effects_of_support)
    register_report("indicators", reported_figures)
    register_result_outlook(result_outlook)
    register_codes(CODES_OF_TARGETS, known_indicators)
    register_part("indicators", load_indicators, read=READ_INDICATORS)
    register_record_tab(TAB)
    keeping.register()
    register_work_section(
        WorkSection(
            "inspection-questions", 45, _("Questions of auditors"), "answer_inspection", questions.work_list,
            Column.SIDE, place="inspection_questions",
        )
    )  # fmt: skip
    register_job_kind(JobKind(BUILT, _("Files of a built report"), "build_report", make_built_files, seconds=1800))
    register_recipient_kind(RecipientKind(STAFF, _("A colleague"), contact_of_staff))
    register_message_kind(MessageKind(READY, _("A report is ready"), (Channel.EMAIL,), is_awaited=True))
    register_job_kind(JobKind(FILES, _("Files of a report"), "view_indicator", make_files))
    register_place(
        Item(
            "indicator_dashboard", _("Indicators"), Workspace.COORDINATION, "view_indicator", "chart", order=5, key="w",
        ),
        Item(
            "data_quality", _("Data quality"), Workspace.COORDINATION, "view_indicator", "check", order=10,
            short=_("Quality"), key="j",
        ),
        Item(
            "steering", _("Steering"), Workspace.COORDINATION, "view_indicator", "chart", order=12, on_phone=False,
            key="s",
        ),
        Item("report_list", _("Reports"), Workspace.COORDINATION, "view_indicator", "document", order=15, key="r"),
        Item("inspection_desk", _("Inspection"), Workspace.AUDIT, "view_inspection", "eye", order=3),
        Item(
            "inspection_questions", _("Questions of auditors"), Workspace.COORDINATION, "answer_inspection", "info",
            order=90, short=_("Questions"),
        ),
    )  # fmt: skip
