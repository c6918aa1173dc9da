"""Which backups are kept: of the last days, weeks and months one each (S61)."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from portal.backups.errors import BackupError
from portal.backups.making import NAME

PERIODS: tuple[Callable[[datetime], object], ...] = (
    lambda moment: moment.date(),
    lambda moment: moment.isocalendar()[:2],
    lambda moment: (moment.year, moment.month),
)


def read_policy(text: str) -> tuple[int, int, int]:
    """Return how many days, weeks and months keep a backup, from ``7,4,6``; raises ``BackupError``."""
    if not re.fullmatch(r"\d{1,3},\d{1,3},\d{1,3}", text.strip()):
        raise BackupError(_("Say how many days, weeks and months keep a backup, like 7,4,6."))
    days, weeks, months = (int(number) for number in text.strip().split(","))
    return days, weeks, months


def superfluous(names: Iterable[str], policy: tuple[int, int, int]) -> list[str]:
    """Return the names to be removed: those that are the latest of no day, week or month to be kept.

    The latest of all is kept whatever the policy says. Names that are none of a backup are passed over.
    """
    moments = {name: moment for name in names if (moment := _moment(name))}
    latest_first = sorted(moments, key=moments.__getitem__, reverse=True)
    kept = set(latest_first[:1])
    for number, period in zip(policy, PERIODS, strict=True):
        seen: dict[object, str] = {}
        for name in latest_first:
            seen.setdefault(period(moments[name]), name)
        kept.update(list(seen.values())[:number])
    return [name for name in latest_first if name not in kept]


def thin(folder: Path, policy: tuple[int, int, int]) -> list[str]:
    """Remove the superfluous backups of ``folder``, to be called after a good one was made; return their names."""
    names = superfluous((path.name for path in folder.iterdir() if path.is_file()), policy)
    for name in names:
        (folder / name).unlink(missing_ok=True)
    return names


def _moment(name: str) -> datetime | None:
    try:
        return datetime.strptime(name, NAME).replace(tzinfo=UTC)
    except ValueError:
        return None
