"""Own indicators that the configuration file of a project brings along, under ``[[indicators]]``.

The file is held against the same vocabulary as the form. What people changed or retired in the portal stays theirs.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import override

from portal.programmes.models import GrantProject
from portal.programmes.reading import (
    Reader,
    many,
    named_in,
    one_of,
    refuse,
    rows,
    table,
    text,
    whole,
    wrong,
    yes_or_no,
)
from reporting.domain.definitions import MOST, TooMany, change_indicator, define_indicator
from reporting.enums import When, Whom
from reporting.indicators.filters import BREAKDOWNS, FILTERS, OLDEST
from reporting.indicators.own import KIND, ORGANISATION, OUTCOME
from reporting.indicators.spec import LARGEST_TARGET, LONGEST_NAME, Spec, code_refusal, offered_by, problems_of, spec_of
from reporting.models import IndicatorDefinition
from reporting.queries.definitions import FEWEST, ProjectWords, versions_of, words_of

KEY, AGE = "indicators", "age"
WHY = "configuration file of the project"
PLACES = {"name_pl": "name.pl", "age_from": f"filters.{AGE}"}
"""Where fields of the form stand in the file, if not under their own names."""
IN_WORDS = {
    "country": "the code of a country like UA",
    "place": f"a place where {FEWEST} people of the project live or more",
}


def _code(value: Any, path: str) -> str:
    with override("en"):
        if refusal := code_refusal(text(value, path)):
            refuse(path, refusal)
    return str(value)


def _weigh(indicator: dict[str, Any], path: str) -> None:
    for language, name in indicator["name"].items():
        if len(name) > LONGEST_NAME:
            refuse(f"{path}.name.{language}", f"has more than {LONGEST_NAME} letters")
    if "when" in indicator and indicator.get("whom", Whom.PARTICIPANTS) != Whom.PARTICIPANTS:
        refuse(f"{path}.when", "is for people who take part alone")
    if indicator.get("lower_bound") and "target" not in indicator:
        refuse(f"{path}.lower_bound", "there is no target")
    for code, chosen in indicator.get("filters", {}).items():
        if not chosen:
            refuse(f"{path}.filters.{code}", "must not be empty")


VALUES: dict[str, Reader] = {
    **{code: many(text) for code in (*(each.code for each in FILTERS), KIND, ORGANISATION, OUTCOME)},
    AGE: many(whole(0, OLDEST)),
}
INDICATOR: dict[str, Reader] = {
    "code": _code, "name": named_in("pl"), "whom": one_of(Whom.values), "when": one_of(When.values),
    "filters": table(VALUES), "dimensions": many(one_of(BREAKDOWNS)), "target": whole(1, LARGEST_TARGET),
    "lower_bound": yes_or_no,
}  # fmt: skip
READ_INDICATORS = rows(table(INDICATOR, required=("code", "name"), check=_weigh), once=("code",))


def load_indicators(project: GrantProject, told: list[dict[str, Any]]) -> None:
    """Keep the indicators of a file: new ones, and a further version of those that say something else than before.

    Raises ``ConfigurationError`` for what is no indicator of this project.
    """
    for place, row in enumerate(told, start=1):
        _keep(project, row, f"{KEY}[{place}]")


def _keep(project: GrantProject, row: Mapping[str, Any], path: str) -> None:
    last = next(iter(versions_of(project, row["code"])), None)
    spec = _spec(row)
    if last is not None and spec.as_values() == spec_of(last).as_values():
        return
    _refuse_faulty(spec, words_of(project, last.filters.get("place", ()) if last else ()), path)
    if last is None:
        try:
            define_indicator(project, row["code"], spec, by=None)
        except TooMany:
            refuse(path, f"a project has at most {MOST} indicators of its own")
    elif not _is_of_people(last):
        change_indicator(last, spec, by=None, why=WHY)


def _is_of_people(last: IndicatorDefinition) -> bool:
    """Tell whether somebody changed the indicator in the portal, or retired it."""
    return last.recorded_by_id is not None or last.superseded_at is not None  # type: ignore[attr-defined]


def _spec(row: Mapping[str, Any]) -> Spec:
    return Spec(
        names=row["name"], when=row.get("when", When.ENROLLED.value), filters=row.get("filters", {}),
        dimensions=row.get("dimensions", ()), target=row.get("target"), is_lower_bound=row.get("lower_bound", False),
        whom=row.get("whom", Whom.PARTICIPANTS.value),
    )  # fmt: skip


def _refuse_faulty(spec: Spec, words: ProjectWords, path: str) -> None:
    with override("en"):
        for place, value, wanted in _not_offered(spec, words):
            wrong(f"{path}.filters.{place}", value, wanted)
        for field, said in problems_of(spec, words):
            within = f"filters.{field}" if field in VALUES else field
            refuse(f"{path}.{PLACES.get(field, within)}", said)


def _not_offered(spec: Spec, words: ProjectWords) -> Iterator[tuple[str, Any, str]]:
    """Yield the place, the value and what is wanted of every value that the project cannot name."""
    for code, chosen in spec.filters.items():
        offered = None if code == AGE else offered_by(code, words)
        for place, value in enumerate(() if offered is None else chosen, start=1):
            if value not in offered:
                yield f"{code}[{place}]", value, IN_WORDS.get(code) or f"one of: {', '.join(offered)}"
