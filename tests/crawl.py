"""Opening everything an account can reach, and looking for words that it must not receive (S6)."""

import base64
import hashlib
import html
import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote, urljoin, urlsplit

from django.http import HttpResponseBase
from django.test import Client

LINK = re.compile(rb"""(?:href|src|action|formaction|hx-get)\s*=\s*["']([^"'#]+)""", re.IGNORECASE)
MOST_PAGES = 400
VARIANTS = 3
"""How many addresses that differ only in their query are opened; the long forms open all."""


@dataclass(frozen=True)
class Page:
    """One answer: where, how, what, and how many records of reading it left in the audit log."""

    path: str
    status: int
    content: bytes
    audit_rows: int


def crawl(
    client: Client, seeds: Iterable[str], audit_rows: Callable[[], int] = lambda: 0, *, variants: int = VARIANTS
) -> Iterator[Page]:
    """Open every seed and every link found on the way, each once, with GET; addresses that sign out are left."""
    waiting, seen = list(dict.fromkeys(seeds)), set()
    opened: Counter[str] = Counter()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if path in seen or "/logout/" in path or opened[path.partition("?")[0]] >= variants:
            continue
        seen.add(path)
        opened[path.partition("?")[0]] += 1
        before = audit_rows()
        answer = client.get(path)
        page = Page(path, answer.status_code, body(answer), audit_rows() - before)
        yield page
        waiting += [link for link in links(page) if link not in seen]


def links(page: Page) -> list[str]:
    """Return the addresses on a page that stay within the portal."""
    found = [urljoin(page.path, html.unescape(link.decode(errors="replace"))) for link in LINK.findall(page.content)]
    return [link for link in found if not urlsplit(link).netloc and link.startswith("/") and "/static/" not in link]


def body(answer: HttpResponseBase) -> bytes:
    """Return every byte received: the head, the content, and what is inside a workbook or archive."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items()).encode()
    return head + b"\n" + content + _unpacked(content)


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(b"PK"):
        return b""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def holds(content: bytes, word: str) -> bool:
    """Tell whether ``word`` is in ``content`` in any form: as it stands, quoted, encoded or hashed.

    Every fourth group of four characters of the content is kept: a form that is in it has one of them within its
    first seven characters. Nearly all forms are ruled out by that, without reading the content again.
    """
    text, groups = _plain(content)
    return any((len(form) < SHORT or not groups.isdisjoint(marks)) and form in text for form, marks in _folded(word))


GROUP, SHORT = 4, 7


@lru_cache(maxsize=4)
def _plain(content: bytes) -> tuple[str, frozenset[str]]:
    text = unquote(html.unescape(content.decode(errors="replace"))).casefold()
    return text, frozenset(text[start : start + GROUP] for start in range(0, len(text), GROUP))


@lru_cache(maxsize=1024)
def _folded(word: str) -> list[tuple[str, frozenset[str]]]:
    forms = {form.casefold() for form in disguises(word)}
    return [(form, frozenset(form[start : start + GROUP] for start in range(GROUP))) for form in forms]


def disguises(word: str) -> set[str]:
    """Return the forms in which a word could leak."""
    forms = {word, word.replace(" ", ""), unicodedata.normalize("NFKD", word), quote(word)}
    for form in {word, word.title(), word.upper()}:
        raw = form.encode()
        forms |= {base64.b64encode(raw).decode().rstrip("="), raw.hex()}
        forms |= {hashlib.new(name, raw).hexdigest() for name in ("md5", "sha1", "sha256")}
    return forms
