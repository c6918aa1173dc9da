"""PDF and XLSX of an edition: the frozen numbers, tagged, without formulas, and nothing that was not meant to be there."""

import datetime
import io
import json
import re
import zipfile
from decimal import Decimal

import openpyxl
import pikepdf
import pytest
from django.utils import translation

from portal.programmes.models import GrantProject
from portal.ui.formatting import number, percent
from reporting.domain.editions import draft_edition, freeze_edition
from reporting.exporters.presented import presented
from reporting.exporters.printed import edition_as_html, edition_as_pdf
from reporting.exporters.workbook import edition_as_xlsx
from reporting.models import EditionFile, ReportEdition
from reporting.rules import Period
from tests.commands import run
from tests.factories.beneficiaries import make_participation, make_person
from tests.factories.services import make_support
from tests.paper import sheets_of, words_of

DAY = datetime.date
QUARTER = Period(DAY(2026, 1, 1), DAY(2026, 3, 31))
LANGUAGES = ("pl", "uk", *(pytest.param(code, marks=pytest.mark.long) for code in ("be", "ru", "en")))
FORMULA = '=HYPERLINK("http://trap.example","x")'


@pytest.fixture
def edition(sopot, coordinator):
    for _ in range(3):
        make_support(make_participation(make_person(), sopot), hours=Decimal("1.25"))
    return freeze_edition(sopot, QUARTER, by=coordinator)


def cells_of(xlsx: bytes) -> dict[str, list[tuple]]:
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pdf_shows_every_frozen_number_in_the_formats_of_the_language(edition, language):
    with translation.override(language):
        report, words = presented(edition), words_of(edition_as_pdf(edition))
        for line in report.headline:
            assert (
                percent(line.percent, 2) in words.replace(" ", "\N{NO-BREAK SPACE}")
                or percent(line.percent, 2) in words
            )
        row = report.support[[line.deliveries for line in report.support].index(3)]
        assert f"{number(row.persons)} {number(row.deliveries)} {number(row.hours, 2)}" in words
        for line in report.headline:
            assert " ".join(line.name.split())[:20] in words
    assert edition.checksum in words
    assert edition.label in words
    assert "„Wielokulturowe" in words or "Wielokulturowe Miasto Sopot" in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_workbook_has_the_same_numbers_as_numbers(edition, language):
    with translation.override(language):
        report, cells = presented(edition), cells_of(edition_as_xlsx(edition))
    rows = next(iter(cells.values()))
    for line in (*report.headline, *report.common):
        (row,) = (row for row in rows if row[1] == line.code and row[0] == line.name)
        counts = [*vars(line.period).values(), *vars(line.cumulative).values()]
        assert list(row[3:9]) == counts
        assert row[2] == line.target
        assert row[9] == (None if line.percent is None else pytest.approx(float(line.percent)))
    for line in report.support:
        (row,) = (row for row in rows if row[0] == line.name)
        assert [row[1], row[2], Decimal(str(row[3]))] == [line.persons, line.deliveries, line.hours]
    assert len(cells) == 3


def test_pdf_is_tagged_down_to_the_heads_of_tables_and_the_words_of_bars(edition):
    with translation.override("pl"), pikepdf.open(io.BytesIO(edition_as_pdf(edition))) as document:
        kinds: dict[str, list] = {}
        waiting = [document.Root.StructTreeRoot]
        while waiting:
            node = waiting.pop()
            if isinstance(node, pikepdf.Array):
                waiting += list(node)
            elif isinstance(node, pikepdf.Dictionary):
                kinds.setdefault(str(node.get("/S", "")), []).append(node)
                if "/K" in node:
                    waiting.append(node.K)
        for kind in ("/H1", "/H2", "/Table", "/THead", "/TR", "/TH", "/Figure", "/L", "/LI", "/Caption"):
            assert kinds.get(kind), kind
        assert all(str(figure.get("/Alt", "")) for figure in kinds["/Figure"])
        heads = {str(head.ID) for head in kinds["/TH"]}
        named = [[str(each) for each in cell.A.Headers] for cell in kinds["/TD"]]
        assert all(named) and {each for cell in named for each in cell} <= heads
        assert str(document.Root.Lang) == "pl"
        assert document.Root.Outlines.Count >= 5


def test_files_name_no_account_path_or_machine_and_have_nothing_hidden(edition):
    with translation.override("pl"):
        pdf, xlsx = edition_as_pdf(edition), edition_as_xlsx(edition)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.attachments) == 0
        assert "/Author" not in document.docinfo
    with zipfile.ZipFile(io.BytesIO(xlsx)) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
        assert not [name for name in archive.namelist() if "comment" in name or "external" in name or "pivot" in name]
    assert b"<f>" not in content and b'state="hidden"' not in content and b'hidden="1"' not in content
    assert edition.frozen_by.email.encode() not in content + pdf
    assert not cells_of(xlsx).keys() & {"Sheet1"}


def test_text_that_looks_like_a_formula_stays_text(edition):
    edition.content["project"]["title"]["pl"] = FORMULA
    edition.content["support"][0]["name"]["pl"] = "+48 572 019 198"
    with translation.override("pl"):
        xlsx = edition_as_xlsx(edition)
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert FORMULA in [cell.value for cell in cells]


