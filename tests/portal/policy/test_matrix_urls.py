"""Every address × everybody of the cast × every relation to the person: the answer is what the matrix says (S5).

New pages join by themselves. What is expected comes from ``view.required_action`` and ``matrix.toml``.
"""

import re
from collections.abc import Callable, Iterator, Sequence

import pytest
from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import resolve_url
from django.test import Client

from portal.policy.routes import Audience, Route, routes
from tests.access import is_about_a_person, owner_of, paths
from tests.crawl import body
from tests.stage import CAST, Target, may

METHODS = ("get", "post")
EVERY_RUN = ("caseworker_city", "coordinator", "coordinator_foundation", "auditor", "dpo", "technical_admin")
"""Who asks in every run; the long form lets everybody ask."""
ALL_METHODS = ("get", "head", "post", "put", "delete")
KINDS: tuple[dict[str, str], ...] = ({}, {"HX-Request": "true"})
"""How a page is asked for: plainly, and as a fragment."""
ROLELESS = ("caseworker_city", "participant", "nobody")
"""Who asks for pages of libraries: those know accounts, not roles."""
SERVER_ERROR = 500
PASSING = re.compile(rb"csrfmiddlewaretoken[^>]*|value=\"[^\"]{64}\"")


def is_sign_in(answer: HttpResponseBase) -> bool:
    """Tell whether the answer sends to the sign-in page."""
    goal = answer.headers.get("Location") or answer.headers.get("HX-Redirect") or ""
    return goal.split("?")[0] == resolve_url(settings.LOGIN_URL)


def short_of(stage: list[Target]) -> list[Target]:
    """Return own, foreign and nonexistent: what every run asks for; the long form asks for all."""
    return [stage[0], stage[3], stage[-1]]


def unlike_the_matrix(
    route: Route,
    stage: list[Target],
    sign_in: Callable[[str], Client],
    methods: tuple[str, ...] = METHODS,
    headers: dict[str, str] | None = None,
    cast: Sequence[str] = EVERY_RUN,
) -> Iterator[str]:
    """Ask every cell of one route and yield a sentence for each answer that the matrix does not explain."""
    library = route.view.__module__.startswith("allauth.")
    targets = stage if is_about_a_person(route) else stage[:1]
    for member in ROLELESS if library else cast:
        client, missing = sign_in(member), {}
        for target in targets:
            for path, exists in paths(route, target):
                for method in methods:
                    if method != "get" and route.declaration.audience is not Audience.ACTION:
                        client = sign_in(member)
                    ask = client.get if method == "post" else getattr(client, method)
                    if ask.__name__ not in missing:
                        missing[ask.__name__] = comparable(ask("/no-such-page/", headers=headers))
                    answer = getattr(client, method)(path, headers=headers)
                    absent = missing[ask.__name__]
                    if answer.status_code == 405 and comparable(answer) == absent:
                        continue  # a method that no page has is answered alike everywhere
                    fault = fault_of(route, member, target, answer, exists=exists, missing=absent, library=library)
                    if fault:
                        yield f"{method.upper()} {path} as {member} ({target}): {fault}"


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
    if audience is Audience.CLOSED:
        return "" if absent else "is closed, but answers"
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


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
def test_route_answers_as_the_matrix_says(route, stage, cast, client_of):
    assert list(unlike_the_matrix(route, short_of(stage), lambda member: client_of(cast[member]))) == []


@pytest.mark.long
@pytest.mark.parametrize("headers", KINDS, ids=["plain", "fragment"])
@pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
def test_route_answers_as_the_matrix_says_to_everybody_in_every_way(route, headers, stage, cast, client_of):
    sign_in = lambda member: client_of(cast[member])  # noqa: E731
    methods = METHODS if headers else ALL_METHODS
    assert list(unlike_the_matrix(route, stage, sign_in, methods, headers, tuple(CAST))) == []


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
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
