"""What waits, what went out and what did not: counts and kinds; whom it was for only within reach (S24, L26)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.messages.presented import VIEW, shown_to
from portal.policy.gate import requires


@requires(VIEW)
@require_safe
def message_list(request: HttpRequest) -> HttpResponse:
    """Show the messages of the last thirty days in the projects of the account."""
    shown = shown_to(request.user, timezone.now())  # type: ignore[arg-type]
    subjects = [line.recipient.subject for line in shown.lines if line.recipient and line.recipient.subject]
    note_read(request, Action.LIST, subjects=subjects, detail={"page": "messages"})
    return render(request, "messages/message_list.html", {"shown": shown})
