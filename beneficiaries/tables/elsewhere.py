"""The same person in other projects, and people who changed hands: what stands beside other pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beneficiaries.models import HandedCare, HandOver
from beneficiaries.queries.duplicates import records_elsewhere
from beneficiaries.queries.handing import ASSIGN, told_to
from beneficiaries.tables.caseload import PROJECT, takers
from portal.accounts.models import User
from portal.policy.access import access_of
from portal.programmes.editions import Chain, chain_around
from portal.ui.formatting import number
from portal.worklist.registry import Desk, NextAct, WorkList, WorkRow


def other_projects(request: HttpRequest, participation: Any) -> dict[str, Any] | None:
    """Return the records of the same person in other projects that are open to the one who asks.

    Nothing is asked of the database for an account that works in one project.
    """
    account: User = request.user  # type: ignore[assignment]
    if len(access_of(account).scope("view_person").project_ids) < 2:  # noqa: PLR2004 - another one
        return None
    found = records_elsewhere(account, participation)
    if not found:
        return None
    chain = chain_around(participation.grant_project_id)
    return {"records": [(each, _edition(each, participation, chain)) for each in found]}


def _edition(record: Any, participation: Any, chain: Chain) -> str:
    """Say that a record is of another edition of the same undertaking; blank when it is of something else."""
    if record.grant_project_id not in chain:
        return ""
    is_earlier = chain.index(record.grant_project_id) < chain.index(participation.grant_project_id)
    return _("earlier edition of this project") if is_earlier else _("later edition of this project")


def hand_overs(desk: Desk) -> WorkList:
    """Return who gave people to whom, for both sides; for whoever decides, substitutions whose last day has come."""
    found = told_to(desk.account, desk.day)
    return WorkList([_row(desk, act, handed) for act, handed in found[: desk.most]], len(found))


def _row(desk: Desk, act: HandOver, handed: list[HandedCare]) -> WorkRow:
    taken = [each for each in handed if each.taken_by == desk.account]
    count = len(taken or handed)
    words = {"count": number(count), "name": act.former.name if act.former else "", "takers": takers(handed)}
    decides = access_of(desk.account).may(ASSIGN, act.grant_project)
    page = f"{reverse('caseload')}?{PROJECT}={act.grant_project.code}"
    return WorkRow(
        title=_told_to_taker(act, count, words) if taken else _told_to_others(act, desk.account, count, words),
        url=page if decides else reverse("person_list"),
        acts=[NextAct(_("Let them go back"), page)] if decides and act.until_on else [],
        note=act.organisation.name,
        due_on=act.until_on,
    )


def _told_to_taker(act: HandOver, count: int, words: dict[str, str]) -> str:
    if act.former is None:
        return (
            ngettext("%(count)s person is in your charge now", "%(count)s people are in your charge now", count) % words
        )
    if act.until_on:
        return (
            ngettext(
                "You stand in for %(name)s: %(count)s person", "You stand in for %(name)s: %(count)s people", count
            )
            % words
        )
    return (
        ngettext("You took over %(count)s person: %(name)s", "You took over %(count)s people: %(name)s", count) % words
    )


def _told_to_others(act: HandOver, account: User, count: int, words: dict[str, str]) -> str:
    if act.former == account:
        said = ngettext(
            "%(count)s person of yours is with %(takers)s", "%(count)s people of yours are with %(takers)s", count
        )
        return said % words
    return _("Others stand in for %(name)s: %(takers)s") % words
