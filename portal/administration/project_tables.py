"""A grant project in words: its frame, its money, who carries it, its editions and what complements it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.policy.access import Access
from portal.policy.gate import PROJECT
from portal.programmes.models import ComplementaryProject, FundingSource, GrantProject
from portal.ui.formatting import money, percent, short_date
from portal.ui.parts import Fact

VIEW = "view_indicator"


@dataclass(frozen=True)
class Neighbour:
    """Another project beside this one; a link only for whoever may open it."""

    name: str
    url: str = ""
    lines: Sequence[str] = ()
    is_here: bool = False


def frame_facts(project: GrantProject) -> list[Fact]:
    """Return what the project is and when it runs."""
    return [
        Fact(_("Code"), project.code),
        Fact(_("Number of the project"), project.agreement_number, lang="pl"),
        Fact(_("Period"), period_in_words(project)),
        Fact(_("Programme"), project.programme, lang="pl"),
        Fact(_("Measure"), project.measure, lang="pl"),
        Fact(_("Where"), ", ".join(each for each in (project.commune, project.voivodeship) if each), lang="pl"),
    ]


def money_facts(project: GrantProject, sources: Sequence[FundingSource]) -> list[Fact]:
    """Return the amounts in the currency of the project, then each source with its share.

    The own contribution stands once: as a source where one of them is that amount.
    """
    amounts = [
        Fact(_("Value of the project"), _amount(project, project.total_amount)),
        Fact(_("Co-financing"), _amount(project, project.grant_amount)),
    ]
    if project.own_amount is None or project.own_amount not in [each.amount for each in sources]:
        amounts.append(Fact(_("Own contribution"), _amount(project, project.own_amount)))
    return [*amounts, *(Fact(each.name, _share(project, each)) for each in sources)]


def period_in_words(project: GrantProject) -> str:
    """Return the first and the last day, or what is known of them; blank for nothing."""
    first, last = short_date(project.starts_on), short_date(project.ends_on)
    if project.is_dated:
        return f"{first}–{last}"
    if project.starts_on:
        return _("from %(first)s, the last day is not known") % {"first": first}
    return _("to %(last)s, the first day is not known") % {"last": last} if project.ends_on else ""


def edition_rows(editions: Sequence[GrantProject], here: GrantProject, access: Access) -> list[Neighbour]:
    """Return the editions in their order, the one of the page marked."""
    days = [(each, period_in_words(each)) for each in editions]
    return [_neighbour(each, access, [period] if period else [], is_here=each == here) for each, period in days]


def complement_rows(found: Sequence[ComplementaryProject], here: GrantProject, access: Access) -> list[Neighbour]:
    """Return the complementary projects, those of this portal as links."""
    rows = []
    for each in found:
        other = each.other if each.grant_project_id == here.pk else each.grant_project
        lines = [line for line in (each.funder, each.note) if line]
        rows.append(_neighbour(other, access, lines) if other else Neighbour(each.name, lines=lines))
    return rows


def _neighbour(project: GrantProject, access: Access, lines: Sequence[str], *, is_here: bool = False) -> Neighbour:
    opens = not is_here and access.may(VIEW, project)
    url = f"{reverse('project')}?{PROJECT}={project.code}" if opens else ""
    return Neighbour(project.full_title, url, lines, is_here)


def _amount(project: GrantProject, amount: object) -> str:
    return "" if amount is None else money(amount, project.currency)


def _share(project: GrantProject, source: FundingSource) -> str:
    parts = [percent(source.percent.normalize()) if source.percent is not None else "", _amount(project, source.amount)]
    return " · ".join(part for part in parts if part)
