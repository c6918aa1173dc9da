"""Building a report: its definition is kept, its files are asked for, made by a worker and kept once."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.jobs.domain import request_job
from portal.jobs.models import Job
from portal.messages.sending import ask_for_message
from portal.oversight.alone import STAFF
from reporting.enums import BUILT, BuiltKind, Section
from reporting.models import BuiltFile, BuiltReport, ReportEdition

READY = "report-ready"


def build_report(
    edition: ReportEdition, *, sections: Collection[str], beside: Sequence[ReportEdition], notice: bool, by: User
) -> BuiltReport:
    """Keep what a report is to say; the same wish of the same account is the report that is there.

    ``notice`` asks for an e-mail when the files are ready; it changes nothing of what the report says.
    """
    definition = {
        "sections": [section.value for section in Section if section.value in sections],
        "beside": [str(each.pk) for each in sorted(beside, key=lambda each: (each.ends_on, each.version))],
        "threshold": edition.grant_project.small_cell_threshold,
        "has_annex": Section.ANNEX.value in sections,
    }
    digest = hashlib.sha256(json.dumps(definition, sort_keys=True).encode()).hexdigest()
    same = BuiltReport.objects.filter(edition=edition, made_by=by, definition_hash=digest)
    if (known := same.first()) is not None:
        return known
    try:
        return _kept(edition, {**definition, "notice": notice}, digest, by)
    except IntegrityError:
        return same.get()


@transaction.atomic
def _kept(edition: ReportEdition, definition: dict[str, Any], digest: str, by: User) -> BuiltReport:
    report = BuiltReport.objects.create(
        edition=edition, definition=definition, definition_hash=digest, made_by=by, made_at=timezone.now()
    )
    detail = {"report": report.label, "sections": definition["sections"]}
    record(Action.CREATE, by=by, obj=report, grant_project=edition.grant_project, detail=detail)
    return report


def request_built_files(report: BuiltReport, *, by: User) -> Job:
    """Ask for the files of a built report; asked again they are the same job."""
    project = report.edition.grant_project
    return request_job(BUILT, by=by, grant_project=project, params={"built": str(report.pk)}, about=report.label)


def keep_built_files(report: BuiltReport, made: Mapping[BuiltKind, bytes], *, by: User) -> str:
    """Keep the files inside the caller's transaction and tell who wished it; return one hash over all of them."""
    for kind, content in made.items():
        digest = hashlib.sha256(content).hexdigest()
        BuiltFile.objects.create(report=report, kind=kind, content=content, sha256=digest)
    project = report.edition.grant_project
    if made:
        detail = {"report": report.label, "files": [kind.value for kind in made]}
        record(Action.CREATE, by=by, object_type="builtfile", object_id=str(report.pk), detail=detail,
               grant_project=project)  # fmt: skip
    if made and report.definition["notice"]:
        key = f"{READY}-{report.pk}"
        ask_for_message(READY, STAFF, str(report.made_by_id), grant_project=project, dedup_key=key)
    hashes = report.files.order_by("kind").values_list("kind", "sha256")  # type: ignore[attr-defined]
    return hashlib.sha256("\n".join(f"{kind} {found}" for kind, found in hashes).encode()).hexdigest()
