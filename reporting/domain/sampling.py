"""Drawing a sample that anybody can draw again: the same numbers, seed and size give the same records (R73).

Each number gets the SHA-256 of ``seed|number``; the smallest come first. No generator of random numbers is involved, so
that the draw can be repeated in any spreadsheet or language.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence


def drawn(numbers: Iterable[str], seed: str, size: int) -> list[str]:
    """Return ``size`` of the numbers, or all when there are fewer, in the order of the draw."""
    return sorted(set(numbers), key=lambda number: (_ticket(seed, number), number))[:size]


def drawn_by_part(parts: Mapping[str, str], seed: str, size: int) -> list[tuple[str, str]]:
    """Return numbers with their part: from each part in proportion to its size, at least one while places last.

    ``parts`` maps each number to its part. The order is that of the parts, inside them that of the draw.
    """
    members: dict[str, list[str]] = {}
    for number, part in parts.items():
        members.setdefault(part, []).append(number)
    shares = shares_of({part: len(people) for part, people in members.items()}, size)
    return [(number, part) for part in sorted(members) for number in drawn(members[part], seed, shares[part])]


def shares_of(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    """Divide ``size`` places among parts: one each while places last, the rest where most of the share is missing."""
    size = min(size, sum(sizes.values()))
    largest_first = sorted(sizes, key=lambda part: (-sizes[part], part))
    shares = {part: int(place < size) for place, part in enumerate(largest_first)}
    for _place in range(size - sum(shares.values())):
        open_parts = [part for part in largest_first if shares[part] < sizes[part]]
        shares[max(open_parts, key=lambda part: size * sizes[part] / sum(sizes.values()) - shares[part])] += 1
    return shares


def frame_hash(numbers: Sequence[str]) -> str:
    """Return the SHA-256 of the numbers that could be drawn, in order."""
    return hashlib.sha256("\n".join(sorted(numbers)).encode()).hexdigest()


def _ticket(seed: str, number: str) -> str:
    return hashlib.sha256(f"{seed}|{number}".encode()).hexdigest()
