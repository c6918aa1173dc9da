"""What is held of a person here, as told to that person: never a word about anybody else (GDPR 15, S67)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.enums import LANGUAGES, RightStepKind
from beneficiaries.models import (
    DocumentFile,
    Guardianship,
    HouseholdMember,
    Participation,
    ParticipationVersion,
    PersonAddress,
    PersonDocument,
    PersonLanguage,
    RetentionHold,
    RightsRequest,
)
from beneficiaries.rules.correctable import OF_CONTACT, as_text, value_of
from beneficiaries.rules.families import may_be_told
from beneficiaries.tables.characteristics import LABELS
from beneficiaries.tables.corrections import LABELS as CORRECTABLE_LABELS
from beneficiaries.tables.corrections import rows_of, value_in_words
from beneficiaries.tables.words import in_words
from portal.clock import today
from portal.messages.models import OutgoingMessage
from portal.messages.registry import find_message_kind
from portal.programmes.dictionaries import TITLES
from portal.programmes.entries import entries_on
from portal.programmes.enums import PartnerKind
from portal.programmes.models import ProjectOrganisation
from portal.rights import HeldItem, item_of
from portal.ui.formatting import number, short_date

IDENTITY = {
    "given_names": gettext_lazy("Given name or names"),
    "surname": gettext_lazy("Surname"),
    "patronymic": gettext_lazy("Patronymic"),
    "original_name": gettext_lazy("Name in the own alphabet"),
    "preferred_name": gettext_lazy("Preferred name"),
    "birth_date": gettext_lazy("Date of birth"),
    "sex": gettext_lazy("Sex"),
    "pesel": gettext_lazy("PESEL number"),
    "needs_interpreter": gettext_lazy("Needs an interpreter"),
    "is_cautious": gettext_lazy("Contact with care"),
    "is_confidential": gettext_lazy("Confidential case"),
    "is_restricted": gettext_lazy("Processing is restricted"),
}
REACHED = {
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "address": gettext_lazy("Address"),
    "address_since": gettext_lazy("Lives there since"),
    "address_is_safe": gettext_lazy("May be printed"),
    "leaves_no_message": gettext_lazy("Never leave a message"),
}
DOCUMENT = {
    "kind": gettext_lazy("Kind of document"),
    "number_end": gettext_lazy("Last characters of the number"),
    "valid_from": gettext_lazy("Valid from"),
    "valid_to": gettext_lazy("Valid until"),
    "is_unlimited": gettext_lazy("Valid without a time limit"),
    "prolonged_to": gettext_lazy("Prolonged by law until"),
    "is_unconfirmed": gettext_lazy("Given without a valid travel document and not confirmed yet"),
    "abroad_since": gettext_lazy("Abroad since"),
    "abroad_until": gettext_lazy("Back in Poland since"),
    "state": gettext_lazy("What became of it"),
    "seen_on": gettext_lazy("Seen on"),
    "note": gettext_lazy("Remark"),
}
REQUEST = {
    "number": gettext_lazy("Sign"),
    "kind": gettext_lazy("What was asked"),
    "asked_on": gettext_lazy("Asked on"),
    "state": gettext_lazy("State"),
    "words": gettext_lazy("What you wrote"),
    "reasons": gettext_lazy("Reasons of the decision"),
}
HOLD = {
    "reason": gettext_lazy("Why it must stay"),
    "words": gettext_lazy("What it is about"),
    "until": gettext_lazy("Until"),
}


def identity(participation: Participation) -> Sequence[HeldItem]:
    """Return who the person is, how they are reached, and other spellings of the name."""
    person = participation.person
    whole = item_of(person, _("Who you are"), IDENTITY)
    reached = item_of(person, _("How we reach you"), REACHED)
    said = [(name, as_text(value_of(person, name))) for name in ("contact_language", *OF_CONTACT)]
    allowed = HeldItem(
        _("How you may be contacted"),
        [(CORRECTABLE_LABELS[name], value_in_words(name, text)) for name, text in said if text],
        {name: text for name, text in said if text},
    )
    safe = item_of(person, _("What is safe"), {"contact_safety": _("Note")}, free=["contact_safety"])
    spellings = [alias.name for alias in person.aliases.order_by("name")]
    others = HeldItem(_("Other spellings"), [(_("Name"), name) for name in spellings], {"names": spellings})
    items = (whole, reached, allowed, safe, others)
    return [item for item in items if any(str(value) for _label, value in item.facts)]


def addresses(participation: Participation) -> Sequence[HeldItem]:
    """Return former addresses and those for letters, the person's own alone (S25)."""
    rows = PersonAddress.objects.filter(person=participation.person_id).order_by("-valid_from")  # type: ignore[misc]
    labels = {
        "kind": _("Kind of address"), "address": _("Address"), "valid_from": _("From"), "valid_until": _("Until")
    }  # fmt: skip
    return [item_of(_of(row, participation), _("Another address"), labels) for row in rows]