def test_markup_in_data_is_printed_and_not_obeyed(edition):
    edition.content["project"]["title"]["pl"] = '<img src="file:///etc/passwd"><b>x</b>'
    with translation.override("pl"):
        words = words_of(edition_as_pdf(edition))
    assert "file:///etc/passwd" in words and "root:" not in words


@pytest.mark.parametrize("make", [edition_as_pdf, edition_as_xlsx])
def test_same_edition_gives_the_same_bytes(edition, make):
    with translation.override("pl"):
        first = make(edition)
        assert first == make(ReportEdition.objects.get(pk=edition.pk))


@pytest.mark.long
def test_heads_repeat_and_no_row_is_split(edition):
    indicators = edition.content["indicators"]
    edition.content["indicators"] = indicators + [
        {**indicators[-1], "code": f"X{n}", "target": {"women": None, "men": None, "total": None}} for n in range(120)
    ]
    with translation.override("en"):
        pages = sheets_of(edition_as_pdf(edition))
    holding = [page for page in pages if any(f"X{n} People" in page for n in range(120))]
    assert len(holding) >= 3
    assert [page[:200] for page in holding if "In the period" not in page] == []


def test_draft_says_so_and_has_no_checksum(sopot, edition):
    draft = draft_edition(sopot, QUARTER, by=None).edition
    with translation.override("en"):
        html = edition_as_html(draft, is_draft=True)
        assert "Draft" in html and draft.checksum not in html
        assert "Draft" in next(iter(cells_of(edition_as_xlsx(draft, is_draft=True)).values()))[0][0]


class TestCommand:
    ARGUMENTS = ("--project", "sopot-5.15", "--from", "2026-01-01", "--to", "2026-03-31", "--output")

    def test_freezes_and_writes_both_files(self, sopot, capsys, tmp_path):
        make_participation(make_person(), sopot)
        ran = run(capsys, "report", *self.ARGUMENTS, tmp_path / "new")
        answer, edition = json.loads(ran.out), ReportEdition.objects.get()
        assert (ran.code, answer["edition"], answer["checksum"]) == (0, edition.label, edition.checksum)
        for kind in ("pdf", "xlsx"):
            assert (tmp_path / "new" / f"{edition.label}.{kind}").read_bytes() == bytes(
                EditionFile.objects.get(kind=kind).content
            )
        assert edition.label in words_of((tmp_path / "new" / f"{edition.label}.pdf").read_bytes())

    def test_gaps_are_listed_and_nothing_is_written(self, sopot, capsys, tmp_path):
        make_participation(make_person(), sopot, third_country=False)
        ran = run(capsys, "report", *self.ARGUMENTS, tmp_path)
        assert ran.code == 1
        assert [gap["reference"] for gap in json.loads(ran.out)["blocking"]] == ["R17"]
        assert list(tmp_path.iterdir()) == []
        assert not ReportEdition.objects.exists()

    def test_draft_freezes_nothing_and_passes_gaps(self, sopot, capsys, tmp_path):
        make_participation(make_person(), sopot, third_country=False)
        ran = run(capsys, "report", *self.ARGUMENTS, tmp_path, "--draft")
        assert (ran.code, json.loads(ran.out)["edition"]) == (0, None)
        assert sorted(path.suffix for path in tmp_path.iterdir()) == [".pdf", ".xlsx"]
        assert not ReportEdition.objects.exists()

    @pytest.mark.parametrize(
        "wrong",
        [
            ("--project", "none", "--from", "2026-01-01", "--to", "2026-03-31", "--output", "x"),
            ("--project", "sopot-5.15", "--from", "2026-04-01", "--to", "2026-03-31", "--output", "x"),
            ("--project", "sopot-5.15", "--from", "2026-01-01", "--to", "2026-03-31", "--output", "/proc/none"),
        ],
    )
    def test_bad_input_is_one_line_and_exit_2(self, sopot, capsys, wrong):
        ran = run(capsys, "report", *wrong)
        assert (ran.code, len(ran.lines)) == (2, 1)
        assert not ReportEdition.objects.exists()


def test_paper_bears_the_marks_of_its_project_as_they_were(sopot, coordinator):
    """R74 is of one programme: a project of another funder shows nobody else's marks, an edition keeps its own."""
    GrantProject.objects.update(marks=["Norway Grants", "Funduszem zarządza operator"])
    norwegian = freeze_edition(GrantProject.objects.get(), QUARTER, by=coordinator)
    GrantProject.objects.update(marks=[])
    bare = draft_edition(GrantProject.objects.get(), QUARTER, by=None).edition
    assert marks_on(edition_as_html(norwegian)) == ["Norway Grants", "Funduszem zarządza operator"]
    assert 'class="signs"' not in edition_as_html(bare)


def test_edition_of_before_marks_were_kept_bears_those_it_has_always_borne(edition, settings):
    del edition.content["project"]["marks"]
    assert marks_on(edition_as_html(edition)) == settings.FEP_POMORZE


def marks_on(html: str) -> list[str]:
    return re.findall(r"<li[^>]*>([^<]+)</li>", html.partition('<ul class="signs"')[2].partition("</ul>")[0])
