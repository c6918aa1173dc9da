"""Which kinds of text are kept under administration; apps register theirs in ``plugs.py``."""

from dataclasses import dataclass

from django.utils.functional import Promise

from portal.texts.models import EditedText, PublishedText


@dataclass(frozen=True)
class TextKind:
    """A kind of text: ``model`` is worked on, ``published`` holds what was published of it.

    ``answered``: people are told or asked this text, so whoever publishes says whether they are asked anew.
    ``public``: anybody may read it on a page for everybody.
    """

    code: str
    position: int
    label: str | Promise
    purpose: str | Promise
    model: type[EditedText]
    published: type[PublishedText]
    answered: bool = False
    public: bool = False


_kinds: dict[str, TextKind] = {}


def register_text_kind(kind: TextKind) -> None:
    """Keep a kind of text under administration; the same code again replaces it."""
    _kinds[kind.code] = kind


def text_kinds() -> list[TextKind]:
    """Return the kinds in their order."""
    return sorted(_kinds.values(), key=lambda kind: (kind.position, kind.code))


def kind_of(text: EditedText) -> TextKind:
    """Return the kind of a text."""
    return next(kind for kind in _kinds.values() if isinstance(text, kind.model))
