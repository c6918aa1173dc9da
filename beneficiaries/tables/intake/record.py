"""What somebody asked for when they registered, as a card of their record."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from beneficiaries.models import Participation
from beneficiaries.queries.intake import registration_of_person
from beneficiaries.tables.intake.words import needs_in_words


def panel(request: HttpRequest, participation: Participation) -> dict[str, Any] | None:
    """Return the card; none for who did not register, and for readers of whom the application is none of theirs."""
    found = registration_of_person(request.user, participation)  # type: ignore[arg-type]
    if found is None:
        return None
    said = found.application
    return {
        "needs": needs_in_words(said),
        "words": said.needs_words,
        "language": found.language,
        "sent_at": found.sent_at,
        "url": reverse("intake_registration", args=[found.pk]),
    }
