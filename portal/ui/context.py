"""What every page knows about its frame, worked out only when a template asks. No query is made here."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from portal.policy.access import access_of
from portal.ui.formatting import current_language
from portal.ui.navigation import MOST_ON_PHONE, WORKSPACE_NAMES, Place, places_for

SEARCH_PAGE, SEARCH_ACTION = "person_search", "search_people"
LANGUAGE_NAMES = {"pl": "Polski", "uk": "Українська", "be": "Беларуская", "ru": "Русский", "en": "English"}
FIRST_FONTS = {
    "cyrillic": ("fonts/source-sans-cyrillic.woff2", "fonts/commissioner-flare-cyrillic.woff2"),
    "latin": ("fonts/source-sans-latin.woff2", "fonts/commissioner-flare-latin.woff2"),
}
CYRILLIC = frozenset({"uk", "be", "ru"})
ACCOUNT_PAGES: tuple[tuple[str, Promise, str], ...] = (
    ("job_list", _("Background jobs"), "history"),
    ("account_settings", _("Language and look"), "settings"),
    ("mfa_index", _("Two-step sign-in"), "key"),
    ("account_change_password", _("Change password"), "lock"),
    ("usersessions_list", _("Where you are signed in"), "eye"),
)
PROGRAMME_MARKS = (
    "Fundusze Europejskie dla Pomorza",
    "Rzeczpospolita Polska",
    "Dofinansowane przez Unię Europejską",
    "Urząd Marszałkowski Województwa Pomorskiego",
)
"""Four slots in the order the programme asks (R74); its names are not translated, its files not shipped (R77)."""


@dataclass(frozen=True)
class Language:
    """One of the five choices: its own name in its own script."""

    code: str
    name: str
    current: bool


@dataclass(frozen=True)
class AccountPage:
    """A page of the account's own settings."""

    url: str
    label: str | Promise
    icon: str


class Frame:
    """The frame of one page: read lazily by the base templates as ``frame``."""

    marks = PROGRAMME_MARKS

    def __init__(self, request: HttpRequest) -> None:
        """Remember the request; nothing is worked out yet."""
        self._request = request

    @cached_property
    def signed_in(self) -> bool:
        """True for an account."""
        return bool(getattr(getattr(self._request, "user", None), "is_authenticated", False))

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
        """The five languages, in their own words."""
        return [Language(code, name, code == self.language) for code, name in LANGUAGE_NAMES.items()]

    @cached_property
    def fonts(self) -> tuple[str, ...]:
        """The two font files that the first screen needs."""
        return FIRST_FONTS["cyrillic" if self.language in CYRILLIC else "latin"]

    @cached_property
    def places(self) -> list[Place]:
        """Navigation open to this account, at most seven; none while signed out."""
        return places_for(access_of(self._request.user), self._request.path) if self.signed_in else []

    @cached_property
    def phone_places(self) -> list[Place]:
        """The places at the foot of a phone, at most five; none when there would be one."""
        chosen = [place for place in self.places if place.item.on_phone][:MOST_ON_PHONE]
        return chosen if len(chosen) > 1 else []

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
    def account_pages(self) -> list[AccountPage]:
        """The account's own pages, those that exist."""
        return [AccountPage(url, label, icon) for name, label, icon in ACCOUNT_PAGES if (url := address(name))]

    @cached_property
    def home(self) -> str:
        """Where the brand leads."""
        return address(settings.LOGIN_REDIRECT_URL) if self.signed_in else address("account_login")

    @cached_property
    def language_url(self) -> str:
        """Where a choice of language is posted to."""
        return address("set_language")

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


def address(url_name: str) -> str:
    """Path of a named page, or nothing when the product has no such page (yet)."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
