"""Which kinds of job there are: each app registers its own in ``plugs.py`` (architecture §3.9)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from portal.jobs.running import JobRun

FOUR_MINUTES = 4 * 60


@dataclass(frozen=True)
class JobKind:
    """Work that is done apart from the page that asked for it.

    ``run`` does the work and returns the address to go to when it is done. ``action`` is the right that the asker
    needs in the grant project of the job, weighed when it runs and again when it writes. After ``seconds`` of work
    it is broken off.
    """

    code: str
    label: str | Promise
    action: str
    run: Callable[["JobRun"], str]
    seconds: int = FOUR_MINUTES


_kinds: dict[str, JobKind] = {}


def register_job_kind(kind: JobKind) -> None:
    """Offer a kind of job; the same code again replaces it."""
    _kinds[kind.code] = kind


def find_job_kind(code: str) -> JobKind | None:
    """Return the kind with this code; ``None`` when this version of the portal has none."""
    return _kinds.get(code)
