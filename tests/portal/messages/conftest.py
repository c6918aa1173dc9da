"""Kinds of message and of recipient for tests: a neutral message to somebody whose wishes a test sets."""

import datetime

import pytest
from django.utils import timezone

from portal.messages import registry
from portal.messages.enums import Channel
from portal.messages.registry import MessageKind, RecipientKind, SafeContact

NOON = timezone.make_aware(datetime.datetime(2026, 12, 15, 12, 0))
NIGHT = timezone.make_aware(datetime.datetime(2026, 12, 15, 22, 30))


class Wishes:
    """How the one recipient of the tests may be reached."""

    contact = SafeContact(((Channel.EMAIL, "olena@example.test"),), "uk")
    raises: Exception | None = None

    def resolve(self, recipient_id, kind):
        if self.raises:
            raise self.raises
        return self.contact


@pytest.fixture
def wishes(monkeypatch) -> Wishes:
    """A recipient “somebody” with wishes, and the kind “rights-news” that the product has."""
    monkeypatch.setattr(registry, "_recipient_kinds", dict(registry._recipient_kinds))
    monkeypatch.setattr(registry, "_message_kinds", dict(registry._message_kinds))
    somebody = Wishes()
    registry.register_recipient_kind(RecipientKind("somebody", "somebody", somebody.resolve))
    registry.register_message_kind(MessageKind("rights-news", "news", tuple(Channel)))
    return somebody
