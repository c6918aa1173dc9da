"""Components that stand many times on a page, written without a template, like controls (``portal.ui.controls``).

A template of three lines takes longer to start than to say what it consists of, and a record has sixty of them.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from django.template import Context, TemplateSyntaxError
from django.template.base import render_value_in_context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.ui import formatting
from portal.ui.escaping import escaped
from portal.ui.icons import DIRECTIONAL, ICONS
from portal.ui.parts import Fact, Link


@lru_cache(maxsize=1024)
def icon(name: str, label: str = "") -> SafeString:
    """Write a drawn sign; decorative unless ``label`` gives it a name."""
    if name not in ICONS:
        raise TemplateSyntaxError(f"icon is one of {sorted(ICONS)}, not {name!r}")
    classes = "i mirror" if name in DIRECTIONAL else "i"
    named = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return _html(f'<svg class="{classes}" {named} viewBox="0 0 24 24">{ICONS[name]}</svg>')


def tag(text: str, tone: str, icon_name: str) -> SafeString:
    """Write a state in words."""
    return _html(f'<span class="{f"tag {tone}" if tone else "tag"}">{_sign(icon_name)}{escaped(text)}</span>')


def person_name(latin: str, original: str, lang: str, url: str) -> SafeString:
    """Write a name apart from its surroundings, the original script behind it."""
    name = f"<bdi>{escaped(latin)}</bdi>"
    if url:
        name = f'<a href="{escaped(url)}">{name}</a>'
    if original and original != latin:
        name = f'{name} <bdi class="muted"{_spoken(lang)}>{escaped(original)}</bdi>'
    return _html(name)


def time(value: date, said: str) -> SafeString:
    """Write a day or moment with the words for it."""
    return _html(f'<time datetime="{value.isoformat()}">{escaped(said)}</time>')


def button(content: str, classes: str, icon_name: str, *, kind: str, blocked_by: str = "", **named: str) -> SafeString:
    """Write ``<button>``; of ``named`` attributes those that have a value, ``value`` only beside a name."""
    if not named.get("name"):
        named.pop("value", None)
    attributes = "".join(f' {name}="{escaped(value)}"' for name, value in named.items() if value or name == "value")
    if blocked_by:
        attributes += f' aria-disabled="true" aria-describedby="{escaped(blocked_by)}"'
    kind = escaped(kind)
    return _html(f'<button class="{classes}" type="{kind}"{attributes}>{_sign(icon_name)}{escaped(content)}</button>\n')


def link_button(content: str, classes: str, icon_name: str, *, href: str, download: bool, panel: str) -> SafeString:
    """Write a link that looks like a button."""
    more = " download" if download else ""
    more += f' data-panel="{escaped(panel)}"' if panel else ""
    return _html(f'<a class="{classes}" href="{escaped(href)}"{more}>{_sign(icon_name)}{escaped(content)}</a>\n')


def card(
    content: str, *, title: str, id: str, level: int, aside: str, link: str, link_text: str, waiting: str, padded: bool,
    footer: str,
) -> SafeString:  # fmt: skip
    """Write a section under a heading; ``waiting`` is the count beside it, written already."""
    title, id = escaped(title), escaped(id)  # noqa: A001
    to = f'<a class="small" href="{escaped(link)}">{escaped(link_text)}<span class="vh"> – {title}</span></a>'
    head = f'<h{level} id="{id}">{title}</h{level}>{waiting}{escaped(aside)}{to if link else ""}'
    body = f'<div class="body">{escaped(content)}</div>' if padded else escaped(content)
    foot = f"<footer>{escaped(footer)}</footer>" if footer else ""
    return _html(f'<section class="card" aria-labelledby="{id}"><header>{head}</header>{body}{foot}</section>\n')


def subnav(items: Iterable[Link], label: str) -> SafeString:
    """Write the tabs of a record."""
    tabs = "".join(
        f'<li><a href="{escaped(each.url)}"{_CURRENT_PAGE if each.current else ""}>{_counted(each)}</a></li>'
        for each in items
    )
    return _html(f'<nav class="sub" aria-label="{escaped(label)}"><ul>{tabs}</ul></nav>\n')


def chips(items: Iterable[Link], label: str) -> SafeString:
    """Write a choice of views as links."""
    views = "".join(
        f'<a class="chip" href="{escaped(each.url)}"{_CURRENT if each.current else ""}>{_counted(each)}</a>'
        for each in items
    )
    return _html(f'<nav class="chips" aria-label="{escaped(label)}">{views}</nav>\n')


def key_values(facts: Sequence[Fact], *, roomy: bool) -> SafeString:
    """Write labels and values in two columns."""
    rows = "".join(f"<dt>{escaped(fact.label)}</dt><dd{_spoken(fact.lang)}>{_value(fact)}</dd>" for fact in facts)
    return _html(f'<dl class="kv{" roomy" if roomy else ""}">{rows}</dl>\n')


def timeline_entry(
    content: str, *, on: date, icon_name: str, kind: str, title: str, meta: str, url: str, tone: str
) -> SafeString:
    """Write one event of a timeline."""
    head: str = escaped(title)
    if url:
        head = f'<a href="{escaped(url)}">{head}</a>'
    about = f'<p class="x">{escaped(meta)}</p>' if meta else ""
    note = f'<div class="n">{escaped(content)}</div>' if content else ""
    day = f'<time class="d" datetime="{on.isoformat()}">{formatting.day_month(on)}</time>'
    sign = f'<span class="k {tone}">{icon(icon_name, str(kind))}</span>'
    return _html(f'<li class="e">{day}{sign}<div><h3>{head}</h3>{about}{note}</div></li>\n')


_CURRENT, _CURRENT_PAGE = ' aria-current="true"', ' aria-current="page"'


def _counted(link: Link) -> str:
    return escaped(link.label) if link.count is None else f"{escaped(link.label)} ({formatting.number(link.count)})"


def _value(fact: Fact) -> str:
    if fact.value is None or fact.value == "":
        return formatting.DASH
    value = escaped(fact.value) if isinstance(fact.value, str) else render_value_in_context(fact.value, Context())
    return f'<a href="{escaped(fact.url)}"><bdi>{value}</bdi></a>' if fact.url else value


def _spoken(lang: str) -> str:
    return f' lang="{escaped(lang)}"' if lang else ""


def _sign(icon_name: str) -> str:
    return icon(icon_name) if icon_name else ""


def _html(written: str) -> SafeString:
    return mark_safe(written)  # noqa: S308 - every word was escaped where it was put in
