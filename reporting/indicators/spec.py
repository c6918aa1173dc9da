"""What people write when they build an indicator, and what is wrong with it: only the words of the vocabulary pass."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from beneficiaries.enums import SPECIAL_CITIZENSHIPS
from beneficiaries.rules.countries import country_name
from portal.programmes.models import GrantProject
from reporting.enums import When, Whom
from reporting.indicators.catalogue import INDICATORS
from reporting.indicators.filters import BREAKDOWNS, BY_CODE, OLDEST
from reporting.indicators.own import KIND, ORGANISATION, OUTCOME, OUTCOMES
from reporting.models import IndicatorDefinition
from reporting.queries.definitions import ProjectWords

CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}")
OF_THE_FUND = re.compile(r"EEC[OR]\d*")
LONGEST_NAME, MOST_VALUES, MOST_BREAKDOWNS, LARGEST_TARGET = 160, 20, 3, 1_000_000
COUNTRY = re.compile("[A-Z]{2}")


@dataclass(frozen=True)
class Spec:
    """An indicator as somebody wants it: everything but its code and who they are."""

    names: Mapping[str, str]
    when: str
    filters: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    dimensions: Sequence[str] = ()
    target: int | None = None
    is_lower_bound: bool = False
    whom: str = Whom.PARTICIPANTS.value

    def as_values(self) -> dict[str, Any]:
        """Return the fields of a definition."""
        return {
            "names": {language: name for language, name in self.names.items() if name},
            "whom": self.whom,
            "when": self.when,
            "filters": {code: list(chosen) for code, chosen in self.filters.items() if chosen},
            "dimensions": list(self.dimensions),
            "target": self.target,
            "is_lower_bound": self.is_lower_bound and self.target is not None,
        }

    def as_definition(self, project: GrantProject, code: str, number: int = 1) -> IndicatorDefinition:
        """Return a definition that is not saved."""
        return IndicatorDefinition(grant_project=project, code=code, number=number, **self.as_values())


def spec_of(definition: IndicatorDefinition) -> Spec:
    """Return what a definition says."""
    return Spec(
        names=definition.names, when=definition.when, filters=definition.filters, dimensions=definition.dimensions,
        target=definition.target, is_lower_bound=definition.is_lower_bound, whom=definition.whom,
    )  # fmt: skip


def code_refusal(code: str) -> str:
    """Say why a code cannot be that of an own indicator; blank when it can."""
    if not CODE.fullmatch(code):
        return _("A code has 2 to 12 capital letters and digits without accents and begins with a letter.")
    if OF_THE_FUND.match(code) or code in {each.code for each in INDICATORS}:
        return _("This code belongs to an indicator of the fund.")
    return ""


def problems_of(spec: Spec, words: ProjectWords) -> Iterator[tuple[str, str]]:
    """Yield the field and the sentence of everything that keeps a specification from being an indicator."""
    if not spec.names.get("pl", "").strip():
        yield "name_pl", _("Say what the indicator is called in Polish: reports are in Polish.")
    if any(
        language not in dict(settings.LANGUAGES) or len(name) > LONGEST_NAME for language, name in spec.names.items()
    ):
        yield "name_pl", _("This name is too long.")
    if spec.whom not in Whom.values or spec.when not in When.values:
        yield "when", _("Choose one of the offered answers.")
    if spec.whom != Whom.PARTICIPANTS and (any(spec.filters.values()) or spec.dimensions):
        yield "whom", _nothing_tells_apart(spec.whom)
        return
    for code, chosen in spec.filters.items():
        if refusal := _refusal(code, chosen, spec, words):
            yield code if code != "age" else "age_from", refusal
    if not set(spec.dimensions) <= set(BREAKDOWNS) or len(spec.dimensions) > MOST_BREAKDOWNS:
        yield "dimensions", _("Choose at most three of the offered answers.")
    if spec.target is not None and not 0 < spec.target <= LARGEST_TARGET:
        yield "target", _("A target is a number from 1 to 1,000,000.")


def _nothing_tells_apart(whom: str) -> str:
    if whom == Whom.VISITORS:
        return _("Visitors are a number without names: nothing tells them apart. Leave filters and breakdown blank.")
    return _("Filters and breakdown are about people who take part and count nobody else. Leave them blank.")


def _refusal(code: str, chosen: Sequence[Any], spec: Spec, words: ProjectWords) -> str:
    if not isinstance(chosen, list | tuple) or len(chosen) > MOST_VALUES:
        return _("Choose at most %(most)s.") % {"most": MOST_VALUES}
    if code == "age":
        return _age_refusal(chosen)
    offered = offered_by(code, words)
    if offered is None:
        return _("There is no such filter.")
    if not all(isinstance(each, str) and each in offered for each in chosen):
        return _("Choose one of the offered answers.")
    return _misplaced(code, spec.when) if chosen else ""


def _misplaced(code: str, when: str) -> str:
    """Say why a filter does not go with the day that decides; blank when it does."""
    if code in (KIND, ORGANISATION) and when == When.ENROLLED:
        return _("With kinds of support, choose when support is given: people count on the day of such support.")
    if code == OUTCOME and when != When.FINDING:
        return _("The outcome belongs to indicators that count the finding at exit.")
    return ""


class _Countries:
    """The codes of countries, and those of people without one."""

    def __contains__(self, code: object) -> bool:
        """Tell whether this is one of them."""
        known = isinstance(code, str) and bool(COUNTRY.fullmatch(code))
        return known and (code in SPECIAL_CITIZENSHIPS or country_name(str(code)) != code)


def offered_by(code: str, words: ProjectWords) -> Any:
    """Return what may be chosen of a filter, to be asked with ``in``; ``None`` when there is no such filter."""
    if code == "country":
        return _Countries()
    if code == "place":
        return words.places
    listed = {KIND: words.kinds, ORGANISATION: words.organisations, OUTCOME: OUTCOMES}
    if code in listed:
        return listed[code]
    return BY_CODE[code].offered(words) if code in BY_CODE else None


def _age_refusal(chosen: Sequence[Any]) -> str:
    whole = len(chosen) == 2 and all(isinstance(each, int) and not isinstance(each, bool) for each in chosen)  # noqa: PLR2004
    if not whole or not all(0 <= each <= OLDEST for each in chosen):
        return _("An age is a number from 0 to 120.")
    return _("The lower age is above the upper one.") if chosen[0] > chosen[1] else ""
