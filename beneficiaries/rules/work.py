"""Which details of work fit which situation (D5)."""

from beneficiaries.enums import LabourDetail, LabourStatus

DETAILS = {
    LabourStatus.UNEMPLOYED: (LabourDetail.LONG_TERM,),
    LabourStatus.INACTIVE: (LabourDetail.IN_EDUCATION, LabourDetail.NOT_IN_EDUCATION, LabourDetail.PENSIONER),
    LabourStatus.EMPLOYED: (LabourDetail.SELF_EMPLOYED, LabourDetail.PENSIONER),
}
"""Which details a status can have (D5); „other” fits every one, drawing a pension also work."""


def fits(status: str, detail: str) -> bool:
    """Tell whether a detail can stand beside a work situation; none fits always."""
    return not detail or detail == LabourDetail.OTHER or detail in DETAILS.get(status, ())  # type: ignore[call-overload]
