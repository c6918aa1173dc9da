"""The rest of the steering page: who is near to counting, open windows, double counts, in words with links."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.policy.access import Access
from portal.ui.formatting import number
from reporting.queries.costs import Costs
from reporting.queries.double_counts import DoubleCounts
from reporting.queries.steering import WEEK, Nearest, PartnerLine
from reporting.rules import Indicator
from reporting.tables.gate import AT_MOST
from reporting.tables.periods import Chosen

RADAR = "result_radar"
OF_PEOPLE = ("supported", "in_care", "counted", "improved")
"""The counts of an organisation that are of people."""


@dataclass(frozen=True)
class NearLine:
    """So many people, who they are, what they lead to, and the address of them.

    ``fewer_than``: the count is not said but for being smaller (0: it is said).
    """

    people: int
    words: str
    note: str = ""
    url: str = ""
    fewer_than: int = 0


@dataclass(frozen=True)
class PartnerRow:
    """What one organisation did, as one account may see it: ``None`` where counts are left out."""

    name: str
    supported: int | None
    deliveries: int | None
    hours: Decimal | None
    in_care: int | None
    counted: int | None
    improved: int | None

    @property
    def has_gaps(self) -> bool:
        """Tell whether a count is left out."""
        return None in (self.supported, self.in_care, self.counted, self.improved)


def _line(people: int, words: Callable[[int], str], few: int, note: str = "", url: str = "") -> NearLine:
    """Return a line; of few people neither the count nor the form of the words says how many (S40)."""
    fewer_than = few if 0 < people < few else 0
    return NearLine(people, words(fewer_than or people), note, url, fewer_than)


def near_lines(near: Nearest, chosen: Chosen, access: Access, *, opens: bool, few: int = 0) -> list[NearLine]:
    """Return the people nearest to counting: those whose days end first stand first.

    ``few``: below how many people a count is not said; 0 for who may open everybody behind it.
    """
    radar = reverse(RADAR) + "?kogo=wszyscy" if access.may("record_finding", chosen.project) else ""
    waiting = chosen.address(reverse("quality_people", args=["no-support"])) if opens else ""
    first = near.windows[0] if near.windows else 0
    plans = near.planned and near.planned >= few
    planned = _("with a plan that was agreed: %(count)s") % {"count": number(near.planned)} if plans else ""
    lines = [
        _line(first, _hurried, few, _("a finding counts"), radar),
        _line(near.open - first, _with_days, few, _("a finding counts"), radar),
        _line(near.waiting, _waiting, few, planned, waiting),
        _line(near.taking_part, _taking_part, few),
    ]
    return [line for line in lines if line.people]


def _hurried(people: int) -> str:
    return ngettext(
        "has left without a finding and has seven days at most",
        "have left without a finding and have seven days at most", people,
    )  # fmt: skip


def _with_days(people: int) -> str:
    return ngettext(
        "has left without a finding and has more days", "have left without a finding and have more days", people
    )


def _waiting(people: int) -> str:
    return ngettext("is in the project and has no support yet", "are in the project and have no support yet", people)


def _taking_part(people: int) -> str:
    return ngettext(
        "takes part and has not left: a result is still possible",
        "take part and have not left: a result is still possible", people,
    )  # fmt: skip


def cost_lines(
    costs: Costs,
    headline: Sequence[Indicator],
    titles: dict[str, str],
    chosen: Chosen,
    *,
    opens: bool,
    few: int = 0,
) -> list[NearLine]:
    """Return the gaps that cost one of the targets, the dearest first."""
    lines = []
    for check, found in costs.items():
        said = [
            _cost(indicator, found[indicator.code], check, few) for indicator in headline if indicator.code in found
        ]
        if said:
            url = chosen.address(reverse("quality_people", args=[check])) if opens else ""
            people = max(found[each.code] for each in headline if each.code in found)
            title = titles.get(check, check)
            lines.append(_line(people, lambda _people, title=title: title, few, " · ".join(said), url))
    return sorted(lines, key=lambda line: -line.people)


def window_lines(near: Nearest, days: int, few: int = 0) -> list[NearLine]:
    """Return the open windows by the days that are left, and those that are over."""
    lines = []
    for week, people in enumerate(near.windows):
        first, last = week * WEEK, min(week * WEEK + WEEK - 1, days)
        words = {"first": number(first), "last": number(last)}
        span = ngettext("%(first)s–%(last)s day left", "%(first)s–%(last)s days left", last)
        alone = ngettext("%(last)s day left", "%(last)s days left", last)
        said = (span if last > first else alone) % words
        lines.append(_line(people, lambda _people, said=said: said, few))
    return [*lines, _line(near.closed, lambda _people: _("no days left"), few)]


def double_lines(found: DoubleCounts, few: int = 0) -> list[NearLine]:
    """Return how often one person was met again, each way with its rule."""
    return [
        _line(found.merged, _merged, few, "R34"),
        _line(found.returned, _returned, few, "R35"),
        _line(found.shared, _shared, few, "R34"),
        _line(found.elsewhere, _elsewhere, few, "R35"),
    ]


def _merged(people: int) -> str:
    return ngettext(
        "record turned out to be somebody who was there already",
        "records turned out to be somebody who was there already", people,
    )  # fmt: skip


def _returned(people: int) -> str:
    return ngettext("time somebody came back after leaving", "times somebody came back after leaving", people)


def _shared(people: int) -> str:
    return ngettext(
        "time a second organisation supported the same person",
        "times a second organisation supported the same person", people,
    )  # fmt: skip


def _elsewhere(people: int) -> str:
    return ngettext(
        "person takes part in another project too, which counts them for itself",
        "people take part in another project too, which counts them for itself", people,
    )  # fmt: skip


def partner_rows(lines: Sequence[PartnerLine], threshold: int) -> list[PartnerRow]:
    """Return the organisations with their people; ``threshold`` is 0 for who may open everybody behind them.

    For others a column in which one count is of fewer people is left out whole, so that no sum gives it back (S40).
    """
    columns = [[getattr(line, name) for line in lines] for name in OF_PEOPLE]
    few = [any(0 < people < threshold for people in column) for column in columns]
    rows = []
    for place, line in enumerate(lines):
        cells = [None if hidden else column[place] for hidden, column in zip(few, columns, strict=True)]
        work = (None, None) if few[0] else (line.deliveries, line.hours)
        rows.append(PartnerRow(line.name, cells[0], *work, *cells[1:]))
    return rows


def _cost(indicator: Indicator, people: int, check: str, few: int) -> str:
    told = few if 0 < people < few else people
    words = {"code": indicator.code, "count": f"<{number(few)}" if told != people else number(people)}
    if check in AT_MOST:
        return ngettext("%(code)s: up to %(count)s more", "%(code)s: up to %(count)s more", told) % words
    return ngettext("%(code)s: %(count)s more", "%(code)s: %(count)s more", told) % words
