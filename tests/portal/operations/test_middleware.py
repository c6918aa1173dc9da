"""One line a request without its address; what fails is logged without words; what is away is a 503 (S35, L12)."""

import io
import json
import logging

import pytest
from celery.app.trace import TraceInfo, build_tracer
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import DisallowedHost
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from redis.exceptions import ConnectionError as RedisAway

from portal.audit.logs import JsonLines
from portal.operations.middleware import BrokenOff, log_requests

NAME, PESEL, EMAIL, STREET = "Ołena Ковальчук", "90051712340", "olena@example.org", "ul. Ogrodowa 7/3"
CANARIES = (NAME, PESEL, EMAIL, STREET, b"90051712340".hex(), "Ołena", "Ogrodowa")


@pytest.fixture
def lines():
    """Return a function that gives what was logged so far, as read back from the lines."""
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    chosen = [logging.getLogger(name) for name in ("portal.requests", "portal.errors", "django.security", "celery")]
    before = [logger.level for logger in chosen]
    root.addHandler(handler)
    for logger in chosen:
        logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    for logger, level in zip(chosen, before, strict=True):
        logger.setLevel(level)


def of(lines, logger):
    return [line for line in lines() if line["logger"] == logger]


def says_nothing_personal(lines):
    text = json.dumps(lines(), ensure_ascii=False)
    return not [canary for canary in CANARIES if canary in text]


def test_request_is_one_line_with_route_status_time_and_account(client_of, coordinator, lines):
    client_of(coordinator).get("/pl/")
    Client().get("/konto/login/")
    first, second = of(lines, "portal.requests")
    assert (second["method"], second["route"], second["status"]) == ("GET", "account_login", 200)
    assert isinstance(second["ms"], int)
    assert len(second["request"]) == 10
    assert "account" not in second
    assert first["route"]


def test_account_is_its_key_and_no_name(lines, coordinator):
    request = RequestFactory().get("/")
    request._cached_user = coordinator
    log_requests(lambda _request: HttpResponse())(request)
    (line,) = of(lines, "portal.requests")
    assert line["account"] == str(coordinator.pk)
    assert coordinator.email not in json.dumps(line)


def test_request_has_one_code_in_page_header_and_log(db, lines):
    answer = Client().get("/pl/nowhere/")
    (line,) = of(lines, "portal.requests")
    assert answer["X-Request-Id"] == line["request"]
    assert line["request"] in answer.content.decode()


def test_addresses_queries_headers_and_forms_are_not_logged(db, lines):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.get(f"/{NAME}/{PESEL}/", {"q": STREET}, headers={"User-Agent": f"{EMAIL}\r\nforged"})
    client.post(f"/konto/login/?next=/{PESEL}/", {"login": EMAIL, "password": STREET})
    client.get("/pl/", headers={"Host": f"{PESEL}.example"})
    assert len(of(lines, "portal.requests")) == 3
    assert says_nothing_personal(lines)
    assert "forged" not in json.dumps(lines())


class Broken(Exception):
    """An error with a person in its words."""


def broken(error):
    def view(request):
        person = {"name": NAME, "pesel": PESEL}
        try:
            raise IntegrityError(f'Key (pesel)=({person["pesel"]}) already exists: INSERT ... VALUES ("{NAME}")')
        except IntegrityError as cause:
            raise error(f"{NAME}, {STREET}") from cause

    return view


@pytest.fixture
def failing(monkeypatch):
    """Return a browser for which the landing page raises the given error."""

    def browser(error):
        monkeypatch.setattr(
            "django.core.handlers.base.BaseHandler._get_response", lambda self, request: broken(error)(request)
        )
        monkeypatch.setattr("tests.clients._loaded", {})  # the middleware is put together anew around it
        return Client(raise_request_exception=False)

    return browser


def test_failed_page_is_logged_with_kinds_and_places_and_no_words(failing, lines):
    assert failing(Broken).get("/pl/").status_code == 500
    (line,) = of(lines, "portal.errors")
    assert "IntegrityError" in line["trace"]
    assert "Broken" in line["trace"]
    assert "test_middleware.py" in line["trace"]
    assert says_nothing_personal(lines)


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, RedisAway])
@pytest.mark.parametrize("language", ["pl", "uk", "be", "ru", "en"])
def test_what_is_away_is_a_503_in_the_persons_language_with_a_time_to_come_again(failing, error, language):
    answer = failing(error).get(f"/{language}/")
    assert (answer.status_code, answer["Retry-After"], answer["Content-Language"]) == (503, "10", language)
    assert f'<html lang="{language}"' in answer.content.decode()
    assert answer["Cache-Control"] == "no-store, private"


def test_session_that_cannot_be_read_is_a_503_too(client_of, coordinator, monkeypatch):
    client = client_of(coordinator)
    client.raise_request_exception = False

    def away(self):
        raise OperationalError

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", away)
    assert client.get("/konto/login/").status_code == 503


def test_answer_that_breaks_off_tells_the_web_server_nothing(lines):
    def pieces():
        yield b"first"
        raise Broken(NAME)

    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    answer = log_requests(lambda _request: StreamingHttpResponse(pieces()))(request)
    arriving = iter(answer.streaming_content)
    assert next(arriving) == b"first"
    with pytest.raises(BrokenOff) as told:
        next(arriving)
    assert told.value.__suppress_context__
    (line,) = of(lines, "portal.errors")
    assert "Broken" in line["trace"]
    assert says_nothing_personal(lines)


def test_error_among_the_values_of_a_message_is_its_kind_alone(lines):
    logging.getLogger("portal.errors").error("failed: %s, %s", Broken(NAME), 3)
    (line,) = of(lines, "portal.errors")
    assert line["message"] == "failed: Broken, 3"


def test_lines_of_the_framework_lose_path_and_reason(lines):
    extra = {"status_code": 403, "request": None}
    logging.getLogger("django.security.csrf").error("Forbidden (%s): %s", EMAIL, f"/{PESEL}/", extra=extra)
    logging.getLogger("django.security.DisallowedHost").error(str(DisallowedHost(f"Invalid host {NAME}")))
    assert says_nothing_personal(lines)
    assert [line["message"] for line in lines()] == ["django.security.csrf", "django.security.DisallowedHost"]


def test_task_that_fails_is_logged_without_its_words_and_what_it_was_given(lines):
    from portal.celery import app

    @app.task(name="tests.failing", shared=False)
    def failing(name):
        broken(Broken)(None)

    failing.throws = ()
    trace = build_tracer(failing.name, failing, app=app)
    result = trace("a-task-id", (NAME,), {}, {"args": (), "kwargs": {}})
    assert isinstance(result.info, TraceInfo)
    found = [line for line in lines() if line["logger"].startswith("celery")]
    assert found
    assert "Broken" in json.dumps(found)
    assert says_nothing_personal(lines)


def test_celery_leaves_the_log_alone():
    from celery.signals import setup_logging

    assert setup_logging.receivers
