"""Reads of notices and consents: the texts of today, what a person was told and decided, what is in force (S63).

Nothing here asks for whom it is read: pages take the person through ``visible_to`` first.
"""

import uuid
from collections.abc import Iterable

from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from beneficiaries.enums import ConsentDecision
from beneficiaries.models import Consent, ConsentText, NoticeReceipt, NoticeText, Person, PersonMerge
from portal.programmes.models import GrantProject
from portal.texts.models import PublishedText
from portal.texts.queries import still_used, texts_in_force

VIEW, RECORD = "view_consents", "record_consents"
IN_ORDER = ("on", "at", "id")
"""The day on which somebody decided goes before the moment of writing it down: an older paper revives nothing (S63)."""


def current_notices(project: GrantProject, language: str) -> list[NoticeText]:
    """Return the text in force of each notice of a project, in a language, in their order (one query)."""
    return texts_in_force(NoticeText, project, language)


def current_consents(project: GrantProject, language: str) -> list[ConsentText]:
    """Return the question in force of each kind of consent of a project, in a language, in their order (one query)."""
    return texts_in_force(ConsentText, project, language)


def consent_in_force(person: Person, kind: str, grant_project: GrantProject | None = None) -> bool:
    """Tell whether a person agrees to something now: the one gate of whatever needs consent (one query).

    Of two records that were merged a “no” of either holds, until the person decides anew. ``kind`` is the code of a
    ``ConsentKind``. Without a project the last decision under that code in any project
    decides. Nothing asked, refused, withdrawn, or agreed to a text that a later one does not go with: no.
    """
    return person.pk in agreeing([person.pk], kind, grant_project)


def agreeing(people: Iterable[uuid.UUID], kind: str, grant_project: GrantProject | None = None) -> set[uuid.UUID]:
    """Return who of these people agrees to something now (one query); see ``consent_in_force``."""
    decided = _decided(people, kind, grant_project)
    return {person for person, records in decided.items() if set(records.values()) == {ConsentDecision.GIVEN}}


def _decided(
    people: Iterable[uuid.UUID], kind: str, grant_project: GrantProject | None
) -> dict[uuid.UUID, dict[uuid.UUID, str]]:
    """Return the last decision of each record of these people, blank for one that is to be asked anew (one query)."""
    asked = list(people)
    rows = Consent.objects.filter(Q(person__in=asked) | Q(person__merged_into__in=asked), text__kind__code=kind)
    if grant_project is not None:
        rows = rows.filter(text__kind__grant_project=grant_project)
    last = rows.annotate(since=_asked_anew_since(ConsentText, "kind"), merged_at=_merged_at()).order_by(*IN_ORDER)
    decided: dict[uuid.UUID, dict[uuid.UUID, str]] = {}
    for person, into, at, merged_at, decision, number, since in last.values_list(
        "person", "person__merged_into", "at", "merged_at", "decision", "text__number", "since"
    ):
        records = decided.setdefault(into or person, {})
        if into is None and merged_at is not None and at > merged_at:
            records.clear()  # what the one person says after the merge stands for both records
        records[person] = decision if decision != ConsentDecision.GIVEN or number >= since else ""
    return decided


def is_asked(project: GrantProject, kind: str) -> bool:
    """Tell whether a project asks for a consent at all (one query)."""
    texts = ConsentText.objects.filter(still_used("kind"), kind__grant_project=project, kind__code=kind)
    return texts.exists()


def decisions_of(person: Person, project: GrantProject | None = None) -> QuerySet[Consent]:
    """Return every decision of a person, in a project or in all, oldest first, with its text and ``since``.

    ``since`` is the last number of the kind's texts that earlier answers do not cover; 0 when there is none.
    """
    rows = Consent.objects.filter(of_records(person)).annotate(since=_asked_anew_since(ConsentText, "kind"))
    if project is not None:
        rows = rows.filter(text__kind__grant_project=project)
    return rows.select_related("text__kind", "by").order_by(*IN_ORDER)


def receipts_of(person: Person, project: GrantProject) -> QuerySet[NoticeReceipt]:
    """Return every notice that a person was given in a project, oldest first, with its text and ``since``."""
    rows = NoticeReceipt.objects.filter(of_records(person), text__notice__grant_project=project)
    rows = rows.annotate(since=_asked_anew_since(NoticeText, "notice"))
    return rows.select_related("text__notice", "by").order_by("at", "id")


def has_objected(person: Person, kind: str) -> bool:
    """Tell whether a person refused something or withdrew, and did not agree since (one query).

    Of two records that were merged a “no” of either holds, until the person decides anew.
    """
    said = _decided([person.pk], kind, None).get(person.pk, {})
    return bool({ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN} & set(said.values()))


def of_records(person: Person) -> Q:
    """What was told and decided under the person's record and under those that were merged into it."""
    return Q(person=person) | Q(person__merged_into=person)


def _merged_at() -> Subquery:
    """Return when the last record was merged into the person who decided; nothing when none was."""
    merges = PersonMerge.objects.filter(kept=OuterRef("person"), undone_at__isnull=True).order_by("-at")
    return Subquery(merges.values("at")[:1])


def _asked_anew_since(published: type[PublishedText], of: str) -> Coalesce:
    anew = published._default_manager.filter(**{of: OuterRef(f"text__{of}")}, asks_anew=True).order_by("-number")
    return Coalesce(Subquery(anew.values("number")[:1], output_field=IntegerField()), Value(0))
