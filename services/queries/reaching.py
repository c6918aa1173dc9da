"""How whoever signed up without an account may be reached, as the outbox asks (S24)."""

import uuid
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from beneficiaries.models import Participation
from portal.messages.enums import Channel
from portal.messages.registry import MessageKind, NobodyThere, Recipient, SafeContact
from services.models import SignUp

if TYPE_CHECKING:
    from portal.accounts.models import User


def contact_of_sign_up(sign_up_id: str, kind: MessageKind) -> SafeContact:
    """Return how whoever signed up may be reached now. Raises ``NobodyThere``."""
    found = SignUp.objects.select_related("data_key").filter(pk=_key(sign_up_id)).first()
    if found is None:
        raise NobodyThere
    ways = ((Channel.SMS, str(found.phone)), (Channel.EMAIL, str(found.email)))
    return SafeContact(tuple((channel, address) for channel, address in ways if address), found.language)


def sign_ups_known_to(user: "User", ids: Collection[str]) -> Mapping[str, Recipient]:
    """Return those of these sign-ups whose activity is of a project in which ``user`` sees people (two queries)."""
    projects = Participation.objects.visible_to(user, "view_calendar").values("grant_project")  # type: ignore[attr-defined]
    rows = SignUp.objects.filter(pk__in=[_key(each) for each in ids], activity__grant_project__in=projects)
    return {str(row.pk): Recipient(row.activity.called) for row in rows.select_related("activity__edition__course")}


def _key(written: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(written)
    except ValueError:
        return None
