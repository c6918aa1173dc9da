"""Every page that answers with HTML, in a real browser, as those who may open it. New pages join by themselves."""

from collections.abc import Iterator

import pytest
from django.test import Client

from portal.policy.routes import Audience, routes
from tests.access import paths
from tests.browser import NEEDS_BROWSER, wrong_with
from tests.stage import CAST, Target, build_stage

pytestmark = NEEDS_BROWSER
LOOKS = [(1280, "light"), (390, "dark")]
MORE_LOOKS = [(320, "light"), (390, "light"), (768, "dark"), (1280, "dark")]
STAFF = ("caseworker_city", "coordinator", "auditor")
PARTS = 6
"""The addresses are dealt out, so that workers share them."""


@pytest.fixture
def stage(transactional_db, sopot, cast) -> list[Target]:
    return build_stage(sopot, cast)


def pages_of(client: Client, target: Target, part: int = 0, parts: int = 1) -> Iterator[str]:
    """Yield the addresses that show ``client`` a page; with ``parts``, those of one part."""
    for route in routes()[part::parts]:
        if route.declaration.audience in (Audience.CLOSED, Audience.UNDECLARED) or "logout" in route.name:
            continue
        path = paths(route, target)[0][0]
        answer = client.get(path)
        if answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]:
            yield path


def wrong_pages(browser, origin: str, client: Client, paths: list[str], looks: list[tuple[int, str]]) -> dict:
    session = client.cookies["sessionid"].value
    seen = {
        (path, width, theme): wrong_with(browser, origin, path, width=width, theme=theme, session=session)
        for path in paths
        for width, theme in looks
    }
    return {look: wrong for look, wrong in seen.items() if wrong}


@pytest.mark.parametrize("part", range(PARTS))
def test_each_page_of_staff_has_nothing_wrong(browser, live_server, stage, cast, client_of, part) -> None:
    """Each address once, as the first of the staff who may open it, wide and light or narrow and dark by turns."""
    looked_at: set[str] = set()
    wrong = {}
    for member in STAFF:
        client = client_of(cast[member])
        new = [path for path in pages_of(client, stage[0], part, PARTS) if path not in looked_at]
        for turn, look in enumerate(LOOKS):
            wrong |= wrong_pages(browser, live_server.url, client, new[turn::2], [look])
        looked_at |= set(new)
    assert looked_at
    assert wrong == {}


@pytest.mark.long
@pytest.mark.parametrize("member", CAST)
def test_each_page_of_everybody_has_nothing_wrong_in_any_look(
    browser, live_server, stage, cast, client_of, member
) -> None:
    client = client_of(cast[member])
    pages = list(pages_of(client, stage[0]))
    assert pages
    assert wrong_pages(browser, live_server.url, client, pages, LOOKS + MORE_LOOKS) == {}
