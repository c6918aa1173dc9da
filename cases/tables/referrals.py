"""Referrals in words: on the record, in the list, on „my day”, on their own page."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from beneficiaries.models import Participation
from beneficiaries.tables.worklist import care_tags
from cases.enums import Basis, OutsideBody, Purpose, ReferralState, Step
from cases.models import Referral
from cases.queries.referrals import WAITING, listed, referrals_of, waits_for_sender
from cases.rules.referrals import OPEN, steps_from
from portal.clock import today
from portal.closing import with_way
from portal.records import TimelineEntry, may, once
from portal.ui.formatting import long_date, number
from portal.ui.parts import Fact
from portal.worklist.registry import Desk, NextAct, WorkList, WorkRow

RIGHT, MAKE_RIGHT, ANSWER_RIGHT = "view_referral", "make_referral", "answer_referral"
KIND = gettext_lazy("Referral")
TONES = {
    ReferralState.SENT: "info", ReferralState.ACCEPTED: "info", ReferralState.ANSWERED: "ok",
    ReferralState.REFUSED: "warn", ReferralState.EXPIRED: "warn",
}  # fmt: skip
NAME = "name"
ANSWERS, ENDS = (Step.ACCEPT, Step.REFUSE, Step.ANSWER), (Step.CLOSE, Step.WITHDRAW)


@dataclass(frozen=True)
class ReferralRow:
    """One referral as a list shows it; ``who`` is blank where the name was not agreed."""

    referral: Referral
    who: str
    original: str
    state: str
    tone: str
    url: str
    recipient: str


def recipient_name(referral: Referral) -> str:
    """Return to whom a person is referred."""
    if referral.to_organisation:
        return referral.to_organisation.name
    if referral.to_account:
        return referral.to_account.name
    return f"{OutsideBody(referral.outside_kind).label}: {referral.outside_name}".removesuffix(": ")


def row_of(referral: Referral, day: datetime.date) -> ReferralRow:
    """Return a referral as a list shows it; the name only to who may open the record, or where it was agreed."""
    person, state = referral.participation.person, referral.state_on(day)
    is_named = referral.own_right or NAME in referral.fields  # type: ignore[attr-defined]
    return ReferralRow(
        referral,
        person.full_name or person.original_name if is_named else "",
        person.original_name if is_named else "",
        str(state.label),
        TONES.get(state, ""),
        reverse("referral", args=[referral.pk]),
        recipient_name(referral),
    )


def steps_offered(referral: Referral, day: datetime.date, steps: Sequence[Step]) -> list[Step]:
    """Return which of the steps may follow on a day."""
    possible = steps_from(referral.state_on(day), outside=referral.is_outside, cares=referral.care_given)
    return [step for step in possible if step in steps]


def terms(referral: Referral, *, names_guardian: bool) -> list[Fact]:
    """Return between whom, for what, on what ground and until when.

    Only whoever may open the record reads the name of a guardian: nobody agreed to pass it on.
    """
    sender = f"{referral.from_account.name}, {referral.from_organisation.name}"
    care = _("the organisation looks after the person once it accepts")
    return [
        Fact(_("From whom"), sender),
        Fact(_("To whom"), recipient_name(referral)),
        Fact(_("Purpose"), Purpose(referral.purpose).label),
        Fact(_("Sent on"), long_date(referral.sent_on)),
        *([Fact(_("Ground"), ground(referral, names_guardian=names_guardian))] if referral.basis else []),
        *([Fact(_("Holds until"), long_date(referral.expires_on))] if referral.expires_on else []),
        *([Fact(pgettext("referral", "Care"), care)] if referral.looks_after else []),
    ]  # fmt: skip


def ground(referral: Referral, *, names_guardian: bool) -> str:
    """Return on what ground the data are passed on, with the day and the way of consent."""
    if referral.basis != Basis.CONSENT:
        return str(Basis(referral.basis).label)
    said = {
        "day": long_date(referral.consent_on), "how": referral.get_consent_how_display(),  # type: ignore[attr-defined]
        "who": (names_guardian and referral.guardian_name) or referral.get_consent_of_display(),  # type: ignore[attr-defined]
    }  # fmt: skip
    return _("consent of %(day)s, %(how)s: %(who)s") % said


def timeline(participation: Participation, most: int) -> Sequence[TimelineEntry]:
    """Return referrals and what became of them, newest first."""
    if not may(participation, RIGHT):
        return []
    found = [entry for each in once(participation, "referrals", referrals_of) for entry in _entries(each)]
    return sorted(found, key=lambda entry: (entry.on, entry.order), reverse=True)[:most]


def panel(request: HttpRequest, participation: Participation) -> dict[str, Any] | None:
    """Return the open referrals and the answers that wait; no card when there are none."""
    if not may(participation, RIGHT):
        return None
    day = today()
    rows = [
        row_of(_seen(each), day)
        for each in once(participation, "referrals", referrals_of)
        if each.state_on(day) in OPEN or waits_for_sender(each)
    ]
    return {"rows": rows} if rows else None


def closing_questions(participation: Participation) -> Iterable[str]:
    """Say which referrals are open when participation ends."""
    day = today()
    names = [recipient_name(each) for each in once(participation, "referrals", referrals_of)
             if each.state_on(day) in OPEN] if may(participation, RIGHT) else []  # fmt: skip
    if names:
        words = ngettext(
            "%(count)s open referral: %(recipients)s. It stays open until it is answered or withdrawn.",
            "%(count)s open referrals: %(recipients)s. They stay open until they are answered or withdrawn.",
            len(names),
        )
        url = f"{reverse('person_record', args=[participation.number])}#referrals"
        said = words % {"count": number(len(names)), "recipients": ", ".join(names)}
        yield with_way(said, url, _("Referrals"))


def work_list(desk: Desk) -> WorkList:
    """Return the referrals that wait for the account, what ends first on top."""
    waiting = listed(desk.account, WAITING, desk.day)
    rows = [_work_row(each, desk.day) for each in waiting[: desk.most]]
    return WorkList(rows, waiting.count(), reverse("referral_list"))


def _work_row(referral: Referral, day: datetime.date) -> WorkRow:
    row = row_of(referral, day)
    parts = {"purpose": Purpose(referral.purpose).label, "recipient": row.recipient,
             "sender": referral.from_organisation.name}  # fmt: skip
    is_back = waits_for_sender(referral)
    note = _("%(purpose)s – to: %(recipient)s") if is_back else _("%(purpose)s – from: %(sender)s")
    act = NextAct(_("Read the answer") if is_back else _("Open the referral"), row.url)
    return WorkRow(
        row.who or _("a person whose name was not agreed"), row.url, [act], note % parts,
        due_on=None if is_back else referral.expires_on,
        tags=[*(care_tags(referral.participation.person) if row.who else ()), (row.state, row.tone)],
        subject=referral.participation.person_id, original=row.original,  # type: ignore[attr-defined]
    )  # fmt: skip


def _entries(referral: Referral) -> list[TimelineEntry]:
    """Return the sending and, when something came of it, the state; the words stay on the page of the referral."""
    words = {"recipient": recipient_name(referral), "purpose": Purpose(referral.purpose).label}
    title = _("Referred: %(recipient)s – %(purpose)s") % words
    sent = TimelineEntry(
        referral.sent_on, KIND, title, "arrow-next", "doc", referral.from_account.name, order=referral.pk.hex
    )
    if referral.state == ReferralState.SENT:
        return [sent]
    state = ReferralState(referral.state).label
    became = _("Referral: %(recipient)s – %(state)s") % {**words, "state": state}
    return [sent, TimelineEntry(referral.state_since, KIND, became, "mail", "doc", order=f"{referral.pk.hex}-")]


def _seen(referral: Referral) -> Referral:
    """Mark a referral of a record that is open already: its reader may see the person."""
    referral.own_right = True  # type: ignore[attr-defined]
    return referral
