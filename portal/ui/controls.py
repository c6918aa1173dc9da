"""The controls of forms as HTML: boxes, selects and choices, written without a template.

A form of forty fields has hundreds of options. Of each the framework renders a template of its own, which took most of
the time of such a page; what a control consists of is short enough to be said here.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.ui.escaping import escaped

Control = Mapping[str, Any]
"""What ``Widget.get_context`` says of a widget, or ``create_option`` of an option."""
CHIPS = "chips"
PAIRS = "pairs"
"""What a widget names as its template whose boxes stand in pairs."""


def written(control: Control) -> SafeString | None:
    """Return the HTML of a control; ``None`` where it has a template of its own."""
    write = WRITERS.get(control["template_name"])
    return write(control) if write else None


def attributes(control: Control) -> SafeString:
    """Return the attributes, each after a space; those that are true by their name alone, none for ``False``."""
    parts = (
        f" {name}" if value is True else f' {name}="{escaped(value)}"'
        for name, value in control["attrs"].items()
        if value is not False
    )
    return mark_safe("".join(parts))  # noqa: S308 - names are the product's, values are escaped


def box(control: Control) -> SafeString:
    """Write ``<input>``, also a choice or a tick."""
    value = control["value"]
    own = "" if value is None else format_html(' value="{}"', value)
    return format_html('<input type="{}" name="{}"{}{}>', control["type"], control["name"], own, attributes(control))


def area(control: Control) -> SafeString:
    """Write ``<textarea>``; browsers leave out the first line break."""
    name, value = control["name"], control["value"] or ""
    return format_html('<textarea name="{}"{}>\n{}</textarea>', name, attributes(control), value)


def select(control: Control) -> SafeString:
    """Write ``<select>`` with its options, those of a group under its name."""
    options = _joined(
        format_html('<optgroup label="{}">{}</optgroup>', group, _joined(map(_option, within)))
        if group
        else _joined(map(_option, within))
        for group, within, _place in control["optgroups"]
    )
    return format_html('<select name="{}"{}>{}</select>', control["name"], attributes(control), options)


def choices(control: Control) -> SafeString:
    """Write choices or ticks with their labels, as chips or one below the other; a group under its name."""
    kind = CHIPS if control["attrs"].get("class") == CHIPS else "choices"
    write = _chip if kind == CHIPS else _choice
    options = _joined(
        (format_html('<p class="label">{}</p>', group) if group else "") + _joined(map(write, within))
        for group, within, _place in control["optgroups"]
    )
    return format_html('<div class="{}">{}</div>', kind, options)


def side_by_side(control: Control) -> SafeString:
    """Write several boxes of one field, each under its label."""
    return _trio(control["subwidgets"])


def pairs(control: Control) -> SafeString:
    """Write several pairs of boxes, each pair in a row of its own."""
    return format_html('<div class="stack-s">{}</div>', _joined(map(_trio, control["pairs"])))


def _trio(boxes: Iterable[Control]) -> SafeString:
    return format_html('<div class="trio">{}</div>', _joined(map(_labelled, boxes)))


def _labelled(one: Control) -> SafeString:
    words, key = one.get("label"), one["attrs"].get("id", "")
    label = format_html('<label class="part" for="{}">{}</label>', key, words) if words else ""
    return format_html("<div>{}{}</div>", label, WRITERS[one["template_name"]](one))


def _option(option: Control) -> SafeString:
    value, attrs = option["value"], attributes(option)
    return mark_safe(f'<option value="{escaped(value)}"{attrs}>{escaped(option["label"])}</option>')  # noqa: S308


def _chip(option: Control) -> SafeString:
    return format_html('<label class="chip"{}>{}{}</label>', _for(option), box(option), option["label"])


def _choice(option: Control) -> SafeString:
    words = option["label"]
    return format_html('<label class="choice"{}>{}<span>{}</span></label>', _for(option), box(option), words)


def _for(option: Control) -> SafeString | str:
    key = option["attrs"].get("id")
    return format_html(' for="{}"', key) if key else ""


def _joined(parts: Iterable[SafeString | str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - each part was escaped where it was made


_BOXES = ("text", "number", "email", "url", "password", "hidden", "date", "datetime", "time", "file", "checkbox")
_OPTIONS = ("radio_option", "checkbox_option")
_KINDS: dict[Callable[[Control], SafeString], tuple[str, ...]] = {
    box: (*_BOXES, *_OPTIONS), area: ("textarea",), select: ("select",), choices: ("radio", "checkbox_select"),
    side_by_side: ("multiwidget",),
}  # fmt: skip
WRITERS: dict[str, Callable[[Control], SafeString]] = {PAIRS: pairs}
WRITERS |= {f"django/forms/widgets/{name}.html": write for write, names in _KINDS.items() for name in names}
"""Who writes what: by the name of the template that the framework would take."""
