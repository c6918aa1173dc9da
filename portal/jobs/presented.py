"""A job in words: where it stands, since when, what happens next."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.jobs.enums import REPEATABLE, Seen, State
from portal.jobs.heartbeats import Marks, a_worker_lives
from portal.jobs.leases import MOST_ATTEMPTS
from portal.jobs.models import Job
from portal.ui.formatting import clock, moment

TONES = {State.RUNNING: "info", State.DONE: "ok", State.FAILED: "danger", State.CANCELLED: "line"}
SIGNS = {State.DONE: "check", State.FAILED: "alert", State.CANCELLED: "close", State.WAITING: "history"}
SOON = datetime.timedelta(seconds=20)
"""How long a job may wait before its page asks whether any worker lives: an idle worker takes it within a second."""


@dataclass(frozen=True)
class PresentedJob:
    """A job as its page and the list show it."""

    job: Job
    tone: str
    sign: str
    sentences: list[str]
    is_stuck: bool = False

    @property
    def may_repeat(self) -> bool:
        """Tell whether it can be started again."""
        return self.job.state in REPEATABLE


def presented(job: Job, seen: Marks, now: datetime.datetime) -> PresentedJob:
    """Return the job in the active language; ``seen`` are the marks of life."""
    state = State(job.state)
    stuck = state is State.WAITING and now - job.requested_at > SOON and not a_worker_lives(seen, now)
    words = _waiting(job, seen, stuck=stuck) if state is State.WAITING else _later(job, state, now)
    return PresentedJob(job, TONES.get(state, ""), SIGNS.get(state, ""), words, stuck)


def since(when: datetime.datetime | None) -> str:
    """Return the time of a moment of today, and day and time of another."""
    if when and timezone.localdate(when) == timezone.localdate():
        return clock(when)
    return moment(when)


def _waiting(job: Job, seen: Marks, *, stuck: bool) -> list[str]:
    found = [_("Waiting since %(time)s.") % {"time": since(job.requested_at)}]
    if job.attempt:
        numbers = {"attempt": job.attempt + 1, "most": MOST_ATTEMPTS}
        found.append(_("It broke off and starts again by itself: attempt %(attempt)s of %(most)s.") % numbers)
    if stuck:
        last = seen.get(Seen.WORKER)
        found.append(
            _("No worker has been running since %(time)s.") % {"time": since(last)}
            if last
            else _("No worker is running.")
        )
        found.append(_("The job is kept and starts by itself as soon as one runs."))
    return found


def _later(job: Job, state: State, now: datetime.datetime) -> list[str]:
    if state is State.RUNNING:
        if job.lease_until and job.lease_until < now:
            return [_("The worker broke off. The job starts again by itself within two minutes.")]
        return [_("Running since %(time)s.") % {"time": since(job.started_at)}]
    ended = {"time": since(job.finished_at)}
    if state is State.DONE:
        return [_("Ready since %(time)s.") % ended]
    if state is State.CANCELLED:
        return [_("Cancelled at %(time)s. Nothing was written.") % ended]
    return [job.reason, _("It ended at %(time)s.") % ended]
