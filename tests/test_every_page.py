"""Every page that answers with HTML, in a real browser, as those who may open it. New pages join by themselves."""

from collections.abc import Iterator

import pytest
from django.test import Client

from portal.policy.routes import Audience, routes
from tests.access import paths
from tests.browser import LOOKS_ONLY, wrong_in_looks
from tests.stage import Target, build_stage

pytestmark = LOOKS_ONLY
LOOKS = [(1280, "light"), (1280, "dark"), (768, "dark"), (390, "light"), (390, "dark"), (320, "light")]
STAFF = ("caseworker_city", "coordinator", "auditor", "dpo", "technical_admin", "instructor")
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


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_each_page_has_nothing_wrong_in_any_look(browser, live_server, stage, cast, client_of, part) -> None:
    """Each address as the first of the staff who may open it, in every look."""
    looked_at: set[str] = set()
    wrong = {}
    for member in STAFF:
        client = client_of(cast[member])
        new = [path for path in pages_of(client, stage[0], part, PARTS) if path not in looked_at]
        session = client.cookies["sessionid"].value
        seen = wrong_in_looks(browser, live_server.url, new, LOOKS, session=session)
        wrong |= {look: found for look, found in seen.items() if found}
        looked_at |= set(new)
    assert looked_at
    assert wrong == {}