def languages(participation: Participation) -> Sequence[HeldItem]:
    """Return which languages the person speaks."""
    rows = PersonLanguage.objects.filter(person=participation.person_id)  # type: ignore[misc]
    said = [(LANGUAGES.get(row.language, row.language), row.get_level_display() or "–") for row in rows]
    data = {row.language: row.level for row in rows}
    return [HeldItem(_("Languages you speak"), said, data)] if said else []


def participations(participation: Participation) -> Sequence[HeldItem]:
    """Return every participation, with what was known of the person at each time."""
    rows = ParticipationVersion.objects.filter(participation__person=participation.person_id)  # type: ignore[misc]
    rows = rows.select_related("participation__grant_project", "target_group").order_by("participation", "-recorded_at")
    return [_version(row) for row in rows]


def _version(row: ParticipationVersion) -> HeldItem:
    names = [name for name in LABELS if name != "missing" and getattr(row, name) not in (None, "")]
    facts = [(LABELS[name], in_words(name, getattr(row, name))) for name in names]
    data = {name: str(getattr(row, name)) for name in names}
    if row.superseded_at:
        facts.append((_("Held until"), short_date(row.superseded_at.date())))
    title = f"{row.participation.grant_project.full_title}, {row.participation.number}"
    data |= {"grant_project": row.participation.grant_project.code, "number": row.participation.number}
    return HeldItem(title, facts, data, is_free=bool(row.labour_detail_text or row.target_group_reason))


def documents(participation: Participation) -> Sequence[HeldItem]:
    """Return the documents that were shown, and each scan, which leaves with the copy unless the review keeps it."""
    rows = PersonDocument.objects.filter(participation__person=participation.person_id)  # type: ignore[misc]
    rows = rows.select_related("participation__person__data_key").order_by("-recorded_at")
    names = {each.code: str(each.name) for each in entries_on(TITLES, today())} if rows else {}
    shown = [_document(row, names.get(row.title, row.title)) for row in rows]
    return [*shown, *_scans(participation, {row.fact_id: row for row in rows if not row.superseded_at})]


def _document(row: PersonDocument, title: str) -> HeldItem:
    """Return a document with the residence title that it proves."""
    item = item_of(row, _("A document you showed"), DOCUMENT, free=["note"])
    if not title:
        return item
    return replace(item, facts=[*item.facts, (_("Residence title"), title)], data={**item.data, "title": row.title})


def _scans(participation: Participation, documents: Mapping[uuid.UUID, PersonDocument]) -> Sequence[HeldItem]:
    """Return the scans of documents in force: a person looks at each, since others can stand on it."""
    files = DocumentFile.objects.filter(participation__person=participation.person_id)  # type: ignore[misc]
    rows = files.filter(document__in=list(documents)).select_related("stored").order_by("pk")
    return [_scan(row, documents[row.document], place) for place, row in enumerate(rows, start=1)]


def _scan(row: DocumentFile, document: PersonDocument, place: int) -> HeldItem:
    name = f"{place:02}-{document.kind}"
    facts = [(_("Kind of document"), document.get_kind_display()), (_("Pages"), number(row.stored.pages)),
             (_("File in the copy"), name)]  # fmt: skip
    data = {"file": str(row.pk), "document": str(row.document), "name": name}
    return HeldItem(_("A scan of a document"), facts, data, is_free=True, action="view_document_scans")


