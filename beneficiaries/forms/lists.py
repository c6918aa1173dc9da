"""The search and the filters of the list of people: what is typed and chosen, checked against allow lists (S54)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from beneficiaries.queries.people import Choices, Position, Wanted

LONGEST_SEARCH, LONGEST_NUMBER = 100, 20
VIEW, GROUP, ORGANISATION, SEARCH = "widok", "grupa", "organizacja", "s"
AFTER, BEFORE, PROJECT = "po", "przed", "projekt"


class SearchForm(forms.Form):
    """A name in any script, a number, a PESEL or a phone."""

    q = forms.CharField(label=_("Name, number, phone or PESEL"), max_length=LONGEST_SEARCH, required=False)

    def clean_q(self) -> str:
        """Return the words with single spaces."""
        return " ".join(self.cleaned_data["q"].split())


class FilterForm(forms.Form):
    """The group and the organisation; drawn only where there is a choice."""

    grupa = forms.ChoiceField(label=_("Group"), required=False)
    organizacja = forms.ChoiceField(label=_("Organisation"), required=False)

    def __init__(self, choices: Choices, wanted: Wanted, **kwargs: Any) -> None:
        """Offer what the project has; what is in force is chosen."""
        super().__init__(initial={GROUP: wanted.group, ORGANISATION: wanted.organisation}, **kwargs)
        for name, offered in ((GROUP, choices.groups), (ORGANISATION, choices.organisations)):
            if len(offered) > 1:
                self.fields[name].choices = [("", _("all")), *offered.items()]  # type: ignore[attr-defined]
            else:
                del self.fields[name]


def wanted_from(chosen: QueryDict, choices: Choices, views: Iterable[str], search: str) -> Wanted:
    """Return the filters that the address names; what is on no list is as if it were not there."""
    return Wanted(
        view=_listed(chosen, VIEW, views),
        group=_listed(chosen, GROUP, choices.groups),
        organisation=_listed(chosen, ORGANISATION, choices.organisations),
        search=search,
    )


def position_from(chosen: QueryDict) -> Position:
    """Return where the page begins."""
    before, after = (chosen.get(name, "")[:LONGEST_NUMBER].replace("\0", "") for name in (BEFORE, AFTER))
    return Position(before or after, backwards=bool(before))


def parameters_of(wanted: Wanted, search_name: str, project_code: str) -> Mapping[str, str]:
    """Return the parameters with which an address names these filters."""
    named = {
        PROJECT: project_code,
        SEARCH: search_name if wanted.search else "",
        VIEW: wanted.view,
        GROUP: wanted.group,
        ORGANISATION: wanted.organisation,
    }
    return {name: value for name, value in named.items() if value}


def _listed(chosen: QueryDict, name: str, allowed: Iterable[str]) -> str:
    value = chosen.get(name, "")
    return value if value in set(allowed) else ""
