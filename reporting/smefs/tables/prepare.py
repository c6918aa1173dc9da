"""What stands between the people who count and the file: rule by rule, each with what mends it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.programmes.models import GrantProject
from portal.ui.parts import Link
from reporting.smefs.enums import EXPLAIN_PREFIX, OUT_OF_REACH
from reporting.smefs.queries.prepared import Prepared
from reporting.smefs.rules.findings import BLOCKING, NAMES, Finding
from reporting.tables.fixes import fix_of_check
from reporting.tables.periods import FIRST, LAST, PROJECT

SHOWN = 12
OF_PROJECT = "R39"
"""A gap of the project and not of its people."""


@dataclass(frozen=True)
class RuleLine:
    """One rule that failed: what it says, for how many people, who they are, where it is mended."""

    rule: str
    name: str
    sentences: Sequence[str]
    people: int
    shown: Sequence[Link]
    more: int
    url: str
    field: Any = None


@dataclass(frozen=True)
class Sections:
    """The rules by what they mean for the file."""

    contradictions: Sequence[RuleLine]
    held_back: Sequence[RuleLine]
    to_explain: Sequence[RuleLine]
    to_know: Sequence[RuleLine]


def sections(ready: Prepared, project: GrantProject, form: Any) -> Sections:
    """Return the rules that failed, in the order of their weight."""
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for each in ready.findings:
        by_rule[each.rule].append(each)
    lines = {rule: _line(rule, found, ready, project, form) for rule, found in sorted(by_rule.items())}
    held, wrong = set(ready.held_back) - BLOCKING, set(ready.held_back) & BLOCKING
    needed = {rule for rule in ready.to_explain if rule in lines} - held - wrong
    return Sections(
        [line for rule, line in lines.items() if rule in wrong],
        [line for rule, line in lines.items() if rule in held],
        [line for rule, line in lines.items() if rule in needed],
        [line for rule, line in lines.items() if rule not in wrong | held | needed],
    )


def passed_rules(ready: Prepared) -> list[str]:
    """Return what the rules of the authority that found nobody are called."""
    every = [f"R{number}" for number in range(14, 30) if number != 28]  # noqa: PLR2004 - R28 compares with the claim
    return [f"{NAMES[rule]} ({rule})" for rule in every if rule not in ready.people_by_rule]


def labels(ready: Prepared) -> Mapping[str, str]:
    """Return how the field of each explanation is called."""
    rules = (rule for rule in ready.to_explain if rule != OUT_OF_REACH)
    words = {rule: _("Explanation: %(name)s (%(rule)s)") % {"name": NAMES[rule], "rule": rule} for rule in rules}
    if ready.out_of_reach:
        words[OUT_OF_REACH] = _("How the protected people get into SM EFS")
    return words


def protected_words(number: int) -> str:
    """Return how many people are out of reach, as every list says it."""
    return ngettext("%(number)s protected person", "%(number)s protected people", number) % {"number": number}


def explained_lines(explanations: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what each explanation is about, and its words."""
    about = {OUT_OF_REACH: _("Protected people")}
    return [
        (about.get(rule) or (f"{NAMES[rule]} ({rule})" if rule in NAMES else rule), words)
        for rule, words in sorted(explanations.items())
    ]


def rule_names(left_out: Mapping[str, int]) -> list[str]:
    """Return what was left out of a file, in words."""
    words = []
    for rule, number in sorted(left_out.items()):
        if rule == OUT_OF_REACH:
            words.append(protected_words(number))
            continue
        said = ngettext("%(rule)s: %(number)s person", "%(rule)s: %(number)s people", number)
        words.append(said % {"rule": rule, "number": number})
    return words


def _line(rule: str, found: Sequence[Finding], ready: Prepared, project: GrantProject, form: Any) -> RuleLine:
    places = sorted({each.line - 2 for each in found})
    check = next((each.kind.mended_by for each in found if each.kind.mended_by), "")
    named = places[:SHOWN] if rule != OF_PROJECT else []
    shown = [_person(ready.everybody[place].number, check) for place in named]
    name, mended = EXPLAIN_PREFIX + rule, _quality(check, project)
    if rule == OF_PROJECT:
        mended = f"{reverse('project_number')}?{PROJECT}={project.code}"
    return RuleLine(
        rule, str(NAMES[rule]), _sentences(found), len(places), shown, len(places) - len(shown) if named else 0,
        mended,
        form[name] if form and name in form.fields else None,
    )  # fmt: skip


def _sentences(found: Iterable[Finding]) -> list[str]:
    return list(dict.fromkeys(each.message for each in found))[:SHOWN]


def _person(number: str, check: str) -> Link:
    fix = fix_of_check(check) if check else None
    return Link(number, fix.url(number) if fix else reverse("person_record", args=[number]))


def _quality(check: str, project: GrantProject) -> str:
    """Return the page where everybody with this gap stands, each with the form that mends it."""
    if not check:
        return ""
    days = f"{FIRST}={project.starts_on.isoformat()}&{LAST}={project.ends_on.isoformat()}"
    return f"{reverse('quality_people', args=[check])}?{PROJECT}={project.code}&{days}"
