"""A form sent twice acts once (L3)."""

import threading
import uuid

import pytest
from django.db import connection
from django.test import RequestFactory

from portal.submissions.models import Submission
from portal.submissions.once import OnceForm, already_answered, once
from tests.factories.accounts import make_user


class Refused(Exception):
    pass


def sent(user, token):
    request = RequestFactory().post("/", {"submission": str(token)})
    request.user = user
    return request


@pytest.fixture
def acts() -> list[str]:
    return []


def act(acts: list[str]):
    def do() -> str:
        acts.append("done")
        return f"/answer/{len(acts)}/"

    return do


def test_second_sending_gets_the_first_answer_and_does_nothing(nobody, acts):
    token = uuid.uuid4()
    answers = [once(sent(nobody, token), token, act(acts)).url for _ in range(3)]
    assert answers == ["/answer/1/"] * 3
    assert acts == ["done"]


def test_another_form_acts_anew(nobody, acts):
    for _ in range(2):
        token = uuid.uuid4()
        once(sent(nobody, token), token, act(acts))
    assert acts == ["done"] * 2


def test_refused_act_can_be_sent_again(nobody, acts):
    token = uuid.uuid4()

    def refuse() -> str:
        raise Refused

    with pytest.raises(Refused):
        once(sent(nobody, token), token, refuse)
    assert already_answered(sent(nobody, token)) is None
    assert once(sent(nobody, token), token, act(acts)).url == "/answer/1/"


def test_token_of_somebody_else_neither_acts_nor_tells_the_answer(nobody, acts):
    token = uuid.uuid4()
    once(sent(nobody, token), token, act(acts))
    stranger = make_user("Obcy")
    assert already_answered(sent(stranger, token)) is None
    with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
        once(sent(stranger, token), token, act(acts))
    assert acts == ["done"]


def test_each_opened_form_has_a_token_of_its_own_and_keeps_it_when_shown_again():
    first, second = OnceForm(), OnceForm()
    assert first["submission"].value() != second["submission"].value()
    token = str(uuid.uuid4())
    assert OnceForm({"submission": token})["submission"].value() == token
    assert not OnceForm({"submission": "x"}).is_valid()


@pytest.mark.django_db(transaction=True)
def test_twenty_clients_at_once_do_it_once():
    user, token, acts, answers = make_user("Pośpiech"), uuid.uuid4(), [], []
    start = threading.Barrier(20)

    def click() -> None:
        start.wait()
        try:
            answers.append(once(sent(user, token), token, act(acts)).url)
        finally:
            connection.close()

    clients = [threading.Thread(target=click) for _ in range(20)]
    if connection.vendor == "sqlite":
        pytest.skip("one connection in memory cannot be shared by clients; see the long form on PostgreSQL")
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert answers == ["/answer/1/"] * 20
    assert acts == ["done"]
    assert Submission.objects.count() == 1
