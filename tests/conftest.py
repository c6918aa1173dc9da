"""The named cast: who works where, in the grant project of Sopot. And the browser."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.template import Template
from django.test import Client
from django.test.client import ClientHandler
from django.utils import translation
from playwright.sync_api import BrowserContext

from portal.accounts.enums import Role
from portal.accounts.models import Organisation, User
from portal.operations.database import known_changes
from portal.programmes.models import GrantProject
from tests.browser import CHROMIUM, close_without_drafts
from tests.clients import load_middleware, signed_in
from tests.factories.accounts import make_member, make_user
from tests.programmes import sopot_project
from tests.templates import render_and_tell

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

SLOW = Path(__file__).with_name("slow.txt")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
gc.set_threshold(100_000, 50, 100)  # what is loaded and compiled before the first test is no rubbish either
hypothesis.settings.register_profile("portal", deadline=None, derandomize=True)
hypothesis.settings.load_profile("portal")  # the same examples in each run, however slow the machine
ClientHandler.load_middleware = load_middleware  # type: ignore[method-assign]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What ``tests/slow.txt`` lists is no part of the quick form, unless it is one of the main ways (``main``).

    These come first: nobody waits for a long one at the end.
    """
    listed = frozenset(SLOW.read_text(encoding="utf-8").splitlines())
    for item in items:
        if item.nodeid.split("[")[0] in listed and not item.get_closest_marker("main"):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: item.get_closest_marker("main") is None)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays for the whole run: looking through it for rubbish again and again costs a tenth."""
    gc.freeze()


@pytest.fixture(autouse=True)
def _fresh_start() -> None:
    """Rate limits and other things of the cache, and the language of the last page, do not pass from test to test."""
    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session", autouse=True)
def _quiet_components(django_test_environment: None) -> None:
    Template._render = render_and_tell  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_use_migrations, django_db_blocker) -> None:
    """The tables of the models as they are now, known as migrated: building them up step by step takes ten seconds.

    The long forms go the whole way (``--migrations``); that both ways lead to the same is for ``make check`` to say.
    """
    if django_db_use_migrations:
        return
    settings.MIGRATION_MODULES = {}
    with django_db_blocker.unblock():
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        recorder.migration_qs.bulk_create(recorder.Migration(app=app, name=name) for app, name in known_changes())


@pytest.fixture(scope="session")
def playwright(playwright: "Playwright") -> Iterator["Playwright"]:
    """The browser's event loop gives its thread a database connection of its own; it must not outlive the loop."""
    BrowserContext.close = close_without_drafts  # type: ignore[method-assign]
    yield playwright
    connections.close_all()


@pytest.fixture(scope="session")
def live_server(live_server):
    """The server of the journeys, one request at a time.

    On SQLite its threads share the one connection of the tests. Two of them at work lock each other out for good: one
    holds SQLite's lock and wants the interpreter's, the other the other way round.
    """
    server = live_server.thread.httpd
    application, turn = server.get_app(), Lock()

    def in_turn(environ, start_response):
        with turn:
            return application(environ, start_response)

    server.set_app(in_turn)
    return live_server


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The Chromium of the machine."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@pytest.fixture
def sopot(db: None) -> GrantProject:
    """The grant project that ships with the product, with its two organisations."""
    return sopot_project()


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
def accounts_speak_ukrainian(monkeypatch) -> None:
    """Accounts made from here on read the pages in Ukrainian."""
    monkeypatch.setattr(User._meta.get_field("language"), "_get_default", lambda: "uk")


@pytest.fixture
def client_of() -> Callable[..., Client]:
    """Return a browser in which the given account has just signed in, with its password alone."""
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
