"""The rest of the steering page: who is near to counting, open windows, double counts, in words with links."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.policy.access import Access
from reporting.queries.costs import Costs
from reporting.queries.double_counts import DoubleCounts
from reporting.queries.steering import WEEK, Nearest
from reporting.rules import Indicator
from reporting.tables.gate import AT_MOST
from reporting.tables.periods import Chosen

RADAR = "result_radar"


@dataclass(frozen=True)
class NearLine:
    """So many people, who they are, what they lead to, and the address of them."""

    people: int
    words: str
    note: str = ""
    url: str = ""


def near_lines(near: Nearest, chosen: Chosen, access: Access, *, opens: bool) -> list[NearLine]:
    """Return the people nearest to counting: those whose days end first stand first."""
    radar = reverse(RADAR) + "?kogo=wszyscy" if access.may("record_finding", chosen.project) else ""
    waiting = chosen.address(reverse("quality_people", args=["no-support"])) if opens else ""
    first = near.windows[0] if near.windows else 0
    lines = [
        NearLine(first, _("have left without a finding and have seven days at most"), _("a finding counts"), radar),
        NearLine(
            near.open - first, _("have left without a finding and have more days"), _("a finding counts"), radar
        ),
        NearLine(
            near.waiting, _("are in the project and have no support yet"),
            _("with a plan that was agreed: %(count)s") % {"count": near.planned} if near.planned else "", waiting,
        ),
        NearLine(near.taking_part, _("take part and have not left: a result is still possible")),
    ]  # fmt: skip
    return [line for line in lines if line.people]


def cost_lines(
    costs: Costs, headline: Sequence[Indicator], titles: dict[str, str], chosen: Chosen, *, opens: bool
) -> list[NearLine]:
    """Return the gaps that cost one of the targets, the dearest first."""
    lines = []
    for check, found in costs.items():
        said = [_cost(indicator, found[indicator.code], check) for indicator in headline if indicator.code in found]
        if said:
            url = chosen.address(reverse("quality_people", args=[check])) if opens else ""
            people = max(found[each.code] for each in headline if each.code in found)
            lines.append(NearLine(people, titles.get(check, check), " · ".join(said), url))
    return sorted(lines, key=lambda line: -line.people)


def window_lines(near: Nearest, days: int) -> list[tuple[str, int]]:
    """Return the open windows by the days that are left."""
    lines = []
    for week, people in enumerate(near.windows):
        first, last = week * WEEK, min(week * WEEK + WEEK - 1, days)
        words = {"first": first, "last": last}
        lines.append(
            (_("%(first)s–%(last)s days left") % words if last > first else _("%(last)s days left") % words, people)
        )
    return lines


def double_lines(found: DoubleCounts) -> list[NearLine]:
    """Return how often one person was met again, each way with its rule."""
    return [
        NearLine(found.merged, _("records turned out to be somebody who was there already"), "R34"),
        NearLine(found.returned, _("times somebody came back after leaving"), "R35"),
        NearLine(found.shared, _("times a second organisation supported the same person"), "R34"),
        NearLine(found.elsewhere, _("people take part in another project too, which counts them for itself"), "R35"),
    ]


def _cost(indicator: Indicator, people: int, check: str) -> str:
    words = {"code": indicator.code, "count": people}
    if check in AT_MOST:
        return ngettext("%(code)s: up to %(count)s more", "%(code)s: up to %(count)s more", people) % words
    return ngettext("%(code)s: %(count)s more", "%(code)s: %(count)s more", people) % words
