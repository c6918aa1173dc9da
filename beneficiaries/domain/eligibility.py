"""Somebody sees what a person shows: checks are noted, corrected, taken back; what follows is written (R88, R99)."""

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from beneficiaries.domain.documents import correct_document, enter_document
from beneficiaries.domain.participations import correct_participation
from beneficiaries.enums import CheckOutcome, Criterion, DocumentKind, Eligibility, Evidence
from beneficiaries.models import EligibilityCheck, Participation, ParticipationVersion, Person, PersonDocument
from beneficiaries.models.eligibility import fact_of
from beneficiaries.queries.eligibility import checks_of, mark_of, required_by, state_of_checks
from beneficiaries.rules.documents import last_characters
from beneficiaries.rules.eligibility import eligibility_after
from portal.accounts.models import Organisation, User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.policy.access import access_of
from portal.programmes.loading import ConfigurationError
from portal.programmes.models import GrantProject
from portal.programmes.reading import one_of, rows, table, yes_or_no
from portal.versions.actions import FactChanged, correct_fact, is_changed_by, record_fact, retract_fact

NOTED = ("outcome", "evidence", "number_end", "note", "valid_until", "is_unlimited", "seen_on")
DOCUMENT_OF = {
    Evidence.RESIDENCE_CARD: DocumentKind.RESIDENCE_CARD,
    Evidence.PESEL_UKR: DocumentKind.PESEL_CONFIRMATION,
    Evidence.DIIA_PL: DocumentKind.DIIA_PL,
    Evidence.VISA: DocumentKind.VISA,
    Evidence.PASSPORT: DocumentKind.PASSPORT,
}
"""As which document of the record evidence of a legal stay reminds of its last day; anything else is another one."""

Noted = Mapping[str, Mapping[str, Any] | None]
READ_CHECKS = rows(
    table({"criterion": one_of(Criterion.values), "decides": yes_or_no}, required=("criterion",)), once=("criterion",)
)
"""How ``eligibility_checks`` of a project's file are read."""


def ask_for_checks(project: GrantProject, checks: Any) -> None:
    """Keep which checks a project asks for (``eligibility_checks`` of its file).

    Raises ``ConfigurationError`` for a criterion that is unknown or named twice.
    """
    names = [str(each["criterion"]) for each in checks]
    if len(set(names)) < len(names) or not set(names) <= set(Criterion.values):
        raise ConfigurationError(f"eligibility_checks: {', '.join(names)[:80]} – unknown, or named twice")
    project.eligibility_checks = [
        {"criterion": each["criterion"], "decides": bool(each.get("decides", True))} for each in checks
    ]
    project.save(update_fields=["eligibility_checks"])


@transaction.atomic
def note_checks(
    participation: Participation, noted: Noted, *, by: User, why: str = "", seen: uuid.UUID | None = None
) -> list[str]:
    """Note what ``by`` saw, by criterion; ``None`` takes a check back. Return the criteria that changed.

    When the deciding checks are all met, who saw the last of them and when becomes the evidence of the participation;
    what follows for the count follows from that alone (contracts §3). ``seen`` is the mark of what the writer had
    before the eyes: raises ``FactChanged`` when a colleague noted something meanwhile (L5).
    """
    Person.objects.select_for_update().get(pk=participation.person_id)  # type: ignore[attr-defined]
    before = checks_of(participation)
    if seen is not None and seen != mark_of(participation, before):
        raise FactChanged(str(participation.pk))
    asked_for = [each.criterion for each in required_by(participation.grant_project)]
    changed = [
        criterion
        for criterion in asked_for
        if criterion in noted and _note(participation, criterion, before.get(criterion), noted[criterion], by, why)
    ]
    if changed:
        _conclude(participation, before, by, why)
        record(
            Action.CHANGE, by=by, obj=participation, subjects=[participation.person_id],  # type: ignore[attr-defined]
            grant_project=participation.grant_project, reason=why, detail={"eligibility": changed},
        )  # fmt: skip
    return changed


