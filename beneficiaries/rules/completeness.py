"""Which required data are absent (R24, R25, R32; contracts §3)."""

import datetime

from beneficiaries.enums import LabourDetail, LabourStatus

REQUIRED = ("sex", "birth_date", "citizenship", "education", "labour_status", "place", "postcode")


def is_pupil(labour_status: str, labour_detail: str) -> bool:
    """Say whether a person is a pupil or student: inactive and in education (R25, R55)."""
    return labour_status == LabourStatus.INACTIVE and labour_detail == LabourDetail.IN_EDUCATION


def missing_data(
    *,
    sex: str,
    birth_date: datetime.date | None,
    citizenship: str,
    education: str,
    labour_status: str,
    labour_detail: str,
    place: str,
    postcode: str,
    education_end: datetime.date | None,
) -> list[str]:
    """Return the names of required data that are absent; an empty list means the person may count (R32).

    The detail of the status is never required; the planned end of education is, for pupils.
    """
    values = (sex, birth_date, citizenship, education, labour_status, place, postcode)
    absent = [name for name, value in zip(REQUIRED, values, strict=True) if not value]
    if is_pupil(labour_status, labour_detail) and education_end is None:
        absent.append("education_end")
    return absent
