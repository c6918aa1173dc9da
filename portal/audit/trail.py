"""Writing the audit trail: at once with a change, once per page for reads (S31–S32)."""

import secrets
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from portal.accounts.models import Organisation, User
from portal.audit.current import current_actor, current_request_id
from portal.audit.enums import Action
from portal.audit.macs import mac_of
from portal.audit.models import AuditEvent
from portal.audit.notes import Notes
from portal.audit.plain import key_as_asked, plain_json, plain_text
from portal.crypto.sealing import fingerprint
from portal.policy.access import access_of
from portal.programmes.models import GrantProject


def start_request(request: HttpRequest) -> str:
    """Give the request its code, by which people can speak of it on the phone, once; return the code."""
    if not getattr(request, "request_id", ""):
        request.request_id = secrets.token_hex(5)  # type: ignore[attr-defined]
    return request.request_id  # type: ignore[attr-defined]


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
    """Write one event now, inside the caller's transaction. Never put values of personal fields into it.

    ``subjects`` are person ids. Without ``by`` the account of the request being answered stands for it;
    outside a request that is the portal itself. Raises ``django.db.Error`` when it cannot be written.
    """
    actor = by if by is not None and by.is_authenticated else current_actor()
    event = AuditEvent(
        at=timezone.now(),
        actor=actor,
        roles=" ".join(sorted(access_of(actor).roles))[:120] if actor else "",
        organisation=organisation or _only_organisation(actor),
        grant_project=grant_project,
        action=Action(action).value,
        object_type=obj._meta.model_name or "" if obj is not None else plain_text(object_type, 60),
        object_id=plain_text(obj.pk if obj is not None else object_id, 64),
        subjects=sorted({str(subject) for subject in subjects}),
        reason=plain_text(reason, 300),
        request_id=current_request_id(),
        detail=plain_json(detail or {}),
    )
    event.mac = mac_of(event)
    event.save()
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
    """Note that the page being made shows data of these people; written as one event before it leaves.

    Notes of one page are merged: the first action and object stand, other actions are listed in ``also``.
    A query that was searched for goes into ``detail`` as its ``search_mark``, never as words.
    """
    notes = _notes(request)
    notes.by = notes.by or _asker(request)
    notes.actions.append(Action(action))
    notes.obj = notes.obj or obj
    notes.grant_project = notes.grant_project or grant_project
    notes.subjects.update(str(subject) for subject in subjects)
    notes.detail.update(detail or {})


def note_refusal(request: HttpRequest, action: str, object_type: str = "", object_id: str = "") -> None:
    """Note that somebody asked for what they may not have, or what is not there; written before the answer leaves.

    ``object_id`` is what was asked for: a key stays readable, anything else, which could be a name or a
    PESEL, is kept as a keyed hash.
    """
    asked_for = object_id if object_type == "view" else key_as_asked(object_id)
    refusal: dict[str, Any] = {
        "by": _asker(request),
        "object_type": object_type,
        "object_id": asked_for,
        "detail": {"action": action, "method": request.method},
    }
    if hasattr(request, "request_id"):
        _notes(request).refusals.append(refusal)
    else:
        record(Action.REFUSE, **refusal)


def write_notes(request: HttpRequest) -> None:
    """Write what the request has noted since the last call: one event for all reads, one for each refusal."""
    notes: Notes | None = request.__dict__.pop("audit_notes", None)
    if notes is None:
        return
    if notes.actions:
        first, *others = dict.fromkeys(notes.actions)
        record(
            first,
            by=notes.by,
            obj=notes.obj,
            subjects=notes.subjects,
            grant_project=notes.grant_project,
            detail={**notes.detail, **({"also": others} if others else {})},
        )
    for refusal in notes.refusals:
        record(Action.REFUSE, **refusal)


def search_mark(query: str) -> str:
    """Return the keyed hash under which a search is noted: the words themselves are never kept."""
    return fingerprint("search", query).hex()


def _notes(request: HttpRequest) -> Notes:
    return request.__dict__.setdefault("audit_notes", Notes())


def _asker(request: HttpRequest) -> User | None:
    user: Any = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def _only_organisation(actor: User | None) -> Organisation | None:
    organisations = access_of(actor).organisations if actor else []
    return organisations[0] if len(organisations) == 1 else None
