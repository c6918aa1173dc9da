"""What a backup says of itself: version, kind, migrations, tables with count and hash, key identifiers (S61)."""

import json
import tomllib
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

from portal.settings.environment import ROOT

FORMAT = 1


@dataclass
class Manifest:
    """The last part of a backup. ``made_at`` is ISO in UTC; ``migrations`` are ``app.name``.

    ``tables``: ``rows`` and ``hash`` of each. ``parts``: ``bytes`` and ``sha256`` of each.
    ``tools``: major versions of PostgreSQL, of the server and of ``pg_dump``. ``keys``: identifiers, never keys.
    ``audit``: how many events there are, and id and keyed hash of the last.
    """

    made_at: str
    version: str
    kind: str
    migrations: list[str]
    tables: dict[str, dict]
    keys: dict[str, str]
    audit: dict[str, Any]
    tools: dict[str, int] = field(default_factory=dict)
    parts: dict[str, dict] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table["rows"] for table in self.tables.values())

    def as_bytes(self) -> bytes:
        """Return the JSON form."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()


def read_manifest(text: bytes) -> Manifest:
    """Return the manifest of its JSON form; raises ``ValueError`` or ``TypeError`` when it is none of this format."""
    content = json.loads(text)
    if content.get("format") != FORMAT:
        raise ValueError("format")
    return Manifest(**content)


@cache
def product_version() -> str:
    """Return the version of the product that runs."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
