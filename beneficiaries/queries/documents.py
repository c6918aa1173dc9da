"""Reads about documents: of one person, their scans, who opened them, and those that lose their validity."""

import datetime
import uuid
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from beneficiaries.models import Care, DocumentFile, Participation, ParticipationVersion, PersonDocument, SentFile
from beneficiaries.rules.documents import LATER_DAYS, SOON_DAYS
from portal.audit.enums import Action
from portal.audit.models import AuditEvent
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.matrix import Reach
from portal.programmes.models import GrantProject
from portal.reads import ahead
from portal.uploads.models import StoredFile

if TYPE_CHECKING:
    from portal.accounts.models import User

VIEW, OPEN, ADD = "view_documents", "view_document_scans", "add_document"
MOST_OPENINGS = 50


def documents_of(participation: Participation) -> list[PersonDocument]:
    """Return the documents of a participation, those that end first before the others (one query)."""
    found = list(ahead(participation, document_rows, today()))
    for each in found:  # what is sealed opens with the key of the person at hand
        each.participation = participation
    return found


def document_rows(participation: Participation, day: datetime.date) -> QuerySet[PersonDocument]:
    """Return the rows of ``documents_of`` as law stands on ``day``."""
    rows = PersonDocument.objects.with_law(day).current().filter(participation=participation)
    return rows.select_related("seen_by", "organisation", "recorded_by").order_by(
        F("last_day").asc(nulls_last=True), "-seen_on", "-fact_id"
    )


def law_until(document: PersonDocument, day: datetime.date) -> datetime.date | None:
    """Return until when law of a day prolongs the title of one document; ``None`` when it does not (one query)."""
    row = PersonDocument.objects.with_law(day).filter(pk=document.pk)
    return row.values_list("law_until", flat=True).first()


def versions_of(participation: Participation, document: uuid.UUID) -> list[PersonDocument]:
    """Return every version of one document, the latest first (one query)."""
    versions = PersonDocument.objects.with_law(today()).filter(participation=participation, fact_id=document)
    found = list(versions.select_related("seen_by", "organisation", "recorded_by").order_by("-recorded_at", "-id"))
    for each in found:
        each.participation = participation
    return found


def files_of(participation: Participation) -> dict[uuid.UUID, list[DocumentFile]]:
    """Return the scans by document, in the order in which they came, without their bytes (one query)."""
    files = DocumentFile.objects.filter(participation=participation).select_related("stored").order_by("pk")
    found: dict[uuid.UUID, list[DocumentFile]] = {}
    for each in files:
        each.stored.data_key = participation.person.data_key
        found.setdefault(each.document, []).append(each)
    return found


def scans_by_key(participation: Participation, keys: Collection[str]) -> dict[str, StoredFile]:
    """Return scans of the person of a participation and photos that they sent, by key; what is gone is not there."""
    person = participation.person
    about = {"participation__person": person, "pk__in": keys, "stored__isnull": False}
    found: dict[str, StoredFile] = {}
    for model in (DocumentFile, SentFile):
        for row in model._default_manager.filter(**about).select_related("stored").order_by("pk"):
            row.stored.data_key = person.data_key
            found[str(row.pk)] = row.stored
    return found


def openings_of(files: Iterable[DocumentFile]) -> list[AuditEvent]:
    """Return who opened these scans and when, the latest first (one query, none without scans)."""
    keys = [str(each.pk) for each in files]
    if not keys:
        return []
    model = DocumentFile._meta.model_name or ""
    events = AuditEvent.objects.filter(object_type=model, object_id__in=keys, action=Action.DOWNLOAD)
    return list(events.select_related("actor").order_by("-at")[:MOST_OPENINGS])


def is_open_to(user: "User", document: PersonDocument) -> bool:
    """Tell whether ``user`` may read the scans, the number and the remark of a document on a record they see.

    They are for the organisation that took it and for those whose right reaches the whole grant project; to others
    the entry says what was seen and until when it is good (no query).
    """
    project = document.participation.grant_project_id  # type: ignore[attr-defined]
    return any(
        clause.reach is Reach.PROJECT or clause.organisation == document.organisation_id  # type: ignore[attr-defined]
        for clause in access_of(user).scope(OPEN, project).clauses
    )


def has_document_that_expires(grant_project: GrantProject, day: datetime.date) -> Q:
    """Return the condition for participations that go on, with a document that is over or will be within 30 days."""
    last = day + datetime.timedelta(days=SOON_DAYS)
    documents = PersonDocument.objects.in_use().filter(participation=OuterRef("pk"))
    expires = Exists(documents.with_law(day).good_at_most_until(last))
    return Q(expires) & (Q(in_force__end_on__isnull=True) | Q(in_force__end_on__gte=day))


def expiring_documents(user: "User", day: datetime.date, *, mine: bool) -> QuerySet:
    """Return documents that are over or will be within 90 days, of people who still take part, the first end first.

    Only of people whom ``user`` may see; with ``mine`` of those in their charge and those nobody is in charge of.
    """
    ended = ParticipationVersion.objects.current().filter(participation=OuterRef("participation"), end_on__lt=day)
    documents = (
        PersonDocument.objects.in_use()
        .visible_to(user, VIEW)
        .filter(~Exists(ended))
        .with_law(day)
        .good_at_most_until(day + datetime.timedelta(days=LATER_DAYS))
    )
    if mine:
        documents = documents.filter(_in_charge(user))
    return documents.select_related("participation__person").order_by("until", "fact_id")


def has_people_in_charge(user: "User") -> bool:
    """Tell whether anybody is in the charge of ``user`` (one query)."""
    return Care.objects.filter(caseworker=user.pk).exists()


def _in_charge(user: "User") -> Q:
    care = Care.objects.filter(
        person=OuterRef("participation__person"), grant_project=OuterRef("participation__grant_project")
    )
    own = Q(caseworker=user.pk)
    nobodys = Q(caseworker=None, organisation__in=[each.pk for each in access_of(user).organisations])
    return Q(Exists(care.filter(own))) | Q(Exists(care.filter(nobodys)) & ~Exists(care.exclude(caseworker=None)))
