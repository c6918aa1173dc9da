"""Freezing a report: gate, values, evidence, checksum – one transaction, nothing changes it afterwards (§3.3)."""

import hashlib
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.programmes.models import GrantProject
from portal.quality import Level
from reporting.enums import FileKind, Purpose
from reporting.indicators.catalogue import INDICATORS
from reporting.indicators.own import reported_indicators
from reporting.models import EditionFile, EvidenceRow, ReportEdition
from reporting.queries.editions import edition_before, last_version, next_version
from reporting.queries.evidence import Evidence, evidence_behind
from reporting.queries.explanations import explanations_of
from reporting.queries.plan import last_day_of_results
from reporting.queries.quality import Found, quality_found
from reporting.queries.snapshot import checksum_of, content_of, says_the_same
from reporting.queries.table import indicator_table
from reporting.rules import Period, is_within


class EditionRefused(Exception):
    """Counted people have gaps that block the report; ``found`` names the checks (contracts §3)."""

    def __init__(self, found: list[Found]) -> None:
        super().__init__(", ".join(each.check.code for each in found))
        self.found = found


class PeriodRefused(ValueError):
    """The period does not lie inside the project and the window of its last results."""


class EditionUnchanged(Exception):
    """Nothing that a report says has changed since the last version for the period; ``last`` is that version."""

    def __init__(self, last: ReportEdition) -> None:
        super().__init__(last.label)
        self.last = last


@dataclass(frozen=True)
class Draft:
    """An edition as it would be frozen: not saved, with its evidence and what the checks found."""

    edition: ReportEdition
    evidence: list[Evidence]
    found: list[Found]

    @property
    def blocking(self) -> list[Found]:
        """Return the blocking checks that found somebody."""
        return [each for each in self.found if each.check.level is Level.BLOCKING and each.people]


def draft_edition(project: GrantProject, period: Period, *, by: User | None, purpose: Purpose = Purpose.CLAIM) -> Draft:
    """Return an edition as it would be frozen now; gaps do not stop it."""
    moment = period.known_on or timezone.now()
    known = replace(period, known_on=moment)
    indicators = reported_indicators(project, moment)
    table = indicator_table(project, known, indicators)
    found = quality_found(project, INDICATORS[0], known)
    evidence = evidence_behind(project, known, indicators)
    earlier = edition_before(project, known.starts_on, known.ends_on, purpose)
    explained = explanations_of(project, known)
    content = content_of(project, known, indicators, table, found, evidence, earlier, explained)
    content["purpose"] = purpose.value
    edition = ReportEdition(
        grant_project=project,
        starts_on=known.starts_on,
        ends_on=known.ends_on,
        purpose=purpose,
        version=next_version(project, known.starts_on, known.ends_on, purpose),
        known_on=moment,
        frozen_by=by,
        content=content,
        checksum=checksum_of(content, evidence),
    )
    return Draft(edition, evidence, found)


@transaction.atomic
def freeze_edition(
    project: GrantProject,
    period: Period,
    *,
    by: User | None,
    purpose: Purpose = Purpose.CLAIM,
    early_reason: str = "",
) -> ReportEdition:
    """Freeze a report of the period as the facts are known now; ``early_reason`` says why before its end.

    A period may go on to the last day of the window of results: what was found of whoever left on the last day of the
    project stands in a report, too (R3, R40, R69). Support lies inside the project, so outputs are the same.

    Raises ``PeriodRefused`` for a period that lies outside of both, ``EditionRefused`` when a counted person has a
    blocking gap, ``EditionUnchanged`` when the last version for period and purpose says the same,
    ``IntegrityError`` when another edition of the period was frozen at the same moment.
    """
    if not is_within(period, project.starts_on, last_day_of_results(project)):
        raise PeriodRefused(f"{period.starts_on} {period.ends_on}")
    draft = draft_edition(project, period, by=by, purpose=purpose)
    if draft.blocking:
        raise EditionRefused(draft.blocking)
    edition = draft.edition
    last = last_version(project, period.starts_on, period.ends_on, purpose)
    if last and says_the_same(last, edition.content, draft.evidence):
        raise EditionUnchanged(last)
    if early_reason:
        edition.content["early_reason"] = early_reason
        edition.checksum = checksum_of(edition.content, draft.evidence)
    edition.save(force_insert=True)
    EvidenceRow.objects.bulk_create(
        [
            EvidenceRow(
                edition=edition,
                indicator=each.indicator,
                number=each.number,
                sex=each.sex,
                target_group=each.target_group,
                counted_on=each.counted_on,
                in_period=each.in_period,
            )
            for each in sorted(draft.evidence, key=lambda row: (row.number, row.indicator))  # as an annex reads them
        ],
        batch_size=1000,
    )
    detail = {"edition": edition.label, "checksum": edition.checksum}
    record(Action.CREATE, by=by, obj=edition, grant_project=project, detail=detail, reason=early_reason)
    return edition


def keep_file(edition: ReportEdition, kind: FileKind, content: bytes) -> EditionFile:
    """Keep a file of an edition as it stands, approved or not, once.

    Made again at the same moment, the first one stays and is returned.
    """
    which = {"edition": edition, "kind": kind, "is_approved": edition.approved is not None}
    try:
        with transaction.atomic():
            return EditionFile.objects.create(**which, content=content, sha256=hashlib.sha256(content).hexdigest())
    except IntegrityError:
        return EditionFile.objects.get(**which)
