"""Documents that invented people showed: what was seen, rarely copied, some of it over by the invented day."""

import datetime
import random

from beneficiaries.enums import DocumentKind
from beneficiaries.models import Participation, PersonDocument
from beneficiaries.rules.documents import last_day
from portal.accounts.models import User
from tryout.domain.pen import Pen
from tryout.rules.calendar import TODAY
from tryout.rules.stories import Story

_SHOWN_BY_MANY, _SHOWN_BY_SOME = 0.8, 0.4
"""By how many of those who still take part, and of those who left."""
_KINDS = (DocumentKind.RESIDENCE_CARD, DocumentKind.PASSPORT, DocumentKind.DIIA_PL, DocumentKind.VISA)
_SHORTEST, _SOON, _LONGEST = -15, 120, 700
"""Days from the invented day to the last one of a document."""
_TITLES = {DocumentKind.RESIDENCE_CARD: "temporary", DocumentKind.DIIA_PL: "ukr", DocumentKind.VISA: "visa-d"}
_WITHOUT_LIMIT = DocumentKind.PESEL_CONFIRMATION


def add_documents(
    pen: Pen, story: Story, participation: Participation, by: User | None, registered: datetime.datetime
) -> None:
    """Let what was seen of the person's documents wait in the ledger.

    The dice are the person's own, so that the rest of the invented project stays as it is.
    """
    dice = random.Random(participation.number)  # noqa: S311 - invention, not secrecy
    takes_part = story.end is None or story.end > TODAY
    if dice.random() > (_SHOWN_BY_MANY if takes_part else _SHOWN_BY_SOME):
        return
    ends = TODAY + datetime.timedelta(days=dice.randint(_SHORTEST, _SOON if takes_part else _LONGEST))
    _add(pen, story, participation, by, registered, dice, dice.choice(_KINDS), ends)
    _add(pen, story, participation, by, registered, dice, _WITHOUT_LIMIT, None)


def _add(
    pen: Pen, story: Story, participation: Participation, by: User | None, registered: datetime.datetime,
    dice: random.Random, kind: DocumentKind, ends: datetime.date | None,
) -> None:  # fmt: skip
    document = PersonDocument(
        participation=participation, organisation=pen.staff.organisations[story.organisation], kind=kind.value,
        title=_TITLES.get(kind, ""),
        number_end=f"{dice.randrange(10**4):04}", valid_to=ends, is_unlimited=ends is None, seen_by=by,
        seen_on=registered.date(), recorded_by=by, last_day=last_day(ends, None, is_unlimited=ends is None),
    )  # fmt: skip
    pen.ledger.add(registered, document)
