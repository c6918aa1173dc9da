"""Presses: pages printed side by side come in order, a press that breaks takes nothing with it."""

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import pytest

from portal.printing import apart
from portal.printing import press as wire
from portal.printing.apart import AskedForMore, PressBroke, Presses
from portal.printing.pdf import pdf_of

PAGE = '<!doctype html><html lang="pl"><head><title>{0}</title></head><body><h1>{0}</h1></body></html>'


def title_of(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as metadata:
        return metadata["dc:title"]


def test_pages_come_in_order_and_as_the_own_process_prints_them(monkeypatch):
    monkeypatch.setattr(apart, "PARTS_OF_A_PRESS", 2)
    pages = [PAGE.format(f"Strona {place}" + " x" * (400 if place == 0 else 0)) for place in range(6)]
    with Presses() as presses:
        made = list(presses.parts(pages))
    assert [title_of(each).split(" x")[0] for each in made] == [f"Strona {place}" for place in range(6)]
    assert made[1] == pdf_of(pages[1], is_part=True)


def test_no_more_pages_are_asked_for_than_presses_can_take():
    asked = []
    with Presses() as presses:
        parts = presses.parts(asked.append(place) or PAGE.format(place) for place in range(9))
        next(parts)
        assert len(asked) == apart.PRESSES + 1


def test_page_that_asks_for_an_address_is_not_printed_and_the_next_one_is():
    with Presses() as presses:
        with pytest.raises(AskedForMore):
            list(presses.parts(['<img src="file:///etc/passwd">']))
        assert [title_of(each) for each in presses.parts([PAGE.format("Dalej")])] == ["Dalej"]


def test_house_that_does_not_start_is_said_and_replaced(monkeypatch):
    command = apart.COMMAND
    monkeypatch.setattr(apart, "COMMAND", ["/bin/false"])
    with Presses() as presses:
        with pytest.raises(PressBroke):
            list(presses.parts([PAGE.format("Raz")]))
        monkeypatch.setattr(apart, "COMMAND", command)
        assert [title_of(each) for each in presses.parts([PAGE.format("Dwa")])] == ["Dwa"]


def test_press_that_breaks_is_said_and_replaced():
    with Presses() as presses:
        assert [title_of(each) for each in presses.parts([PAGE.format("Raz")])] == ["Raz"]
        for pid in presses_of(presses):
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(PressBroke):
            list(presses.parts([PAGE.format("Dwa")] * 2))
        assert [title_of(each) for each in presses.parts([PAGE.format("Trzy")] * 3)] == ["Trzy"] * 3


def test_presses_are_forked_from_a_house_that_has_nothing_of_the_surroundings(monkeypatch):
    monkeypatch.setenv("PORTAL_SECRET_KEY", "not for a press")
    with Presses() as presses:
        list(presses.parts([PAGE.format("Raz")] * 3))
        pids = presses_of(presses)
        assert len(pids) == apart.PRESSES
        for pid in [presses._house._process.pid, *pids]:
            assert "PORTAL" not in Path(f"/proc/{pid}/environ").read_text(encoding="utf-8")
            opened = [str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir()]
            assert {name.partition(":")[0] for name in opened} <= {"/dev/null", "socket"}


def test_nothing_of_the_portal_is_loaded_into_a_press():
    program = f"import runpy, sys; runpy.run_path({wire.__file__!r})['_renderer'](); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True).stdout
    assert "weasyprint" in loaded.split()
    assert not {"portal", "celery", "django"} & set(loaded.split())


def test_nobody_is_left_when_the_work_is_done_or_given_up():
    with pytest.raises(AskedForMore), Presses() as presses:
        parts = presses.parts([PAGE.format("Raz"), '<img src="file:///etc/passwd">', PAGE.format("Dwa")])
        next(parts)
        pids = [presses._house._process.pid, *presses_of(presses)]
        next(parts)
    deadline = time.monotonic() + 10
    while any(is_alive(pid) for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def presses_of(presses):
    house = presses._house._process.pid
    return [int(pid) for pid in Path(f"/proc/{house}/task/{house}/children").read_text(encoding="utf-8").split()]


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split()[2] != "Z"
    except OSError:
        return False
