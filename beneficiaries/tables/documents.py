"""Documents in words: the list, one document, what reminds of its last day, and the card of my day."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beneficiaries.enums import DocumentState
from beneficiaries.models import DocumentFile, Participation, PersonDocument
from beneficiaries.queries.documents import ADD, VIEW, documents_of, expiring_documents, files_of, is_open_to
from beneficiaries.rules.documents import Urgency, urgency
from beneficiaries.tables.worklist import care_tags
from portal.clock import today
from portal.programmes.dictionaries import TITLES
from portal.programmes.entries import entries_on
from portal.records import Alert, TimelineEntry, may, once, record_address
from portal.ui.formatting import DASH, number, short_date
from portal.ui.parts import Fact
from portal.uploads.limits import MEGABYTE
from portal.worklist.registry import Desk, NextAct, WorkList, WorkRow
from portal.worklist.words import Countdown
from portal.worklist.words import countdown as tile_of

DOT = " · "
KIND = gettext_lazy("Document")
KILOBYTE = 1024


@dataclass(frozen=True)
class FileRow:
    """A scan: what it is called here, how large, whether a scanner saw it, and where it is handed out."""

    label: str
    about: str
    url: str
    sent_as: str


@dataclass(frozen=True)
class DocumentRow:
    """One document as lists show it; ``is_open`` tells whether number, remark and scans are for the reader."""

    document: PersonDocument
    title: str
    validity: str
    seen: str
    organisation: str
    left: Countdown | None
    is_open: bool
    files: Sequence[FileRow]
    count: int
    url: str


def documents_page(request: HttpRequest, participation: Participation) -> dict[str, Any]:
    """Return the page of documents: in use, and what became of the others."""
    files = files_of(participation)
    rows = [row_of(request, each, files.get(each.fact_id, [])) for each in _documents(participation)]
    add = reverse("new_document", args=[participation.number]) if may(participation, ADD) else ""
    return {
        "rows": [row for row in rows if row.document.state == DocumentState.IN_USE],
        "earlier": [row for row in rows if row.document.state != DocumentState.IN_USE],
        "add_url": add,
    }


def row_of(request: HttpRequest, document: PersonDocument, files: Sequence[DocumentFile]) -> DocumentRow:
    """Return one document in words; its scans only for those who may open them."""
    is_open = is_open_to(request.user, document)  # type: ignore[arg-type]
    organisation = document.organisation
    in_use = document.state == DocumentState.IN_USE
    return DocumentRow(
        document=document,
        title=str(document.get_kind_display()),
        validity=validity(document),
        seen=_seen(document),
        organisation=(organisation.short_name or organisation.name) if organisation else "",
        left=countdown(document.good_until, today()) if in_use else None,
        is_open=is_open,
        files=[_file_row(document, each, place) for place, each in enumerate(files, 1)] if is_open else [],
        count=len(files),
        url=reverse("person_document", args=[document.participation.number, document.fact_id]),
    )


def facts_of(row: DocumentRow) -> list[Fact]:
    """Return what is known of one document, as far as its reader may know it."""
    document = row.document
    ending = f"…{document.number_end}" if document.number_end else DASH
    return [
        Fact(_("Valid"), row.validity),
        *([Fact(_("Valid from"), short_date(document.valid_from))] if document.valid_from else []),
        *([Fact(_("Residence title"), title_name(document))] if document.title else []),
        *([Fact(_("Printed last day"), short_date(document.valid_to))] if _is_prolonged(document) else []),
        *([Fact(_("To be confirmed until"), _confirmation(document))] if document.is_unconfirmed else []),
        *([Fact(_("Abroad"), abroad(document))] if document.abroad_since else []),
        *([Fact(_("End of the number"), ending)] if row.is_open else []),
        Fact(_("Seen"), row.seen),
        Fact(_("Taken by"), row.organisation),
        *([Fact(_("Remark about the document"), document.note)] if row.is_open and document.note else []),
    ]


def validity(document: PersonDocument) -> str:
    """Say until when a document is good."""
    last = document.good_until
    days = {"day": short_date(last)}
    if last and last == document.to_confirm_by:
        return _("to be confirmed until %(day)s") % days
    if last and last == document.back_by:
        return _("abroad: to be back by %(day)s") % days
    if document.is_unlimited:
        return _("without a time limit")
    if last is None:
        return _("no last day known")
    if last != document.valid_to:
        return _("by law until %(day)s") % days
    return _("until %(day)s") % days


def _confirmation(document: PersonDocument) -> str:
    """Say until when the title is to be confirmed, and that its validity ends otherwise (R101)."""
    last = document.to_confirm_by
    return short_date(last) if last else _("law names no day")


def abroad(document: PersonDocument) -> str:
    """Say since when the person is or was abroad, and by which day law wants them back (R101)."""
    since, until = short_date(document.abroad_since), short_date(document.abroad_until)
    known = f"{since}–{until}" if document.abroad_until else _("since %(day)s") % {"day": since}
    last = document.back_by
    return DOT.join((known, _("to be back by %(day)s") % {"day": short_date(last)})) if last else known


def title_name(document: PersonDocument) -> str:
    """Return the residence title that a document proves, by its name on the day on which it was seen (one query)."""
    entries = {each.code: each for each in entries_on(TITLES, document.seen_on)}
    return str(entries[document.title].name) if document.title in entries else document.title


def _is_prolonged(document: PersonDocument) -> bool:
    return bool(document.valid_to) and document.good_until != document.valid_to and not document.is_unlimited


def countdown(last: datetime.date | None, day: datetime.date) -> Countdown | None:
    """Return the tile of a last day; ``None`` when it is more than 90 days away or there is none."""
    return None if last is None or urgency(last, day) is Urgency.NONE else tile_of(last, day)


def waits(document: PersonDocument, day: datetime.date) -> str:
    """Say what a document waits for: to be confirmed, somebody to be back, or its last day."""
    last = document.good_until
    if last is None:
        return ""
    words = {"day": short_date(last)}
    if last == document.back_by:
        return (
            _("abroad for too long: was to be back by %(day)s") if last < day else _("abroad: to be back by %(day)s")
        ) % words
    if last != document.to_confirm_by:
        return in_days(last, day)
    return (_("was to be confirmed until %(day)s") if last < day else _("to be confirmed until %(day)s")) % words


def in_days(last: datetime.date, day: datetime.date) -> str:
    """Say how long a document is still good, or that it is no more."""
    left = (last - day).days
    if left < 0:
        return _("expired on %(day)s") % {"day": short_date(last)}
    if left == 0:
        return _("expires today")
    words = {"day": short_date(last), "days": number(left)}
    return ngettext("expires on %(day)s, %(days)s day left", "expires on %(day)s, %(days)s days left", left) % words


def alerts(participation: Participation) -> Iterable[Alert]:
    """Say which documents in use are over or will be within 30 days while the person takes part (R99)."""
    day, version = today(), participation.in_force  # type: ignore[attr-defined]
    if version and version.end_on and version.end_on < day:
        return
    for each in _in_use(participation):
        if each.good_until and urgency(each.good_until, day) in (Urgency.OVER, Urgency.SOON):
            url = record_address("person_documents", participation.number)
            yield Alert(f"{each.get_kind_display()}: {waits(each, day)}.", url=url, label=_("Open the documents"))


def panel(request: HttpRequest, participation: Participation) -> dict[str, Any] | None:
    """Return the card beside the timeline: documents with at most 90 days left; no card without one."""
    day = today()
    rows = [
        {"title": each.get_kind_display(), "said": waits(each, day), "left": left}
        for each in _in_use(participation)
        if each.good_until and (left := countdown(each.good_until, day))
    ]
    return {"rows": rows, "url": reverse("person_documents", args=[participation.number])} if rows else None


def timeline(participation: Participation, most: int) -> Sequence[TimelineEntry]:
    """Return documents that were seen as events, newest first; withdrawn ones are none."""
    seen = [each for each in _documents(participation) if each.state != DocumentState.WITHDRAWN]
    newest = sorted(seen, key=lambda each: (each.seen_on, each.fact_id.hex), reverse=True)
    return [
        TimelineEntry(
            on=each.seen_on,
            kind=KIND,
            title=_("Document seen: %(document)s") % {"document": each.get_kind_display()},
            icon="document",
            tone="doc",
            meta=DOT.join(part for part in (validity(each), each.seen_by.name if each.seen_by else "") if part),
            order=each.fact_id.hex,
        )
        for each in newest[:most]
    ]


def count_in_use(participation: Participation) -> int | None:
    """Return how many documents are in use."""
    return len(_in_use(participation))


def work_list(desk: Desk) -> WorkList:
    """Return the documents that lose their validity, of people in the account's charge or in nobody's."""
    waiting = expiring_documents(desk.account, desk.day, mine=True)
    found = list(waiting[: desk.most])
    total = waiting.count() if len(found) == desk.most else len(found)
    return WorkList([work_row(each, desk.day) for each in found], total, reverse("expiring_documents"))


def work_row(document: PersonDocument, day: datetime.date) -> WorkRow:
    """Return a document of a person as a row of what waits: the person, what it is, until when."""
    participation = document.participation
    person, name = participation.person, participation.person.full_name  # type: ignore[attr-defined]
    url = reverse("person_documents", args=[participation.number])
    return WorkRow(
        title=name or person.original_name or participation.number,
        original=person.original_name if name else "",
        url=reverse("person_record", args=[participation.number]),
        acts=[NextAct(_("Open the documents"), url)],
        note=DOT.join((str(document.get_kind_display()), waits(document, day))),
        due_on=document.good_until,
        tags=care_tags(person),
        subject=person.pk,
    )


def download_name(document: PersonDocument, place: int) -> str:
    """Return what a scan is called when it leaves: the number of the participation and the kind, nothing else."""
    number_ = "".join(
        each for each in document.participation.number if each.isascii() and (each.isalnum() or each in "-_")
    )
    return f"{number_}-{document.kind}-{place}"


def _documents(participation: Participation) -> list[PersonDocument]:
    return once(participation, "documents", documents_of) if may(participation, VIEW) else []


def _in_use(participation: Participation) -> list[PersonDocument]:
    return [each for each in _documents(participation) if each.state == DocumentState.IN_USE]


def _seen(document: PersonDocument) -> str:
    return DOT.join(
        part for part in (short_date(document.seen_on), document.seen_by.name if document.seen_by else "") if part
    )


def _file_row(document: PersonDocument, file: DocumentFile, place: int) -> FileRow:
    stored = file.stored
    pages = ngettext("%(pages)s page", "%(pages)s pages", stored.pages) % {"pages": number(stored.pages)}
    return FileRow(
        label=_("Scan %(place)s") % {"place": number(place)},
        about=DOT.join((stored.get_kind_display(), pages, _size(stored.size), str(stored.get_scan_display()))),
        url=reverse("document_file", args=[document.participation.number, document.fact_id, file.pk]),
        sent_as=stored.name,
    )


def _size(size: int) -> str:
    if size >= MEGABYTE:
        return _("%(size)s MB") % {"size": number(round(size / MEGABYTE, 1))}
    return _("%(size)s kB") % {"size": number(max(1, size // KILOBYTE))}
