"""Who reads a protected note: nobody by role, everybody by name."""

from collections.abc import Collection


def may_read_note(reader: int, *, author: int | None, named: Collection[int], is_in_charge: bool) -> bool:
    """Tell whether an account reads a note: the author, the person in charge, or one whom the author named (C13).

    That the account may see the person at all has been asked before.
    """
    return is_in_charge or reader == author or reader in named
