"""The files of an edition: asked for by a page, made by a worker, kept once."""

import hashlib
from collections.abc import Mapping

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.jobs.domain import request_job
from portal.jobs.models import Job
from reporting.domain.editions import keep_file
from reporting.enums import FILES, FileKind
from reporting.models import EditionFile, ReportEdition
from reporting.queries.files import files_kept, files_wanted


def request_files(edition: ReportEdition, *, by: User) -> Job:
    """Ask for the files of an edition as it stands, approved or not; asked again they are the same job."""
    params = files_wanted(edition)
    return request_job(FILES, by=by, grant_project=edition.grant_project, params=params, about=edition.label)


def digest_of(edition: ReportEdition) -> str:
    """Return one SHA-256 over the hashes of all files that the edition has as it stands."""
    hashes = files_kept(edition).order_by("kind").values_list("kind", "sha256")
    return hashlib.sha256("\n".join(f"{kind} {found}" for kind, found in hashes).encode()).hexdigest()


def keep_files(edition: ReportEdition, made: Mapping[FileKind, bytes], *, by: User) -> list[EditionFile]:
    """Keep the files of an edition inside the caller's transaction; leaves one audit event, none for no file."""
    kept = [keep_file(edition, kind, content) for kind, content in made.items()]
    if kept:
        detail = {"edition": edition.label, "files": [file.kind for file in kept]}
        record(Action.CREATE, by=by, object_type="editionfile", object_id=str(edition.pk), detail=detail,
               grant_project=edition.grant_project)  # fmt: skip
    return kept
