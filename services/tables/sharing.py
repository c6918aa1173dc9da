"""What of support can be passed on by agreement: kinds, how often, when last; no notes (S29)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beneficiaries.models import Participation
from portal.ui.formatting import number, short_date
from portal.ui.parts import Fact
from services.queries.support import support_by_kind


def support_lines(participation: Participation) -> Sequence[Fact]:
    """Return each kind of support given so far."""
    kinds = support_by_kind(participation)
    if not kinds:
        return [Fact(_("Support so far"), _("none yet"))]
    return [Fact(kind.name, _times(kind.times, short_date(kind.last_on))) for kind in kinds]


def _times(times: int, day: str) -> str:
    words = ngettext("%(times)s time, last on %(day)s", "%(times)s times, last on %(day)s", times)
    return words % {"times": number(times), "day": day}
