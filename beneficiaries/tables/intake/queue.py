"""The queue of applications as a page and as a card of my day."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beneficiaries.models import Registration
from beneficiaries.queries.intake import QUARANTINE, QueuePage, waiting
from beneficiaries.rules.intake import OPEN
from beneficiaries.tables.intake.words import (
    STAGE_NAMES,
    Mark,
    family_in_words,
    is_late,
    language_in_words,
    name_of,
    needs_in_words,
    state_mark,
    waiting_tile,
    warnings,
)
from portal.ui.parts import Link
from portal.worklist.registry import Desk, NextAct, WorkList, WorkRow
from portal.worklist.words import Countdown

DOT = " · "


@dataclass(frozen=True)
class QueueRow:
    """One application in the queue."""

    url: str
    name: str
    original: str
    reference: str
    language: str
    language_code: str
    family: str
    needs: str
    marks: list[Mark]
    is_cautious: bool
    left: Countdown | None
    sent_at: datetime.datetime | None
    handled_by: str


def rows_of(page: QueuePage, day: datetime.date) -> list[QueueRow]:
    """Return the rows of one page of the queue."""
    return [_row(each, day) for each in page.rows]


def stage_chips(parameters: Mapping[str, str], name: str, current: str, quarantined: int) -> list[Link]:
    """Return the views of the queue as links; quarantine says how many wait there."""
    return [
        Link(
            str(label), queue_address(parameters, **{name: code}), code == current,
            quarantined if code == QUARANTINE and quarantined else None,
        )
        for code, label in STAGE_NAMES.items()
    ]  # fmt: skip


def neighbours(page: QueuePage, parameters: Mapping[str, str], before: str, after: str) -> tuple[str, str]:
    """Return the addresses of the page before and the page after; blank where there is none."""
    if not page.rows:
        return "", ""
    newer = queue_address(parameters, **{before: str(page.rows[0].pk)}) if page.has_newer else ""
    older = queue_address(parameters, **{after: str(page.rows[-1].pk)}) if page.has_older else ""
    return newer, older


def queue_address(parameters: Mapping[str, str], **changes: str) -> str:
    """Return the address of the queue with these parameters; a blank change leaves a parameter out."""
    chosen = {name: value for name, value in {**parameters, **changes}.items() if value}
    return f"{reverse('registration_list')}?{urlencode(chosen)}" if chosen else reverse("registration_list")


def work_list(desk: Desk) -> WorkList:
    """Return the card of my day: who waits longest, under the name that the queue shows to the same account."""
    found, total = waiting(desk.account, desk.most)
    return WorkList([_work_row(each, desk.day) for each in found], total, reverse("registration_list"))


def _row(registration: Registration, day: datetime.date) -> QueueRow:
    said = registration.application
    language, code = language_in_words(said, registration)
    first = said.registrant
    return QueueRow(
        url=reverse("intake_registration", args=[registration.pk]),
        name=name_of(first),
        original=first.original_name,
        reference=registration.reference,
        language=language,
        language_code=code,
        family=family_in_words(said, day),
        needs=", ".join(needs_in_words(said)),
        marks=[state_mark(registration), *warnings(registration, said, day)],
        is_cautious=bool(said.contact_safety),
        left=waiting_tile(registration) if registration.state in OPEN else None,
        sent_at=registration.sent_at,
        handled_by=registration.handled_by.name if registration.handled_by else "",
    )


def _work_row(registration: Registration, day: datetime.date) -> WorkRow:
    said = registration.application
    first, (language, _code) = said.registrant, language_in_words(said, registration)
    tile, url = waiting_tile(registration), reverse("intake_registration", args=[registration.pk])
    waits = _("waits: %(days)s") % {"days": f"{tile.figure} {tile.unit}"}
    care = [(_("contact with care"), "danger")] if said.contact_safety else []
    late = [(_("answer overdue"), "danger")] if is_late(registration) else []
    return WorkRow(
        title=first.latin_name or first.name or registration.reference,
        original=first.original_name,
        url=url,
        read=registration.pk,
        acts=[NextAct(pgettext("an application", "Open it"), url)],
        note=DOT.join((language, family_in_words(said, day), waits)),
        tags=[*late, *care, *((mark.text, mark.tone) for mark in warnings(registration, said, day))],
    )
