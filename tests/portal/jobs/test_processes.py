"""Processes that live and die together."""

import os
import signal
import sys
import threading
import time

import pytest

from portal.jobs.processes import run_together

LONG = [sys.executable, "-c", "import time; time.sleep(60)"]


def writes_own_id(path, then="time.sleep(60)"):
    script = f"import os, pathlib, time; pathlib.Path({str(path)!r}).write_text(str(os.getpid())); {then}"
    return [sys.executable, "-c", script]


def is_running(path):
    try:
        os.kill(int(path.read_text()), 0)
    except ProcessLookupError:
        return False
    return True


def test_the_first_to_end_is_named_and_takes_the_others_with_it(tmp_path):
    other = tmp_path / "other"
    ends = [sys.executable, "-c", f"import os, time\nwhile not os.path.exists({str(other)!r}): time.sleep(0.05)"]
    assert run_together({"worker": writes_own_id(other), "web server": ends}, folder=tmp_path) == "web server"
    assert not is_running(other)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all_and_is_not_a_failure(tmp_path, number):
    child = tmp_path / "child"

    def stop_when_started():
        while not child.exists():
            time.sleep(0.05)
        os.kill(os.getpid(), number)

    threading.Thread(target=stop_when_started, daemon=True).start()
    assert run_together({"worker": writes_own_id(child), "other": LONG}, folder=tmp_path) == ""
    assert not is_running(child)


def test_a_process_that_will_not_end_is_ended_by_force(tmp_path, monkeypatch):
    monkeypatch.setattr("portal.jobs.processes.PATIENCE", 0.3)
    deaf = tmp_path / "deaf"
    script = (
        "import os, pathlib, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"pathlib.Path({str(deaf)!r}).write_text(str(os.getpid())); time.sleep(60)"
    )
    waits = f"import os, time\nwhile not os.path.exists({str(deaf)!r}): time.sleep(0.05)\ntime.sleep(0.1)"
    run_together({"deaf": [sys.executable, "-c", script], "short": [sys.executable, "-c", waits]}, folder=tmp_path)
    assert not is_running(deaf)


def test_signals_are_handled_as_before_afterwards(tmp_path):
    before = signal.getsignal(signal.SIGTERM)
    run_together({"short": [sys.executable, "-c", ""]}, folder=tmp_path)
    assert signal.getsignal(signal.SIGTERM) == before
