"""Presses: pages printed side by side come in order, a press that breaks takes nothing with it."""

import io
from pathlib import Path

import pikepdf
import pytest

from portal.printing import apart
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


def test_press_that_breaks_is_said_and_replaced(monkeypatch):
    command, monkeypatched = apart.COMMAND, ["/bin/false"]
    with Presses() as presses:
        monkeypatch.setattr(apart, "COMMAND", monkeypatched)
        with pytest.raises(PressBroke):
            list(presses.parts([PAGE.format("Raz")]))
        monkeypatch.setattr(apart, "COMMAND", command)
        assert [title_of(each) for each in presses.parts([PAGE.format("Dwa")])] == ["Dwa"]


def test_press_has_nothing_of_the_surroundings(monkeypatch):
    monkeypatch.setenv("PORTAL_SECRET_KEY", "not for a press")
    process = apart._started()
    try:
        assert "PORTAL" not in Path(f"/proc/{process.pid}/environ").read_text(encoding="utf-8")
    finally:
        process.kill()
        process.communicate()
