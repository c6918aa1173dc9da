"""What an edition has of its files: made, being made, or not asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.jobs.domain import latest_job
from portal.jobs.models import Job
from reporting.enums import FILES, FileKind
from reporting.models import EditionFile, ReportEdition

APPROVED = "approved"


@dataclass(frozen=True)
class Files:
    """The files of an edition; ``job`` is the last one that was to make those that are missing, ``is_own`` whose."""

    made: Sequence[FileKind]
    job: Job | None = None
    is_own: bool = False

    @property
    def is_complete(self) -> bool:
        """Tell whether every file is made."""
        return len(self.made) == len(FileKind)

    @property
    def are_awaited(self) -> bool:
        """Tell whether a job is to make the missing ones."""
        return self.job is not None and self.job.is_unfinished


def files_kept(edition: ReportEdition) -> QuerySet[EditionFile]:
    """Return the files of an edition as it stands: those of an approved one are files of their own."""
    return EditionFile.objects.filter(edition=edition, is_approved=edition.approved is not None)


def files_wanted(edition: ReportEdition) -> dict[str, str]:
    """Return what names the files of an edition as it stands in a job."""
    state = {"state": APPROVED} if edition.approved else {}
    return {"edition": str(edition.pk), **state}


def files_of(edition: ReportEdition, reader: User) -> Files:
    """Return the state of an edition's files for a reader, in one query, in two while some are missing."""
    kinds = set(files_kept(edition).values_list("kind", flat=True))
    made = [kind for kind in FileKind if kind in kinds]
    if len(made) == len(FileKind):
        return Files(made)
    job = latest_job(FILES, grant_project=edition.grant_project, params=files_wanted(edition))
    return Files(made, job, job is not None and job.requested_by_id == reader.pk)
