"""What of reports is kept for a time, and what stays because it names nobody."""

from django.utils.translation import gettext_lazy as _

from portal.retention.registry import Keeping, Lasting, register_keeping, register_lasting
from reporting.domain.keeping import end_inspections, worded_samples

FROZEN = (
    "ReportEdition", "EditionApproval", "EvidenceRow", "EditionFile", "BuiltReport", "BuiltFile", "InspectionSample",
    "InspectedRecord", "NameOpening", "MonthlyPlan", "GapExplanation",
)  # fmt: skip


def register() -> None:
    """Register what ends, and what stays."""
    register_keeping(
        Keeping(
            "inspections", 520, _("Words of auditors and answers to them"), ("programme",),
            ("reporting.RecordReview", "reporting.ReviewAnswer"), lambda now: worded_samples(now).count(),
            end_inspections, waits_for=_("the archive date of the project"),
        )
    )  # fmt: skip
    register_lasting(
        Lasting(
            "editions",
            _("Frozen reports know people by number alone; when a record has ended, nobody can tell whose it was."),
            ("programme",), tuple(f"reporting.{name}" for name in FROZEN),
        )
    )  # fmt: skip
