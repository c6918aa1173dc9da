"""A page that shows people leaves one event before it leaves, or does not leave (S31, S32)."""

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError, connection, transaction
from django.test import Client

from portal.audit import trail
from portal.audit.current import current_request_id
from portal.audit.models import AuditEvent
from portal.operations.middleware import BrokenOff
from tests.portal.audit.pages import SECRET

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_portal")]


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


def events():
    """Events since the account signed in."""
    return list(AuditEvent.objects.exclude(action="sign-in").order_by("id"))


@pytest.fixture(params=[OperationalError, ProgrammingError, InterfaceError])
def broken_table(client, request):
    """The audit table cannot be written: the disk is full, the table is gone, the connection is lost."""

    def refuse(execute, sql, params, many, context):
        if "audit_auditevent" in sql:
            raise request.param
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


def test_list_is_one_event_with_everybody_on_it(client, caseworker_city):
    answer = client.get("/list/")
    (event,) = events()
    assert (event.action, event.actor, event.subjects) == ("list", caseworker_city, ["a", "b", "c"])
    assert event.detail == {"query": "mark", "rows": 3, "also": ["search"]}
    assert event.request_id == answer["X-Request-Id"]


def test_reading_costs_one_insert(client, django_assert_num_queries):
    client.get("/quiet/")
    with django_assert_num_queries(2) as quiet:
        client.get("/quiet/")
    with django_assert_num_queries(len(quiet) + 1) as reading:  # the event
        client.get("/list/")
    assert sum("INSERT" in str(query["sql"]) for query in reading.captured_queries) == 1


def test_page_that_shows_nobody_leaves_nothing_but_has_a_code(client):
    first, second = client.get("/quiet/"), client.get("/quiet/", headers={"X-Request-Id": "forged"})
    assert events() == []
    assert len({first["X-Request-Id"], second["X-Request-Id"], "forged"}) == 3
    assert current_request_id() == ""


def test_stranger_is_noted_without_a_name():
    Client().get("/outside/")
    (event,) = events()
    assert (event.actor, event.roles, event.subjects) == (None, "", ["a"])


def test_file_is_noted_before_it_leaves(client):
    answer = client.get("/download/")
    assert [event.action for event in events()] == ["download"]
    assert b"".join(answer.streaming_content).decode() == SECRET


def test_each_piece_of_a_stream_is_noted_before_it_leaves(client):
    answer = client.get("/stream/")
    pieces = iter(answer.streaming_content)
    assert [event.subjects for event in events()] == [["a"]]
    assert next(pieces).decode() == f"1 {SECRET}"
    assert next(pieces).decode() == f"2 {SECRET}"
    read, created, read_later = events()
    assert (read.subjects, read_later.subjects, created.action) == (["a"], ["b"], "create")
    assert {event.request_id for event in events()} == {answer["X-Request-Id"]}
    assert next(pieces, None) is None
    assert current_request_id() == ""


@pytest.mark.usefixtures("broken_table")
@pytest.mark.parametrize("address", ["/list/", "/stream/", "/download/"])
def test_page_whose_reading_cannot_be_noted_does_not_leave(client, address, caplog):
    with transaction.atomic():  # so that the failed statement does not spoil the transaction of the test
        answer = client.get(address)
        transaction.set_rollback(False)
    assert answer.status_code == 503
    assert SECRET not in answer.content.decode()
    assert answer["X-Request-Id"] in answer.content.decode()
    assert any("a page was refused" in record.getMessage() for record in caplog.records)
    assert not any(SECRET in record.getMessage() for record in caplog.records)


@pytest.mark.usefixtures("broken_table")
def test_page_that_shows_nobody_leaves_also_then(client):
    assert client.get("/quiet/").status_code == 200


def test_stream_breaks_off_when_later_reading_cannot_be_noted(client, monkeypatch):
    pieces = iter(client.get("/stream/").streaming_content)
    next(pieces)

    def fail(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(trail, "record", fail)
    with pytest.raises(BrokenOff):
        next(pieces)


def test_page_that_failed_after_reading_is_noted_all_the_same(client):
    client.raise_request_exception = False
    assert client.get("/broken/").status_code == 500
    assert [event.subjects for event in events()] == [["a"]]


def test_refusal_is_one_event_of_the_request(client, caseworker_city):
    answer = client.get("/refused/WS-0001/")
    assert answer.status_code == 404
    (event,) = events()
    assert (event.action, event.object_type, event.object_id) == ("refuse", "participation", "WS-0001")
    assert (event.actor, event.request_id) == (caseworker_city, answer["X-Request-Id"])
    assert client.get("/missing/").status_code == 404
    assert len(events()) == 1


@pytest.mark.parametrize("key", ["%00", "%ED%A0%80", "%E2%80%AE", "a%0Db", "90051712340"])
def test_odd_key_is_refused_like_any_other(client, key):
    assert client.get(f"/refused/{key}/").status_code == 404
    assert len(events()) == 1
    assert "90051712340" not in events()[0].object_id


@pytest.mark.usefixtures("broken_table")
def test_refusal_that_cannot_be_noted_says_nothing_either(client):
    with transaction.atomic():
        answer = client.get("/refused/WS-0001/")
        transaction.set_rollback(False)
    assert answer.status_code == 503
