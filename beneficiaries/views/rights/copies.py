"""The released copy of a person's data as a file, for people and for machines (GDPR 15, 20)."""

import json
import uuid

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from beneficiaries.domain.rights_package import may_still_ask, note_collected, released_content
from beneficiaries.exporters.rights import copy_as_pdf
from beneficiaries.models import RightsPackage
from beneficiaries.queries.rights import HANDLE, latest_package, request_of
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.policy.gate import Refused, requires

KINDS = {"pdf": "application/pdf", "json": "application/json"}


@requires(HANDLE, fresh=True)
@require_safe
def rights_copy(request: HttpRequest, request_id: uuid.UUID, file_kind: str) -> HttpResponse:
    """Give the copy to the colleague who hands it over; each time is kept."""
    by: User = request.user  # type: ignore[assignment]
    asked = request_of(by, request_id, HANDLE)
    package = latest_package(asked)
    if package is None or package.released_at is None or file_kind not in KINDS or not may_still_ask(asked):
        raise Refused(HANDLE, "rightspackage", str(request_id))
    content = _content(package, file_kind)
    note_collected(asked, file_kind, by=by)
    note_read(
        request, Action.DOWNLOAD, subjects=[asked.participation.person_id], obj=asked,  # type: ignore[attr-defined]
        detail={"file": file_kind}, grant_project=asked.grant_project,
    )  # fmt: skip
    answer = HttpResponse(content, content_type=KINDS[file_kind])
    answer["Content-Disposition"] = f'attachment; filename="{asked.number}.{file_kind}"'
    return answer


def _content(package: RightsPackage, kind: str) -> bytes:
    content = released_content(package)
    if kind == "json":
        return json.dumps(content, ensure_ascii=False, indent=1).encode()
    with translation.override(package.request.language):
        return copy_as_pdf(package.request, content)