def _note(
    participation: Participation,
    criterion: str,
    current: EligibilityCheck | None,
    said: Mapping[str, Any] | None,
    by: User,
    why: str,
) -> bool:
    """Write one check; tell whether anything changed."""
    if said is None:
        if current is not None:
            retract_fact(current)
        return current is not None
    values = {name: said[name] for name in NOTED} | {"number_end": last_characters(said["number_end"])}
    if current is not None and not is_changed_by(current, values):
        return False
    values |= {
        "document": _document(participation, criterion, current, values, by, why),
        "seen_by": by,
        "organisation": _organisation_of(by, participation),
    }
    if current is not None:
        correct_fact(current, values, by=by, why=why)
    else:
        key = fact_of(participation, criterion)
        check = EligibilityCheck(participation=participation, criterion=criterion, fact_id=key, **values)
        record_fact(check, by=by, why=why)
    return True


def _document(
    participation: Participation,
    criterion: str,
    current: EligibilityCheck | None,
    values: Mapping[str, Any],
    by: User,
    why: str,
) -> uuid.UUID | None:
    """Keep evidence of a legal stay among the documents too: the last day of a title reminds there (R99–R100)."""
    if criterion != Criterion.LEGAL_STAY or values["outcome"] != CheckOutcome.MET or not values["evidence"]:
        return current.document if current else None
    kept = {
        "kind": DOCUMENT_OF.get(values["evidence"], DocumentKind.OTHER), "number_end": values["number_end"],
        "valid_to": values["valid_until"], "is_unlimited": values["is_unlimited"], "seen_on": values["seen_on"],
    }  # fmt: skip
    known = _known_document(participation, current, kept)
    if known is None:
        blank = {
            "note": "", "valid_from": None, "prolonged_to": None, "is_unconfirmed": False, "abroad_since": None,
            "abroad_until": None,
        }  # fmt: skip
        return enter_document(participation, {**blank, **kept}, by=by).fact_id
    if current is not None and known.fact_id == current.document:
        others = {name: getattr(known, name) for name in ("note", "valid_from", "prolonged_to")}
        correct_document(known, {**others, **kept}, by=by, why=why)
    return known.fact_id


def _known_document(
    participation: Participation, current: EligibilityCheck | None, kept: Mapping[str, Any]
) -> PersonDocument | None:
    """Return the document of this check, or the same one that somebody entered on the record."""
    rows = list(PersonDocument.objects.in_use().filter(participation=participation))
    for each in rows:
        each.participation = participation
    own = next((each for each in rows if current is not None and each.fact_id == current.document), None)
    same = ("kind", "number_end", "valid_to", "is_unlimited")
    return own or next((each for each in rows if all(getattr(each, name) == kept[name] for name in same)), None)


def _conclude(participation: Participation, before: Mapping[str, EligibilityCheck], by: User, why: str) -> None:
    """Write what the checks say together into the version in force, when that is something new."""
    project, after = participation.grant_project, checks_of(participation)
    current = ParticipationVersion.objects.current().select_related("grant_project").get(participation=participation)
    known = eligibility_after(state_of_checks(project, before), state_of_checks(project, after), current.eligibility)
    source = _source(after) if known == Eligibility.SEEN else ""
    if known == Eligibility.ASSERTED or (known, source) == (current.eligibility, current.eligibility_source):
        return
    if known == current.eligibility == Eligibility.NONE:
        return
    changes = {"eligibility": known, "eligibility_source": source}
    correct_participation(current, changes, list(project.target_groups.all()), by=by, why=why)


def _source(checks: Mapping[str, EligibilityCheck]) -> str:
    """Return who saw the last of the deciding evidence, and when: as the record has always kept it."""
    last = max(checks.values(), key=lambda each: (each.seen_on, each.recorded_at))
    day: datetime.date = last.seen_on
    return f"{last.seen_by.name if last.seen_by else ''}, {day:%Y-%m-%d}"


def _organisation_of(by: User, participation: Participation) -> Organisation | None:
    own = access_of(by).scope("edit_person", participation.grant_project_id).clauses  # type: ignore[attr-defined]
    key = next((clause.organisation for clause in own), None)
    return Organisation.objects.filter(pk=key).first() if key else None
