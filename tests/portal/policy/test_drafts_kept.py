"""Whatever is written at length is kept until it is sent: every form with room for sentences says where."""

import re

import pytest

from portal.policy.routes import Audience, routes
from tests.access import paths

FORM = re.compile(r"<form\b(?P<head>[^>]*)>(?P<body>.*?)</form>", re.DOTALL)
WITHOUT = frozenset({
    "person_protection", "conflict_of_interest", "emergency_access", "emergency_reviews",
})  # fmt: skip
"""Pages that keep nothing of what is typed: reasons about people who are hidden from somebody."""


def forms_of(client, path: str) -> list[re.Match[str]]:
    answer = client.get(path)
    is_page = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    return list(FORM.finditer(answer.content.decode())) if is_page else []


@pytest.mark.parametrize("room", ["cases", "services", "beneficiaries"])
def test_form_with_room_for_sentences_keeps_a_draft(room, stage, signed_in):
    pages = [
        route for route in routes()
        if route.declaration.audience is Audience.ACTION and route.view.__module__.startswith(f"{room}.")
        and route.name not in WITHOUT and "own" not in route.view.__module__
    ]  # fmt: skip
    clients = [signed_in("caseworker_city"), signed_in("coordinator")]
    lost = {
        route.name
        for route in pages
        for client in clients
        for form in forms_of(client, paths(route, stage[0])[0][0])
        if "<textarea" in form["body"] and "data-draft=" not in form["head"]
    }
    assert sorted(lost) == []
