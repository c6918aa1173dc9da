"""One event is one line, whatever stands in it, and no line speaks of people (S35)."""

import io
import json
import logging
import subprocess
import sys
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.audit.current import answering
from portal.audit.logs import JsonLines


@pytest.fixture
def log():
    return Log()


class Log:
    """A logger whose lines can be read back."""

    def __init__(self):
        self._stream = io.StringIO()
        handler = logging.StreamHandler(self._stream)
        handler.setFormatter(JsonLines())
        self.logger = logging.Logger("portal.test")
        self.logger.addHandler(handler)

    @property
    def text(self):
        return self._stream.getvalue()

    @property
    def lines(self):
        return [json.loads(line) for line in self.text.splitlines()]


@given(st.text(alphabet=st.characters(), max_size=60))
def test_no_text_forges_a_line_or_moves_the_cursor(text):
    log = Log()
    log.logger.warning("name %s", text)
    log.logger.warning("next")
    assert [line["message"] for line in log.lines][1:] == ["next"]
    assert log.text.isascii()
    assert not any(sign in log.text.rstrip("\n").replace("\n", "", 1) for sign in "\r\n\x1b\x7f\x00")


@pytest.mark.parametrize(
    "attack",
    [
        'x"}\n{"level": "INFO", "message": "all is well',
        "x\r\nforged",
        "x\x1b[2K\x1b[1A forged",
        "x\x9b31m",
        "\u202egnp.exe",
        "\u2066isolate\u2069",
        "\u061c\u200f\u200e",
        "x\u2028y\u2029z\x85",
        "\ud800",
    ],
)
def test_known_tricks_do_not_survive_reading_the_line_back(log, attack):
    log.logger.warning(attack)
    (line,) = log.lines
    assert line["message"] != attack
    assert not any(sign in line["message"] for sign in "\r\n\x1b\x85\x9b\u202e\u2066\u2069\u061c\u200f\u2028\u2029")


def test_line_says_when_where_how_bad_and_for_which_request(log):
    with answering(SimpleNamespace(request_id="c0de")):
        log.logger.error("Zażółć %s", "gęślą")
    log.logger.info("later")
    first, second = log.lines
    assert first.pop("at").endswith("+00:00")
    assert first == {"level": "ERROR", "logger": "portal.test", "message": "Zażółć gęślą", "request": "c0de"}
    assert "request" not in second


def test_trace_names_errors_and_places_but_not_words_or_values(log):
    pesel = "90051712340"
    try:
        try:
            int(f"x{pesel}")
        except ValueError as error:
            raise KeyError(pesel) from error
    except KeyError:
        log.logger.exception("failed")
    assert pesel not in log.text
    (line,) = log.lines
    first, last = line["trace"].split(" then ")
    assert first.startswith("builtins.ValueError tests/portal/audit/test_logs.py:")
    assert last.startswith("builtins.KeyError")
    assert "test_trace_names_errors" in last


def test_message_that_does_not_fit_its_values_is_still_one_line(log):
    message, values = "two %s %s", ["one"]
    log.logger.warning(message, *values)
    assert log.lines[0]["message"] == message


def test_format_is_ready_before_the_apps_are():
    code = "import portal.audit.logs, django.apps; print(django.apps.apps.ready)"
    env = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "False", done.stderr
