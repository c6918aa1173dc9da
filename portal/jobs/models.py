"""A job is a row: who asked for what, where it stands, who works on it until when. The broker is only a bell."""

import hashlib
import json
from collections.abc import Mapping

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise

from portal.accounts.models import User
from portal.crypto.ids import new_id
from portal.jobs.enums import UNFINISHED, Seen, State
from portal.jobs.registry import find_job_kind
from portal.programmes.models import GrantProject


class Job(models.Model):
    """Work that an account asked for and a worker does.

    ``params`` hold ids only and ``about`` a label that names nobody. Whoever holds ``lease_token`` may write the
    result; a worker that is silent past ``lease_until`` loses it to another. ``rung_at`` is when the workers were
    last told: empty means that nobody was told yet (the outbox). ``answer`` is the address of the result,
    ``result_sha256`` the hash of what was written, ``reason`` why there is none; ``told_at`` when the asker was shown
    either.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    params_hash = models.CharField(max_length=64)
    about = models.CharField(max_length=100, blank=True)
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="+")
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    language = models.CharField(max_length=5)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    lease_until = models.DateTimeField(null=True)
    lease_token: models.UUIDField = models.UUIDField(null=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=500, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    result_sha256 = models.CharField(max_length=64, blank=True)
    requested_at = models.DateTimeField()
    rung_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["requested_by", "kind", "params_hash"],
                condition=Q(state__in=UNFINISHED),
                name="job_unfinished_once",
            )
        ]
        indexes = [
            models.Index(fields=["kind", "params_hash"], name="job_by_work"),
            models.Index(fields=["requested_by", "requested_at"], name="job_by_asker"),
            models.Index(fields=["state", "lease_until"], condition=Q(state__in=UNFINISHED), name="job_unfinished"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_unfinished(self) -> bool:
        """Tell whether the job waits or runs."""
        return self.state in UNFINISHED

    @property
    def label(self) -> str | Promise:
        """Return what kind of work it is, in words; the code of a kind that is no longer known."""
        kind = find_job_kind(self.kind)
        return kind.label if kind else self.kind


class Heartbeat(models.Model):
    """When something was last seen alive."""

    name = models.CharField(max_length=20, primary_key=True, choices=Seen.choices)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.seen_at:%Y-%m-%d %H:%M:%S}"


def hash_of(kind: str, grant_project: GrantProject, params: Mapping[str, str]) -> str:
    """Return the hash by which the same work is known; raises ``TypeError`` when ``params`` are not plain text."""
    if not all(isinstance(part, str) for pair in params.items() for part in pair):
        raise TypeError("the parameters of a job are ids as text")
    work = json.dumps([kind, grant_project.code, dict(params)], sort_keys=True)
    return hashlib.sha256(work.encode()).hexdigest()
