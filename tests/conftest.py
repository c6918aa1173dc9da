"""The named cast: who works where, in the grant project of Sopot. And the browser."""

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.utils import translation

from portal.accounts.enums import Role
from portal.accounts.models import Organisation, User
from portal.programmes.models import GrantProject
from tests.browser import CHROMIUM
from tests.factories.accounts import make_member, make_user

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def _fresh_start(settings) -> None:
    """Rate limits and other things of the cache, and the language of the last page, do not pass from test to test."""
    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def playwright(playwright: "Playwright") -> Iterator["Playwright"]:
    """The browser's event loop gives its thread a database connection of its own; it must not outlive the loop."""
    yield playwright
    connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The Chromium of the machine."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@pytest.fixture
def sopot(db: None) -> GrantProject:
    """The grant project that ships with the product, with its two organisations."""
    from portal.programmes.loading import load_programme

    return load_programme("sopot-5.15")


@pytest.fixture
def city(sopot: GrantProject) -> Organisation:
    """The city: leads the grant project."""
    return Organisation.objects.get(code="sopot")


@pytest.fixture
def foundation(sopot: GrantProject) -> Organisation:
    """The foundation: partner in the grant project."""
    return Organisation.objects.get(code="fsb")


@pytest.fixture
def caseworker_city(city: Organisation, sopot: GrantProject) -> User:
    """A caseworker of the city."""
    return make_member(Role.CASEWORKER, city, sopot, "Marta Zielińska")


@pytest.fixture
def caseworker_foundation(foundation: Organisation, sopot: GrantProject) -> User:
    """A caseworker of the foundation."""
    return make_member(Role.CASEWORKER, foundation, sopot, "Piotr Lis")


@pytest.fixture
def instructor(city: Organisation, sopot: GrantProject) -> User:
    """An instructor of the city."""
    return make_member(Role.INSTRUCTOR, city, sopot, "Ewa Mazur")


@pytest.fixture
def coordinator(city: Organisation, sopot: GrantProject) -> User:
    """The coordinator of the city, which leads the grant project."""
    return make_member(Role.COORDINATOR, city, sopot, "Joanna Nowicka")


@pytest.fixture
def coordinator_foundation(foundation: Organisation, sopot: GrantProject) -> User:
    """The coordinator of the partner."""
    return make_member(Role.COORDINATOR, foundation, sopot, "Tomasz Wrona")


@pytest.fixture
def auditor(city: Organisation, sopot: GrantProject) -> User:
    """The funder's auditor."""
    return make_member(Role.AUDITOR, city, sopot, "Krystyna Sowa")


@pytest.fixture
def dpo(city: Organisation, sopot: GrantProject) -> User:
    """The data protection officer of the city."""
    return make_member(Role.DATA_PROTECTION_OFFICER, city, sopot, "Adam Gil")


@pytest.fixture
def technical_admin(city: Organisation, sopot: GrantProject) -> User:
    """The technical administrator of the city."""
    return make_member(Role.TECHNICAL_ADMINISTRATOR, city, sopot, "Jan Kruk")


@pytest.fixture
def participant(city: Organisation, sopot: GrantProject) -> User:
    """A person who takes part and has an account."""
    return make_member(Role.PARTICIPANT, city, sopot, "Iryna Bondar")


@pytest.fixture
def nobody(db: None) -> User:
    """An account without any membership."""
    return make_user("Zofia Nikt")


@pytest.fixture
def accounts_speak_english(monkeypatch) -> None:
    """Accounts made from here on read the pages in the words of the sources."""
    monkeypatch.setattr(User._meta.get_field("language"), "_get_default", lambda: "en")


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """Return a browser in which the given account is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> dict[str, User]:
    """Everybody of the cast, by the name of the fixture."""
    return {name: request.getfixturevalue(name) for name in CAST}


CAST = (
    "caseworker_city",
    "caseworker_foundation",
    "instructor",
    "coordinator",
    "coordinator_foundation",
    "auditor",
    "dpo",
    "technical_admin",
    "participant",
    "nobody",
)
