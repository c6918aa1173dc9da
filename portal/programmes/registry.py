"""What apps read of a project's configuration file, and what only they know of it.

Each names a key of the file, how the value is read and what it does with it. Codes of indicators, of labour details
and of areas of needs are known above the kernel.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from portal.programmes.models import GrantProject
from portal.programmes.reading import Reader

Load = Callable[[GrantProject, Any], None]
Objection = Callable[[GrantProject, GrantProject], str]


@dataclass(frozen=True)
class Part:
    """A key of the file: ``read`` checks its value before anything is written, ``load`` keeps it."""

    load: Load
    read: Reader


_parts: dict[str, Part] = {}
_codes: dict[str, Callable[[], Collection[str]]] = {}
_objections: dict[str, Objection] = {}


def register_part(key: str, load: Load, read: Reader) -> None:
    """Let ``load(project, value)`` have what stands under ``key``; the same key again replaces it.

    It runs in the transaction of the load. Wrong values raise ``ConfigurationError`` of ``portal.programmes.errors``.
    """
    _parts[key] = Part(load, read)


def parts() -> dict[str, Part]:
    """Return who reads which key."""
    return dict(_parts)


def register_codes(kind: str, codes: Callable[[], Collection[str]]) -> None:
    """Say which codes of a kind there are (``portal/programmes/layout.py`` names the kinds)."""
    _codes[kind] = codes


def codes_of(kind: str) -> Collection[str]:
    """Return the codes of a kind; none when nobody knows it."""
    return _codes[kind]() if kind in _codes else ()


def register_objection(name: str, objection: Objection) -> None:
    """Let ``objection(before, after)`` say in a line why a project cannot change so; blank when it can."""
    _objections[name] = objection


def objection_to(before: GrantProject, after: GrantProject) -> str:
    """Return the first line that speaks against a change of a project; blank when none does."""
    return next((said for each in _objections.values() if (said := each(before, after))), "")
