"""What was reported, what an inspection looked at, and the reports built from it."""

from reporting.models.built import BuiltFile, BuiltReport
from reporting.models.editions import EditionFile, EvidenceRow, ReportEdition
from reporting.models.inspection import InspectedRecord, InspectionSample, NameOpening, RecordReview, ReviewAnswer

__all__ = [
    "BuiltFile",
    "BuiltReport",
    "EditionFile",
    "EvidenceRow",
    "InspectedRecord",
    "InspectionSample",
    "NameOpening",
    "RecordReview",
    "ReportEdition",
    "ReviewAnswer",
]
