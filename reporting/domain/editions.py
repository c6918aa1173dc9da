"""Freezing a report: gate, values, evidence, checksum – one transaction, nothing changes it afterwards (§3.3)."""

from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.programmes.models import GrantProject
from portal.quality import Level
from reporting.enums import FileKind
from reporting.indicators.catalogue import INDICATORS
from reporting.models import EditionFile, EvidenceRow, ReportEdition
from reporting.queries.editions import edition_before, next_version
from reporting.queries.evidence import Evidence, evidence_behind
from reporting.queries.quality import Found, quality_found
from reporting.queries.snapshot import checksum_of, content_of
from reporting.queries.table import indicator_table
from reporting.rules import Period


class EditionRefused(Exception):
    """Counted people have gaps that block the report; ``found`` names the checks (contracts §3)."""

    def __init__(self, found: list[Found]) -> None:
        super().__init__(", ".join(each.check.code for each in found))
        self.found = found


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


def draft_edition(project: GrantProject, period: Period, *, by: User | None) -> Draft:
    """Return an edition as it would be frozen now; gaps do not stop it."""
    moment = period.known_on or timezone.now()
    known = replace(period, known_on=moment)
    table = indicator_table(project, known, INDICATORS)
    found = quality_found(project, INDICATORS[0], known)
    evidence = evidence_behind(project, known, INDICATORS)
    earlier = edition_before(project, known.starts_on, known.ends_on)
    content = content_of(project, known, INDICATORS, table, found, evidence, earlier)
    edition = ReportEdition(
        grant_project=project,
        starts_on=known.starts_on,
        ends_on=known.ends_on,
        version=next_version(project, known.starts_on, known.ends_on),
        known_on=moment,
        frozen_by=by,
        content=content,
        checksum=checksum_of(content, evidence),
    )
    return Draft(edition, evidence, found)


@transaction.atomic
def freeze_edition(project: GrantProject, period: Period, *, by: User | None) -> ReportEdition:
    """Freeze a report of the period as the facts are known now.

    Raises ``EditionRefused`` when a counted person has a blocking gap, ``IntegrityError`` when another edition of
    the period was frozen at the same moment.
    """
    draft = draft_edition(project, period, by=by)
    if draft.blocking:
        raise EditionRefused(draft.blocking)
    edition = draft.edition
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
            for each in draft.evidence
        ],
        batch_size=1000,
    )
    detail = {"edition": edition.label, "checksum": edition.checksum}
    record(Action.CREATE, by=by, obj=edition, grant_project=project, detail=detail)
    return edition


def keep_file(edition: ReportEdition, kind: FileKind, content: bytes) -> EditionFile:
    """Keep a file of an edition, once; made again at the same moment, the first one stays and is returned."""
    try:
        with transaction.atomic():
            return EditionFile.objects.create(edition=edition, kind=kind, content=content)
    except IntegrityError:
        return EditionFile.objects.get(edition=edition, kind=kind)
