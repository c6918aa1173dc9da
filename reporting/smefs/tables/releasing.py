"""How far the release of a file is, in words (S38)."""

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from portal.ui.formatting import moment
from reporting.smefs.domain import releases
from reporting.smefs.models import SmefsExport
from reporting.smefs.rules.releasing import LASTS, Standing, ends_at, opens_at


def standing_tag(export: SmefsExport, now: datetime.datetime) -> tuple[str, str]:
    """Return two words and their tone."""
    return {
        Standing.WAITING: (_("waits for a second person"), "warn"),
        Standing.SOON: (_("waits a day"), "warn"),
        Standing.OPEN: (_("released"), "ok"),
        Standing.REFUSED: (_("refused"), "danger"),
        Standing.OVER: (_("time is over"), "line"),
    }[export.standing(now)]


def standing_in_words(export: SmefsExport, now: datetime.datetime) -> Sequence[str]:
    """Say what was decided, by whom, and until when it holds."""
    made = export.decided
    if made is None:
        until = {"until": moment(export.made_at + LASTS)}
        if export.standing(now) is Standing.OVER:
            return [_("Nobody decided until %(until)s, so the file does not leave. Export anew.") % until]
        return [_("The file leaves when a second person has released it. It waits until %(until)s.") % until]
    said = {"name": made.decided_by.name, "moment": moment(made.decided_at)}
    if not made.is_released:
        return [_("%(name)s refused the file, %(moment)s.") % said, made.reason]
    words = [_("%(name)s released the file, %(moment)s.") % said]
    if made.is_alone:
        words += [_("Released without a second person:") + " " + made.alone_reason]
    return [*words, _holding(export, now)]


def _holding(export: SmefsExport, now: datetime.datetime) -> str:
    made = export.decided
    assert made is not None  # noqa: S101 - asked for what was decided
    begins, ends = (moment(each(made.decided_at, alone=made.is_alone)) for each in (opens_at, ends_at))
    return {
        Standing.SOON: _("It leaves from %(begins)s; the data protection officer knows.") % {"begins": begins},
        Standing.OPEN: _("The release holds until %(ends)s.") % {"ends": ends},
    }.get(export.standing(now), _("The release held until %(ends)s. Export anew.") % {"ends": ends})


def refusal_in_words(code: str) -> str:
    """Say why the account decides nothing about the file now; blank when it may."""
    return {
        releases.OWN: _("You made this file, so a second person releases it. They have been told."),
        releases.OVER: _("The time for a release is over."),
        releases.DONE: _("It is decided already whether the file leaves."),
        releases.NO_REASON: _("Say why."),
    }.get(code, "")
