"""Every address × everybody of the cast × every relation to the person: the answer is what the matrix says (S5).

New pages join by themselves. What is expected comes from ``view.required_action`` and ``matrix.toml``.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import product

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponseBase
from django.shortcuts import resolve_url
from django.test import Client

from portal.policy.routes import Audience, Route, routes
from portal.ui.languages import language_in
from tests.access import is_about_a_person, owner_of, paths
from tests.crawl import body
from tests.stage import CAST, OWN, Target, may

METHODS = ("get", "post")
EVERY_RUN = ("caseworker_city", "coordinator_foundation")
"""Who asks for each address in every run; the long form lets everybody ask."""
IN_TURN = ("coordinator", "auditor", "dpo", "technical_admin")
"""Of these one asks for each address in every run, in turn."""
ROUTES = routes()
RARER = ("head", "put", "delete")
FRAGMENT = {"HX-Request": "true"}
ROLELESS = ("caseworker_city", "participant", "nobody")
"""Who asks for pages of libraries: those know accounts, not roles."""
ENDING = frozenset({"own_leave"})
"""Routes of an action that end the session."""
SERVER_ERROR = 500
OWN_DOOR = re.compile(r"/(pl|uk|be|ru|en)/moje/wejscie/")
PASSING = re.compile(rb"csrfmiddlewaretoken[^>]*|value=\"[^\"]{64}\"")

Missing = dict[tuple[str, str, bool], bytes]
"""What somebody receives from an address that no page has, by member, method and whether as a fragment."""


@pytest.fixture(scope="module")
def missing() -> Missing:
    """What was received from an address that no page has; asked for once."""
    return {}


@pytest.fixture(scope="module", autouse=True)
def _print_each_sheet_once() -> Iterator[None]:
    """Whoever asks for a sheet that somebody has received already gets those bytes: printing it anew gives the same.

    That it does is for ``tests/portal/printing`` to say. The renderer comes into memory with the first test.
    """
    from portal.printing import rendering

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "rendered", lru_cache(maxsize=64)(rendering.rendered))
        yield


@pytest.fixture
def enter(signed_in, cast, client_of) -> Callable[[Route], Callable[[str], Client]]:
    """Return how somebody signs in for a route: pages of an account may end the session, so each gets its own."""
    anew = lambda member: client_of(cast[member])  # noqa: E731
    shared = lambda route: route.declaration.audience is Audience.ACTION and route.name not in ENDING  # noqa: E731
    return lambda route: signed_in if shared(route) else anew


def is_sign_in(answer: HttpResponseBase) -> bool:
    """Tell whether the answer sends to a page for signing in: that of the staff, or that of the own space."""
    goal = (answer.headers.get("Location") or answer.headers.get("HX-Redirect") or "").partition("?")[0]
    return goal == resolve_url(settings.LOGIN_URL) or bool(OWN_DOOR.fullmatch(goal))


def short_of(stage: list[Target]) -> list[Target]:
    """Return own, foreign and nonexistent: what every run asks for; the long form asks for all."""
    return [stage[0], stage[3], stage[-1]]


def unlike_the_matrix(
    route: Route,
    stage: list[Target],
    sign_in: Callable[[str], Client],
    methods: tuple[str, ...] = METHODS,
    headers: dict[str, str] | None = None,
    cast: Sequence[str] = (*EVERY_RUN, *IN_TURN),
    missing: Missing | None = None,
) -> Iterator[str]:
    """Ask every cell of one route and yield a sentence for each answer that the matrix does not explain."""
    library = route.view.__module__.startswith("allauth.")
    targets = stage if is_about_a_person(route) else stage[:1]
    addresses = [(target, path, exists) for target in targets for path, exists in paths(route, target)]
    missing = {} if missing is None else missing
    for member in ROLELESS if library else cast:
        client = sign_in(member)
        for (target, path, exists), method in product(addresses, methods):
            if method != "get" and route.declaration.audience is not Audience.ACTION:
                client = sign_in(member)
            ask = client.get if method == "post" else getattr(client, method)
            nowhere = f"{language_prefix(path)}/no-such-page/"
            known_as = (member, ask.__name__ + nowhere, bool(headers))
            if known_as not in missing:
                missing[known_as] = comparable(ask(nowhere, headers=headers))
            answer = getattr(client, method)(path, headers=headers)
            absent = missing[known_as]
            if answer.status_code == 405 and comparable(answer) == absent:
                continue  # a method that no page has is answered alike everywhere
            fault = fault_of(route, member, target, answer, exists=exists, missing=absent, library=library)
            if fault:
                yield f"{method.upper()} {path} as {member} ({target}): {fault}"


def language_prefix(path: str) -> str:
    """Return the language in an address: what is not there under it is not there in that language."""
    language = language_in(path)
    return f"/{language}" if language else ""


def fault_of(
    route: Route, member: str, target: Target, answer: HttpResponseBase, *, exists: bool, missing: bytes, library: bool
) -> str:
    """Say what is wrong with an answer, or nothing."""
    absent = answer.status_code == 404
    audience, action = route.declaration.audience, route.declaration.action
    if answer.status_code >= SERVER_ERROR:
        return f"failed with {answer.status_code}"
    if absent and not library and comparable(answer) != missing:
        return "“not found” looks different from a page that does not exist"
    of_staff = audience is Audience.EVERY_ACCOUNT and member == "participant" and not library
    if audience is Audience.CLOSED or of_staff:
        return "" if absent or (of_staff and answer.status_code == 405) else "is closed, but answers"
    if owner := owner_of(route):
        same_for_all = answer.status_code == 405
        return (
            ""
            if same_for_all or absent == (member != owner)
            else f"belongs to {owner}, but the answer is {answer.status_code}"
        )
    if audience is not Audience.ACTION:
        return "is for every account, but is not found" if absent and exists and not library else ""
    return fault_of_action(action, member, target if is_about_a_person(route) else None, answer, exists=exists)


def fault_of_action(action: str, member: str, target: Target | None, answer: HttpResponseBase, *, exists: bool) -> str:
    """Say what is wrong with the answer of a page that needs ``action``."""
    if answer.status_code == 405 and may(member, action):
        return ""  # the method is not offered, to whomever: that says nothing about the person
    allowed, absent = exists and may(member, action, target), answer.status_code == 404
    if allowed and (absent or is_sign_in(answer)):
        return f"“{action}” is allowed, but is refused"
    if not allowed and not absent:
        return f"“{action}” is not allowed, but the answer is {answer.status_code}"
    return ""


def comparable(answer: HttpResponseBase) -> bytes:
    """Return an answer without what differs from request to request: codes and form tokens."""
    code = answer.headers.get("X-Request-Id", "").encode()
    content = PASSING.sub(b"", body(answer))
    return content.replace(code, b"") if code else content


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_route_answers_as_the_matrix_says(route, stage, enter, missing):
    cast = (*EVERY_RUN, IN_TURN[ROUTES.index(route) % len(IN_TURN)])
    if route.declaration.action == OWN:
        cast = (*cast, "participant")
    assert list(unlike_the_matrix(route, short_of(stage), enter(route), cast=cast, missing=missing)) == []


@pytest.mark.long
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_route_answers_as_the_matrix_says_to_everybody_in_every_way(route, stage, enter, missing):
    """Everybody asks about everybody, and in rarer ways about the own, a foreign and an absent person.

    Rights are weighed in the database: on each, everybody asks. The rarer ways know no database.
    """
    on_sqlite = connection.vendor == "sqlite"
    asked = [(METHODS, {}, stage if on_sqlite else short_of(stage))]
    if on_sqlite:
        asked += [(RARER, {}, short_of(stage)), (METHODS, FRAGMENT, short_of(stage))]
    for methods, headers, about in asked:
        found = unlike_the_matrix(route, about, enter(route), methods, headers, tuple(CAST), missing)
        assert list(found) == []


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_stranger_gets_the_sign_in_page_or_nothing(route, stage):
    if route.declaration.audience is Audience.PUBLIC:
        for path, _exists in paths(route, stage[0]):
            assert Client().get(path).status_code < SERVER_ERROR
        return
    for target in short_of(stage) if is_about_a_person(route) else stage[:1]:
        for path, _exists in paths(route, target):
            for method in METHODS:
                answer = getattr(Client(), method)(path)
                assert (
                    answer.status_code == 404 if route.declaration.audience is Audience.CLOSED else is_sign_in(answer)
                )


def test_parameter_that_nobody_described_is_a_failure_with_advice(stage):
    route = Route("x", "x/<str:unheard_of>/", routes()[0].view, ("unheard_of",))
    with pytest.raises(LookupError, match="unheard_of.*tests/access.py"):
        paths(route, stage[0])


def test_view_that_forgets_to_ask_is_found(settings, stage, cast, client_of, small_portal):
    settings.ROOT_URLCONF = "tests.portal.policy.urls_leaking"
    by_name = {route.name: route for route in routes("tests.portal.policy.urls_leaking")}
    sign_in = lambda member: client_of(cast[member])  # noqa: E731
    assert list(unlike_the_matrix(by_name["person"], stage, sign_in)) == []
    holes = list(unlike_the_matrix(by_name["leak"], stage[:-1], sign_in))
    assert [hole for hole in holes if "caseworker_city (of the foundation)" in hole]
    assert [hole for hole in holes if "coordinator (confidential)" in hole]
    assert not [hole for hole in holes if "(of the city)" in hole and "foundation" not in hole]
