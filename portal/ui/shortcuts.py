"""The keys that pages listen to, as the list of shortcuts shows them; apps register theirs.

Single keys never fire inside text fields and can be turned off with the account (WCAG 2.1.4).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.policy.access import Access
from portal.ui.navigation import places_for

Words = str | Promise


@dataclass(frozen=True)
class Shortcut:
    """Keys pressed one after the other, or together where ``together``; ``says`` what they do."""

    keys: tuple[str, ...]
    says: Words
    together: bool = False


@dataclass(frozen=True)
class Group:
    """Shortcuts that belong together, for those with the right ``action`` (blank: for everybody)."""

    code: str
    position: int
    title: Words
    shortcuts: tuple[Shortcut, ...]
    action: str = ""


_groups: dict[str, Group] = {}


def register_shortcuts(group: Group) -> None:
    """List a group of shortcuts; the same code again replaces it."""
    _groups[group.code] = group


def shortcuts_for(access: Access) -> list[Group]:
    """Return the groups that work for this account: everywhere, places of the navigation, then those of the apps."""
    own = [each for each in _groups.values() if not each.action or access.may(each.action)]
    return [_everywhere(access), *sorted(own, key=lambda each: (each.position, each.code))]


def _everywhere(access: Access) -> Group:
    search = [Shortcut(("/",), _("Search for a person"))] if access.may("search_people") else []
    return Group("everywhere", 0, _("Everywhere"), (*search, *_places(access), Shortcut(("?",), _("This list")),
                 Shortcut(("Esc",), _("Close what lies on top"))))  # fmt: skip


def _places(access: Access) -> Iterable[Shortcut]:
    for place in places_for(access, ""):
        if place.item.key:
            yield Shortcut(("G", place.item.key.upper()), place.item.label)
