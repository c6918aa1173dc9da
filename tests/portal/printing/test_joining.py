"""Parts joined to one document: every page, tag, head of a table and bookmark is there once."""

import pdfplumber
import pikepdf
import pypdfium2
import pytest

from portal.printing.joining import joined, pages_of
from portal.printing.pdf import pdf_of
from portal.printing.rendering import numbers

HTML = """<!doctype html><html lang="pl"><head><meta charset="utf-8"><title>Raport</title>
<meta name="dcterms.created" content="2026-01-01T00:00:00+00:00"></head><body><main><h1>Część {name}</h1>
<table><caption>Tabela {name}</caption><thead><tr><th scope="col">Numer</th><th scope="col">Dzień</th></tr></thead>
<tbody>{rows}</tbody></table></main></body></html>"""


def html_of(name: str, rows: int) -> str:
    cells = "".join(f'<tr><th scope="row">{name}-{place}</th><td>{place}</td></tr>' for place in range(rows))
    return HTML.format(name=name, rows=cells)


@pytest.fixture
def parts(tmp_path):
    made = []
    for name, rows in (("A", 60), ("B", 3), ("C", 90)):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(pdf_of(html_of(name, rows), is_part=True))
        made.append(path)
    return made


@pytest.fixture
def whole(parts, tmp_path):
    goal = tmp_path / "whole.pdf"
    joined(parts, goal, numbers_for(parts))
    return goal


def numbers_for(parts):
    return lambda: numbers(sum(map(pages_of, parts)))


def elements(root, kind):
    waiting, found = [root], []
    while waiting:
        node = waiting.pop()
        for child in node.get("/K", []) if isinstance(node.get("/K", []), pikepdf.Array) else [node.K]:
            if isinstance(child, pikepdf.Dictionary):
                waiting.append(child)
                found += [child] if child.get("/S") == kind else []
    return found


def test_pages_follow_each_other_with_their_numbers(whole, parts):
    with pdfplumber.open(whole) as document:
        last_words = [" ".join(page.extract_text().split()[-3:]) for page in document.pages]
    pages = sum(map(pages_of, parts))
    assert last_words == [f"{place} / {pages}" for place in range(1, pages + 1)]


def test_every_mark_of_a_page_leads_to_the_structure_of_that_page(whole):
    with pikepdf.open(whole) as document:
        root = document.Root.StructTreeRoot
        nums = root.ParentTree.Nums
        parents = {int(nums[place]): nums[place + 1] for place in range(0, len(nums), 2)}
        assert sorted(parents) == [int(page.obj.StructParents) for page in document.pages]
        for page in document.pages:
            marks = parents[int(page.obj.StructParents)]
            assert {element.Pg.objgen for element in marks} == {page.obj.objgen}
        assert len(elements(root, "/H1")) == 3
        body = root.K[0]
        assert all(child.P.objgen == body.objgen for child in body.K)


def test_heads_of_tables_have_names_of_their_own_and_cells_name_theirs(whole):
    with pikepdf.open(whole) as document:
        root = document.Root.StructTreeRoot
        names = [str(head.ID) for head in elements(root, "/TH") if "/ID" in head]
        assert len(names) == len(set(names)) > 100
        named = {str(each) for cell in elements(root, "/TD") for each in cell.A.Headers}
        assert named <= set(names)


def test_bookmarks_of_all_parts_lead_to_their_pages(whole, parts):
    with pikepdf.open(whole) as document, document.open_outline() as outline:
        titles = [item.title for item in outline.root]
        pages = [page.obj.objgen for page in document.pages]
        starts = [pages.index(item.destination[0].objgen) for item in outline.root]
    assert titles == ["Część A", "Część B", "Część C"]
    assert starts == [0, pages_of(parts[0]), pages_of(parts[0]) + pages_of(parts[1])]


def test_it_stays_a_tagged_document_and_the_same_parts_give_the_same_bytes(whole, parts, tmp_path):
    with pikepdf.open(whole) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "pl"
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
    again = tmp_path / "again.pdf"
    joined(parts, again, numbers_for(parts))
    assert again.read_bytes() == whole.read_bytes()


def test_numbers_of_pages_are_no_content_and_stand_once_on_each(whole):
    with pikepdf.open(whole) as document:
        for place, page in enumerate(document.pages, start=1):
            last = [(str(each.operator), [*map(str, each.operands)]) for each in pikepdf.parse_content_stream(page)][
                -5:
            ]
            assert last == [("BMC", ["/Artifact"]), ("q", []), ("Do", [f"/Number{place}"]), ("Q", []), ("EMC", [])]


def test_numbers_of_pages_stand_in_the_lower_corner(whole):
    with pdfplumber.open(whole) as document:
        for page in document.pages:
            word = page.extract_words()[-1]
            assert word["top"] > page.height * 0.9
            assert word["x1"] > page.width * 0.85
            assert 5 < word["bottom"] - word["top"] < 12


def test_numbers_of_pages_cover_nothing(whole, parts):
    def upper(path):
        image = pypdfium2.PdfDocument(path)[0].render(scale=0.5).to_pil().convert("L")
        return image.crop((0, 0, image.width, int(image.height * 0.9))).tobytes()

    assert upper(whole) == upper(parts[0])
    assert min(upper(whole)) < 100
