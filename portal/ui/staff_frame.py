"""What stands around the pages of the staff: the same for everybody with the same places, language and keys.

It is drawn once (``portal.ui.kept_pieces``). Name and address of the account, the token of its forms and the person
whose record is open are put in for each page and never kept.
"""

from dataclasses import dataclass
from typing import Any

from portal.ui.context import Frame, address
from portal.ui.navigation import Place
from portal.ui.parts import AccountPage


@dataclass(frozen=True)
class StaffFrame:
    """All that bar and foot show of a page, but for ``own_words``."""

    home: str
    workspace: str
    search_url: str
    may_log: bool
    signed_in: bool
    single_keys: bool
    search_key: str
    record_key: str
    places: tuple[Place, ...]
    phone_halves: tuple[tuple[Place, ...], tuple[Place, ...]]
    further: tuple[Place, ...]
    phone_further: tuple[Place, ...]
    account_pages: tuple[AccountPage, ...]
    sign_out: str
    help_url: str
    keys_url: str
    declaration: str
    privacy: str
    other_actions: bool = False

    @property
    def phone_places(self) -> bool:
        """Tell whether there is a row at the foot of a phone."""
        return any(self.phone_halves)


def staff_frame(frame: Frame, *, other_actions: bool = False) -> StaffFrame:
    """Return what is the same around all pages like this one; ``other_actions``: the page has its own in the bar."""
    before, after = frame.phone_halves
    keys = frame.keys
    return StaffFrame(
        home=frame.home,
        workspace=str(frame.workspace),
        search_url=frame.search_url,
        may_log=bool(frame.log_url),
        signed_in=frame.signed_in,
        single_keys=frame.single_keys,
        search_key=keys.get("search", ""),
        record_key=keys.get("record", ""),
        places=tuple(frame.places),
        phone_halves=(tuple(before), tuple(after)),
        further=tuple(frame.further_places),
        phone_further=tuple(frame.phone_further_places),
        account_pages=frame.account_pages,
        sign_out=address("account_logout"),
        help_url=frame.help_url,
        keys_url=frame.keys_url,
        declaration=frame.declaration,
        privacy=frame.privacy,
        other_actions=other_actions,
    )


def own_words(frame: Frame) -> dict[str, Any]:
    """Return the words around a page that belong to its account or its person."""
    account = frame.account
    names = {name: getattr(account, name, "") for name in ("initials", "name", "email")}
    return {**names, "log_url": frame.log_url}
