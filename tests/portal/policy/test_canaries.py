"""Each account opens everything it can reach; no byte received holds a word planted out of its reach (S6, S31)."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.policy.routes import Audience, routes
from tests.access import is_about_a_person, paths
from tests.crawl import Page, crawl, holds
from tests.stage import CAST, OPENED_BY, Target, may, may_read

CRAWLED_EVERY_RUN = ("caseworker_city", "coordinator_foundation", "auditor", "instructor")
EVERY_RUN = [each if each in CRAWLED_EVERY_RUN else pytest.param(each, marks=pytest.mark.long) for each in CAST]
SEARCHED_BY = ("surname", "given_names", "number", "phone", "pesel")


def audit_rows() -> int:
    """Count the rows of the audit log."""
    return AuditEvent.objects.count()


def seeds(stage: list[Target], urlconf: str = "") -> Iterator[str]:
    """Yield every address of every route for everybody on stage, and searches for each person."""
    for route in routes(urlconf):
        if route.declaration.audience is Audience.CLOSED:
            continue
        for target in stage if is_about_a_person(route) else stage[:1]:
            for path, _exists in paths(route, target):
                yield path


def leaks(page: Page, member: str, stage: list[Target]) -> Iterator[str]:
    """Yield a sentence for each word on the page that ``member`` may not read.

    A word that the address itself holds was brought along by the asker and tells nothing new.
    """
    for target in stage:
        for planted, word in target.canaries.items():
            if word not in page.path and not may_read(member, planted, target) and holds(page.content, word):
                yield f"{member} received “{planted}” of a person {target} from {page.path}"


def shows_somebody(page: Page, stage: list[Target]) -> bool:
    """Tell whether the page shows a planted word that its address does not already hold."""
    words = (word for target in stage for word in target.canaries.values())
    return any(word not in page.path and holds(page.content, word) for word in words)


@pytest.mark.long
@pytest.mark.parametrize("member", ["caseworker_city", "coordinator", "coordinator_foundation", "auditor"])
def test_nobody_receives_a_word_out_of_reach_from_any_address(member, stage, cast, client_of):
    pages = crawl(client_of(cast[member]), ["/", *seeds(stage)], variants=1000)
    assert [leak for page in pages for leak in leaks(page, member, stage)] == []


@pytest.mark.parametrize("member", CAST)
def test_no_search_finds_a_person_out_of_reach(member, stage, cast, client_of):
    """What was searched for may stand on the answer; nothing else of the person may."""
    client, found = client_of(cast[member]), []
    for target in stage[:-1]:
        for word in SEARCHED_BY:
            answer = client.post(reverse("person_search"), {"q": target.canaries[word]}, follow=True)
            others = {planted: each for planted, each in target.canaries.items() if planted != word}
            found += [
                f"{member} found “{planted}” of a person {target} by {word}"
                for planted, each in others.items()
                if not may_read(member, planted, target) and holds(answer.content, each)
            ]
    assert found == []


@pytest.mark.parametrize("member", EVERY_RUN)
def test_nobody_receives_a_word_out_of_reach_and_every_showing_is_recorded_once(member, stage, cast, client_of):
    leaked, unrecorded = [], []
    for page in crawl(client_of(cast[member]), ["/", *seeds(stage)], audit_rows):
        assert page.status < 500, f"{page.path} failed for {member}"
        leaked += leaks(page, member, stage)
        if page.status == 200 and page.audit_rows != 1 and shows_somebody(page, stage):
            unrecorded.append(f"{page.path} left {page.audit_rows} audit records")
    assert (leaked, unrecorded) == ([], [])


def test_somebody_does_receive_what_is_within_reach(stage, cast, client_of):
    """Without this the crawl could be blind and report that all is well."""
    if not any(route.declaration.action == "view_person" for route in routes()):
        pytest.skip("there is no page about a person yet")
    pages = list(crawl(client_of(cast["caseworker_city"]), ["/", *seeds(stage)]))
    assert any(holds(page.content, stage[0].canaries["surname"]) for page in pages)
    assert any(holds(page.content, stage[1].canaries["surname"]) for page in pages)


def test_crawl_finds_a_page_that_shows_everybody(settings, stage, cast, client_of, small_portal):
    settings.ROOT_URLCONF = "tests.portal.policy.urls_leaking"
    found: list[str] = []
    for page in crawl(client_of(cast["caseworker_city"]), seeds(stage, settings.ROOT_URLCONF)):
        found += leaks(page, "caseworker_city", stage)
    assert any("“surname” of a person of the foundation from /leaks/" in leak for leak in found)
    assert any("“surname” of a person confidential from /leaks/" in leak for leak in found)
    assert any("“given_names” of a person denied from /leak/" in leak for leak in found)
    assert not any("of a person of the city " in leak for leak in found)
    assert not any("from /people/" in leak for leak in found)


@pytest.mark.parametrize("form", [str, str.upper, str.title, lambda word: word.encode().hex()])
def test_word_is_found_in_disguise(form):
    assert holds(f"<p>{form('qzxkwvtrbnm')}</p>".encode(), "qzxkwvtrbnm")
    assert not holds(b"<p>something else</p>", "qzxkwvtrbnm")


def test_every_planted_word_is_opened_by_some_action(stage):
    assert all(set(target.canaries) == set(OPENED_BY) for target in stage[:-1])
    for planted in OPENED_BY:
        assert any(may_read(member, planted, stage[1]) for member in CAST), planted
    assert not may("auditor", "view_indicator_people", stage[1], names=True)
    assert may_read("auditor", "number", stage[1])
    assert not may_read("auditor", "surname", stage[1])
