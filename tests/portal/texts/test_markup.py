"""Plain text becomes paragraphs, headings, lists and links, and nothing else ever does."""

import pytest

from portal.texts.digest import digest_of
from portal.texts.markup import blocks_of, gaps_of, headings_of, marked_up


def test_blocks_are_parted_by_blank_lines_and_lines_go_on():
    text = "One\nand on.\n\n## Head\nTwo\n\n- a\n  goes on\n- b\n\n1. first\n2. second"
    assert [(block.tag, block.lines) for block in blocks_of(text)] == [
        ("p", ("One and on.",)),
        ("h2", ("Head",)),
        ("p", ("Two",)),
        ("ul", ("a goes on", "b")),
        ("ol", ("first", "second")),
    ]


def test_headings_stand_below_those_of_the_page():
    assert marked_up("## A\n\n### B", 3) == "<h3>A</h3>\n<h4>B</h4>"
    assert headings_of("## A\n\ntext\n\n### B") == 2


@pytest.mark.parametrize(
    "address", ["https://uodo.gov.pl/", "mailto:iod@pomorskie.eu", "tel:+48226280120", "/pl/kontakt/", "#top"]
)
def test_links_lead_to_safe_addresses(address):
    assert marked_up(f"[words]({address})") == f'<p><a href="{address}">words</a></p>'


@pytest.mark.parametrize(
    "text",
    ["[x](javascript:alert(1))", "[x](//evil.example)", "[x](http://plain.example)", '[x](https://a" onclick="b)',
     "[x](data:text/html,hi)", "[x](/\\evil.example)"],
)  # fmt: skip
def test_other_addresses_stay_text(text):
    assert "<a" not in marked_up(text)


def test_markup_of_an_editor_is_shown_as_typed():
    assert marked_up("<b onclick=x>Xy & Zz</b>") == "<p>&lt;b onclick=x&gt;Xy &amp; Zz&lt;/b&gt;</p>"
    assert "<script" not in marked_up("## <script>\n\n- <script>\n\n[<script>](/pl/)\n\n[pl: <script>]\n\n[?<script>]")


def test_foreign_words_and_gaps_are_marked():
    assert marked_up("Ask [pl: Urząd Miasta].") == '<p>Ask <span lang="pl">Urząd Miasta</span>.</p>'
    assert marked_up("Call [?phone].") == "<p>Call <mark>[phone]</mark>.</p>"
    assert gaps_of("Call [?phone] or [?e-mail]. [pl: Ale nie to?]") == ["phone", "e-mail"]


def test_long_text_without_an_end_is_read_in_one_go():
    for text in ("[" * 50_000, "[x](" * 20_000, "- " * 50_000, "#" * 100_000):
        assert marked_up(text)


def test_fingerprint_is_that_of_the_words_however_lines_end_and_letters_are_composed():
    assert digest_of("pl", "Ż", "a\r\nb") == digest_of("pl", "Z\u0307", "a\nb")
    assert digest_of("pl", "T", "b") != digest_of("uk", "T", "b")
    assert digest_of("pl", "T", "b") == "6fe801b2d86490a6ab0eb21d25fe4cd07ef0d033aec627274db3e18abe8a110d"
