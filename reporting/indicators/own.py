"""From a definition that people of a project wrote to an ``Indicator`` like those that ship with the product."""

import datetime
import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.programmes.models import GrantProject
from reporting.enums import When, Whom
from reporting.indicators import conditions as c
from reporting.indicators.catalogue import indicators_of
from reporting.indicators.filters import FILTERS, rule_of
from reporting.indicators.words import listed, said, said_of_fact
from reporting.models import IndicatorDefinition
from reporting.queries.definitions import ProjectWords, definitions_of, words_of
from reporting.rules import Fact, Indicator, Rule, Words

OF_SUPPORT = (When.FIRST_SUPPORT, When.ANY_SUPPORT)
KIND, ORGANISATION, OUTCOME = "kind", "organisation", "outcome"
NOT_IMPROVED = c.Rule(
    "not_improved", "NOT p.improved", "found_on",
    _("the latest such finding says that the social situation did not improve"),
    _("The latest finding (%(fact)s) says: no improvement."),
    _("The latest finding (%(fact)s) says: improvement."), "R60, R62",
    _("There is no complete finding within 28 days after the end."),
)  # fmt: skip
OUTCOMES: dict[str, Rule] = {"improved": c.IMPROVED, "not-improved": NOT_IMPROVED}
MOMENTS: dict[str, tuple[str, tuple[Rule, ...], Words]] = {
    When.ENROLLED: ("start_on", (), _("Each person counts once, on the day of the first support.")),
    When.FINDING: (
        "found_on", (c.ENDED, c.FOUND_IN_WINDOW), _("Each person counts once, on the day of the finding at exit."),
    ),
    When.LEFT: ("end_on", (c.ENDED,), _("Each person counts once, on the day when participation ended.")),
    When.JOB: ("job_on", (c.ENDED, c.JOB), _("Each person counts once, on the day when work started.")),
    When.JOB_SEARCH: (
        "job_search_on", (c.ENDED, c.JOB_SEARCH),
        _("Each person counts once, on the day when looking for work started."),
    ),
    When.EDUCATION: (
        "education_on", (c.ENDED, c.EDUCATION_AFTER),
        _("Each person counts once, on the day when education or training started."),
    ),
    When.QUALIFICATION: (
        "qualification_on", (c.ENDED, c.QUALIFICATION),
        _("Each person counts once, on the day when the qualification was gained."),
    ),
}  # fmt: skip
"""When people count: the column with the day, the rules that it brings along, and the sentence."""
BESIDE: dict[str, Words] = {
    Whom.VISITORS: _(
        "Counts visitors of open events, as their number was noted on the day: without names, and never added to "
        "people who take part."
    ),
    Whom.TRAINED_STAFF: _(
        "Counts staff of institutions who finished a training: each once, on the day of the first one, and never added "
        "to people who take part."
    ),
    Whom.INSTITUTIONS: _("Counts institutions, each once, on the day from which it takes part in the project."),
    Whom.PRODUCTS: _("Counts products of the project by pieces, on the day when each was finished."),
}
"""What is counted beside people who take part, in a sentence."""
FIRST = _("Each person counts once, on the day when support of these kinds was given for the first time: %(kinds)s.")
ANY = _("Each person counts once in every period in which support of these kinds was given: %(kinds)s.")


def own_indicators(project: GrantProject, known_on: datetime.datetime | None = None) -> tuple[Indicator, ...]:
    """Return the indicators that people of the project built, in force now or then (one query; four with any)."""
    definitions = definitions_of(project, known_on)
    if not definitions:
        return ()
    words = words_of(project)
    return tuple(indicator_of(definition, words) for definition in definitions)


def reported_indicators(project: GrantProject, known_on: datetime.datetime | None = None) -> tuple[Indicator, ...]:
    """Return everything that tables and reports show: the fund's indicators, then the project's own."""
    return (*indicators_of(project), *own_indicators(project, known_on))


def find_reported(code: str, project: GrantProject) -> Indicator | None:
    """Return the indicator with this code, in any case, in force now; ``None`` when there is none."""
    wanted = code.upper()
    shipped = next((each for each in indicators_of(project) if each.code == wanted), None)
    return shipped or next((each for each in own_indicators(project) if each.code == wanted), None)


def indicator_of(definition: IndicatorDefinition, words: ProjectWords) -> Indicator:
    """Return the indicator that a definition describes; it need not be saved."""
    if definition.whom in BESIDE:
        return _beside(definition)
    moment, recent, rules, when = _counted(definition, words)
    own = [
        rule_of(each.code, definition.filters[each.code], words)
        for each in FILTERS
        if definition.filters.get(each.code)
    ]
    conditions = [*rules, *own]
    return Indicator(
        definition.code,
        said("%(name)s", name=lambda: definition.name),
        _sentence(conditions, when),
        (*c.BASE, *conditions),
        moment=moment,
        is_result=definition.when not in (When.ENROLLED, *OF_SUPPORT),
        version=definition.number,
        recent=recent,
        is_own=True,
        target=None if definition.target is None else {"total": definition.target},
        is_lower_bound=definition.is_lower_bound,
    )  # fmt: skip


