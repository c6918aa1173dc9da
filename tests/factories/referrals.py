"""Referrals."""

from typing import Any

from beneficiaries.models import Participation
from cases.domain.referrals import send_referral
from cases.enums import Basis, ConsentForm, ConsentOf, OutsideBody, Purpose, Recipient
from cases.models import Referral
from portal.accounts.models import Organisation, User
from portal.clock import today

CONSENT = {"basis": Basis.CONSENT, "consent_how": ConsentForm.WRITTEN, "consent_of": ConsentOf.PERSON}


def make_referral(participation: Participation, sender: Organisation, by: User, **values: Any) -> Referral:
    """Refer a person to a clinic by written consent of today, or as ``values`` say; the name alone goes with it."""
    outside = {"recipient": Recipient.OUTSIDE, "outside_kind": OutsideBody.CLINIC, "outside_name": "Przychodnia Morska"}
    given = values if values.get("recipient", Recipient.OUTSIDE) != Recipient.OUTSIDE else {**outside, **values}
    agreed = {
        "purpose": Purpose.HEALTH,
        "request": "Please help.",
        "fields": ["name"],
        "consent_on": today(),
        **CONSENT,
    }
    return send_referral(participation, {**agreed, **given}, organisation=sender, by=by)
