"""The documents stay true: what they name exists, and what exists is named where it must be."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands, load_command_class
from django.db.models import Model
from simple_history.models import HistoricalChanges

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DECISIONS = ROOT / "docs" / "decisions"
APPS = ("portal", "beneficiaries", "cases", "services", "reporting", "tryout")
MADE_WHEN_RUNNING = ("var/", ".venv/")
OUR_FOLDERS = "|".join([*APPS, "docs", "tests", "templates", "static", "locale", "requirements", "tools"])

NAMED_PATH = re.compile(rf"`((?:{OUR_FOLDERS})/[^\s`:<>*…]*|Makefile|pyproject\.toml|manage\.py|[A-Z]+\.md)`")
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)")
OWN_COMMAND = re.compile(r"manage\.py ([a-z_]+)")
MAKE_TARGET = re.compile(r"(?:`|^)make ([a-z-]+)", re.MULTILINE)
MACHINE_PATH = re.compile(r"(?<![\w.\-])/(?:work|home|root|tmp|mnt|Users|workspace)\b")
REGISTRY = re.compile(r"pypi|pythonhosted|npmjs|index-url|extra-index|proxy\.golang|artifactory|nexus", re.IGNORECASE)
FOREIGN_HOST = re.compile(r"https?://(?!localhost|127\.0\.0\.1|[\w.-]*\.example\b)[^\s)`>]+")
SETTING = re.compile(r"""(?:env|Env\(\))\.\w+\(\s*"([A-Z_]+)\"""")


def name_of(document: Path) -> str:
    return str(document.relative_to(ROOT))


def snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def camel_case(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


def own_models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models()
        if model.__module__.split(".")[0] in APPS and not issubclass(model, HistoricalChanges)
    ]


def place_of(model: type[Model]) -> str:
    return model.__module__.replace(".", "/") + ".py"


def glossary() -> Iterator[tuple[list[str], str]]:
    """Yield the identifiers and the place of every row."""
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") and len(cells) == 4:
            yield re.findall("`([^`]+)`", cells[0]), cells[3].strip("`")


def own_commands() -> set[str]:
    return {name for name, app in get_commands().items() if app.split(".")[0] in APPS}


def titles_of_decisions() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8").split("\n", 1)[0] for path in DECISIONS.glob("[0-9]*.md")}


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_path_that_a_document_names_exists(document):
    text = document.read_text(encoding="utf-8")
    named = {path for path in NAMED_PATH.findall(text) if not path.startswith(MADE_WHEN_RUNNING)}
    missing = [path for path in sorted(named) if not (ROOT / path).exists()]
    missing += [link for link in LINK.findall(text) if not (document.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_command_and_target_that_a_document_names_exists(document):
    text = document.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(OWN_COMMAND.findall(text)) <= set(get_commands())
    assert set(MAKE_TARGET.findall(text)) <= targets


@pytest.mark.parametrize("document", [*DOCUMENTS, ROOT / "LICENSE"], ids=name_of)
def test_no_document_names_a_place_outside_the_project(document):
    text = document.read_text(encoding="utf-8")
    assert not [*MACHINE_PATH.findall(text), *REGISTRY.findall(text), *FOREIGN_HOST.findall(text)]


def test_readme_begins_with_the_two_commands():
    first = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:4]
    assert [line.split("#")[0].strip() for line in first] == ["```sh", "make demo", "make test", "```"]


def test_readme_lists_every_command_of_the_portal():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert own_commands() == set(OWN_COMMAND.findall(readme)) & own_commands()


def test_options_in_the_table_of_commands_are_those_of_the_commands():
    rows = [line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if "manage.py" in line]
    for row in rows:
        name = OWN_COMMAND.findall(row)[0]
        parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
        known = {option for action in parser._actions for option in action.option_strings}
        assert set(re.findall(r"--[a-z-]+", row)) <= known, row


def test_readme_lists_every_setting_and_no_other():
    read = {
        name
        for module in (ROOT / "portal" / "settings").glob("*.py")
        for name in SETTING.findall(module.read_text(encoding="utf-8"))
    }
    rows = [line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    listed = {name for row in rows for name in re.findall(r"`([A-Z_]{6,})`", row.split("|")[1])}
    assert listed == read


def test_decisions_are_numbered_once_without_holes():
    numbers = sorted(name[:4] for name in titles_of_decisions())
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_decisions_are_listed_under_their_titles():
    listed = re.findall(r"^- \[(\d{4})\]\((\S+)\) (.+)$", (DECISIONS / "README.md").read_text(encoding="utf-8"), re.M)
    assert {file: f"# {number}. {title}" for number, file, title in listed} == titles_of_decisions()
    assert len(listed) == len(titles_of_decisions())


def test_how_tos_are_listed():
    folder = ROOT / "docs" / "how-to"
    listed = LINK.findall((folder / "README.md").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(path.name for path in folder.glob("*.md") if path.name != "README.md")


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_glossary_has_every_model_with_its_place(model):
    assert place_of(model) in {place for words, place in glossary() if snake_case(model.__name__) in words}


@pytest.mark.parametrize(("words", "place"), [pytest.param(*row, id=row[0][0]) for row in glossary()])
def test_words_of_the_glossary_stand_where_it_says(words, place):
    text = (ROOT / place).read_text(encoding="utf-8")
    absent = [word for word in words if not re.search(rf"\b({word}|{camel_case(word)}|{word.upper()})\b", text)]
    assert not absent


def test_no_word_of_the_glossary_is_explained_twice():
    words = [word for row, _place in glossary() for word in row]
    assert len(words) == len(set(words))


def test_every_room_of_the_kernel_is_described_once():
    words = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    described = re.findall(r"^\| `portal/([a-z_]+)/` \|", words, re.MULTILINE)
    assert sorted(described) == sorted({each.parent.name for each in (ROOT / "portal").glob("*/__init__.py")})


def test_changelog_has_the_version_of_the_project():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == version


def test_licence_is_whole():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    licence = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["license"]
    articles, appendix = text.split("Appendix\n", 1)
    assert licence == "EUPL-1.2"
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert re.findall(r"^(\d+)\.[A-Z]", articles, re.MULTILINE) == [str(number) for number in range(1, 16)]
    assert appendix.count("\n— ") == 10
