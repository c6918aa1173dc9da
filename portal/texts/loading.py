"""Texts that ship with the product: a folder with one file of structure and one file for each language.

``texts.toml`` lists what there is; ``pl.toml``, ``uk.toml`` … hold ``name``, ``title`` and ``body`` of each code, and
under ``parts`` what several bodies share: ``{rights}`` stands for the part of that name.
What people have published is never published over: other words in the files become a draft.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from portal.programmes.loading import ConfigurationError
from portal.programmes.models import GrantProject
from portal.texts.actions import Words, publish, put_draft
from portal.texts.digest import digest_of
from portal.texts.models import EditedText
from portal.texts.queries import LANGUAGES, draft_of, versions_of
from portal.texts.registry import kind_of


def read_texts(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Return what ``texts.toml`` lists, each with ``words``: language → name, title, body.

    Raises ``ConfigurationError`` for a file that is absent or not TOML, and for a language that lacks a text.
    """
    listed = _read(folder / "texts.toml")
    languages = {language: _read(folder / f"{language}.toml") for language in LANGUAGES}
    for entry in (each for entries in listed.values() for each in entries):
        try:
            entry["words"] = {language: _words(texts, entry["code"]) for language, texts in languages.items()}
        except (KeyError, TypeError, AttributeError) as error:
            raise ConfigurationError(f"{folder.name}: a text lacks {error} in one of the languages") from None
    return listed


def keep_text(
    model: type[EditedText], project: GrantProject, entry: Mapping[str, Any], position: int, *, publishes: bool,
    **values: Any,
) -> None:  # fmt: skip
    """Create or update one text of a project from the files; published at once only when it is new and ``publishes``.

    Words that differ from all that was published become the draft, unless somebody works on one.
    """
    names = {f"name_{language}": words["name"] for language, words in entry["words"].items()}
    text, is_new = model._default_manager.update_or_create(
        grant_project=project, code=entry["code"], defaults={**names, "position": position, **values}
    )
    words = {language: (each["title"], each["body"]) for language, each in entry["words"].items()}
    if not is_new and not _is_proposed(text, words):
        return
    put_draft(text, words, by=None)
    if publishes and is_new:
        publish(text, by=None, read=text.draft_of, with_gaps=True)


def _words(texts: Mapping[str, Any], code: str) -> dict[str, str]:
    words = {part: texts[code][part].strip() for part in ("name", "title", "body")}
    for part, text in texts.get("parts", {}).items():
        words["body"] = words["body"].replace(f"{{{part}}}", text.strip())
    return words


def _is_proposed(text: Any, words: Words) -> bool:
    """Tell whether words are news: never published here, and nobody has a draft of another mind."""
    versions = versions_of(kind_of(text).published, [text]).get(text.pk, [])
    known = {row.digest for version in versions for row in version}
    if {digest_of(language, *each) for language, each in words.items()} <= known:
        return False
    draft = draft_of(text)
    if draft == words:
        return False
    drafted = {digest_of(language, *each) for language, each in draft.items()}
    return text.draft_by is None or drafted <= known


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise ConfigurationError(f"{path.parent.name}/{path.name}: no such file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path.parent.name}/{path.name}: not a TOML file ({error})") from None
