"""Arguments that several commands share: a project, a day, a moment."""

import argparse
import datetime
import re

from portal.clock import read_moment
from portal.programmes.models import GrantProject


def project_argument(code: str) -> GrantProject:
    """Return the grant project with this code, whose days are known."""
    project = GrantProject.objects.filter(code=code).first()
    if project is None:
        raise argparse.ArgumentTypeError(f"there is no project {code}; load it with load_programme")
    if not project.is_dated:
        raise argparse.ArgumentTypeError(
            f"the first or last day of {code} is not known, so nobody takes part in it and nothing is counted"
        )
    return project


def day_argument(text: str) -> datetime.date:
    """Return a day written ``YYYY-MM-DD``."""
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day, write it like 2026-01-31") from None


def moment_argument(text: str) -> datetime.datetime:
    """Return a moment in ISO 8601; a day alone means its end, no offset means local time."""
    try:
        return read_moment(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a moment, write it like 2026-01-31T12:00:00+01:00") from None
