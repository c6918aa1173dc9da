"""Health is told to supervisors alone, and says no more than yes or no."""

import json

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory

from portal.operations import health
from portal.operations.health import Health

TOKEN = "a-token-of-a-supervisor"


@pytest.fixture
def ask():
    """Return what is asked of the layer: (status, body); what it does not answer goes to a portal that says 404."""
    layer = Health(lambda environ, start: (start("404 Not Found", []), [b"passed on"])[1])

    def asked(path, **environ):
        said = []
        body = b"".join(
            layer({"PATH_INFO": path, **environ}, lambda status, headers: said.append((status, dict(headers))))
        )
        return int(said[0][0].split()[0]), body

    return asked


def test_live_asks_nothing(ask):
    assert ask("/health/live", REMOTE_ADDR="127.0.0.1") == (200, b'{"ok": true}')


def test_ready_asks_database_and_cache(ask, db):
    status, body = ask("/health/ready", REMOTE_ADDR="::1")
    assert (status, json.loads(body)) == (200, {"ok": True, "database": True, "cache": True})


@pytest.mark.parametrize("part", ["database", "cache"])
def test_part_that_does_not_answer_is_named_without_its_words(ask, db, monkeypatch, caplog, part):
    def away():
        raise ConnectionError("10.0.0.7: no password supplied")

    monkeypatch.setattr(health, f"_ask_{part}", away)
    status, body = ask("/health/ready", REMOTE_ADDR="127.0.0.1")
    assert (status, json.loads(body)[part], json.loads(body)["ok"]) == (503, False, False)
    assert b"10.0.0.7" not in body


def test_asking_often_asks_the_database_once(ask, monkeypatch):
    asked = []
    monkeypatch.setattr(health, "_ask_database", lambda: asked.append(1))
    for _time in range(100):
        ask("/health/ready", REMOTE_ADDR="127.0.0.1")
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("environ", "is_told"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, True),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=127.0.0.1"}, False),
        ({"REMOTE_ADDR": "203.0.113.9"}, False),
        ({"REMOTE_ADDR": "10.1.2.3"}, True),
        ({"REMOTE_ADDR": "10.2.2.3"}, False),
        ({"REMOTE_ADDR": ""}, False),
        ({}, False),
        ({"REMOTE_ADDR": "203.0.113.9", "HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, True),
        ({"REMOTE_ADDR": "203.0.113.9", "HTTP_AUTHORIZATION": f"Bearer {TOKEN}x"}, False),
        ({"REMOTE_ADDR": "203.0.113.9", "HTTP_AUTHORIZATION": "Bearer "}, False),
    ],
)
def test_strangers_are_told_nothing(ask, settings, environ, is_told):
    settings.PORTAL_HEALTH_NETWORKS, settings.PORTAL_HEALTH_TOKEN = ["10.1.0.0/16"], TOKEN
    status, body = ask("/health/live", **environ)
    assert (status == 200) == is_told
    assert is_told or body == b"passed on"


def test_no_token_set_is_no_key(ask, settings):
    settings.PORTAL_HEALTH_TOKEN = ""
    assert ask("/health/live", REMOTE_ADDR="203.0.113.9", HTTP_AUTHORIZATION="Bearer ")[0] == 404


def test_other_addresses_are_the_portals(ask):
    for path in ("/", "/health", "/health/", "/health/live/", "/pl/"):
        assert ask(path, REMOTE_ADDR="127.0.0.1") == (404, b"passed on")


def test_portal_knows_no_page_of_health(client, db):
    assert client.get("/health/live").status_code == 404
    assert client.get("/health/ready").status_code == 404


def test_layer_stands_in_front_of_the_real_portal(db):
    layer, said = Health(get_wsgi_application()), []
    environ = RequestFactory().get("/pl/nowhere/").environ
    b"".join(layer(environ, lambda status, headers, exc_info=None: said.append(status)))
    assert said == ["404 Not Found"]
