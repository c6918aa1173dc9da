"""Requests about one's own data in words: the list with its clock, the card of my day, one request (S67)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beneficiaries.domain.rights_package import may_read, parts_of, withheld_of
from beneficiaries.enums import RightState
from beneficiaries.models import Guardianship, Participation, RightsPackage, RightsRequest, RightsStep
from beneficiaries.queries.rights import requests_for
from beneficiaries.rules.families import may_be_told
from beneficiaries.rules.rights import OPEN_STATES
from beneficiaries.tables import held
from portal.clock import today
from portal.ui.parts import Fact
from portal.worklist.registry import Desk, NextAct, WorkList, WorkRow
from portal.worklist.words import Countdown, countdown

if TYPE_CHECKING:
    from portal.accounts.models import User

MOST = 200


@dataclass(frozen=True)
class RequestRow:
    """One request as lists show it; ``left`` only while it must be answered."""

    request: RightsRequest
    who: str
    left: Countdown | None
    url: str


@dataclass(frozen=True)
class PackageItem:
    """One entry of a copy under review; closed to who may not read it."""

    place: int
    title: str
    facts: Sequence[tuple[str, str]]
    is_free: bool
    names_others: bool
    is_closed: bool
    left_out: bool
    file_url: str = ""


@dataclass(frozen=True)
class PackagePart:
    """One part of a copy under review."""

    code: str
    label: str
    items: Sequence[PackageItem]
    is_reviewed: bool
    is_closed: bool


def request_rows(user: "User", day: datetime.date) -> list[RequestRow]:
    """Return the requests that the account sees, what must be answered first on top (one query)."""
    return [_row(each, day) for each in requests_for(user)[:MOST]]


def work_list(desk: Desk) -> WorkList:
    """Return the open requests as a card of my day (two queries)."""
    waiting = requests_for(desk.account).filter(state__in=sorted(OPEN_STATES))
    rows = [_work_row(each) for each in waiting[: desk.most]]
    return WorkList(rows, waiting.count(), reverse("rights_list"))


def facts_of(request: RightsRequest, *, is_named: bool) -> list[Fact]:
    """Return what is known of a request."""
    who = str(request.get_asker_display())
    said = [
        Fact(_("Sign"), request.number),
        Fact(_("About whom"), who_of(request, is_named=is_named)),
        Fact(_("What is asked"), request.get_kind_display()),
        Fact(_("Who asks"), f"{who}: {request.proxy}" if request.proxy and is_named else who),
        Fact(_("How it came in"), request.get_channel_display()),
        Fact(_("How you know who asks"), request.get_identity_display() or pgettext("identity", "not checked yet")),
    ]
    if is_named:
        said.append(Fact(_("In the person’s words"), request.words))
    if request.decision:
        said.append(Fact(_("Decision"), request.get_decision_display()))
    if request.reasons and is_named:
        said.append(Fact(_("Reasons"), request.reasons))
    return said


def steps_of(request: RightsRequest, *, is_named: bool) -> list[RightsStep]:
    """Return what happened, the first first; the words stand there for those who read names."""
    steps = list(request.steps.select_related("by").order_by("at", "id"))  # type: ignore[attr-defined]
    for step in steps:
        step.request = request
        step.shown = str(step.words) if is_named else ""  # type: ignore[attr-defined]
    return steps


def review_parts(package: RightsPackage, user: "User") -> list[PackagePart]:
    """Return the copy as the reviewer sees it; what the account may not read is counted, not shown."""
    reviewed, withheld = set(package.reviewed_parts.split()), withheld_of(package)
    known: dict[str, bool] = {"": True}
    return [_part(part, package, user, known, reviewed, withheld) for part in parts_of(package) if part["items"]]


def current_facts(request: RightsRequest) -> list[Fact]:
    """Return what the record says now, to be compared with the words of a rectification (GDPR 16)."""
    items = [*held.identity(request.participation), *held.participations(request.participation)[:1]]
    return [Fact(str(label) or str(item.title), value) for item in items for label, value in item.facts]


def guardians_offered(participation: Participation) -> list[tuple[Guardianship, str]]:
    """Return who stands for the child and may be told about it today, each with a name (S30)."""
    links = Guardianship.objects.filter(child=participation.person).select_related("guardian")
    for link in links:
        link.child = participation.person
    told = [link for link in links if may_be_told(link, participation.person, today())]
    return [(link, link.guardian.full_name if link.guardian else link.outside_name) for link in told]


def who_of(request: RightsRequest, *, is_named: bool) -> str:
    """Return the name, or the number where names are not for the reader."""
    return request.participation.person.list_name if is_named else request.participation.number


def left_of(request: RightsRequest, day: datetime.date) -> Countdown | None:
    """Return the tile of the days left; nothing once the request is answered."""
    return countdown(request.answer_by, day) if request.state in OPEN_STATES else None


def _row(request: RightsRequest, day: datetime.date) -> RequestRow:
    url = reverse("rights_request", args=[request.pk])
    return RequestRow(request, who_of(request, is_named=request.is_named), left_of(request, day), url)  # type: ignore[attr-defined]


def _work_row(request: RightsRequest) -> WorkRow:
    url, named = reverse("rights_request", args=[request.pk]), request.is_named  # type: ignore[attr-defined]
    act = {RightState.RECEIVED: _("Check who asks"), RightState.DECIDED: _("Carry out")}.get(
        RightState(request.state), pgettext("a request", "Answer")
    )
    return WorkRow(
        title=who_of(request, is_named=named), url=url, acts=[NextAct(act, url)], note=request.get_kind_display(),
        due_on=request.answer_by, subject=request.participation.person_id if named else None,  # type: ignore[attr-defined]
    )  # fmt: skip


def _file_url(item: dict[str, Any], package: RightsPackage) -> str:
    """Return where the reviewer opens the scan or photo that an entry is about; blank for any other entry."""
    data, number = item["data"], package.request.participation.number
    if "file" not in data:
        return ""
    if "document" not in data:
        return reverse("sent_file", args=[number, data["file"]])
    return reverse("document_file", args=[number, data["document"], data["file"]])


def _part(
    part: dict[str, Any], package: RightsPackage, user: "User", known: dict[str, bool], reviewed: set[str],
    withheld: dict[str, str],
) -> PackagePart:  # fmt: skip
    items = []
    for place, item in enumerate(part["items"]):
        action = item["action"]
        if action not in known:
            known[action] = may_read(package, item, user)
        is_open = known[action]
        items.append(
            PackageItem(
                place=place, title=item["title"], facts=[(a, b) for a, b in item["facts"]] if is_open else [],
                is_free=item["free"], names_others=item["others"], is_closed=not is_open,
                left_out=f"{part['code']}:{place}" in withheld, file_url=_file_url(item, package) if is_open else "",
            )
        )  # fmt: skip
    closed = any(item.is_closed for item in items)
    return PackagePart(part["code"], part["label"], items, part["code"] in reviewed, closed)
