"""By what each level is seen, as it is kept: one text for the areas, always written the same way."""

import json
from collections.abc import Mapping

from cases.rules.results import speaks_of_health


def written(evidence: Mapping[str, str]) -> str:
    """Return evidence by area as it is sealed; areas without any are left out."""
    said = {area: text.strip() for area, text in evidence.items() if text and text.strip()}
    return json.dumps(said, ensure_ascii=False, sort_keys=True) if said else ""


def read(kept: str) -> dict[str, str]:
    """Return evidence by area from what was kept."""
    return json.loads(kept) if kept else {}


def is_open(text: str, *, is_protected: bool, with_health: bool) -> bool:
    """Say whether a reader may see the evidence of an area: what is or speaks of health only with the right (R84)."""
    return with_health or not (is_protected or speaks_of_health(text))
