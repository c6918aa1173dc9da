"""Who is out of reach costs what nobody costs: the same statements in the same order, so that no clock tells (S8, S26)."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beneficiaries.domain.duplicate_keys import keep_keys
from portal.policy.routes import Route, routes
from tests.access import is_about_a_person, paths
from tests.forms import sent_of
from tests.stage import Target

ASKING = ("caseworker_city", "coordinator", pytest.param("auditor", marks=pytest.mark.long))
ABOUT = [route for route in routes() if is_about_a_person(route)]
VALUES, NAMES = re.compile(r"\(%s(, %s)*\)(, \(%s(, %s)*\))*"), re.compile(r"SAVEPOINT \S+")
SEARCHED_BY = ("number", "surname", "phone", "pesel")
LIKE_NOBODY = {"number": "WS-999998", "surname": "Qzwxvbnka", "phone": "+48 599 888 777", "pesel": "02070803628"}
CHOOSING = (
    lambda client, word: client.post(reverse("person_search"), {"q": word}, follow=True),
    lambda client, word: client.get(reverse("quick_log"), {"osoba": word}),
    lambda client, word: client.post(reverse("quick_log"), {"do": "find", "who": word}),
    lambda client, word: client.post(reverse("quick_log"), {"add": word}),
    lambda client, word: client.post(reverse("new_appointment"), {"do": "find", "who": word}),
    lambda client, word: client.post(reverse("new_appointment"), {"add": word}),
)
"""Every way to reach somebody by what is typed: search, the quick log, an appointment."""


@pytest.fixture(autouse=True)
def _sessions_stay_as_they_are(monkeypatch) -> None:
    """Noting once a minute that a session is alive would fall on one of two by chance."""
    monkeypatch.setattr("portal.accounts.sessions.TOUCH_SECONDS", 10**9)


def statements(ask: Callable[[], object]) -> list[str]:
    """Return what is asked of the database, without values and conditions: those depend on the words typed."""
    said: list[str] = []

    def noted(execute, sql, params, many, context):
        said.append(NAMES.sub("SAVEPOINT", VALUES.sub("(…)", sql)).partition(" WHERE ")[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noted):
        ask()
    return [each for each, before in zip(said, ["", *said], strict=False) if each != before or not is_batch(each)]


def is_batch(statement: str) -> bool:
    """Tell whether rows are written: long names have more keys and are written in more batches, known or not."""
    return statement.startswith("INSERT INTO")


def tells(hidden: list[str], *nobody: list[str]) -> str:
    """Say by what somebody hidden is told from nobody, who was asked for before and after; nothing when by nothing.

    What is done once in a while, like noting that a session is alive, may fall on any of them.
    """
    if hidden in nobody:
        return ""
    more = [each for each in hidden if each not in nobody[0]] or [each for each in nobody[0] if each not in hidden]
    return (more or [f"{len(hidden)} statements for {len(nobody[0])}"])[0][:600]


def told_apart(route: Route, client: Client, stage: list[Target], method: str) -> list[str]:
    """Return a sentence for each person out of reach about whom the portal works otherwise than about nobody."""
    ask, found = getattr(client, method), []
    nowhere, *hidden = (paths(route, each)[0][0] for each in (stage[-1], *(each for each in stage if each.hidden)))
    before = statements(lambda: ask(nowhere))
    for there in hidden:
        done = statements(lambda there=there: ask(there))
        if done != before and (fault := tells(done, statements(lambda: ask(nowhere)))):
            found.append(f"{method} {route.name}: {fault}")
    return found


@pytest.fixture(autouse=True)
def _clock_stands(time_machine) -> None:
    """On a busy machine a minute may pass between two requests, and the second one notes that the session is alive."""
    time_machine.move_to(timezone.now(), tick=False)


@pytest.mark.parametrize("method", ["get", pytest.param("post", marks=pytest.mark.long)])
@pytest.mark.parametrize("member", [pytest.param(ASKING[0], marks=pytest.mark.long), *ASKING[1:]])
def test_page_of_somebody_out_of_reach_is_refused_with_the_same_work_as_one_of_nobody(member, method, stage, signed_in):
    client = signed_in(member)
    client.get(reverse("my_day"))
    assert [each for route in ABOUT for each in told_apart(route, client, stage, method)] == []


@pytest.mark.parametrize("by", SEARCHED_BY)
@pytest.mark.parametrize("member", ASKING)
def test_search_for_somebody_out_of_reach_is_the_same_work_as_for_nobody(member, by, stage, signed_in):
    client = signed_in(member)
    client.get(reverse("my_day"))
    for ask in CHOOSING:
        for_nobody = lambda ask=ask: ask(client, LIKE_NOBODY[by])  # noqa: E731
        for_nobody()  # what is typed first begins a draft
        before = statements(for_nobody)
        for target in stage:
            if target.hidden:
                hidden = statements(lambda ask=ask, at=target: ask(client, at.canaries[by]))
                assert not tells(hidden, before, statements(for_nobody)), target


@pytest.mark.parametrize("member", ASKING[:2])
def test_writing_down_somebody_who_is_out_of_reach_asks_the_same_as_of_somebody_new(member, stage, signed_in):
    """The names and the phone of a hidden person, on the form of a new one: no question, and no more work."""
    client, born = signed_in(member), {"birth_date_0": "3", "birth_date_1": "3", "birth_date_2": "1985"}
    path, answers = reverse("new_person"), []

    def write(given_names: str, surname: str, phone: str) -> list[str]:
        typed = {"given_names": given_names, "surname": surname, "phone": phone, **born}
        page = sent_of(client.get(path).context["form"]) | typed
        return statements(lambda: answers.append(client.post(path, page)))

    nobody = write("Bartłomiej", "Ugryźliwy", "+48 599 888 777")
    hidden = [each for each in stage if each.hidden]
    for target, names in zip(hidden, (("Walentyna", "Hrabczukowa"), ("Jewdokia", "Smołokienko")), strict=True):
        person = target.participation.person
        person.given_names, person.surname = names  # made-up words of the stage may sound like somebody in sight
        person.save()
        keep_keys([person])
        assert not tells(write(*names, target.canaries["phone"]), nobody), target
    assert {each.status_code for each in answers} == {302}
