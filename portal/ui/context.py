"""What every page knows about its frame, worked out only when a template asks. No query is made here."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from portal.help.topics import topic_of
from portal.policy.access import access_of
from portal.ui.formatting import current_language
from portal.ui.languages import LANGUAGE_NAMES, Language, front_door, language_in, same_page
from portal.ui.marks import Mark, marks_of_the_portal
from portal.ui.navigation import MOST_IN_BAR, MOST_ON_PHONE, WORKSPACE_NAMES, Place, all_places_for, counted
from portal.ui.parts import AccountPage
from portal.ui.shortcuts import usual_keys

PRIVACY, SIGHT, DECLARATION = "prywatnosc", "prywatnosc/kto-widzi", "deklaracja-dostepnosci"
HELP, CLASSES, CONTACT, SAFETY = "pomoc", "zajecia", "kontakt", "bezpiecznie"
SEARCH_PAGE, SEARCH_ACTION = "person_search", "search_people"
LOG_PAGE, LOG_ACTION = "quick_log", "record_support"
FIRST_FONTS = {
    "cyrillic": ("fonts/source-sans-cyrillic.woff2", "fonts/commissioner-flare-cyrillic.woff2"),
    "latin": ("fonts/source-sans-latin.woff2", "fonts/commissioner-flare-latin.woff2"),
}
CYRILLIC = frozenset({"uk", "be", "ru"})
ACCOUNT_PAGES: tuple[tuple[str, Promise, str], ...] = (
    ("job_list", _("Background jobs"), "history"),
    ("account_settings", _("Language and look"), "settings"),
    ("keyboard", _("Keyboard shortcuts"), "keyboard"),
    ("mfa_index", _("Two-step sign-in"), "key"),
    ("account_change_password", _("Change password"), "lock"),
    ("sessions", _("Where you are signed in"), "eye"),
)


class Frame:
    """The frame of one page: read lazily by the base templates as ``frame``."""

    def __init__(self, request: HttpRequest) -> None:
        """Remember the request; nothing is worked out yet."""
        self._request = request

    @cached_property
    def signed_in(self) -> bool:
        """True for an account."""
        return bool(getattr(getattr(self._request, "user", None), "is_authenticated", False))

    @property
    def held_back(self) -> bool:
        """True for an account that has yet to show, or to set up, its second factor: only that is open to it."""
        return bool(getattr(self._request, "held_back", False))

    @property
    def second_factor(self) -> bool:
        """True where a password alone opens nothing."""
        return settings.PORTAL_SECOND_FACTOR_REQUIRED

    @property
    def account(self) -> Any:
        """The account that looks at the page; a stranger has no name."""
        return getattr(self._request, "user", None)

    @cached_property
    def theme(self) -> str:
        """The look that the person chose: light, dark, or nothing (as on the device)."""
        return str(getattr(self._request.user, "theme", "")) if self.signed_in else ""

    @cached_property
    def direction(self) -> str:
        """Direction of the page's script."""
        return "rtl" if get_language_bidi() else "ltr"

    @cached_property
    def language(self) -> str:
        """Language of the page."""
        return current_language()

    @cached_property
    def languages(self) -> list[Language]:
        """The five languages, in their own words; with addresses where this page has one in each language."""
        return [
            Language(code, name, code == self.language, self.address_in(code)) for code, name in LANGUAGE_NAMES.items()
        ]

    def address_in(self, language: str) -> str:
        """Where this page is in another language; nothing when its address names no language."""
        path = self._request.path_info
        return same_page(path, language) if language_in(path) else ""

    @property
    def front_door(self) -> str:
        """The landing page in the language of this page."""
        return front_door(self.language)

    @cached_property
    def is_translated(self) -> bool:
        """True when this page has an address in each language."""
        return bool(self.address_in(self.language))

    @property
    def origin(self) -> str:
        """Scheme and host that the page was asked from, for links that must be whole."""
        return f"{self._request.scheme}://{self._request.get_host()}"

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of the programme that pays for the portal."""
        return marks_of_the_portal()

    @cached_property
    def fonts(self) -> tuple[str, ...]:
        """The two font files that the first screen needs."""
        return FIRST_FONTS["cyrillic" if self.language in CYRILLIC else "latin"]

    @cached_property
    def places(self) -> list[Place]:
        """Navigation open to this account, at most seven; none while signed out."""
        return self._all_places[:MOST_IN_BAR]

    @cached_property
    def _all_places(self) -> list[Place]:
        if not self.signed_in:
            return []
        return counted(all_places_for(access_of(self._request.user), self._request.path), self._kept)

    @property
    def _kept(self) -> Mapping[str, Any]:
        """What the session keeps; nothing on a page without one."""
        return getattr(self._request, "session", {})

    @cached_property
    def further_places(self) -> list[Place]:
        """Places without room in the bar: they stand behind “More” at its end."""
        return self._all_places[MOST_IN_BAR:]

    @cached_property
    def phone_places(self) -> list[Place]:
        """The places at the foot of a phone, at most five with support and “More”; none for a single one."""
        most = MOST_ON_PHONE - bool(self.log_url)
        chosen = [place for place in self.places if place.item.on_phone][:most]
        if len(chosen) < len(self._all_places):
            chosen = chosen[: most - 1]
        return chosen if len(chosen) > 1 - bool(self.log_url) else []

    @cached_property
    def phone_further_places(self) -> list[Place]:
        """Places without room at the foot of a phone: they stand behind “More” there."""
        return [place for place in self._all_places if place not in self.phone_places] if self.phone_places else []

    @cached_property
    def phone_halves(self) -> tuple[list[Place], list[Place]]:
        """The places at the foot of a phone before the entry of support, which stands in the middle, and after it."""
        middle = (len(self.phone_places) + 1) // 2
        return self.phone_places[:middle], self.phone_places[middle:]

    @cached_property
    def workspace(self) -> str | Promise:
        """Name of the part of the product that this page belongs to."""
        current = next((place for place in self.places if place.current), None) or next(iter(self.places), None)
        return WORKSPACE_NAMES[current.item.workspace] if current else ""

    @cached_property
    def search_url(self) -> str:
        """Where the search in the bar is posted to; nothing when this account may not search for people."""
        allowed = self.signed_in and access_of(self._request.user).may(SEARCH_ACTION)
        return address(SEARCH_PAGE) if allowed else ""

    @cached_property
    def log_url(self) -> str:
        """Where support is written down, for the person whose record is open; nothing for those who may not."""
        if not (self.signed_in and access_of(self._request.user).may(LOG_ACTION)):
            return ""
        match = self._request.resolver_match
        number = match.kwargs.get("number", "") if match else ""
        return f"{address(LOG_PAGE)}?{urlencode({'osoba': number})}" if number else address(LOG_PAGE)

    @cached_property
    def keys_url(self) -> str:
        """The list of shortcuts, for accounts."""
        return address("keyboard") if self.signed_in and not self.held_back else ""

    @cached_property
    def help_url(self) -> str:
        """The help about this page, for accounts; the list of all of it where this page has none of its own."""
        if not self.keys_url:
            return ""
        match = self._request.resolver_match
        topic = topic_of(match.view_name) if match else None
        return address("help_topic", topic=topic.code) if topic else address("help_index")

    @cached_property
    def single_keys(self) -> bool:
        """False when the account has turned single keys off."""
        return bool(getattr(self._request.user, "single_keys", True)) if self.signed_in else True

    @cached_property
    def keys(self) -> dict[str, str]:
        """The single keys as this account has them, by name, in capitals as they are shown."""
        return {name: key.upper() for name, key in {**usual_keys(), **self._own_keys}.items()}

    @cached_property
    def own_keys(self) -> str:
        """For scripts: the usual key of each shortcut that the account has changed, and its own key."""
        usual = usual_keys()
        changed = {usual[name]: key for name, key in self._own_keys.items() if name in usual}
        return json.dumps(changed, sort_keys=True) if changed else ""

    @property
    def _own_keys(self) -> dict[str, str]:
        return getattr(self._request.user, "own_keys", {}) if self.signed_in else {}

    @cached_property
    def account_pages(self) -> tuple[AccountPage, ...]:
        """The account's own pages, those that exist and are open."""
        return () if self.held_back else _account_pages(settings.ROOT_URLCONF)

    @cached_property
    def home(self) -> str:
        """Where the brand leads."""
        return address(settings.LOGIN_REDIRECT_URL) if self.signed_in else self.front_door

    @property
    def privacy(self) -> str:
        """What happens to people's data, in the language of this page."""
        return address("document", document=PRIVACY)

    @property
    def sight(self) -> str:
        """The page that says who sees which data."""
        return address("document", document=SIGHT)

    @property
    def help(self) -> str:
        """The page about the help."""
        return address("document", document=HELP)

    @property
    def classes(self) -> str:
        """The page of classes and events."""
        return address("document", document=CLASSES)

    @property
    def contact(self) -> str:
        """The page that says where and when we are."""
        return address("document", document=CONTACT)

    @cached_property
    def place(self) -> str:
        """Which of the addresses in the public menu this page lies under; empty for none."""
        path = self._request.path
        return next((url for url in (self.help, self.classes, self.contact) if url and path.startswith(url)), "")

    @property
    def safety(self) -> str:
        """The page about using the portal safely."""
        return address("document", document=SAFETY)

    @property
    def declaration(self) -> str:
        """The accessibility statement, in the language of this page (R90)."""
        return address("document", document=DECLARATION)

    @property
    def own_page(self) -> str:
        """Where people who take part open their own pages."""
        return address("own_home")

    @cached_property
    def sign_in(self) -> str:
        """Where accounts sign in."""
        return address(settings.LOGIN_URL)

    @cached_property
    def language_url(self) -> str:
        """Where a choice of language is posted to on pages that have one address for all."""
        return address("set_language")

    @property
    def away(self) -> str:
        """Where a quick exit leads: a page of somebody else that says nothing about who was here."""
        return settings.PORTAL_EXIT_URL

    @property
    def tryout(self) -> bool:
        """True when everything here is for trying and all people are invented."""
        return settings.PORTAL_TRYOUT

    @cached_property
    def demo_day(self) -> date | None:
        """The day that the try-out pretends to live in."""
        return date.fromisoformat(settings.PORTAL_TODAY) if settings.PORTAL_TODAY else None


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give templates ``frame``."""
    return {"frame": Frame(request)}


def address(url_name: str, **words: str) -> str:
    """Path of a named page, or nothing when the product has no such page (yet)."""
    return _address(settings.ROOT_URLCONF, get_language(), url_name, frozenset(words.items()))


@lru_cache(maxsize=1024)
def _address(_urls: str, _language: str | None, url_name: str, words: frozenset[tuple[str, str]]) -> str:
    try:
        return reverse(url_name, kwargs=dict(words))
    except NoReverseMatch:
        return ""


@cache
def _account_pages(_urls: str) -> tuple[AccountPage, ...]:
    """Return the pages of an account; they have one address in all languages."""
    return tuple(AccountPage(url, label, icon) for name, label, icon in ACCOUNT_PAGES if (url := address(name)))