def _beside(definition: IndicatorDefinition) -> Indicator:
    """Return the indicator that counts others than people who take part: without rules and participants (R33, R37)."""
    return Indicator(
        definition.code, said("%(name)s", name=lambda: definition.name), BESIDE[definition.whom], (),
        unit="staff" if definition.whom == Whom.TRAINED_STAFF else "entities",
        version=definition.number, is_own=True,
        target=None if definition.target is None else {"total": definition.target},
        is_lower_bound=definition.is_lower_bound, counts=definition.whom,
    )  # fmt: skip


def sentence_of(indicator: Indicator) -> Words:
    """Return whom an indicator counts and when, in one sentence; also of those that ship with the product."""
    when = next((words for moment, _rules, words in MOMENTS.values() if moment == indicator.moment), "")
    if indicator.is_own or not indicator.rules:
        return indicator.definition
    return _sentence([rule for rule in indicator.rules if rule not in c.BASE], when)


def _sentence(conditions: Sequence[Rule], when: Words) -> Words:
    if not conditions:
        return said(_("Counts everybody who takes part in the project. %(when)s"), when=lambda: when)
    return said(
        _("Counts people who take part in the project and meet every condition: %(conditions)s. %(when)s"),
        conditions=lambda: "; ".join(str(rule.condition) for rule in conditions), when=lambda: when,
    )  # fmt: skip


def _counted(definition: IndicatorDefinition, words: ProjectWords) -> tuple[str, str, list[Rule], Words]:
    """Return the column of the day, that of the last day, the rules of the moment and the sentence about it."""
    kinds, bodies = definition.filters.get(KIND, []), definition.filters.get(ORGANISATION, [])
    if definition.when in OF_SUPPORT:
        facts = _days_of_support(kinds, bodies, words)
        template, recent = (ANY, facts[1].name) if definition.when == When.ANY_SUPPORT else (FIRST, "")
        spoken = said(template, kinds=_support_in_words(kinds, bodies, words))
        return facts[0].name, recent, [_given(facts, "", kinds, bodies, words)], spoken
    moment, rules, spoken = MOMENTS[definition.when]
    second = [c.CONFIRMED] if definition.when == When.FINDING and words.project.result_second_person else []
    found = [*rules, *second, *(OUTCOMES[each] for each in definition.filters.get(OUTCOME, []) if each in OUTCOMES)]
    if kinds or bodies:
        found.append(_given(_days_of_support(kinds, bodies, words), moment, kinds, bodies, words))
    return moment, "", found, spoken


def _days_of_support(kinds: Sequence[str], bodies: Sequence[str], words: ProjectWords) -> tuple[Fact, Fact]:
    """Return the first day of such support and the last one up to the end of the period."""
    mark = hashlib.sha256("\n".join(["kinds", *kinds, "bodies", *bodies]).encode()).hexdigest()[:10]
    keys = [(words.kinds[each].pk if each in words.kinds else -1) for each in kinds]
    owners = [(words.organisations[each].pk if each in words.organisations else -1) for each in bodies]
    values = [(f"k_{mark}_{place}", key) for place, key in enumerate(keys)]
    values += [(f"o_{mark}_{place}", key) for place, key in enumerate(owners)]
    tests = [_among("x.service_type_id", f"k_{mark}", len(keys)), _among("x.organisation_id", f"o_{mark}", len(owners))]
    such = " AND ".join(test for test in tests if test) or "1 = 1"
    return (
        Fact(f"given_{mark}", f"MIN(CASE WHEN {such} THEN x.delivered_on END)", True, tuple(values)),
        Fact(
            f"lately_{mark}", f"MAX(CASE WHEN {such} AND x.delivered_on <= %(to)s THEN x.delivered_on END)", True,
            tuple(values),
        ),
    )  # fmt: skip


def _among(column: str, name: str, many: int) -> str:
    return f"{column} IN ({', '.join(f'%({name}_{place})s' for place in range(many))})" if many else ""


def _given(
    facts: tuple[Fact, Fact], moment: str, kinds: Sequence[str], bodies: Sequence[str], words: ProjectWords
) -> Rule:
    """Return the rule that such support was given: ever, or not later than the day of ``moment``."""
    first = f"p.{facts[0].name}"
    spoken = _support_in_words(kinds, bodies, words)
    late = _("Such support was given only from %(fact)s, after the day that counts. Counted: %(kinds)s.")
    return Rule(
        code=f"support={','.join([*kinds, *bodies]) or 'any'}",
        sql=f"{first} <= p.{moment}" if moment else f"{first} IS NOT NULL",
        fact=facts[0].name,
        condition=said(_("support was given: %(kinds)s"), kinds=spoken),
        passed=said_of_fact(_("Such support was given for the first time on %(fact)s."), kinds=spoken),
        failed=said_of_fact(late, kinds=spoken),
        reference="R30",
        unknown=said_of_fact(_("No such support is recorded: %(kinds)s."), kinds=spoken),
        needs=facts,
        mended_as=c.STARTED.code,
    )


def _support_in_words(kinds: Sequence[str], bodies: Sequence[str], words: ProjectWords) -> Callable[[], Any]:
    def spoken() -> str:
        named = listed(words.kinds[each].name if each in words.kinds else each for each in kinds) or str(_("any kind"))
        if not bodies:
            return named
        who = listed(_short(words, each) for each in bodies)
        return str(_("%(kinds)s (given by: %(organisations)s)")) % {"kinds": named, "organisations": who}

    return spoken


def _short(words: ProjectWords, code: str) -> str:
    body = words.organisations.get(code)
    return (body.short_name or body.name) if body else code
