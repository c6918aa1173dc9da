"""Letting a file with data of people leave: by a second person where there is one, once, for a while (S38)."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import moment_of_recording, today
from portal.messages.sending import ask_for_message
from portal.oversight.alone import tell_officers
from reporting.domain.built import STAFF
from reporting.smefs.enums import ASKED, DECIDED
from reporting.smefs.models import SmefsExport, SmefsRelease
from reporting.smefs.queries.releases import others_who_release
from reporting.smefs.rules.releasing import Standing

OWN, OVER, DONE, NO_REASON = "own", "over", "done", "no-reason"


class ReleaseRefused(ValueError):
    """Nothing can be decided about the file by this account now; ``code`` says why.

    ``OWN``: the account made it and somebody else may decide. ``OVER``: nobody decided in time. ``DONE``: it is
    decided already. ``NO_REASON``: a refusal, or a release alone, without saying why.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_own(export: SmefsExport, by: User) -> bool:
    """Tell whether the account made the file itself, so that its release is not that of a second person."""
    return export.order.asked_by_id == by.pk  # type: ignore[attr-defined]


def refusal_of(export: SmefsExport, by: User) -> str:
    """Return why ``by`` may not decide about the file now, whatever the reason given; blank when it may."""
    if export.decided is not None:
        return DONE
    if export.standing(timezone.now()) is Standing.OVER:
        return OVER
    return OWN if is_own(export, by) and others_who_release(export, by, today()) else ""


def ask_second_persons(export: SmefsExport) -> int:
    """Tell those who may release a new file that it waits, inside the caller's transaction; return how many."""
    others = others_who_release(export, None, today())
    for each in others:
        _tell(ASKED, export, each)
    return len(others)


@transaction.atomic
def decide_release(export: SmefsExport, *, released: bool, reason: str, by: User) -> SmefsRelease:
    """Release a file or refuse it; raises ``ReleaseRefused``.

    ``reason`` is needed for a refusal, and for a release alone, of which the data protection officers are told at once.
    Who made the file is told what a second person decided.
    """
    if refusal := refusal_of(export, by):
        raise ReleaseRefused(refusal)
    alone = is_own(export, by) and released
    words = reason.strip()
    if (alone or not released) and not words:
        raise ReleaseRefused(NO_REASON)
    made = SmefsRelease(
        export=export, decided_by=by, decided_at=moment_of_recording(), is_released=released,
        reason="" if released else words, alone_reason=words if alone else "",
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise ReleaseRefused(DONE) from None
    detail = {"sha256": export.sha256, "released": released, "alone": alone}
    record(Action.CREATE, by=by, obj=made, grant_project=export.grant_project, detail=detail, reason=words)
    if alone:
        tell_officers(export.grant_project, f"{export.pk}")
    elif export.order.asked_by and not is_own(export, by):
        _tell(DECIDED, export, export.order.asked_by)
    return made


def _tell(kind: str, export: SmefsExport, account: User) -> None:
    key = f"{kind}-{export.pk}-{account.pk}"
    ask_for_message(kind, STAFF, str(account.pk), grant_project=export.grant_project, dedup_key=key[:100])
