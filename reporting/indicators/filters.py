"""The filters from which people build indicators: a closed vocabulary over the facts (S5: what is not here is refused).

A filter names the fact that it reads and the values that may be chosen. From a choice comes a ``Rule`` – one boolean,
the fact that shows why, and its sentences – like those of the fund's indicators. Chosen values are bound, never text.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from beneficiaries.enums import Answer, CitizenshipClass, Education, LabourDetail, LabourStatus, Sex
from beneficiaries.rules.countries import country_name
from beneficiaries.tables.words import in_words
from reporting.indicators.words import listed, said, said_of_fact
from reporting.queries.definitions import ProjectWords
from reporting.rules import Dimension, Fact, Rule, Words

Offered = Mapping[str, Words]
OLDEST = 120

GROUP = Fact("group_code", "(SELECT g.code FROM programmes_targetgroup g WHERE g.id = v.target_group_id)")
PLACE = Fact("place", "v.place")
CITIZENSHIP = Fact("citizenship_class", "v.citizenship_class")


@dataclass(frozen=True)
class Filter:
    """One thing by which people are told apart: its name, the fact it reads, and what may be chosen.

    ``is_open``: what may be chosen is not listed (ages, countries) and is checked in another way.
    """

    code: str
    name: Words
    fact: str
    offered: Callable[[ProjectWords], Offered]
    reference: str = ""
    needs: tuple[Fact, ...] = ()
    is_open: bool = False


def _fixed(choices: Any) -> Callable[[ProjectWords], Offered]:
    return lambda _words: {code: label for code, label in choices.choices if code}


def _named(which: str) -> Callable[[ProjectWords], Offered]:
    return lambda words: {code: said("%(name)s", name=_name_of(one)) for code, one in getattr(words, which).items()}


def _name_of(one: Any) -> Callable[[], str]:
    return lambda: one.name


FILTERS: tuple[Filter, ...] = (
    Filter("sex", _("sex"), "sex", _fixed(Sex), "R48"),
    Filter("age", _("age at the start"), "age_at_start", lambda _words: {}, "R47", is_open=True),
    Filter("group", _("target group"), GROUP.name, _named("groups"), "R2", (GROUP,)),
    Filter("citizenship", _("citizenship"), CITIZENSHIP.name, _fixed(CitizenshipClass), "R49", (CITIZENSHIP,)),
    Filter("country", _("country of citizenship"), "citizenships", lambda _words: {}, "R49", is_open=True),
    Filter("education", _("education at the start"), "education", _fixed(Education), "D3"),
    Filter("labour_status", _("status on the labour market at the start"), "labour_status", _fixed(LabourStatus), "D5"),
    Filter("labour_detail", _("detail of the status at the start"), "labour_detail", _fixed(LabourDetail), "D5"),
    Filter("disability", _("disability"), "disability", _fixed(Answer), "R52"),
    Filter("homelessness", _("homelessness or no secure home"), "homelessness", _fixed(Answer), "R52"),
    Filter("minority", _("national or ethnic minority"), "minority", _fixed(Answer), "R51"),
    Filter("place", _("place of residence"), PLACE.name, lambda words: {each: each for each in words.places}, "R99",
           (PLACE,)),
)  # fmt: skip
BY_CODE = {each.code: each for each in FILTERS}
BREAKDOWNS = ("group", "age", "citizenship", "education", "labour_status", "place")
"""The filters by which a figure can be broken down; women and men stand apart in every figure."""
AGE_BANDS = ((0, 6), (7, 17), (18, 29), (30, 54), (55, OLDEST))
_BAND = " ".join(f"WHEN p.age_at_start <= {last} THEN {place}" for place, (_first, last) in enumerate(AGE_BANDS))


def rule_of(code: str, chosen: Sequence[Any], words: ProjectWords) -> Rule:
    """Return the rule of one filter with what was chosen of it."""
    return _MAKERS.get(code, _one_of)(BY_CODE[code], list(chosen), words)


def age_in_words(first: int, last: int) -> str:
    """Return a span of ages as people say it."""
    if first <= 0:
        return ngettext("up to %(last)s year of age", "up to %(last)s years of age", last) % {"last": last}
    if last >= OLDEST:
        return ngettext("%(first)s year and more", "%(first)s years and more", first) % {"first": first}
    return ngettext("%(first)s–%(last)s year", "%(first)s–%(last)s years", last) % {"first": first, "last": last}


def fact_in_words(which: Filter, value: Any, words: ProjectWords) -> str:
    """Return a value of the fact that a filter reads, as people know it."""
    if which.code in ("group", "place"):
        return str(which.offered(words).get(value, value)) if which.code == "group" else str(value)
    return in_words(which.fact, value)


def dimension_of(code: str, words: ProjectWords) -> Dimension:
    """Return the breakdown by one of ``BREAKDOWNS``."""
    which = BY_CODE[code]
    if code == "age":
        return Dimension(code, which.name, f"CASE {_BAND} END", lambda place: age_in_words(*AGE_BANDS[int(place)]))
    return Dimension(code, which.name, f"p.{which.fact}", lambda value: fact_in_words(which, value, words), which.needs)


def _one_of(which: Filter, chosen: list[str], words: ProjectWords) -> Rule:
    names = _parameters(which, chosen)
    sql = f"p.{which.fact} IN ({', '.join(f'%({name})s' for name in names)})"
    offered = which.offered(words) if which.code != "place" else {}
    return _rule(which, chosen, sql, tuple(zip(names, chosen, strict=True)), words,
                 lambda: listed(offered.get(each, each) for each in chosen))  # fmt: skip


def _age(which: Filter, chosen: list[int], words: ProjectWords) -> Rule:
    names = _parameters(which, chosen)
    sql = f"p.age_at_start BETWEEN %({names[0]})s AND %({names[1]})s"
    return _rule(which, chosen, sql, tuple(zip(names, chosen, strict=True)), words, lambda: age_in_words(*chosen))


def _country(which: Filter, chosen: list[str], words: ProjectWords) -> Rule:
    names = _parameters(which, chosen)
    sql = " OR ".join(f"' ' || p.citizenships || ' ' LIKE %({name})s" for name in names)
    values = tuple((name, f"% {code} %") for name, code in zip(names, chosen, strict=True))
    return _rule(which, chosen, sql, values, words, lambda: listed(country_name(each) for each in chosen))


_MAKERS: Mapping[str, Callable[..., Rule]] = {"age": _age, "country": _country}


def _parameters(which: Filter, chosen: Sequence[Any]) -> list[str]:
    """Return a name for each parameter: the same choice has the same names, another has others."""
    mark = hashlib.sha256("\n".join([which.code, *map(str, chosen)]).encode()).hexdigest()[:10]
    return [f"f_{which.code}_{mark}_{place}" for place in range(len(chosen))]


def _rule(
    which: Filter, chosen: list[Any], sql: str, values: tuple[tuple[str, Any], ...], words: ProjectWords,
    values_in_words: Callable[[], str],
) -> Rule:  # fmt: skip
    parts: dict[str, Callable[[], Any]] = {"name": lambda: which.name, "values": values_in_words}
    capital = {**parts, "name": lambda: capfirst(str(which.name))}
    return Rule(
        code=f"{which.code}={'-'.join(map(str, chosen)) if which.code == 'age' else ','.join(chosen)}",
        sql=sql,
        fact=which.fact,
        condition=said(_("%(name)s: %(values)s"), **parts),
        passed=said_of_fact(_("%(name)s: %(fact)s."), **capital),
        failed=said_of_fact(_("%(name)s: %(fact)s. Counted here: %(values)s."), **capital),
        reference=which.reference,
        unknown=said_of_fact(_("%(name)s: not recorded. Counted here: %(values)s."), **capital),
        needs=which.needs,
        values=values,
        read=lambda value: fact_in_words(which, value, words),
    )
