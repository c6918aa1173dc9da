"""The sheets of style: they turn with the direction of the script, name colours by their roles, and are all used."""

import re
from pathlib import Path

import pytest

from tests.test_documents import APPS

SHEETS = sorted(Path("static/css").glob("*.css"))
PHYSICAL = re.compile(
    r"(?<![\w-])((?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[\w-]*|left|right"
    r"|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    r"|(?<![\w-])(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)
FOUR_SIDES = re.compile(r"(?<![\w-])(?:margin|padding|inset|border-width)\s*:\s*([^;}!]+)")
RAW_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b")
SOURCES = {"templates": "*.html", "static/js": "*.js", **dict.fromkeys(APPS, "*.py")}
"""What names classes, by folder."""
PAPER = {"#fff", "#000", "#555"}
"""White, black and grey of paper, and the white behind a code for cameras."""


def declarations(sheet: Path) -> str:
    """Return a sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_no_property_names_a_physical_side(sheet):
    text = declarations(sheet)
    assert [found[0] for found in PHYSICAL.finditer(text)] == []
    unequal = []
    for found in FOUR_SIDES.finditer(text):
        sides = re.findall(r"(?:[^\s()]|\([^()]*(?:\([^()]*\)[^()]*)*\))+", found[1])
        if len(sides) == 4 and sides[1] != sides[3]:
            unequal.append(found[0])
    assert unequal == []


@pytest.mark.parametrize("sheet", [sheet for sheet in SHEETS if sheet.stem != "tokens"], ids=lambda sheet: sheet.stem)
def test_components_name_colours_by_their_roles(sheet):
    assert set(RAW_COLOUR.findall(declarations(sheet))) <= PAPER


def test_every_class_is_used():
    """It stands as a word in a template, a script or the code; what nothing names any more goes from the sheets, too."""
    words = {
        word
        for folder, files in SOURCES.items()
        for source in Path(folder).rglob(files)
        for word in re.findall(r"[a-z][\w-]*", source.read_text(encoding="utf-8"), re.IGNORECASE)
    }
    selectors = (found[1] for sheet in SHEETS for found in re.finditer(r"([^{}]+)\{", declarations(sheet)))
    classes = {name for selector in selectors for name in re.findall(r"\.([a-z][\w-]*)", selector, re.IGNORECASE)}
    assert len(classes) > 300
    assert classes - words == set()


def test_every_theme_gives_way_to_paper_and_to_the_colours_of_the_device():
    """The system's dark theme is written with two conditions on the root; what must win needs as many."""
    text = declarations(Path("static/css/tokens.css"))
    for mode in ("print", r"\(forced-colors:active\)", r"\(prefers-contrast:more\)"):
        block = re.search(rf"@media {mode}\{{\s*([^{{]+)\{{", text)
        assert block
        assert {":root[data-theme]", ":root:not([data-theme])"} <= set(block[1].split(","))
        assert text.index("prefers-color-scheme:dark") < block.start()
