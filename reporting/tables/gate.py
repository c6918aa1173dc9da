"""The quality gate as lines: what blocks, what can be explained, what passed; cost, owners and explanations of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.policy.access import Access
from portal.quality import Level, QualityCheck
from portal.ui.formatting import number
from reporting.models import GapExplanation
from reporting.queries.behind import PEOPLE
from reporting.queries.costs import Costs
from reporting.queries.explanations import Explanations, not_explained
from reporting.queries.quality import Found
from reporting.rules import Indicator
from reporting.tables.fixes import CHECK_OF_RULE
from reporting.tables.periods import Chosen

OWNER, NOBODY, STEER = "opiekun", "nikt", "steer_project"
RULE_OF_CHECK = {check: rule for rule, check in CHECK_OF_RULE.items()}
AT_MOST = frozenset({"no-finding"})
"""Gaps whose cost is an upper bound: what will be found is not known."""


@dataclass(frozen=True)
class CostLine:
    """What a gap costs an indicator: the sentence and the address of the indicator."""

    words: str
    url: str


@dataclass(frozen=True)
class GateLine:
    """One gap: how many people, what mends it, what it costs, who mends it, what was written about it.

    ``open`` is how many people no explanation speaks of.
    """

    code: str
    title: str
    explanation: str
    reference: str
    people: int
    is_blocking: bool
    open: int
    mend: str
    url: str
    costs: Sequence[CostLine]
    more_costs: Sequence[CostLine]
    owners: Sequence[tuple[str, int]]
    explanations: Sequence[GapExplanation]
    explain_url: str
    hand_out_url: str


@dataclass(frozen=True)
class OwnerLine:
    """One colleague, or nobody, with how many gaps are theirs to mend; ``url`` shows theirs alone."""

    name: str
    gaps: int
    url: str
    is_chosen: bool


class Gate:
    """Turns what was found into lines, as far as the account may open people and steer."""

    def __init__(
        self,
        chosen: Chosen,
        indicators: Sequence[Indicator],
        costs: Costs,
        explanations: Explanations,
        names: Mapping[int, str],
        *,
        access: Access,
    ) -> None:
        """Remember what every line needs; ``names`` are those of the colleagues by key."""
        self._chosen, self._costs, self._explanations, self._names = chosen, costs, explanations, names
        self._headline = [each.code for each in indicators if chosen.project.targets.get(each.code, {}).get("total")]
        self._of = {each.code: each for each in indicators}
        self._access = access
        self._opens, self._steers = access.may(PEOPLE, chosen.project), access.may(STEER, chosen.project)

    def lines(self, found: Iterable[Found], owner: str) -> list[GateLine]:
        """Return the gaps; of one owner alone where one is chosen."""
        counted = ((each, _of_owner(each, owner)) for each in found)
        return [self._line(each, people, owner) for each, people in counted if people]

    def owners(self, found: Sequence[Found], owner: str, path: str) -> list[OwnerLine]:
        """Return who has how many gaps to mend, the most first."""
        gaps: dict[int | None, int] = {}
        for each in found:
            for key, people in each.owners.items():
                gaps[key] = gaps.get(key, 0) + people
        ranked = sorted(gaps.items(), key=lambda pair: (-pair[1], self._name(pair[0])))
        return [
            OwnerLine(self._name(key), count, self._chosen.address(path, **{OWNER: _code(key)}), owner == _code(key))
            for key, count in ranked
        ]

    def _line(self, found: Found, people: int, owner: str) -> GateLine:
        check, kept = found.check, {OWNER: owner}
        costs = self._cost_lines(check.code)
        is_blocking = check.level is Level.BLOCKING
        return GateLine(
            code=check.code,
            title=str(check.title),
            explanation=str(check.explanation),
            reference=check.reference,
            people=people,
            is_blocking=is_blocking,
            open=found.people if is_blocking else not_explained(found, self._explanations),
            mend=self._mend(check),
            url=self._address("quality_people", check.code, **kept) if self._opens else "",
            costs=[line for code, line in costs if code in self._headline],
            more_costs=[line for code, line in costs if code not in self._headline],
            owners=[(self._name(key), count) for key, count in _ranked(found.owners)] if self._steers else [],
            explanations=self._explanations.get(check.code, ()),
            explain_url="" if is_blocking or not self._steers else self._address("explain_gap", check.code),
            hand_out_url=self._address("hand_out_gaps", check.code, **kept) if self._steers and self._opens else "",
        )

    def _mend(self, check: QualityCheck) -> str:
        """Name what mends it to whoever may; the people stand behind the address for everybody who may open them."""
        if not self._access.may(check.fix_action, self._chosen.project):
            return _("Show people")
        return str(check.fix_label) or _("Open the record")

    def _cost_lines(self, check: str) -> list[tuple[str, CostLine]]:
        found = []
        for code, people in self._costs.get(check, {}).items():
            url = self._chosen.address(reverse("indicator_detail", args=[code])) if self._opens else ""
            found.append((code, CostLine(_cost(str(self._of[code].name), people, check), url)))
        return found

    def _address(self, route: str, check: str, **more: str) -> str:
        return self._chosen.address(reverse(route, args=[check]), **more)

    def _name(self, key: int | None) -> str:
        return self._names.get(key, _("colleague who has left")) if key is not None else _("nobody in charge")


def owner_key(code: str) -> int | None:
    """Return the key of an account from an address; ``None`` for nobody."""
    return int(code) if code.isascii() and code.isdigit() else None


def owner_asked(value: str) -> str:
    """Return the owner that an address asks for: a key, nobody, or blank for everybody."""
    return value if value == NOBODY or (value.isascii() and value.isdigit() and len(value) < len("1" * 10)) else ""


def _of_owner(found: Found, owner: str) -> int:
    return found.owners.get(owner_key(owner), 0) if owner else found.people


def _code(key: int | None) -> str:
    return NOBODY if key is None else str(key)


def _ranked(owners: Mapping[int | None, int]) -> list[tuple[int | None, int]]:
    return sorted(owners.items(), key=lambda pair: (-pair[1], pair[0] is None, pair[0] or 0))


def _cost(name: str, people: int, check: str) -> str:
    words = {"name": name, "count": number(people)}
    if check in AT_MOST:
        said = ngettext("%(name)s: up to %(count)s person more", "%(name)s: up to %(count)s people more", people)
    else:
        said = ngettext("%(name)s: %(count)s person more", "%(name)s: %(count)s people more", people)
    return said % words
