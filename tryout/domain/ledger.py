"""Rows that wait for their moment: written chapter by chapter, so that an edition freezes what was known then."""

import datetime
from collections import defaultdict

from django.db.models import Model

from beneficiaries.models import (
    Care,
    EmergencyAccess,
    NameAlias,
    Participation,
    ParticipationVersion,
    Person,
    PersonDocument,
)
from cases.models import (
    ExitEvent,
    ExitFinding,
    IntegrationPlan,
    LegalisationCase,
    LegalisationDocument,
    NeedsDiagnosis,
    PlanGoal,
    PlanReview,
    PlanSignature,
    PlanStep,
    Referral,
    ReferralStep,
    Task,
)
from portal.crypto.models import DataKey
from services.models import ProtectedNote, SupportDelivery

TABLES: tuple[type[Model], ...] = (
    DataKey, Person, NameAlias, Care, Participation, ParticipationVersion, SupportDelivery, NeedsDiagnosis, ExitFinding,
    ExitEvent, PersonDocument, Task, IntegrationPlan, PlanGoal, PlanStep, PlanReview, PlanSignature, Referral,
    ReferralStep, LegalisationCase, LegalisationDocument, ProtectedNote, EmergencyAccess,
)  # fmt: skip
CHUNK = 500


class Ledger:
    """Collects rows under the moment at which each was recorded; no moment lies after ``latest``."""

    def __init__(self, latest: datetime.datetime) -> None:
        self.latest = latest
        self._waiting: list[tuple[datetime.datetime, Model]] = []
        self._open: list[tuple[datetime.datetime, ParticipationVersion]] = []

    def add(self, moment: datetime.datetime, *rows: Model) -> None:
        """Let rows wait; a fact among them bears the moment."""
        bounded = min(moment, self.latest)
        for row in rows:
            if hasattr(row, "recorded_at"):
                row.recorded_at = bounded
            self._waiting.append((bounded, row))

    def supersede(self, moment: datetime.datetime, version: ParticipationVersion) -> None:
        """Let a version that waits be in force until ``moment``."""
        self._open.append((min(moment, self.latest), version))

    def write_until(self, moment: datetime.datetime) -> dict[str, int]:
        """Write what was recorded until a moment; return how many rows of each table."""
        self._end_versions(moment)
        due: dict[type[Model], list[Model]] = defaultdict(list)
        later = []
        for at, row in self._waiting:
            if at <= moment:
                due[type(row)].append(row)
            else:
                later.append((at, row))
        self._waiting = later
        for table in TABLES:
            table._default_manager.bulk_create(due[table], batch_size=CHUNK)
        return {table._meta.model_name or "": len(due[table]) for table in TABLES if due[table]}

    def _end_versions(self, moment: datetime.datetime) -> None:
        """Put the end on versions: those in the database are updated, those that wait get it with them."""
        written = {id(row) for _at, row in self._waiting}
        ended = [(at, version) for at, version in self._open if at <= moment]
        self._open = [(at, version) for at, version in self._open if at > moment]
        for at, version in ended:
            version.superseded_at = at
        known = [version for _at, version in ended if id(version) not in written]
        ParticipationVersion.objects.bulk_update(known, ["superseded_at"], batch_size=CHUNK)
