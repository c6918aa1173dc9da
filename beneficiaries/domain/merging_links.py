"""How the relations of this app go over when two records of one person become one."""

from beneficiaries.domain.merging_families import GUARDIANS, HOUSEHOLDS
from beneficiaries.domain.merging_messages import MESSAGES, TO_GUARDIANS
from beneficiaries.domain.merging_pairs import PAIRS
from beneficiaries.domain.merging_participations import TAKING_PART
from beneficiaries.domain.merging_values import VALUES
from beneficiaries.domain.merging_walls import CARED_FOR, WALLS
from portal.merging.registry import Way

LINKS = {
    "beneficiaries.PersonDocument.participation": Way.FACT,
    "beneficiaries.DocumentFile.participation": Way.ROW,
    # An open emergency access was given to one record; over the other it would open what nobody asked for (S28).
    "beneficiaries.EmergencyAccess.participation": Way.STAYS,
    "beneficiaries.Protection.person": Way.STAYS,
    "beneficiaries.PersonAddress.person": Way.ROW,
    "beneficiaries.PersonLanguage.person": Way.ROW,
    "beneficiaries.ComingOfAge.person": Way.ROW,
    "beneficiaries.EligibilityCheck.participation": Way.FACT,
    "beneficiaries.RegisteredPerson.person": Way.ROW,
    # Where both have a page of their own, that of the record that goes stays behind: the person uses the other one.
    "beneficiaries.ParticipantAccount.person": Way.ROW,
    "beneficiaries.SentFile.participation": Way.ROW,
    "beneficiaries.RightsRequest.participation": Way.ROW,
    "beneficiaries.Restriction.person": Way.ROW,
    "beneficiaries.RetentionHold.participation": Way.ROW,
    # What a person was told and decided is never changed; both records are asked, and a “no” of either holds.
    "beneficiaries.Consent.person": Way.STAYS,
    "beneficiaries.NoticeReceipt.person": Way.STAYS,
    "beneficiaries.PersonMerge.kept": Way.STAYS,
    "beneficiaries.PersonMerge.gone": Way.STAYS,
}
MOVERS = (PAIRS, VALUES, WALLS, CARED_FOR, HOUSEHOLDS, GUARDIANS, MESSAGES, TO_GUARDIANS, TAKING_PART)
