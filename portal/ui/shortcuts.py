"""The keys that pages listen to, as the list of shortcuts shows them; apps register theirs.

Single keys never fire inside text fields; an account can change them or turn them off (WCAG 2.1.4). A key is named by
what it does: the account keeps the name with its own key, pages translate a pressed key into the usual one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.policy.access import Access
from portal.ui.navigation import places_for

Words = str | Promise
GO = "go"


@dataclass(frozen=True)
class Shortcut:
    """Keys pressed one after the other, or together where ``together``; ``says`` what they do.

    With a ``name`` the first of the keys is a single key that an account may change.
    """

    keys: tuple[str, ...]
    says: Words
    together: bool = False
    name: str = ""

    def with_own(self, own: Mapping[str, str]) -> "Shortcut":
        """Return the shortcut with the key that an account chose."""
        return replace(self, keys=(own[self.name].upper(), *self.keys[1:])) if self.name in own else self


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


def shortcuts_for(access: Access, own: Mapping[str, str]) -> list[Group]:
    """Return the groups that work for this account: everywhere, places of the navigation, then those of the apps.

    ``own`` are the keys that it has changed.
    """
    apps = [each for each in _groups.values() if not each.action or access.may(each.action)]
    groups = [_everywhere(access), *sorted(apps, key=lambda each: (each.position, each.code))]
    return [replace(each, shortcuts=tuple(one.with_own(own) for one in each.shortcuts)) for each in groups]


def changeable(access: Access) -> dict[str, Shortcut]:
    """Return the single keys that this account may change, by name: each with its usual key."""
    usual = [one for group in shortcuts_for(access, {}) for one in group.shortcuts if one.name]
    found = {one.name: one for one in usual if one.name != GO}
    if any(one.name == GO for one in usual):
        found[GO] = Shortcut(("G",), _("Go to a page: then the letter of the page"), name=GO)
    return found


def usual_keys() -> dict[str, str]:
    """Return the usual key of every name, whoever may use it."""
    named = (one for group in _groups.values() for one in group.shortcuts if one.name)
    return {"search": "/", "list": "?", GO: "g", **{one.name: one.keys[0].lower() for one in named}}


def _everywhere(access: Access) -> Group:
    search = [Shortcut(("/",), _("Search for a person"), name="search")] if access.may("search_people") else []
    ends = Shortcut(("?",), _("This list"), name="list"), Shortcut(("Esc",), _("Close what lies on top"))
    return Group("everywhere", 0, _("Everywhere"), (*search, *_places(access), *ends))


def _places(access: Access) -> Iterable[Shortcut]:
    for place in places_for(access, ""):
        if place.item.key:
            yield Shortcut(("G", place.item.key.upper()), place.item.label, name=GO)
