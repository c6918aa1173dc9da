"""What people are told of their places: neutral words, through the one gate for messages (S24)."""

from django.utils import timezone

from portal.clock import today
from portal.messages.sending import ask_for_message
from services.models import Enrolment
from services.queries.told import Told, standing_for, those_told

SIGN_UP = "sign-up"
OFFERED, NEWS = "place-offered", "place-news"


def tell_offered(enrolment: Enrolment) -> None:
    """Say that a place is kept, and until when."""
    _tell(enrolment, OFFERED, {"until": f"{timezone.localtime(enrolment.offered_until):%d.%m.%Y %H:%M}"})


def tell_news(enrolment: Enrolment, about: object = "") -> None:
    """Say that something changed: a meeting moved or cancelled, a place given; what, the person reads or asks.

    ``about`` is the version of what changed, so that each change is told once and the next one again.
    """
    _tell(enrolment, NEWS, {}, about)


def _tell(enrolment: Enrolment, kind: str, context: dict[str, str], about: object = "") -> None:
    news = f"{kind}-{enrolment.pk.hex}-{about or enrolment.version}"
    for whom, key in _told(enrolment):
        ask_for_message(
            kind, whom, str(key), context=context, grant_project=enrolment.activity.grant_project,
            dedup_key=f"{news}-{key.hex}", useless_at=enrolment.offered_until,
        )  # fmt: skip


def _told(enrolment: Enrolment) -> list[Told]:
    """Return whoever signed up alone, else the person, of a child those who stand for it (one query for a child)."""
    if enrolment.participation is None:
        return [(SIGN_UP, enrolment.sign_up_id)]  # type: ignore[attr-defined, list-item]
    person = enrolment.participation.person
    return those_told([person], standing_for([person], today()), today())
