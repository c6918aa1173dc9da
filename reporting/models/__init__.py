"""What was reported, what an inspection looked at, and the reports built from it."""

from reporting.models.built import BuiltFile, BuiltReport
from reporting.models.definitions import IndicatorDefinition
from reporting.models.editions import EditionApproval, EditionFile, EvidenceRow, ReportEdition
from reporting.models.inspection import InspectedRecord, InspectionSample, NameOpening, RecordReview, ReviewAnswer
from reporting.models.steering import GapExplanation, MonthlyPlan

__all__ = [
    "BuiltFile",
    "BuiltReport",
    "EditionApproval",
    "EditionFile",
    "EvidenceRow",
    "GapExplanation",
    "IndicatorDefinition",
    "InspectedRecord",
    "InspectionSample",
    "MonthlyPlan",
    "NameOpening",
    "RecordReview",
    "ReportEdition",
    "ReviewAnswer",
]
