"""How many may still miss the result, in words (R1)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.goals import ResultOutlook
from portal.ui.formatting import number


def outlook_in_words(outlook: ResultOutlook) -> Sequence[str]:
    """Return the goal, where it stands, and how many more may miss it."""
    goal = {"target": number(outlook.target), "people": number(outlook.out_of)}
    stands = {"reached": number(outlook.reached), "missed": number(outlook.missed)}
    return [
        _("The goal: an improvement found for %(target)s of %(people)s people.") % goal,
        _("Found so far: %(reached)s. Ended without it, with no days left: %(missed)s.") % stands,
        _spare(outlook.spare),
    ]


def _spare(spare: int) -> str:
    if spare < 0:
        said = ngettext(
            "The goal is out of reach by %(count)s person.", "The goal is out of reach by %(count)s people.", -spare
        )
        return said % {"count": number(-spare)}
    if spare == 0:
        return _("Nobody else may miss it.")
    said = ngettext("%(count)s more person may miss it.", "%(count)s more people may miss it.", spare)
    return said % {"count": number(spare)}
