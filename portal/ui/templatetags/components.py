"""Components: one declared function and one small template each; what stands many times is ``portal.ui.written``.

Arguments are keywords with names; one that is not declared fails when the template is compiled.
What each looks like and when to take which: ``docs/components.md``.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal.texts import markup
from portal.ui import fields, formatting, written
from portal.ui.formatting import current_language
from portal.ui.forms import problems
from portal.ui.navigation import WORKSPACE_NAMES, Place, Workspace
from portal.ui.parts import Fact, FunnelStep, Link, placed

register = template.Library()

for _name in ("short_date", "long_date", "full_date", "day_month", "weekday_name", "month_year", "clock", "moment"):
    register.filter(_name, getattr(formatting, _name), is_safe=False)
for _name in ("number", "percent", "money", "hours", "duration"):
    register.filter(_name, getattr(formatting, _name), is_safe=False)

TAG_TONES = frozenset({"", "ok", "warn", "danger", "info", "partner", "line"})
NOTICE_TONES = {"info": "info", "ok": "check", "warn": "alert", "danger": "alert"}
BUTTON_TONES = frozenset({"", "second", "quiet", "danger", "amber"})
DATE_FORMS = {
    "short": formatting.short_date,
    "long": formatting.long_date,
    "full": formatting.full_date,
    "moment": formatting.moment,
}
FEW_PLACES = 6
"""Up to so many places stand under each other behind “More”; more of them take the width of the page."""
TIMELINE_TONES = frozenset({"", "edu", "diag", "par", "doc", "sys"})


def draw(component: str, /, **context: object) -> SafeString:
    """Draw the template of a component."""
    return render_to_string(f"components/{component}.html", context)


def _one_of(choices: frozenset[str] | dict, value: str, what: str) -> str:
    if value not in choices:
        raise template.TemplateSyntaxError(f"{what} is one of {sorted(choices)}, not {value!r}")
    return value


@register.simple_tag
def icon(name: str, *, label: str = "") -> SafeString:
    """Draw a sign; decorative unless ``label`` gives it a name."""
    return written.icon(name, str(label))


@register.simple_tag
def tag(text: str, *, tone: str = "", icon_name: str = "") -> SafeString:
    """Show a state in words; never clickable. Tones: ok, warn, danger, info, partner, line."""
    _one_of(TAG_TONES, tone, "tone")
    return written.tag(text, tone, icon_name)


@register.simple_tag
def cautious_tag(is_cautious: bool) -> SafeString:
    """Warn beside a name that the person is reached with care (S24); nothing for everybody else."""
    return tag(_("contact with care"), tone="danger", icon_name="phone") if is_cautious else SafeString("")


@register.simple_tag
def count(value: int, *, label: str) -> SafeString:
    """Show how many wait for a person to act; ``label`` says what. Nothing for zero."""
    if not value:
        return SafeString("")
    return format_html('<span class="count">{}<span class="vh"> {}</span></span>', formatting.number(value), label)


@register.simple_tag
def person_name(latin: str, *, original: str = "", lang: str = "", url: str = "") -> SafeString:
    """Write a name apart from its surroundings; the original script follows with its own language."""
    return written.person_name(latin, original, lang, url)


@register.simple_tag
def date_time(value: date | None, *, form: str = "short") -> SafeString:
    """Write a day or moment inside ``<time>``. Forms: short, long, full, moment. A dash for nothing."""
    _one_of(DATE_FORMS, form, "form")
    if not value:
        return SafeString(formatting.DASH)
    return written.time(value, DATE_FORMS[form](value))  # type: ignore[arg-type]


@register.simple_block_tag(end_name="endbutton")
def button(
    content: str,
    *,
    tone: str = "",
    kind: str = "submit",
    name: str = "",
    value: str = "",
    form: str = "",
    formaction: str = "",
    icon_name: str = "",
    small: bool = False,
    large: bool = False,
    full: bool = False,
    blocked_by: str = "",
) -> SafeString:
    """Draw a button. ``blocked_by`` is the id of the text that says why it cannot be used now."""
    return written.button(
        content, _button_classes(tone, small, large, full), icon_name,
        kind=kind, blocked_by=blocked_by, name=name, value=value, form=form, formaction=formaction,
    )  # fmt: skip


@register.simple_block_tag(end_name="endlink_button")
def link_button(
    content: str,
    *,
    href: str,
    tone: str = "",
    icon_name: str = "",
    small: bool = False,
    large: bool = False,
    full: bool = False,
    download: bool = False,
    panel: str = "",
) -> SafeString:
    """Draw a link that looks like a button: it goes somewhere and changes nothing.

    With ``panel`` the page it leads to opens in that panel over this one, where scripts run.
    """
    classes = _button_classes(tone, small, large, full)
    return written.link_button(content, classes, icon_name, href=href, download=download, panel=panel)


@register.simple_block_tag(end_name="endnotice")
def notice(content: str, *, tone: str = "info", title: str = "", live: bool = False) -> SafeString:
    """Say something that stays. ``live`` for the answer to what the person just did."""
    _one_of(NOTICE_TONES, tone, "tone")
    return draw("notice", content=content, tone=tone, title=title, live=live, icon_name=NOTICE_TONES[tone])


@register.simple_block_tag(end_name="endcard")
def card(
    content: str,
    *,
    title: str,
    id: str,
    level: int = 2,
    aside: str = "",
    link: str = "",
    link_text: str = "",
    waiting: int = 0,
    waiting_label: str = "",
    padded: bool = False,
    footer: str = "",
) -> SafeString:
    """Frame a section under a heading; ``aside`` is rendered content for the end of its head."""
    return written.card(
        content, title=title, id=id, level=level, aside=aside, link=link, link_text=link_text,
        waiting=count(waiting, label=waiting_label), padded=padded, footer=footer,
    )  # fmt: skip


@register.simple_block_tag(end_name="enddata_table")
def data_table(
    content: str, *, caption: str, show_caption: bool = False, tall: bool = False, classes: str = ""
) -> SafeString:
    """Put ``<thead>`` and ``<tbody>`` into a labelled region that can be scrolled with the keyboard."""
    return draw("data_table", content=content, caption=caption, show_caption=show_caption, tall=tall, classes=classes)


@register.simple_tag
def datalist(names: Iterable[str], *, id: str) -> SafeString:  # noqa: A002
    """Offer names to the boxes that say ``list`` with this id; any other can be typed."""
    options = format_html_join("", '<option value="{}"></option>', ((name,) for name in names))
    return format_html('<datalist id="{}">{}</datalist>', id, options)


@register.simple_tag
def subnav(items: Sequence[Link], *, label: str) -> SafeString:
    """Show the tabs of a record: real links with addresses of their own."""
    return written.subnav(items, label)


@register.simple_tag
def more_menu(places: Sequence[Place], *, id: str) -> SafeString:  # noqa: A002
    """Open, at the end of a row of places, the ``places`` that have no room in it; nothing where all have room.

    They stand under the part of the product that they belong to, where there is more than one part. Equal menus are
    drawn once: drawing one takes as long as all rows of a list.
    """
    return _more_menu(current_language(), tuple(places), id) if places else SafeString()


@lru_cache(maxsize=256)
def _more_menu(_language: str, places: tuple[Place, ...], menu: str) -> SafeString:
    parts: dict[Workspace, list[Place]] = {part: [] for part in Workspace}
    for place in places:
        parts[place.item.workspace].append(place)
    groups = [(part, WORKSPACE_NAMES[part], held) for part, held in parts.items() if held]
    here, waiting = any(place.current for place in places), sum(place.count for place in places)
    return draw("more_menu", id=menu, groups=groups, here=here, waiting=waiting, many=len(places) > FEW_PLACES)


@register.simple_tag
def chips(items: Sequence[Link], *, label: str) -> SafeString:
    """Show a choice of at most six views as links; the one in force is marked."""
    return written.chips(items, label)


@register.simple_tag
def crumbs(items: Sequence[Link], *, here: str) -> SafeString:
    """Show the path to this page; ``here`` names the page itself."""
    return draw("crumbs", items=items, here=here)


@register.simple_block_tag(end_name="endidentity_bar")
def identity_bar(
    content: str,
    *,
    name: str,
    initials: str,
    number: str = "",
    original: str = "",
    original_lang: str = "",
    preferred: str = "",
    status: str = "",
    facts: Sequence[Fact] = (),
    alert: str = "",
    alert_tone: str = "warn",
) -> SafeString:
    """Say who this is, how to reach them and what is urgent; the content is the row of actions."""
    return draw(
        "identity_bar", content=content, name=name, initials=initials, number=number, original=original,
        original_lang=original_lang, preferred=preferred, status=status, facts=facts, alert=alert,
        alert_tone=alert_tone,
    )  # fmt: skip


@register.simple_block_tag(end_name="endtimeline_entry")
def timeline_entry(
    content: str, *, on: date, icon_name: str, kind: str, title: str, meta: str = "", url: str = "", tone: str = ""
) -> SafeString:
    """Draw one event inside ``<ol class="tl">``; ``kind`` says in words what the sign shows, the content is a note."""
    _one_of(TIMELINE_TONES, tone, "tone")
    return written.timeline_entry(
        _trimmed(content), on=on, icon_name=icon_name, kind=kind, title=title, meta=meta, url=url, tone=tone
    )


@register.simple_tag
def progress_bar(*, id: str, label: str, done: int = 0, total: int = 0) -> SafeString:  # noqa: A002
    """Show how much of some work is done; without a total only that it goes on."""
    return draw("progress_bar", id=id, label=label, done=done, total=total)


@register.simple_tag
def funnel(steps: Sequence[FunnelStep]) -> SafeString:
    """Show who is left after each rule and who was left out."""
    return draw("funnel", steps=placed(steps))


@register.simple_tag
def key_values(facts: Sequence[Fact], *, roomy: bool = False) -> SafeString:
    """Show labels and values in two columns; a dash stands for what is not known."""
    return written.key_values(facts, roomy=roomy)


@register.simple_tag
def pager(
    *, newer: str = "", older: str = "", text: str = "", newer_text: str = "", older_text: str = "", label: str = ""
) -> SafeString:
    """Show links to the neighbouring pages of a keyset list; nothing when there is no neighbour and no text.

    ``label`` tells the pagers of one page apart.
    """
    if not (newer or older or text):
        return SafeString("")
    return draw("pager", newer=newer, older=older, text=text, newer_text=newer_text, older_text=older_text, label=label)


@register.simple_block_tag(end_name="endempty")
def empty(content: str, *, title: str, text: str = "") -> SafeString:
    """Say what is true of an empty list; the content is the next useful act."""
    return draw("empty", content=_trimmed(content), title=title, text=text)


@register.simple_block_tag(end_name="endlocked")
def locked(content: str, *, title: str) -> SafeString:
    """Show a section that exists and that this account may not open; the content says whom to ask."""
    return draw("locked", content=content, title=title)


@register.simple_tag
def error_summary(form: BaseForm) -> SafeString:
    """List a form's problems with links to its fields, in the fields' own words; nothing when there are none."""
    found = problems(form)
    return draw("error_summary", problems=found) if found else SafeString("")


@register.simple_tag
def field_words(field: BoundField) -> SafeString:
    """Say what is said about a field, hint and messages, where its control is drawn by the page itself."""
    return fields.hint_and_messages(field)


@register.filter
def nbsp(text: object) -> SafeString:
    """Keep one-letter words of the Slavic languages with the word after them."""
    joined = formatting.keep_short_words(str(conditional_escape(text)))
    return mark_safe(joined)  # noqa: S308 - escaped in the line above


@register.filter
def marked_up(text: object, level: int = 2) -> SafeString:
    """Turn plain text with headings, lists and links into HTML; see ``portal.texts.markup``."""
    return markup.marked_up(str(text or ""), level)


def _button_classes(tone: str, small: bool, large: bool, full: bool) -> str:
    _one_of(BUTTON_TONES, tone, "tone")
    chosen = ("btn", tone, "s" if small else "", "big-btn" if large else "", "full" if full else "")
    return " ".join(name for name in chosen if name)


def _trimmed(content: str) -> SafeString:
    return mark_safe(content.strip())  # noqa: S308 - what a template has rendered is escaped already
