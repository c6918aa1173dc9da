"""Files that are no listing: one clear line, exit 2, nothing kept."""

import io
import zipfile

import openpyxl
import pytest
from django.utils import translation

from reporting.smefs.enums import MAX_BYTES
from reporting.smefs.importers.claims import read_claim
from reporting.smefs.importers.listings import listing_at, read_listing
from reporting.smefs.importers.sheets import UnreadableFile
from reporting.smefs.models import ReturnedListing
from reporting.smefs.queries.layouts import shipped_layouts
from tests.commands import run
from tests.smefs import BOM, HEADERS, file_of, row

LAYOUT = shipped_layouts()[0]


def workbook(*rows) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for each in (HEADERS, *rows):
        book.active.append(list(each))
    book.save(out)
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 200_000_000)
    return out.getvalue()


def other_archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("readme.txt", "nothing")
    return out.getvalue()


FILES = {
    "empty": b"",
    "nul": file_of(row()).replace(b"Olena", b"Ole\0na"),
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "undefined-bytes": file_of(row(), encoding="cp1250").replace(b"Olena", b"\x81\x83\x88"),
    "another-list": b"Lp.;Nazwisko\r\n1;Nikt\r\n",
    "other-headers": file_of(row(), headers=[f"Kolumna {number}" for number in range(43)]),
    "header-again": file_of(row(), list(HEADERS), row()),
    "42-columns": file_of(row()[:-1], headers=HEADERS[:-1]),
    "44-columns": file_of([*row(), "x"], headers=(*HEADERS, "Jeszcze jedna")),
    "open-quote": file_of(row()) + b'"never closed;',
    "formula": workbook(row(c5='=HYPERLINK("http://trap.example")')),
    "broken-archive": workbook(row())[:-300],
    "other-archive": other_archive(),
    "bomb": bomb,
    "long-cell": file_of(row(c5="a" * 33_000)),
    "longer-cell": file_of(row(c5="a" * 140_000)),
    "odd-separator": b'sep="\r\n' + file_of(row()),
    "many-lines": file_of(row()) + b";".join(b"x" for _ in range(43)).join([b"\r\n"] * 130_000),
}


@pytest.mark.parametrize("name", FILES)
def test_one_line_and_exit_2(capsys, sopot, tmp_path, name):
    path = tmp_path / "listing.csv"
    content = FILES[name]
    path.write_bytes(content() if callable(content) else content)
    for what in (("check", path), ("compare", path, "--project", "sopot-5.15"),
                 ("returned", path, "--project", "sopot-5.15")):  # fmt: skip
        done = run(capsys, "smefs", *what)
        assert (done.code, len(done.lines)) == (2, 1), done.lines
        assert "Traceback" not in done.err
    assert not ReturnedListing.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (file_of(row()) + b'"never closed;', "a quotation mark is not closed"),
        (file_of(row()).replace(b";Olena;", b';"Olena"x;'), "in the wrong place in line 2"),
        (file_of(row(c5="a" * 140_000)), "a cell that ends in line 2 is too long"),
        (file_of(row(), row(c5="a" * 33_000)), "line 3 is too long"),
    ],
)
def test_what_is_wrong_with_the_text_is_said_as_it_is(capsys, sopot, tmp_path, content, said):
    path = tmp_path / "listing.csv"
    path.write_bytes(content)
    with translation.override("en"):
        done = run(capsys, "smefs", "check", path)
    assert (done.code, len(done.lines)) == (2, 1)
    assert said in done.err.lower()


def test_a_line_of_Excel_that_names_the_separator_is_no_line():
    for mark in ";,":
        told = file_of(row(), separator=mark, encoding="utf-8")
        for start in (b"", BOM):
            lines = read_listing(start + f"sep={mark}\r\n".encode() + told, LAYOUT).lines
            assert [(line.number, line.cells) for line in lines] == [(2, tuple(row()))]


def swapped(one: int, other: int, headers=HEADERS):
    cells = list(headers)
    cells[one], cells[other] = cells[other], cells[one]
    return cells


@pytest.mark.parametrize(("one", "other"), [(33, 34), (35, 36), (4, 5), (21, 22), (23, 24), (29, 30)])
def test_R9_columns_that_changed_places_are_named(one, other):
    content = file_of(swapped(one, other, row()), headers=swapped(one, other))
    with translation.override("en"), pytest.raises(UnreadableFile) as refused:
        read_listing(content, LAYOUT)
    assert f"Column {one} is headed" in str(refused.value)


def test_R12_another_wording_of_a_header_is_let_pass_and_w_tym_stands_twice():
    for place, words in ((24, "w tym:"), (42, "Źródło danych"), (18, "DEGURBA"), (7, "")):
        headers = [*HEADERS[:place], words, *HEADERS[place + 1 :]]
        assert len(read_listing(file_of(row(), headers=headers), LAYOUT).lines) == 1


def test_a_header_that_stands_twice_is_named_with_its_line(capsys, sopot, tmp_path):
    path = tmp_path / "listing.csv"
    path.write_bytes(file_of(list(HEADERS), row()))
    with translation.override("en"):
        done = run(capsys, "smefs", "check", path)
    assert (done.code, done.lines) == (2, ["Line 2 repeats the header."])


def test_a_file_of_the_command_line_may_be_larger_than_one_of_a_page(tmp_path):
    path = tmp_path / "listing.csv"
    one = file_of(row(c42="a" * 300), headers=()).removeprefix(BOM).lstrip()
    path.write_bytes(file_of() + one * 40_000)
    assert path.stat().st_size > MAX_BYTES
    assert len(listing_at(path, LAYOUT).lines) == 40_000
    with pytest.raises(UnreadableFile):
        read_listing(path.read_bytes(), LAYOUT)


def test_no_file_and_a_folder_are_said(capsys, sopot, tmp_path):
    for path in (tmp_path / "nothing.csv", tmp_path):
        done = run(capsys, "smefs", "check", path)
        assert (done.code, len(done.lines)) == (2, 1)


@pytest.mark.parametrize("arguments", [("check",), ("export",), ("export", "--project", "sopot-5.15"), ("sing",)])
def test_what_is_missing_is_said_in_one_line(capsys, sopot, arguments):
    done = run(capsys, "smefs", *arguments)
    assert (done.code, len(done.lines)) == (2, 1)


def test_a_workbook_is_a_listing_too(capsys, sopot, tmp_path):
    path = tmp_path / "listing.xlsx"
    path.write_bytes(workbook(row(c6="WS-0001", c7="Tak")))
    assert run(capsys, "smefs", "check", path).code == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"K;M;O\r\n1;2;3\r\n", workbook(row()), workbook(["", "EECO01", "", "", "", "", "", "", "many", "1", "2"])],
)
def test_what_is_no_claim_is_said_in_one_line(capsys, sopot, tmp_path, content):
    path = tmp_path / "claim.xlsx"
    path.write_bytes(content)
    done = run(capsys, "smefs", "compare", "--project", "sopot-5.15", "--claim", path)
    assert (done.code, len(done.lines)) == (2, 1), done.lines


def test_figure_of_thousands_of_digits_is_no_number_of_people():
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["1", "EECO01", "", "", "People", "", "", "", "9" * 5000, "1", "1"])
    book.save(out)
    with pytest.raises(UnreadableFile):
        read_claim(out.getvalue(), {})
