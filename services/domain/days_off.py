"""Days off that ship with a project: written where they are missing, never over what was changed."""

from typing import Any

from portal.programmes.models import GrantProject
from portal.programmes.reading import day, refuse, rows, shaped, table, yes_or_no
from services.models import DayOff

Row = dict[str, Any]
LONGEST_NAME, LONGEST_PLACE = 120, 60


def _weigh_days(row: Row, path: str) -> None:
    if row["last"] < row["first"]:
        refuse(f"{path}.last", "is before first")


READ_DAYS_OFF = rows(
    table(
        {
            "name": shaped(rf"(?=.*\S).{{1,{LONGEST_NAME}}}", f"a text of up to {LONGEST_NAME} letters"),
            "first": day, "last": day, "school": yes_or_no,
            "voivodeship": shaped(f".{{0,{LONGEST_PLACE}}}", f"a text of up to {LONGEST_PLACE} letters"),
        },
        required=("name", "first", "last"),
        check=_weigh_days,
    )
)  # fmt: skip
"""How ``[[days_off]]`` of a project's file are read."""


def load_days_off(project: GrantProject, days: list[Row]) -> None:
    """Add the days off of a project that has none yet."""
    if project.days_off.exists():  # type: ignore[attr-defined]
        return
    DayOff.objects.bulk_create(
        DayOff(
            grant_project=project, name=row["name"], is_school=row.get("school", True),
            voivodeship=row.get("voivodeship", ""), first_on=row["first"], last_on=row["last"],
        )
        for row in days
    )  # fmt: skip
