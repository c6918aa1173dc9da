"""Days off that ship with a project: written where they are missing, never over what was changed."""

import datetime
from typing import Any

from portal.programmes.models import GrantProject
from services.models import DayOff

Row = dict[str, Any]


def load_days_off(project: GrantProject, rows: list[Row]) -> None:
    """Add the days off of a project that has none yet."""
    if project.days_off.exists():  # type: ignore[attr-defined]
        return
    DayOff.objects.bulk_create(
        DayOff(
            grant_project=project, name=row["name"], is_school=row.get("school", True),
            voivodeship=row.get("voivodeship", ""), first_on=_day(row["first"]), last_on=_day(row["last"]),
        )
        for row in rows
    )  # fmt: skip


def _day(written: Any) -> datetime.date:
    return written if isinstance(written, datetime.date) else datetime.date.fromisoformat(written)
