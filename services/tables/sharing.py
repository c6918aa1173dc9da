"""What of support and courses can be passed on by agreement: how often, when last, how much; no notes (S29)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beneficiaries.models import Participation
from portal.ui.formatting import hours, number, short_date
from portal.ui.parts import Fact
from services.queries.record_attendance import Followed, followed_of
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


def course_lines(participation: Participation) -> Sequence[Fact]:
    """Return how much was attended of each course and event with a place: numbers, never why somebody was away."""
    followed = followed_of(participation)
    if not followed:
        return [Fact(_("Courses and events"), _("none yet"))]
    return [Fact(each.title, _attended(each)) for each in followed]


def _attended(followed: Followed) -> str:
    said = {"present": number(followed.present), "held": number(followed.held), "hours": hours(followed.hours)}
    if followed.certificate:
        return _("%(present)s of %(held)s classes, %(hours)s h; certificate %(number)s") % {
            **said, "number": followed.certificate}  # fmt: skip
    return _("%(present)s of %(held)s classes, %(hours)s h") % said
