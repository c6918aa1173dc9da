"""Dumbbells: before and after of each row on one scale of levels."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.ui.charts.places import decimal


@dataclass(frozen=True)
class Change:
    """One row of a dumbbell: levels before and after (``None``: not known), and the change in words.

    ``is_locked`` says that there is a row and that this reader may not see it: levels and words stay out.
    """

    name: str
    before: int | None = None
    after: int | None = None
    words: str = ""
    is_better: bool = False
    is_locked: bool = False


@dataclass(frozen=True)
class Dumbbell:
    """Before and after on a scale of levels: what each level is called, from the first on, and the rows in order."""

    levels: Sequence[str]
    rows: Sequence[Change]

    @property
    def drawn(self) -> "list[tuple[Change, Ends]]":
        """Each row with where its marks stand."""
        return [(row, self._ends(row)) for row in self.rows]

    @property
    def grid(self) -> list[str]:
        """Where the levels stand."""
        return [self._place(level) for level in range(1, len(self.levels) + 1)]

    def word(self, level: int | None) -> str:
        """Return a level with its name; blank when it is not known."""
        return "" if level is None else f"{level} {self.levels[level - 1]}"

    def _ends(self, row: Change) -> "Ends":
        before, after = (None, None) if row.is_locked else (row.before, row.after)
        both = before is not None and after is not None
        return Ends(
            before=self._place(before) if before is not None else "",
            after=self._place(after) if after is not None else "",
            moves=both and before != after,
            rises=both and after > before,  # type: ignore[operator]
            before_words=self.word(before),
            after_words=self.word(after),
        )

    def _place(self, level: int) -> str:
        """Return the middle of a level's share of the width, so that headings in equal columns stand above it."""
        return f"{decimal(100 * (level - 0.5) / len(self.levels))}%"


@dataclass(frozen=True)
class Ends:
    """Where the open circle of before and the filled one of after stand; blank for what is not known."""

    before: str
    after: str
    moves: bool
    rises: bool
    before_words: str
    after_words: str
