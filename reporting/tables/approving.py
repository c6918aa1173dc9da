"""How far the approval of an edition is, in words."""

from django.utils.translation import gettext as _

from reporting.domain import approvals


def refusal_in_words(code: str) -> str:
    """Say why an edition cannot be approved by this account now; blank when it can."""
    return {
        approvals.APPROVED: _("The report is approved already."),
        approvals.LATER: _("There is a later version of this report. Only the last version can be approved."),
        approvals.SECOND: _("You froze this report, so a second person approves it."),
        approvals.TOO_SOON: _("Nobody else may approve this report: you can, 24 hours after it was frozen."),
        approvals.NO_REASON: _("Say why nobody else approves the report."),
        approvals.DAMAGED: _("Content and checksum of the report differ. Tell those who run the portal."),
    }.get(code, "")
