"""What can happen to a document: seen, corrected, replaced by a newer one, withdrawn; scans come and go with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from beneficiaries.enums import DocumentState
from beneficiaries.models import Care, DocumentFile, Participation, PersonDocument
from beneficiaries.rules.documents import last_characters, last_day
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.policy.access import access_of
from portal.uploads.accepting import CleanFile
from portal.uploads.keeping import keep_file, remove_files
from portal.versions.actions import correct_fact, is_changed_by, record_fact

ADD = "add_document"


@transaction.atomic
def enter_document(
    participation: Participation,
    values: Mapping[str, Any],
    files: Sequence[CleanFile] = (),
    *,
    by: User,
    replaces: PersonDocument | None = None,
) -> PersonDocument:
    """Note a document that ``by`` saw, with scans if there are any; an older one may be replaced by it.

    ``values``: ``kind``, ``number_end``, ``note``, ``valid_from``, ``valid_to``, ``is_unlimited``, ``prolonged_to``,
    ``is_unconfirmed``, ``abroad_since``, ``abroad_until``, ``seen_on``. Raises ``Unfit`` when there is no room for the
    scans, ``FactChanged`` when somebody changed the older one meanwhile (L5).
    """
    organisation = _organisation_of(by, participation)
    document = PersonDocument(participation=participation, organisation_id=organisation, seen_by=by, **_derived(values))
    record_fact(document, by=by)
    _keep(document, files, by)
    _noted(document, Action.CREATE, by, {"files": len(files)})
    if replaces is not None:
        changes = {"state": DocumentState.REPLACED.value, "replaced_by": document.fact_id}
        _noted(correct_fact(replaces, changes, by=by, why=""), Action.CHANGE, by, {"became": "replaced"})
    return document


@transaction.atomic
def correct_document(
    document: PersonDocument, values: Mapping[str, Any], files: Sequence[CleanFile] = (), *, by: User, why: str
) -> PersonDocument:
    """Put a corrected entry in place of one and add scans; the entry itself comes back when nothing is different.

    Raises ``Unfit`` when there is no room for the scans, ``FactChanged`` when somebody changed it meanwhile (L5).
    """
    changes = _derived(values)
    if not files and not is_changed_by(document, changes):
        return document
    corrected = correct_fact(document, changes, by=by, why=why)
    _keep(corrected, files, by)
    _noted(corrected, Action.CHANGE, by, {"files": len(files)}, why)
    return corrected


@transaction.atomic
def withdraw_document(document: PersonDocument, *, by: User, why: str) -> PersonDocument:
    """Withdraw an entry: it stays with its reason, its scans are removed for good.

    Raises ``FactChanged`` when somebody changed it meanwhile (L5).
    """
    withdrawn = correct_fact(document, {"state": DocumentState.WITHDRAWN.value}, by=by, why=why)
    files = DocumentFile.objects.filter(document=document.fact_id)
    stored = list(files.values_list("stored", flat=True))
    files.delete()
    remove_files(stored)
    _noted(withdrawn, Action.CHANGE, by, {"became": "withdrawn", "files_removed": len(stored)}, why)
    return withdrawn


def _derived(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as they are kept: the end of the number alone, and the last day that follows from the days."""
    last = last_day(values["valid_to"], values["prolonged_to"], is_unlimited=values["is_unlimited"])
    return {**values, "number_end": last_characters(values["number_end"]), "last_day": last}


def _keep(document: PersonDocument, files: Sequence[CleanFile], by: User) -> None:
    participation = document.participation
    for file in files:
        stored = keep_file(file, owner=participation.person_id, data_key=participation.person.data_key, by=by)
        DocumentFile.objects.create(participation=participation, document=document.fact_id, stored=stored)


def _organisation_of(by: User, participation: Participation) -> int | None:
    """Return the organisation for which ``by`` acts here: of several the one that looks after the person."""
    clauses = access_of(by).scope(ADD, participation.grant_project_id).clauses  # type: ignore[attr-defined]
    own = sorted({clause.organisation for clause in clauses})
    if len(own) > 1:
        caring = Care.objects.filter(
            person=participation.person_id,
            grant_project=participation.grant_project_id,
            organisation__in=own,  # type: ignore[attr-defined]
        )
        return caring.order_by("organisation").values_list("organisation", flat=True).first() or own[0]
    return own[0] if own else None


def _noted(document: PersonDocument, action: Action, by: User, detail: dict[str, Any], why: str = "") -> PersonDocument:
    participation = document.participation
    record(
        action, by=by, obj=document, subjects=[participation.person_id], grant_project=participation.grant_project,
        reason=why, detail=detail,
    )  # fmt: skip
    return document
