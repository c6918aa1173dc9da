"""What stands behind each condition of a record: what was seen, on which day and by whom; no names of people.

Read as known when the edition was frozen, together with what was recorded since, which says so.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce

from beneficiaries.models import EligibilityCheck, NoticeReceipt, Participation, ParticipationVersion
from cases.models import ExitFinding, FindingConfirmation, NeedsDiagnosis
from reporting.models import ReportEdition
from services.models import SupportDelivery


@dataclass
class Evidence:
    """The entries behind a record; each entry has ``is_later``: recorded after the edition was frozen."""

    version: ParticipationVersion | None = None
    checks: list[Any] = field(default_factory=list)
    diagnoses: list[Any] = field(default_factory=list)
    support: list[Any] = field(default_factory=list)
    findings: list[Any] = field(default_factory=list)
    confirmations: list[Any] = field(default_factory=list)
    notices: list[Any] = field(default_factory=list)


def evidence_of_people(edition: ReportEdition, people: Iterable[Participation]) -> dict[Any, Evidence]:
    """Return the evidence of several participations by their key: seven queries, whatever their number."""
    people = list(people)
    keys, moment = [each.pk for each in people], edition.known_on
    found: dict[Any, Evidence] = defaultdict(Evidence)
    for version in ParticipationVersion.objects.known_on(moment).filter(participation__in=keys):
        found[version.participation_id].version = version
    first_days = [each.version.start_on for each in found.values() if each.version and each.version.start_on]
    given = SupportDelivery.objects.filter(delivered_on__in=set(first_days)).order_by("delivered_on", "fact_id")
    reads: Sequence[tuple[str, Any]] = (
        ("checks", EligibilityCheck.objects.order_by("criterion")),
        ("diagnoses", NeedsDiagnosis.objects.order_by("taken_on", "fact_id")),
        ("support", given.select_related("service_type", "delivered_by")),
        ("findings", ExitFinding.objects.order_by("found_on", "fact_id")),
        ("confirmations", FindingConfirmation.objects.order_by("confirmed_on", "fact_id")),
    )
    for name, rows in reads:
        for row in _known_then_or_now(rows, keys, moment):
            getattr(found[row.participation_id], name).append(row)
    key_of = {each.person_id: each.pk for each in people}  # type: ignore[attr-defined]
    for receipt in _receipts(edition, key_of):
        found[key_of[receipt.of]].notices.append(receipt)
    for each in found.values():
        each.support = [row for row in each.support if each.version and row.delivered_on == each.version.start_on]
    return found


def _receipts(edition: ReportEdition, people: Iterable[Any]) -> Iterable[Any]:
    """Yield what the people were given of the project's notices, also under a record merged since, the first first."""
    of_people = Q(person__in=list(people)) | Q(person__merged_into__in=list(people))
    given = NoticeReceipt.objects.filter(of_people, text__notice__grant_project=edition.grant_project)
    given = given.annotate(of=Coalesce("person__merged_into", "person"))
    for row in given.select_related("text__notice").order_by("on", "at"):
        row.is_later = row.at > edition.known_on  # type: ignore[attr-defined]
        yield row


def _known_then_or_now(rows: Any, keys: list[Any], moment: datetime.datetime) -> Iterable[Any]:
    then = Q(recorded_at__lte=moment) & (Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment))
    names = ["recorded_by"]
    names += [name for name in ("seen_by", "organisation") if name in {f.name for f in rows.model._meta.fields}]
    for row in rows.filter(then | Q(superseded_at__isnull=True), participation__in=keys).select_related(*names):
        row.is_later = row.recorded_at > moment
        yield row
