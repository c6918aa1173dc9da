"""The links of the list of people: its views, its neighbouring pages, and the way out of a filter."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.queries.people import MINE, Choices, PeoplePage, Wanted
from portal.records import Words, list_marks
from portal.ui.context import address
from portal.ui.parts import Link

VIEWS: dict[str, Words] = {
    "": gettext_lazy("All"),
    MINE: gettext_lazy("My participants"),
    "taking-part": gettext_lazy("Taking part"),
    "ended": gettext_lazy("Ended"),
    "not-started": gettext_lazy("Not started"),
}


def view_names() -> dict[str, Words]:
    """Return the views of the list by code: one's own people, those of the days of participation, then the gaps."""
    return VIEWS | {mark.code: mark.label for mark in list_marks()}


def view_chips(parameters: Mapping[str, str], name: str, current: str) -> list[Link]:
    """Return the views as links; changing the view goes back to the first page."""
    return [
        Link(str(label), list_address(parameters, **{name: code}), code == current)
        for code, label in view_names().items()
    ]


def neighbours(page: PeoplePage, parameters: Mapping[str, str], before: str, after: str) -> tuple[str, str]:
    """Return the addresses of the page before and the page after; blank where there is none."""
    if not page.rows:
        return "", ""
    newer = list_address(parameters, **{before: page.rows[0]["number"]}) if page.has_newer else ""
    older = list_address(parameters, **{after: page.rows[-1]["number"]}) if page.has_older else ""
    return newer, older


def ways_out(wanted: Wanted, choices: Choices, parameters: Mapping[str, str], names: Mapping[str, str]) -> list[Link]:
    """Return links that remove one narrowing each, the narrowest first; ``names`` maps a filter to its parameter."""
    active = [
        ("search", wanted.search, _("Remove the search")),
        ("organisation", wanted.organisation, _remove(choices.organisations.get(wanted.organisation, ""))),
        ("group", wanted.group, _remove(choices.groups.get(wanted.group, ""))),
        ("view", wanted.view, _remove(str(view_names().get(wanted.view, "")))),
    ]
    return [Link(words, list_address(parameters, **{names[what]: ""})) for what, value, words in active if value]


def list_address(parameters: Mapping[str, str], **changes: str) -> str:
    """Return the address of the list with these parameters; a blank change leaves a parameter out."""
    chosen = {name: value for name, value in {**parameters, **changes}.items() if value}
    home = address("person_list")
    return f"{home}?{urlencode(chosen)}" if chosen else home


def _remove(name: str) -> str:
    return _("Remove the filter “%(filter)s”") % {"filter": name}
