"""Why something cannot be done with a request, in words."""

from django.utils.translation import gettext as _

from beneficiaries.domain import corrections, rights, rights_decisions, rights_package

CHANGED = "changed"


def why_not(reason: str) -> str:
    """Return the sentence for a reason of the actions."""
    return {
        rights.NO_RIGHT: _("Whoever asks may not be told about this person. Nothing is handed out."),
        rights.TO_COME: _("This day has not come yet."),
        rights.TWICE: _("A request of this kind is open already."),
        rights.TOO_LATE: _("The answer can be put off once, within the first month, by at most two months."),
        rights.NO_IDENTITY: _("Check first who asks."),
        rights_package.NOT_REVIEWED: _("Every part must be read by somebody who may read it."),
        rights_package.CLOSED_PART: _("Part of this is only for the caseworker in charge, who reviews it."),
        rights_package.NO_PACKAGE: _("There is nothing to review any more. Load the page again."),
        rights_decisions.SECOND: _("Somebody else must decide what you proposed."),
        rights_decisions.TOO_SOON: _("Nobody else may decide here: you can, 24 hours after the proposal."),
        rights_decisions.NO_REASON: _("Write the reasons: the person has a right to them."),
        rights_decisions.BY_FIELD: _("Answer each field apart: the last answer ends the request."),
        corrections.ANSWERED: _("This field was answered already. Load the page again."),
        corrections.NOT_BORN: _("The first support was before this day."),
        corrections.PESEL_DISAGREES: _(
            "The PESEL number, the day of birth and the sex would contradict each other. "
            "Correct it on the record, where the reason is asked for."
        ),
        corrections.WAY_CLOSED: _("This way of contact is not among the allowed ones. Answer the allowed ways first."),
        rights_decisions.ONLY_COPY: _("A copy is granted by releasing it."),
    }.get(reason, _("Somebody changed this at the same moment. Load the page again."))
