"""Plain text into paragraphs, headings, lists and links. Nothing that an editor types becomes markup by itself.

A blank line parts blocks. ``## `` and ``### `` begin a heading, ``- `` an item of a list, ``1. `` one of a numbered
list. ``[words](address)`` is a link to https, mailto, tel, or a page of ours; ``[pl: words]`` are words in another
language; ``[?words]`` is a gap to be filled in. Everything else is text.
"""

import re
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal.ui.formatting import keep_short_words
from portal.ui.languages import LANGUAGE_NAMES

_HEADING = re.compile(r"^(#{2,3}) +(?=\S)(.*)$")
_ITEM = re.compile(r"^(?:(-)|\d{1,2}\.) +(?=\S)(.*)$")
_INLINE = re.compile(
    r"\[(?P<words>[^\[\]]{1,200})\]\((?P<address>(?:https://|mailto:|tel:|/(?!/)|#)[^\s()<>\\\"]{0,400})\)"
    r"|\[\?(?P<gap>[^\[\]]{1,200})\]"
    rf"|\[(?P<language>{'|'.join(LANGUAGE_NAMES)}): (?P<foreign>[^\[\]]{{1,300}})\]"
)


@dataclass(frozen=True)
class Block:
    """A heading (``h2``, ``h3``), a paragraph (``p``) or a list (``ul``, ``ol``); ``lines`` are its texts."""

    tag: str
    lines: tuple[str, ...]


def blocks_of(text: str) -> list[Block]:
    """Return the blocks of a text; a line that begins nothing goes on with the line before it."""
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        begun: list[Block] = []
        for line in (raw.strip() for raw in part.split("\n")):
            if line:
                _add(begun, line)
        found += begun
    return found


def _add(blocks: list[Block], line: str) -> None:
    heading, item = _HEADING.match(line), _ITEM.match(line)
    last = blocks[-1] if blocks else None
    if heading:
        blocks.append(Block(f"h{len(heading[1])}", (heading[2],)))
    elif item:
        tag = "ul" if item[1] else "ol"
        lines = (*last.lines, item[2]) if last and last.tag == tag else (item[2],)
        blocks[len(blocks) - (len(lines) > 1) :] = [Block(tag, lines)]
    elif last and not last.tag.startswith("h"):
        blocks[-1] = Block(last.tag, (*last.lines[:-1], f"{last.lines[-1]} {line}"))
    else:
        blocks.append(Block("p", (line,)))


def marked_up(text: str, level: int = 2) -> SafeString:
    """Return a text as HTML; its ``## `` headings become ``<h{level}>``."""
    return mark_safe("\n".join(_html(block, level) for block in blocks_of(text)))  # noqa: S308 – built of escaped parts


def headings_of(text: str) -> int:
    """Return how many headings a text has: all languages should have as many."""
    return sum(block.tag.startswith("h") for block in blocks_of(text))


def gaps_of(text: str) -> list[str]:
    """Return what has still to be filled in."""
    return [match["gap"] for match in _INLINE.finditer(text) if match["gap"]]


def _html(block: Block, level: int) -> SafeString:
    if block.tag in ("ul", "ol"):
        items = format_html_join("", "<li>{}</li>", ((_inline(line),) for line in block.lines))
        shape = '<ul class="bullets">{}</ul>' if block.tag == "ul" else '<ol class="bullets">{}</ol>'
        return format_html(shape, items)
    if block.tag == "p":
        return format_html("<p>{}</p>", _inline(block.lines[0]))
    depth = min(level + int(block.tag[1]) - 2, 6)
    return format_html("<h{}>{}</h{}>", depth, _inline(block.lines[0]), depth)


def _inline(line: str) -> SafeString:
    parts: list[SafeString] = []
    done = 0
    for match in _INLINE.finditer(line):
        parts += [_words(line[done : match.start()]), _marked(match)]
        done = match.end()
    return mark_safe("".join([*parts, _words(line[done:])]))  # noqa: S308 – every part is escaped


def _marked(match: re.Match[str]) -> SafeString:
    if match["language"]:
        return format_html('<span lang="{}">{}</span>', match["language"], _words(match["foreign"]))
    if match["gap"]:
        return format_html("<mark>[{}]</mark>", _words(match["gap"]))
    return format_html('<a href="{}">{}</a>', match["address"], _words(match["words"]))


def _words(text: str) -> SafeString:
    return conditional_escape(keep_short_words(text))
