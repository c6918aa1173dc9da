"""What apps read of a project's configuration file: each names a key of the file and what it does with the value."""

from collections.abc import Callable
from typing import Any

from portal.programmes.models import GrantProject

Part = Callable[[GrantProject, Any], None]
_parts: dict[str, Part] = {}


def register_part(key: str, load: Part) -> None:
    """Let ``load(project, value)`` have what stands under ``key``; the same key again replaces it.

    It runs in the transaction of the load. Wrong values raise ``ConfigurationError`` of ``portal.programmes.loading``.
    """
    _parts[key] = load


def parts() -> dict[str, Part]:
    """Return who reads which key."""
    return dict(_parts)
