"""Documents as their owner reads them: what it is, until when it is good, what was sent."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beneficiaries.enums import SentState
from beneficiaries.models import PersonDocument, SentFile
from beneficiaries.rules.documents import Urgency, urgency
from portal.own.registry import Line, Own, OwnPanel
from portal.ui.formatting import long_date, number

TONES = {SentState.WAITING: "info", SentState.TAKEN: "ok", SentState.REMOVED: "line"}


@dataclass(frozen=True)
class OwnDocument:
    """One document: its kind, until when, and in ``urgent`` whether something has to be done.

    ``hint``: what may cost the title that it proves; ``renews``: what has to be done is a new document.
    """

    title: str
    validity: str
    urgent: bool
    tone: str
    hint: str = ""
    renews: bool = False


def documents_of_own(own: Own) -> list[OwnDocument]:
    """Return the documents in use of everything the person takes part in, the first end first (one query)."""
    rows = (
        PersonDocument.objects.in_use()
        .with_law(own.day)
        .filter(participation__in=[each.pk for each in own.participations])
    )
    found = sorted(rows, key=lambda each: (each.good_until is None, each.good_until or own.day))
    return [_shown(each, own.day) for each in found]


def sent_by_own(own: Own) -> list[tuple[SentFile, str]]:
    """Return what was sent from these pages, the latest first, each with the tone of its state (one query)."""
    rows = SentFile.objects.filter(participation__in=[each.pk for each in own.participations])
    return [(each, TONES[SentState(each.state)]) for each in rows.order_by("-sent_at")[:30]]


def to_do(own: Own) -> dict[str, Any] | None:
    """Return what has to be done about documents; nothing when all are good for more than 30 days."""
    urgent = [each for each in documents_of_own(own) if each.urgent]
    return {"documents": urgent} if urgent else None


TO_DO = OwnPanel("to-do", 30, to_do, "beneficiaries/own/to_do.html")


def _shown(document: PersonDocument, day: datetime.date) -> OwnDocument:
    last = document.good_until
    urgent = urgency(last, day)
    tone = {Urgency.OVER: "danger", Urgency.SOON: "warn"}.get(urgent, "")
    return OwnDocument(
        str(document.get_kind_display()), _validity(document, last, day), bool(tone), tone, _hint(document),
        renews=bool(tone) and not _asked(document, last, day),
    )  # fmt: skip


def _hint(document: PersonDocument) -> str:
    """Say before anybody leaves how long law allows to be abroad (R101)."""
    days: int | None = getattr(document, "days_abroad", None)
    if days is None or document.back_by:
        return ""
    sentence = ngettext(
        "If you are abroad for more than %(days)s day in a row, you may lose this status. Talk to us before you go.",
        "If you are abroad for more than %(days)s days in a row, you may lose this status. Talk to us before you go.",
        days,
    )
    return sentence % {"days": number(days)}


def _validity(document: PersonDocument, last: datetime.date | None, day: datetime.date) -> str:
    asked = _asked(document, last, day)
    if asked:
        return asked
    if document.is_unlimited:
        return _("valid without a time limit")
    if last is None:
        return _("no last day known")
    words = {"day": long_date(last), "days": number(abs((last - day).days))}
    if last < day:
        return _("not valid since %(day)s") % words
    left = (last - day).days
    return ngettext("valid until %(day)s, %(days)s day left", "valid until %(day)s, %(days)s days left", left) % words


def _asked(document: PersonDocument, last: datetime.date | None, day: datetime.date) -> str:
    """Say what the person has to do by the last day, where law wants something of them before (R101)."""
    if last is None:
        return ""
    words, is_over = {"day": long_date(last)}, last < day
    if last == document.to_confirm_by:
        late = _("was to be confirmed with a passport until %(day)s – come to us")
        return (late if is_over else _("confirm it with your passport until %(day)s")) % words
    if last == document.back_by:
        late = _("you were to be back in Poland by %(day)s – come to us")
        return (late if is_over else _("come back to Poland by %(day)s, or you may lose this status")) % words
    return ""


def shown(own: Own) -> Iterable[Sequence[Line]]:
    """Return the documents as lines, each a group."""
    for each in documents_of_own(own):
        yield [(_("Document"), each.title), (_("Validity"), each.validity)]
