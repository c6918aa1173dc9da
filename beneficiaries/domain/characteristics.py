"""The characteristics of a participation, worked out from what was declared (R30, R32, R47)."""

import datetime
from collections.abc import Sequence
from typing import Any

from beneficiaries.rules.age import completed_years, propose_group
from beneficiaries.rules.citizenship import has_foreign_background, in_target_population, is_third_country
from beneficiaries.rules.completeness import missing_data
from portal.programmes.models import GrantProject, TargetGroup

DECLARED = (
    "birth_date", "sex", "citizenships", "citizenship_class", "education", "education_end", "labour_status",
    "labour_detail", "labour_detail_text", "disability", "homelessness", "minority", "place", "postcode", "country",
    "voivodeship", "county", "commune", "degurba",
)  # fmt: skip


def derived(
    project: GrantProject,
    groups: Sequence[TargetGroup],
    declared: dict[str, Any],
    start_on: datetime.date | None,
    written_group: TargetGroup | None,
) -> dict[str, Any]:
    """Return what follows from the declared values: age, group, class of citizenship, missing data.

    Age and a proposed group exist from the start on; a group written by a person always stands (R2).
    """
    kind = declared["citizenship_class"]
    values: dict[str, Any] = {
        "third_country": is_third_country(kind),
        "foreign_background": has_foreign_background(kind),
        "in_target_population": in_target_population(kind, eu_citizens_eligible=project.eu_citizens_eligible),
        "missing": " ".join(_missing(declared)),
        "age_at_start": None,
        "target_group": written_group,
        "target_group_written": written_group is not None,
    }
    if start_on is not None:
        age = completed_years(declared["birth_date"], start_on)
        values["age_at_start"] = max(age, 0)
        if written_group is None:
            code = propose_group(
                groups,
                age=age,
                sex=declared["sex"],
                labour_detail=declared["labour_detail"],
            )
            values["target_group"] = next((group for group in groups if group.code == code), None)
    return values


def _missing(declared: dict[str, Any]) -> list[str]:
    return missing_data(
        sex=declared["sex"],
        birth_date=declared["birth_date"],
        citizenship=declared["citizenship_class"],
        education=declared["education"],
        labour_status=declared["labour_status"],
        labour_detail=declared["labour_detail"],
        place=declared["place"],
        postcode=declared["postcode"],
        education_end=declared["education_end"],
    )
