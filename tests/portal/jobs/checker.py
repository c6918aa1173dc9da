"""What must be true after any fault: every report has each file once, written once, and no job is stuck (L7, L8)."""

from collections.abc import Iterator

from tests.portal.jobs.installation import Installation

KINDS = ["pdf", "xlsx"]
MOST_ATTEMPTS = 3


def wrong_with(installation: Installation) -> list[str]:
    """Return a sentence for each thing that is wrong."""
    return [*_jobs(installation), *_files(installation)]


def _jobs(installation: Installation) -> Iterator[str]:
    for key, state, attempt in installation.sql("SELECT id, state, attempt FROM jobs_job"):
        if state != "done":
            yield f"job {key} is {state}"
        if attempt > MOST_ATTEMPTS:
            yield f"job {key} was tried {attempt} times"


def _files(installation: Installation) -> Iterator[str]:
    """Files by the tables, and how often they were written by the audit trail, which nobody can shorten."""
    editions = [_key(key) for (key,) in installation.sql("SELECT id FROM reporting_reportedition")]
    files = installation.sql("SELECT edition_id, kind FROM reporting_editionfile")
    events = installation.sql("SELECT object_id FROM audit_auditevent WHERE object_type = 'editionfile'")
    for edition in editions:
        kinds = sorted(kind for owner, kind in files if _key(owner) == edition)
        if kinds != KINDS:
            yield f"edition {edition} has the files {kinds}"
        written = sum(_key(owner) == edition for (owner,) in events)
        if written != 1:
            yield f"the files of edition {edition} were written {written} times"


def _key(value: object) -> str:
    return str(value).replace("-", "")
