"""The rules of the indicators as pages show them: the list, one rule with its history, a figure broken down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from reporting.indicators.filters import dimension_of
from reporting.indicators.own import indicator_of, sentence_of
from reporting.indicators.words import target_in_words
from reporting.models import IndicatorDefinition
from reporting.queries.breakdown import Parts, breakdown_of
from reporting.queries.definitions import ProjectWords
from reporting.queries.table import target_of
from reporting.rules import Figure, Indicator
from reporting.tables.periods import Chosen


@dataclass(frozen=True)
class RuleLine:
    """One indicator of the list: what it counts, in one sentence."""

    indicator: Indicator
    sentence: str
    target: str
    url: str


@dataclass(frozen=True)
class VersionLine:
    """One version of an own indicator: the rule as it was."""

    definition: IndicatorDefinition
    name: str
    sentence: str
    target: str


@dataclass(frozen=True)
class Part:
    """One value of a breakdown with its figures."""

    name: str
    period: Figure
    cumulative: Figure


def rule_lines(indicators: Sequence[Indicator], chosen: Chosen) -> list[RuleLine]:
    """Return a line for each indicator."""
    return [
        RuleLine(
            indicator=each,
            sentence=str(sentence_of(each)),
            target=target_of_indicator(each, chosen),
            url=chosen.address(reverse("indicator_rule", args=[each.code])),
        )
        for each in indicators
    ]


def target_of_indicator(indicator: Indicator, chosen: Chosen) -> str:
    """Return the target in words."""
    bound = indicator.is_lower_bound or indicator.code in chosen.project.lower_bounds
    return target_in_words(target_of(chosen.project, indicator).get("total"), is_lower_bound=bound)


def version_lines(versions: Sequence[IndicatorDefinition], words: ProjectWords) -> list[VersionLine]:
    """Return every version of an own indicator with its sentence, the newest first."""
    return [
        VersionLine(
            each, each.name, str(indicator_of(each, words).definition),
            target_in_words(each.target, is_lower_bound=each.is_lower_bound),
        )
        for each in versions
    ]  # fmt: skip


def broken_down(
    indicator: Indicator, codes: Sequence[str], words: ProjectWords, chosen: Chosen
) -> list[tuple[str, list[Part]]]:
    """Return the name of each breakdown with its parts (one query)."""
    dimensions = [dimension_of(code, words) for code in codes]
    counted = breakdown_of(chosen.project, chosen.period, indicator, dimensions)
    found = [
        _without_few(parts, words) if code == "place" else parts for code, parts in zip(codes, counted, strict=True)
    ]
    return [
        (
            str(dimension.name),
            [Part(dimension.read(value) if value not in (None, "") else "–", *figures) for value, *figures in parts],
        )
        for dimension, parts in zip(dimensions, found, strict=True)
    ]


def has_few(part: Part, threshold: int) -> bool:
    """Tell whether a part counts few people anywhere, women or men alone included."""
    counts = (part.period.women, part.period.men, part.period.total, part.cumulative.women, part.cumulative.men,
              part.cumulative.total)  # fmt: skip
    return any(0 < (count or 0) < threshold for count in counts)


def _without_few(parts: Parts, words: ProjectWords) -> Parts:
    """Return the parts with places where few people live put together: one alone could point at somebody (S66)."""
    shown = [part for part in parts if part[0] in ("", None, *words.places)]
    rest = [part for part in parts if part not in shown]
    if not rest:
        return shown
    return [*shown, (_("other"), _sum(part[1] for part in rest), _sum(part[2] for part in rest))]


def _sum(figures: Iterable[Figure]) -> Figure:
    every = list(figures)
    return Figure(
        sum(each.women or 0 for each in every), sum(each.men or 0 for each in every), sum(each.total for each in every)
    )
