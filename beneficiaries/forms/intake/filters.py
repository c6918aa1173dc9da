"""What the queue is narrowed by: read from the address, checked against lists (S54)."""

import uuid
from collections.abc import Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from beneficiaries.enums import LANGUAGES
from beneficiaries.queries.intake import STAGES, Position, Wanted

STAGE, LANGUAGE, MINE, ORDER = "stan", "jezyk", "czyje", "kolejnosc"
AFTER, BEFORE = "po", "przed"
OWN, NEWEST = "moje", "najnowsze"


class FilterForm(forms.Form):
    """Language, whose, and the order."""

    jezyk = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("all")), *LANGUAGES.items()])
    czyje = forms.ChoiceField(
        label=_("In whose hands"), required=False, choices=[("", _("everybody’s")), (OWN, _("mine"))]
    )
    kolejnosc = forms.ChoiceField(
        label=_("Order"), required=False,
        choices=[("", _("longest wait first")), (NEWEST, _("newest first"))],
    )  # fmt: skip

    def __init__(self, wanted: Wanted) -> None:
        """Show what is in force."""
        super().__init__(
            initial={
                LANGUAGE: wanted.language,
                MINE: OWN if wanted.is_mine else "",
                ORDER: NEWEST if wanted.newest_first else "",
            }
        )


def wanted_from(chosen: QueryDict) -> Wanted:
    """Return the filters that the address names; what is on no list is as if it were not there."""
    stage, language = chosen.get(STAGE, ""), chosen.get(LANGUAGE, "")
    return Wanted(
        stage=stage if stage in STAGES else "",
        language=language if language in LANGUAGES else "",
        is_mine=chosen.get(MINE) == OWN,
        newest_first=chosen.get(ORDER) == NEWEST,
    )


def position_from(chosen: QueryDict) -> Position:
    """Return where the page begins; a key that is none is no place."""
    before, after = _key(chosen.get(BEFORE, "")), _key(chosen.get(AFTER, ""))
    return Position(before or after, backwards=bool(before))


def parameters_of(wanted: Wanted) -> Mapping[str, str]:
    """Return the parameters with which an address names these filters."""
    named = {
        STAGE: wanted.stage,
        LANGUAGE: wanted.language,
        MINE: OWN if wanted.is_mine else "",
        ORDER: NEWEST if wanted.newest_first else "",
    }
    return {name: value for name, value in named.items() if value}


def _key(written: str) -> str:
    try:
        return str(uuid.UUID(written[:40]))
    except ValueError:
        return ""
