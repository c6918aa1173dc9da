"""The released copy of a person's data as a file, and the letter with the answer (GDPR 12, 15, 20)."""

import uuid
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from beneficiaries.domain.rights_package import may_still_ask, note_collected, released_content, scans_of
from beneficiaries.enums import RightAsker
from beneficiaries.exporters.rights import copy_as_json, copy_as_pdf, copy_as_zip, letter_as_pdf
from beneficiaries.models import RightsPackage, RightsRequest
from beneficiaries.queries.addresses import safe_address
from beneficiaries.queries.documents import scans_by_key
from beneficiaries.queries.rights import HANDLE, latest_package, request_of
from beneficiaries.rules.rights import is_answered
from beneficiaries.tables.corrections import rows_of
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.policy.gate import Refused, requires
from portal.uploads.keeping import content_of
from portal.uploads.serving import ENDINGS

LETTER = "letter"
KINDS = {"pdf": "application/pdf", "json": "application/json", "zip": "application/zip"}


@requires(HANDLE, fresh=True)
@require_safe
def rights_copy(request: HttpRequest, request_id: uuid.UUID, file_kind: str) -> HttpResponse:
    """Give the copy, or the letter with the answer, to the colleague who hands it over; each time is kept."""
    by: User = request.user  # type: ignore[assignment]
    asked = request_of(by, request_id, HANDLE)
    if not may_still_ask(asked):
        raise Refused(HANDLE, "rightspackage", str(request_id))
    content = _letter(asked) if file_kind == LETTER else _copy(asked, file_kind)
    if content is None:
        raise Refused(HANDLE, "rightspackage", str(request_id))
    if file_kind != LETTER:
        note_collected(asked, file_kind, by=by)
    note_read(
        request, Action.DOWNLOAD, subjects=[asked.participation.person_id], obj=asked,  # type: ignore[attr-defined]
        detail={"file": file_kind}, grant_project=asked.grant_project,
    )  # fmt: skip
    answer = HttpResponse(content, content_type=KINDS.get(file_kind, KINDS["pdf"]))
    ending = "pdf" if file_kind == LETTER else file_kind
    answer["Content-Disposition"] = f'attachment; filename="{asked.number}.{ending}"'
    return answer


def _copy(asked: RightsRequest, kind: str) -> bytes | None:
    """Return the released copy; nothing before its release, and for a kind that does not exist."""
    package = latest_package(asked)
    if package is None or package.released_at is None or kind not in KINDS:
        return None
    content = released_content(package)
    if kind == "json":
        return copy_as_json(content)
    with translation.override(asked.language):
        return copy_as_pdf(asked, content) if kind == "pdf" else copy_as_zip(asked, content, _scans(package))


def _scans(package: RightsPackage) -> Iterator[tuple[str, bytes]]:
    """Yield the scans and photos that were released and are still there."""
    wanted = {each["file"]: each["name"] for each in scans_of(package)}
    for key, stored in scans_by_key(package.request.participation, list(wanted)).items():
        yield f"{wanted[key]}.{ENDINGS[stored.kind]}", content_of(stored)


def _letter(asked: RightsRequest) -> bytes | None:
    """Return the letter of a request that has ended with a decision; of an erasure before the address goes with it."""
    if not is_answered(asked.kind, asked.state, asked.decision):
        return None
    called, address = _addressee(asked)
    person = asked.participation.person
    about = "" if asked.asker == RightAsker.PERSON else person.full_name or person.original_name
    with translation.override(asked.language):
        return letter_as_pdf(
            asked, called=called, address=address, about=about, project=asked.grant_project, fields=rows_of(asked)
        )


def _addressee(asked: RightsRequest) -> tuple[str, str]:
    """Return who gets the letter and the address that may be printed: whoever asked, never where somebody else lives.

    Of a guardian from outside and of a proxy no address is known, so that it is written by hand (S25, S67).
    """
    link = asked.guardianship if asked.asker == RightAsker.GUARDIAN else None
    if asked.asker == RightAsker.PROXY:
        return str(asked.proxy), ""
    if link is not None and link.guardian is None:
        return str(link.outside_name), ""
    person = link.guardian if link is not None and link.guardian is not None else asked.participation.person
    return person.full_name or person.original_name, safe_address(person)
