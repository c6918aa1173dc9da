"""What the doctor sees of the outbox: how long something waits, and what failed since yesterday (L26, L30)."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.messages.enums import MessageState, Reason
from portal.messages.models import OutgoingMessage
from portal.operations.doctor.registry import Broken

LONGEST_WAIT = datetime.timedelta(minutes=30)
LATELY = datetime.timedelta(days=1)


def unsent_messages() -> str:
    """Look for messages that nobody tried, that the server does not take, or that ended without a receipt."""
    now = timezone.now()
    late = OutgoingMessage.objects.due(now - LONGEST_WAIT).count()
    if late:
        raise Broken(_("Messages that nobody has tried for half an hour: %(number)s.") % {"number": late})
    waiting = OutgoingMessage.objects.filter(state=MessageState.WAITING)
    refused = waiting.filter(reason__in=(Reason.SERVER, Reason.NO_GATEWAY), attempts__gt=2).count()
    if refused:
        raise Broken(_("Messages that the server does not take: %(number)s.") % {"number": refused})
    stuck = OutgoingMessage.objects.stuck().filter(ended_at__gt=now - LATELY).exclude(reason=Reason.REFUSED).count()
    if stuck:
        raise Broken(_("Messages of the last day that did not go out for certain: %(number)s.") % {"number": stuck})
    return _("No message waits for long: %(number)s wait.") % {"number": waiting.count()}
