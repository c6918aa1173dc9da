"""Writing the audit trail: at once with a change, once per page for reads (S31–S32)."""

import secrets
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from portal.accounts.models import Organisation, User
from portal.audit.enums import Action
from portal.audit.macs import mac_of
from portal.audit.models import AuditEvent
from portal.crypto.sealing import fingerprint
from portal.policy.access import access_of
from portal.programmes.models import GrantProject

_request_id: ContextVar[str] = ContextVar("request_id", default="")


@dataclass
class _Reads:
    """What one request has shown so far; becomes one event."""

    action: Action
    obj: models.Model | None = None
    grant_project: GrantProject | None = None
    subjects: set[str] = field(default_factory=set)
    detail: dict[str, Any] = field(default_factory=dict)


def start_request(request: HttpRequest) -> str:
    """Give the request its code, by which people can speak of it on the phone; return the code."""
    code = secrets.token_hex(5)
    request.request_id = code  # type: ignore[attr-defined]
    _request_id.set(code)
    return code


def current_request_id() -> str:
    """Return the code of the request being answered; "" outside one."""
    return _request_id.get()


def record(
    action: Action,
    *,
    by: User | None,
    obj: models.Model | None = None,
    subjects: Iterable[Any] = (),
    organisation: Organisation | None = None,
    grant_project: GrantProject | None = None,
    reason: str = "",
    detail: dict[str, Any] | None = None,
    object_type: str = "",
    object_id: str = "",
) -> AuditEvent:
    """Write one event now, inside the caller's transaction. Never put values of personal fields into it."""
    event = AuditEvent(
        at=timezone.now(),
        actor=by,
        roles=_roles(by),
        organisation=organisation,
        grant_project=grant_project,
        action=action,
        object_type=obj._meta.model_name or "" if obj is not None else object_type,
        object_id=str(obj.pk) if obj is not None else object_id,
        subjects=sorted(str(subject) for subject in subjects),
        reason=reason[:300],
        request_id=current_request_id(),
        detail=detail or {},
    )
    event.mac = mac_of(event)
    event.save(force_insert=True)
    return event


def note_read(
    request: HttpRequest,
    action: Action,
    *,
    subjects: Iterable[Any] = (),
    obj: models.Model | None = None,
    detail: dict[str, Any] | None = None,
    grant_project: GrantProject | None = None,
) -> None:
    """Note that the page being made shows data of these people; written as one event before it leaves."""
    reads: _Reads | None = getattr(request, "audit_notes", None)
    if reads is None:
        reads = request.audit_notes = _Reads(action)  # type: ignore[attr-defined]
    reads.obj = reads.obj or obj
    reads.grant_project = reads.grant_project or grant_project
    reads.subjects.update(str(subject) for subject in subjects)
    reads.detail.update(detail or {})


def write_reads(request: HttpRequest) -> None:
    """Write the event of a page that noted reads; nothing for other pages."""
    reads: _Reads | None = getattr(request, "audit_notes", None)
    if reads is not None:
        record(
            reads.action,
            by=request.user if request.user.is_authenticated else None,
            obj=reads.obj,
            subjects=reads.subjects,
            grant_project=reads.grant_project,
            detail=reads.detail,
        )


def note_refusal(request: HttpRequest, action: str, object_type: str = "", object_id: str = "") -> None:
    """Write that somebody asked for what they may not have, or what is not there."""
    record(
        Action.REFUSE,
        by=request.user if request.user.is_authenticated else None,  # type: ignore[arg-type]
        object_type=object_type,
        object_id=object_id[:64],
        detail={"action": action, "method": request.method},
    )


def search_mark(query: str) -> str:
    """Return the keyed hash under which a search is noted: the words themselves are never kept."""
    return fingerprint("search", query).hex()


def _roles(by: User | None) -> str:
    return " ".join(sorted(access_of(by).roles))[:120] if by is not None and by.is_active else ""