def family(participation: Participation) -> Sequence[HeldItem]:
    """Return that the person lives in a household and stands for children, without saying with or for whom.

    Whom somebody lives with is the others' own; a child whose guardian may not be told is not mentioned at all (S30).
    """
    person = participation.person
    places = HouseholdMember.objects.filter(person=person).order_by("since")
    lives = [item_of(row, _("You live in a household"), {"role": _("As"), "since": _("From"), "until": _("Until")})
             for row in places]  # fmt: skip
    links = Guardianship.objects.filter(guardian=person, child__is_confidential=False).select_related("child")
    told = [link for link in links if may_be_told(link, link.child, today())]
    stands = [item_of(row, _("You stand for a child"), {"kind": _("As"), "valid_from": _("From")}) for row in told]
    stood = Guardianship.objects.filter(child=person).order_by("valid_from")
    labels = {"kind": _("As"), "valid_from": _("From"), "valid_until": _("Until")}
    return [*lives, *stands, *(item_of(row, _("Somebody stands for you"), labels) for row in stood)]


def messages(participation: Participation) -> Sequence[HeldItem]:
    """Return which messages went to the person; their words are not kept."""
    rows = OutgoingMessage.objects.filter(recipient_kind="person", recipient_id=str(participation.person_id))  # type: ignore[attr-defined]
    return [
        HeldItem(
            _("A message to you"),
            [(_("What about"), str(kind.label) if (kind := find_message_kind(row.kind)) else row.kind),
             (_("Asked for on"), short_date(row.asked_at.date())), (_("State"), row.get_state_display())],
            {"kind": row.kind, "asked_at": row.asked_at.isoformat(), "state": row.state},
        )
        for row in rows.order_by("asked_at")
    ]  # fmt: skip


def requests(participation: Participation) -> Sequence[HeldItem]:
    """Return what the person asked about their own data before, and why the data are kept longer."""
    rows = RightsRequest.objects.filter(participation__person=participation.person_id).select_related("data_key")  # type: ignore[misc]
    own = rows.filter(asker="person").order_by("received_at")
    asked = [_with_corrections(_with_recipients(row), row) for row in own.prefetch_related("steps", "corrections")]
    holds = RetentionHold.objects.filter(participation__person=participation.person_id, lifted_at=None)  # type: ignore[misc]
    kept = holds.select_related("participation__person__data_key").order_by("placed_at")
    return asked + [item_of(row, _("Your data are kept longer"), HOLD, free=["words"]) for row in kept]


def partners(participation: Participation) -> Sequence[str]:
    """Return the other organisations of the project that look after the person: they hold the data too (GDPR 19)."""
    care = participation.person.care.select_related("organisation", "grant_project")
    leader = ProjectOrganisation.objects.filter(
        grant_project=OuterRef("grant_project"), organisation=OuterRef("organisation"), kind=PartnerKind.LEADER
    )
    others = care.filter(~Exists(leader)).order_by("organisation__name")
    return list(dict.fromkeys(each.organisation.name for each in others))


def _with_recipients(row: RightsRequest) -> HeldItem:
    """Return a request with who got the data and is told of the change: the person may ask for that (GDPR 19)."""
    item = item_of(row, _("A request about your data"), REQUEST, free=["words", "reasons"])
    names = []
    for step in row.steps.all():  # type: ignore[attr-defined]
        if step.kind == RightStepKind.TO_TELL:
            step.request = row
            names.append(str(step.words))
    if not names:
        return item
    told = [*item.facts, (_("Who got your data and is told of the change"), "; ".join(names))]
    return replace(item, facts=told, data={**item.data, "recipients": names})


def _with_corrections(item: HeldItem, row: RightsRequest) -> HeldItem:
    """Return a request with the fields that were to be corrected, and what became of each."""
    facts, data = list(item.facts), []
    for each in rows_of(row):
        answer, reason = each.correction.get_answer_display(), str(each.correction.reason or "")
        facts.append(
            (each.label, "; ".join(part for part in (f"{each.present} → {each.wanted}", answer, reason) if part))
        )
        data.append({"field": each.correction.field, "present": str(each.correction.present),
                     "wanted": str(each.correction.wanted), "answer": each.correction.answer})  # fmt: skip
    if not data:
        return item
    return replace(item, facts=facts, data={**item.data, "corrections": data}, is_free=True)


def _of(row: PersonAddress, participation: Participation) -> PersonAddress:
    row.person = participation.person
    return row
