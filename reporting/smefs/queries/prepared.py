"""The file as it would be made now: lines, findings, who is held back, what the exporter has to explain."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.programmes.models import GrantProject
from reporting.smefs.enums import OUT_OF_REACH, Weight
from reporting.smefs.queries.layouts import layout_on, words_on
from reporting.smefs.queries.people import Sent, people_to_send
from reporting.smefs.rules.checks import Frame, found_in
from reporting.smefs.rules.findings import Finding
from reporting.smefs.rules.layout import Layout, Words
from reporting.smefs.rules.lines import Line
from reporting.smefs.rules.writing import cells_of

if TYPE_CHECKING:
    from portal.accounts.models import User

EXPLAINED = (Weight.ERROR, Weight.INCOMPLETE, Weight.EXPLAIN)


@dataclass(frozen=True)
class Prepared:
    """What an export would be: everybody who counts, and what the checks say of them."""

    layout: Layout
    words: Words
    everybody: Sequence[Sent]
    cells: Sequence[tuple[str, ...]]
    findings: Sequence[Finding]
    out_of_reach: int

    @property
    def held_back(self) -> Mapping[str, list[int]]:
        """Return by rule the places of the people whose line it keeps out of the file."""
        held: dict[str, set[int]] = {}
        for each in self.findings:
            if each.holds_back:
                held.setdefault(each.rule, set()).add(each.line - 2)
        return {rule: sorted(places) for rule, places in held.items()}

    @property
    def going(self) -> list[int]:
        """Return the places of the people who are in the file."""
        held = {place for places in self.held_back.values() for place in places}
        return [place for place in range(len(self.everybody)) if place not in held]

    @property
    def to_explain(self) -> list[str]:
        """Return the rules that need a written explanation; ``protected`` for people out of reach."""
        rules = {each.rule for each in self.findings if each.weight in EXPLAINED}
        return sorted(rules) + ([OUT_OF_REACH] if self.out_of_reach else [])

    @property
    def people_by_rule(self) -> Mapping[str, int]:
        """Return how many people each rule found."""
        return Counter(rule for rule, _line in {(each.rule, each.line) for each in self.findings})


def prepared(project: GrantProject, day: datetime.date, by: "User | None") -> Prepared:
    """Return what would be sent by the layout and the dictionaries of ``day``, as far as ``by`` may see people."""
    layout, words = layout_on(day, project), words_on(day)
    people = people_to_send(project, layout, words, day, by)
    cells = [tuple(cells_of(layout, each.values)) for each in people.sent]
    lines = [Line(place, row) for place, row in enumerate(cells, start=2)]
    frame = Frame(layout, words, project.starts_on, project.ends_on)
    findings = [*found_in(lines, frame), *_late(people.sent, layout)]
    return Prepared(layout, words, people.sent, cells, findings, people.out_of_reach)


def _late(sent: Sequence[Sent], layout: Layout) -> list[Finding]:
    """The file does not say when the situation was entered, the portal does (R23)."""
    place = layout.places.get("exit_situation")
    late = (line for line, who in enumerate(sent, start=2) if who.is_late)
    return [Finding("situation-late", line, place) for line in late]
