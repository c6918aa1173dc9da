"""The renderer: every script comes out right, everything is tagged, nothing outside is opened (S41)."""

import io
import socket
import threading

import pdfplumber
import pikepdf
import pytest

from portal.printing.pdf import pdf_of
from portal.printing.rendering import NothingToFetch

PANGRAMS = {
    "pl": "Zażółć gęślą jaźń. „Łódź” – 1 026,50 zł, § 2, 76%",
    "uk": "Щастям б’єш жук їх глицю в фон й ґедзь пріч; Єва",
    "be": "У рудога вераб’я ў сховішчы пад фатэлем ляжаць нейкія гаючыя зёлкі",
    "ru": "Съешь же ещё этих мягких французских булок, да выпей чаю",
    "en": "The quick brown fox jumps over the lazy dog – “fine”",
}


def page(body: str, head: str = "") -> str:
    return (
        f'<!doctype html><html lang="pl"><head><title>Próba</title>{head}</head><body><main>{body}</main></body></html>'
    )


def text_of(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return "\n".join(each.extract_text() for each in document.pages)


@pytest.mark.parametrize("language", PANGRAMS)
def test_each_script_is_printed_letter_by_letter(language):
    text = text_of(
        pdf_of(page(f"<h1>{PANGRAMS[language]}</h1><p>{PANGRAMS[language]}</p><p><b>{PANGRAMS[language]}</b></p>"))
    )
    assert " ".join(text.split()).count(" ".join(PANGRAMS[language].split())) == 3


def test_only_own_fonts_are_embedded_and_all_of_them():
    with pikepdf.open(io.BytesIO(pdf_of(page("<h1>Tytuł</h1><p>Tekst <b>gruby</b></p>")))) as document:
        fonts = [font for each in document.pages for font in each.Resources.Font.values()]
        assert fonts
        for font in fonts:
            below = font.DescendantFonts[0]
            assert any(name in below.FontDescriptor for name in ("/FontFile2", "/FontFile3")), font.BaseFont
            assert any(name in str(font.BaseFont) for name in ("+Print-Text", "+Print-Head")), font.BaseFont


def test_file_is_tagged_and_says_language_and_title():
    with pikepdf.open(io.BytesIO(pdf_of(page("<h1>Tytuł</h1>")))) as document:
        root = document.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "pl"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert root.StructTreeRoot.K is not None
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Próba"


def test_same_page_gives_the_same_bytes():
    assert pdf_of(page("<p>a</p>")) == pdf_of(page("<p>a</p>"))


@pytest.fixture
def trap():
    """A server on this machine that remembers whether anybody knocked."""
    server, knocks = socket.create_server(("127.0.0.1", 0)), []

    def listen() -> None:
        while True:
            try:
                visitor, _ = server.accept()
            except OSError:
                return
            knocks.append(1)
            visitor.close()

    threading.Thread(target=listen, daemon=True).start()
    yield f"127.0.0.1:{server.getsockname()[1]}", knocks
    server.close()


HOSTILE = [
    '<img src="http://{trap}/a.png">',
    '<img src="file:///etc/passwd">',
    '<link rel="attachment" href="file:///etc/passwd">',
    '<a rel="attachment" href="file:///etc/passwd">x</a>',
    '<p style="background:url(http://{trap}/b)">x</p>',
    "<style>@import url(http://{trap}/c.css);</style>",
    "<style>@font-face{{font-family:x;src:url(http://{trap}/d)}} p{{font-family:x}}</style><p>x</p>",
    '<svg><image href="http://{trap}/e.png" width="9" height="9"/></svg>',
    '<svg><use href="http://{trap}/f.svg#x"/></svg>',
    '<object data="file:///etc/passwd"></object>',
    '<embed src="http://{trap}/g">',
    '<link rel="stylesheet" href="font:SourceSans3-Regular.ttf">',
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_a_page_asks_for_is_not_opened(trap, hostile):
    address, knocks = trap
    try:
        made = pdf_of(page(hostile.format(trap=address)))
    except NothingToFetch:
        made = b""
    assert knocks == []
    assert b"root:" not in made
    with pikepdf.open(io.BytesIO(made or pdf_of(page("x")))) as document:
        assert len(document.attachments) == 0


@pytest.mark.parametrize(("classes", "number"), [("numbers", "MP-000001"), ("numbers long", "WWWWMMMM-000001")])
def test_column_of_given_width_holds_the_numbers_of_people(classes, number):
    row = f'<tr><th scope="row">{number}</th><td>EECO01 05.03.2026</td></tr>'
    head = '<thead><tr><th scope="col">Number</th><th scope="col">Counted</th></tr></thead>'
    made = pdf_of(
        f'<!doctype html><html lang="en"><head><title>t</title></head><body><main><table class="{classes}">'
        f"<caption>c</caption>{head}<tbody>{row}</tbody></table></main></body></html>"
    )
    with pdfplumber.open(io.BytesIO(made)) as document:
        words = {word["text"]: word for word in document.pages[0].extract_words()}
    assert words[number]["x1"] < words["EECO01"]["x0"]
