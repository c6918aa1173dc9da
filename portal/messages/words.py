"""The words of a message: a template for each kind and channel, in the language of the recipient (S24).

Sender and subject are the same for all and name nobody, no organisation, no project. What a template may say beside
its own sentences is a closed list (``registry.ALLOWED_CONTEXT``).
"""

from collections.abc import Mapping

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_supported_language_variant, gettext, override

from portal.messages.enums import Channel
from portal.messages.registry import MessageKind


def words_for(kind: MessageKind, channel: Channel, language: str, context: Mapping[str, str]) -> tuple[str, str]:
    """Return subject and text; the subject of an SMS is blank.

    Raises ``LookupError`` when a text comes out empty: a mail without words is never sent.
    """
    with override(spoken(language)):
        body = render_to_string(f"messages/{kind.code}.{channel}.txt", {**context}).strip()
        if not body:
            raise LookupError(f"“{kind.code}” has no words for {channel}")
        if channel == Channel.SMS:
            return "", " ".join(body.split())
        return gettext("A message for you"), f"{body}\n"


def spoken(language: str) -> str:
    """Return the language to write in: the one asked for where the portal has it, else its own."""
    try:
        return get_supported_language_variant(language)
    except LookupError:
        return settings.LANGUAGE_CODE
