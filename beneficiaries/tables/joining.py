"""What joining a row of a list to a person does, as the page says it before the click."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beneficiaries.domain.merging_preview import Effects
from beneficiaries.models import ParticipationVersion
from beneficiaries.tables.merging import headlines_in_words
from beneficiaries.tables.rows import Consequence
from portal.accounts.models import User
from portal.ui.formatting import number, short_date


@dataclass(frozen=True)
class Joining:
    """What goes over: rows of support, rows of other sheets, the first day of support; ``ends`` when an end is taken.

    ``end_on`` is the end that is taken; ``None`` means that the person still takes part.
    """

    support: int
    others: int
    first: datetime.date | None
    ends: bool = False
    end_on: datetime.date | None = None


def consequences(
    joining: Joining, current: ParticipationVersion, effects: Effects | None, reader: User
) -> list[Consequence]:
    """Say what joining does: to the end and the figures, which rows move, the start, that there is no way back.

    ``effects`` is ``None`` when the choice cannot be joined; then nothing is said of figures.
    """
    return [
        *_end(joining, current),
        *(headlines_in_words(effects, reader) if effects else ()),
        _moves(joining, current.participation.number),
        *_start(joining, current),
        Consequence(_("Cannot be undone"), _("Row, reason and account stay in the history.")),
    ]


def _end(joining: Joining, current: ParticipationVersion) -> Iterator[Consequence]:
    if not joining.ends or joining.end_on == current.end_on:
        return
    if joining.end_on is None:
        words = _("The end on %(day)s and what was found at that exit count no more: the last exit decides.")
        yield Consequence(_("Participation is reopened"), words % {"day": short_date(current.end_on)})
        return
    title = _("End: %(day)s") % {"day": short_date(joining.end_on)}
    yield Consequence(title, _("The days for the result are counted from this day."))


def _moves(joining: Joining, participant: str) -> Consequence:
    count, others = joining.support, joining.others
    moves = ngettext("%(shown)s support moves", "%(shown)s supports move", count) % {"shown": number(count)}
    rest = (
        ngettext("and %(shown)s row of another sheet", "and %(shown)s rows of other sheets", others)
        % {"shown": number(others)}
        if others
        else ""
    )
    words = " ".join(part for part in (_("to record %(number)s") % {"number": participant}, rest) if part)
    return Consequence(moves if count else _("No support moves"), words)


def _start(joining: Joining, current: ParticipationVersion) -> Iterator[Consequence]:
    first = joining.first
    if first and (current.start_on is None or first < current.start_on):
        words = _("The first support decides the start, and the characteristics are those of that day.")
        yield Consequence(_("Start: %(day)s") % {"day": short_date(first)}, words)
