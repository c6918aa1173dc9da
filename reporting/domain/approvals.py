"""Approving a frozen report: by a second person where there is one, once, for good.

Nothing is unfrozen and no approval is taken back: what is wrong in an approved edition is put right by the next one.
"""

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import moment_of_recording, today
from portal.oversight.alone import tell_officers
from reporting.models import EditionApproval, ReportEdition
from reporting.queries.approvals import other_approvers
from reporting.queries.editions import last_version
from reporting.queries.snapshot import is_untouched

ALONE_AFTER = datetime.timedelta(hours=24)
SECOND, TOO_SOON, NO_REASON = "second", "too-soon", "no-reason"
LATER, DAMAGED, APPROVED = "later", "damaged", "approved"


class ApprovalRefused(ValueError):
    """The edition cannot be approved by this account now; ``code`` says why.

    ``SECOND``: the account froze it and somebody else may approve. ``TOO_SOON``: nobody else may, and a day has not
    passed. ``NO_REASON``: alone, and without saying why. ``LATER``: there is a later version. ``DAMAGED``: content and
    checksum differ. ``APPROVED``: it is approved already.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def refusal_of(edition: ReportEdition, by: User) -> str:
    """Return why ``by`` may not approve the edition now, whatever the reason given; blank when it may."""
    if edition.approved is not None:
        return APPROVED
    last = last_version(edition.grant_project, edition.starts_on, edition.ends_on, edition.purpose)
    if last is not None and last.version > edition.version:
        return LATER
    if not is_alone(edition, by):
        return ""
    if other_approvers(edition, by, today()):
        return SECOND
    return TOO_SOON if timezone.now() < edition.known_on + ALONE_AFTER else ""


def is_alone(edition: ReportEdition, by: User) -> bool:
    """Tell whether the account froze the edition itself, so that its approval is not that of a second person."""
    return edition.frozen_by_id == by.pk  # type: ignore[attr-defined]


@transaction.atomic
def approve_edition(edition: ReportEdition, *, by: User, alone_reason: str = "") -> EditionApproval:
    """Approve an edition; ``alone_reason`` is needed, and kept, only where who froze it approves it too.

    Of that the data protection officers are told at once. Raises ``ApprovalRefused``.
    """
    if refusal := refusal_of(edition, by):
        raise ApprovalRefused(refusal)
    alone = is_alone(edition, by)
    if alone and not alone_reason.strip():
        raise ApprovalRefused(NO_REASON)
    if not is_untouched(edition):
        raise ApprovalRefused(DAMAGED)
    made = EditionApproval(
        edition=edition, approved_by=by, approved_at=moment_of_recording(), checksum=edition.checksum,
        alone_reason=alone_reason.strip() if alone else "",
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise ApprovalRefused(APPROVED) from None
    detail = {"edition": edition.label, "checksum": edition.checksum, "alone": alone}
    record(Action.CREATE, by=by, obj=made, grant_project=edition.grant_project, detail=detail, reason=made.alone_reason)
    if alone:
        tell_officers(edition.grant_project, str(edition.pk))
    return made
