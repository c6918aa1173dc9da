"""What a payment claim says of its indicators (R66, R68)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Triple = tuple[int | None, int | None, int]
"""Women, men, total."""


@dataclass(frozen=True)
class Claim:
    """Figures by code, and how each is called in the claim; an indicator that has no code goes by its name."""

    figures: Mapping[str, Triple]
    names: Mapping[str, str] = field(default_factory=dict)
