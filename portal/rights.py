"""What each app holds of a person, how it says it to that person, and what of it can be erased (GDPR 15, 17, 20).

Apps register what they hold (``HeldPart``) and how it goes (``ErasurePart``) in their ``plugs.py``. A part never holds
anything of another person: no member of a household, no guardian, no child, no colleague of the staff.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.ui.formatting import short_date

Words = str | Promise


@dataclass(frozen=True)
class HeldItem:
    """One entry of what is held, in the language in force.

    ``facts`` are pairs of label and value for reading, ``data`` the same for machines. ``is_free``: somebody wrote it
    freely, so that it can speak of others and a person must read it before it is handed out. ``action`` is a right that
    this reading needs, beside that of the request: on health, on protected notes.
    """

    title: Words
    facts: Sequence[tuple[Words, object]]
    data: Mapping[str, Any] = field(default_factory=dict)
    is_free: bool = False
    action: str = ""


@dataclass(frozen=True)
class HeldPart:
    """What an app holds of a person: ``read(participation)`` returns the entries, in a fixed number of queries.

    ``models`` are those whose rows it tells of (``app.Model``): a test demands that each model with data of
    participants is told of by a part. ``is_portable``: the person gave it, so that it stands in the package of
    portability as well (GDPR 20). ``shown(own)``: what of it the person's own pages show, as lines of label and value
    in groups; it stands in the file that the person takes along from there without anybody reading it before.
    """

    code: str
    position: int
    label: Words
    read: Callable[[Any], Sequence[HeldItem]]
    models: tuple[str, ...] = ()
    is_portable: bool = False
    shown: Callable[[Any], Iterable[Sequence[tuple[Words, str]]]] | None = None


@dataclass(frozen=True)
class ErasurePart:
    """What would go on request, or must stay: ``count(participation)`` entries.

    ``keeps`` says why it must stay; blank when it can go, and then ``erase(participation)`` destroys it in the caller's
    transaction. ``keeps_of(participation)`` says it where the reason is not the same for everybody.
    """

    code: str
    position: int
    label: Words
    count: Callable[[Any], int]
    keeps: Words = ""
    erase: Callable[[Any], int] | None = None
    keeps_of: Callable[[Any], Words] | None = None

    def why_kept(self, participation: Any) -> Words:
        """Return why it must stay, of this person; blank when it can go."""
        return self.keeps if self.keeps_of is None else self.keeps_of(participation)


Recipients = Callable[[Any], Sequence[Words]]
_recipients: dict[str, Recipients] = {}
_parts: dict[str, HeldPart] = {}
_erasures: dict[str, ErasurePart] = {}


def register_held_part(part: HeldPart) -> None:
    """Offer what an app holds; the same code again replaces it."""
    _parts[part.code] = part


def register_erasure_part(part: ErasurePart) -> None:
    """Offer what goes or stays; the same code again replaces it."""
    _erasures[part.code] = part


def register_recipients(code: str, recipients: Recipients) -> None:
    """Offer who got data of a person from an app (GDPR 19); the same code again replaces it."""
    _recipients[code] = recipients


def recipients_of(participation: Any) -> list[Words]:
    """Return who got data of a person and is told of a correction, an erasure, a restriction."""
    return [words for code in sorted(_recipients) for words in _recipients[code](participation)]


def held_parts() -> list[HeldPart]:
    """Return what apps hold, in its order."""
    return sorted(_parts.values(), key=lambda part: (part.position, part.code))


def erasure_parts() -> list[ErasurePart]:
    """Return what goes or stays, in its order."""
    return sorted(_erasures.values(), key=lambda part: (part.position, part.code))


def item_of(
    row: Model, title: Words, labels: Mapping[str, Words], *, free: Collection[str] = (), action: str = ""
) -> HeldItem:
    """Return a row as an entry: the fields that ``labels`` names and that say something.

    ``free`` names those that somebody wrote freely. A version that is no longer in force says until when it was.
    """
    values = {name: getattr(row, name) for name in labels}
    said = {name: value for name, value in values.items() if value not in (None, "", [], {})}
    facts = [(labels[name], value_in_words(row, name, value)) for name, value in said.items()]
    data = {name: _plain(value) for name, value in said.items()}
    if superseded := getattr(row, "superseded_at", None):
        facts.append((_("Held until"), short_date(superseded.date())))
        data["superseded_at"] = superseded.isoformat()
    return HeldItem(title, facts, data, is_free=any(name in said for name in free), action=action)


def value_in_words(row: Model, name: str, value: object) -> str:
    """Return the value of a field as the person reads it."""
    if getattr(row._meta.get_field(name), "choices", None):
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.datetime):
        return short_date(value.date())
    return short_date(value) if isinstance(value, datetime.date) else str(value)


def _plain(value: object) -> object:
    """Return a value as JSON holds it."""
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return value if isinstance(value, bool | int | list | dict) else str(value)
