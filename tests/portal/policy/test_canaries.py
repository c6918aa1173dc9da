"""Each account opens everything it can reach; no byte received holds a word planted out of its reach (S6, S31)."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.policy.routes import Audience, routes
from tests.access import is_about_a_person, paths
from tests.crawl import VARIANTS, Page, crawl, holds
from tests.stage import CAST, OPENED_BY, Target, may, may_read

SEARCHING_EVERY_RUN = ("caseworker_city", "coordinator_foundation", "auditor", "instructor")
"""Who searches in every run; the long forms let everybody do it."""
EVERY_RUN = [each if each in SEARCHING_EVERY_RUN else pytest.param(each, marks=pytest.mark.long) for each in CAST]
TOLD = ("surname", "number")
"""What whoever may read it must find on some page."""
CRAWLED_EVERY_RUN = ("participant",)
"""The participant opens nothing but the own space: that takes a moment. The others crawl in the long forms."""
MANY = 12 if connection.vendor == "sqlite" else VARIANTS
"""How many addresses that differ only in their query the long forms open; what a query adds knows no database."""
CRAWLED_EVERYWHERE = ("caseworker_city", "coordinator", "coordinator_foundation", "auditor")
CRAWLS = [
    *((each, VARIANTS, False) for each in CRAWLED_EVERY_RUN),
    *(pytest.param(each, MANY, True, marks=pytest.mark.long) for each in CRAWLED_EVERYWHERE),
    *(
        pytest.param(each, VARIANTS, False, marks=pytest.mark.long)
        for each in CAST
        if each not in (*CRAWLED_EVERY_RUN, *CRAWLED_EVERYWHERE) and connection.vendor == "sqlite"
    ),
]
"""Who opens how many addresses that differ only in their query, and whether about everybody on stage."""
SEEDED_EVERY_RUN = ("own of the city's caseworker", "of the foundation", "confidential", "denied")
"""About whom each page is opened straight where a crawl is not about everybody; links lead to the others."""
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


def shown_on(page: Page, stage: list[Target]) -> set[tuple[str, str]]:
    """Return whose planted words, and which, the page shows; not those that its address already holds."""
    return {
        (target.label, planted)
        for target in stage
        for planted, word in target.canaries.items()
        if word not in page.path and holds(page.content, word)
    }


@pytest.mark.parametrize("member", EVERY_RUN)
def test_no_search_finds_a_person_out_of_reach(member, stage, signed_in):
    """What was searched for may stand on the answer; nothing else of the person may."""
    client, found = signed_in(member), []
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


@pytest.mark.parametrize(("member", "variants", "whole"), CRAWLS)
def test_everybody_receives_what_is_within_reach_and_nothing_else_and_every_showing_is_recorded_once(
    member, variants, whole, stage, cast, client_of
):
    """A crawl that is blind would report that all is well: what may be read must have been received, too."""
    leaked, unrecorded, received = [], [], set()
    about = stage if whole else [each for each in stage if each.label in SEEDED_EVERY_RUN]
    for page in crawl(client_of(cast[member]), ["/", *seeds(about)], audit_rows, variants=variants):
        assert page.status < 500, f"{page.path} failed for {member}"
        leaked += leaks(page, member, stage)
        shown = shown_on(page, stage)
        received |= shown
        if page.status == 200 and page.audit_rows != 1 and shown:
            unrecorded.append(f"{page.path} left {page.audit_rows} audit records")
    assert (leaked, unrecorded) == ([], [])
    for target in stage[:-1]:
        for planted in TOLD:
            expected = may_read(member, planted, target)
            assert ((target.label, planted) in received) == expected, f"“{planted}” of a person {target}"


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
        assert any(may_read(member, planted, target) for member in CAST for target in stage[:-1]), planted
    assert not may("auditor", "view_indicator_people", stage[1], names=True)
    assert may_read("auditor", "number", stage[1])
    assert not may_read("auditor", "surname", stage[1])
