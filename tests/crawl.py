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
from django.urls import Resolver404, resolve

from tests.access import PERSON_KEYS

LINK = re.compile(rb"""(?:href|src|action|formaction)\s*=\s*["']([^"'#]+)""", re.IGNORECASE)
MOST_PAGES = 5_000
"""A crawl that has not come to its end by then goes round in circles, and proves nothing."""
VARIANTS = 3
"""How many addresses that differ only in their query are opened; the long forms open all."""
ALIKE = 3
"""How many times as many of one page for the same person, for none or with another indicator, say."""


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
    """Open every seed and every link found on the way, each once, with GET; addresses that sign out are left.

    Raises ``RuntimeError`` when there is no end of pages.
    """
    waiting, seen = list(dict.fromkeys(seeds)), set()
    opened: Counter[object] = Counter()
    while waiting:
        if len(seen) > MOST_PAGES:
            raise RuntimeError(f"more than {MOST_PAGES} pages")
        path = waiting.pop(0)
        address, page_of = path.partition("?")[0], page_and_person(path.partition("?")[0])
        enough = opened[address] >= variants or opened[page_of] >= ALIKE * variants
        if path in seen or "/logout/" in path or enough:
            continue
        seen.add(path)
        opened.update((address, page_of))
        before = audit_rows()
        answer = client.get(path)
        page = Page(path, answer.status_code, body(answer), audit_rows() - before)
        yield page
        waiting += [link for link in links(page) if link not in seen]


def page_and_person(address: str) -> tuple[str, ...]:
    """Return the name of the page at an address and whom it is about; the address itself when there is no page."""
    try:
        match = resolve(address)
    except Resolver404:
        return ("", address)
    return (match.view_name, *(str(value) for name, value in match.kwargs.items() if name in PERSON_KEYS))


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
    first seven characters. Nearly all words are ruled out by that, without reading the content again.
    """
    text, groups = _plain(content)
    marks, forms = _folded(word)
    return (marks is None or not groups.isdisjoint(marks)) and any(form in text for form in forms)


GROUP, SHORT = 4, 7


@lru_cache(maxsize=4)
def _plain(content: bytes) -> tuple[str, frozenset[str]]:
    text = unquote(html.unescape(content.decode(errors="replace"))).casefold()
    return text, frozenset(text[start : start + GROUP] for start in range(0, len(text), GROUP))


@lru_cache(maxsize=1024)
def _folded(word: str) -> tuple[frozenset[str] | None, list[str]]:
    """Return the groups of which one is in every text that holds the word, or ``None``; and the forms of the word."""
    forms = sorted({form.casefold() for form in disguises(word)})
    if any(len(form) < SHORT for form in forms):
        return None, forms
    return frozenset(form[start : start + GROUP] for form in forms for start in range(GROUP)), forms


def disguises(word: str) -> set[str]:
    """Return the forms in which a word could leak."""
    forms = {word, word.replace(" ", ""), unicodedata.normalize("NFKD", word), quote(word)}
    for form in {word, word.title(), word.upper()}:
        raw = form.encode()
        forms |= {base64.b64encode(raw).decode().rstrip("="), raw.hex()}
        forms |= {hashlib.new(name, raw).hexdigest() for name in ("md5", "sha1", "sha256")}
    return forms
