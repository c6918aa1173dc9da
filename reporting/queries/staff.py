"""Where a colleague may be reached with news about their own reports, as the outbox asks (S24)."""

from portal.accounts.models import User
from portal.messages.enums import Channel
from portal.messages.registry import MessageKind, NobodyThere, SafeContact


def contact_of_staff(account: str, kind: MessageKind) -> SafeContact:
    """Return the address of an account that is still open; raises ``NobodyThere`` for any other."""
    found = User.objects.filter(pk=account, is_active=True, is_participant=False).first() if account.isdigit() else None
    if found is None:
        raise NobodyThere
    return SafeContact(((Channel.EMAIL, found.email),), found.language)
