"""Claim against list, indicator by indicator, and where they differ person by person (R28)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import translation

from portal.programmes.models import GrantProject
from reporting.indicators.catalogue import indicators_of
from reporting.queries.evidence import evidence_behind
from reporting.queries.table import indicator_table
from reporting.rules import Period
from reporting.smefs.enums import Uncounted, Verdict
from reporting.smefs.queries.matching import known_people
from reporting.smefs.rules.checks import Frame
from reporting.smefs.rules.claims import Claim, Triple
from reporting.smefs.rules.counting import COUNTED, Counted, figures_of, people_in
from reporting.smefs.rules.lines import Line, folded


@dataclass(frozen=True)
class Compared:
    """One indicator: what the claim says, what the list says, the verdict."""

    code: str
    name: str
    claim: Triple | None
    listed: Triple | None

    @property
    def verdict(self) -> Verdict:
        """Return whether they agree; sexes are compared where both name them."""
        if self.claim is None:
            return Verdict.ONLY_LIST
        if self.listed is None:
            return Verdict.ONLY_CLAIM
        pairs = zip(self.claim, self.listed, strict=True)
        same = all(one == other for one, other in pairs if one is not None and other is not None)
        return Verdict.EQUAL if same else Verdict.DIFFERENT


@dataclass(frozen=True)
class Difference:
    """One person on whom portal and list disagree: the number, or the line where nobody is found.

    ``missing`` are indicators of the portal that the list does not show, ``extra`` the reverse.
    """

    number: str
    line: int | None
    missing: tuple[str, ...]
    extra: tuple[str, ...]


@dataclass(frozen=True)
class Listed:
    """The people of a listing who are looked at, and by reason the lines that count nowhere."""

    people: Sequence[Counted]
    uncounted: Mapping[Uncounted, Sequence[int]]


def figures_of_portal(project: GrantProject, period: Period) -> Mapping[str, Triple]:
    """Return the cumulative figures of the indicator table, from the one place that computes them."""
    table = indicator_table(project, period, indicators_of(project))
    people = (line for line in table.indicators if line.unit == "persons")
    return {line.code: (line.cumulative.women, line.cumulative.men, line.cumulative.total) for line in people}


def names_of(project: GrantProject) -> Mapping[str, str]:
    """Return the code of each indicator by its Polish name, as names are compared."""
    with translation.override("pl"):
        return {folded(str(each.name)): each.code for each in indicators_of(project)}


def compared(project: GrantProject, claim: Claim, listed: Mapping[str, Triple]) -> list[Compared]:
    """Return every indicator of people in the order of the table, then what the claim alone names (R28)."""
    known = {each.code: str(each.name) for each in indicators_of(project) if each.rules}
    others = {code: claim.names.get(code, "") for code in claim.figures if code not in known}
    return [
        Compared("" if name == code else code, name, claim.figures.get(code), listed.get(code))
        for code, name in {**known, **others}.items()
    ]


def listed_in(project: GrantProject, period: Period, lines: Sequence[Line], frame: Frame) -> Listed:
    """Return what of a listing counts for a project up to the end of a period (R69)."""
    layout, number = frame.layout, project.agreement_number
    others = [line.number for line in lines if line.is_of_another(layout, number)]
    own = [line for line in lines if not line.is_of_another(layout, number)]
    people = people_in(own, layout, frame.words, period.ends_on)
    without = [person.line for person in people if person.lacks_sex]
    reasons = {Uncounted.OTHER_PROJECT: others, Uncounted.NO_SEX: without}
    return Listed(people, {why: numbers for why, numbers in reasons.items() if numbers})


def figures_of_listing(people: Sequence[Counted]) -> Mapping[str, Triple]:
    """Return what a listing says, in the shape of the portal's figures."""
    return {code: (women, men, women + men) for code, (women, men) in figures_of(people).items()}


def differences(project: GrantProject, period: Period, people: Sequence[Counted]) -> list[Difference]:
    """Return on whom portal and list disagree, for the indicators that a list can show: six queries."""
    ours: dict[str, set[str]] = defaultdict(set)
    for each in evidence_behind(project, period, indicators_of(project)):
        if each.indicator in COUNTED:
            ours[each.number].add(each.indicator)
    known = known_people(project, [person.person for person in people])
    found: list[Difference] = []
    listed: set[str] = set()
    for person in people:
        number = known.number_of(person.person, person.technical_id)
        listed.add(number)
        mine = ours.get(number, set())
        if mine != person.codes:
            missing, extra = sorted(mine - person.codes), sorted(person.codes - mine)
            found.append(Difference(number, person.line, tuple(missing), tuple(extra)))
    for number in sorted(set(ours) - listed):
        found.append(Difference(number, None, tuple(sorted(ours[number])), ()))
    return sorted(found, key=lambda each: (not each.number, each.number, each.line or 0))
