"""Who: people, the organisations that look after them, their participation in grant projects, and their documents."""

from beneficiaries.models.breakglass import EmergencyAccess
from beneficiaries.models.consents import Consent, ConsentKind, ConsentText, Notice, NoticeReceipt, NoticeText
from beneficiaries.models.documents import DocumentFile, PersonDocument
from beneficiaries.models.duplicates import DuplicateKey, DuplicatePair, DuplicateSketch
from beneficiaries.models.eligibility import EligibilityCheck
from beneficiaries.models.handing import HandedCare, HandOver
from beneficiaries.models.households import Guardianship, Household, HouseholdMember
from beneficiaries.models.keeping import RetentionHold
from beneficiaries.models.merging import PersonMerge
from beneficiaries.models.own_space import ParticipantAccount, SentFile
from beneficiaries.models.people import Care, NameAlias, Participation, ParticipationVersion, Person
from beneficiaries.models.protection import Protection
from beneficiaries.models.registration import RegisteredPerson, Registration
from beneficiaries.models.rights import Restriction, RightsCorrection, RightsPackage, RightsRequest, RightsStep
from beneficiaries.models.whole import ComingOfAge, PersonAddress, PersonLanguage

__all__ = [
    "Care",
    "ComingOfAge",
    "Consent",
    "ConsentKind",
    "ConsentText",
    "DocumentFile",
    "DuplicateKey",
    "DuplicatePair",
    "DuplicateSketch",
    "EligibilityCheck",
    "EmergencyAccess",
    "Guardianship",
    "HandOver",
    "HandedCare",
    "Household",
    "HouseholdMember",
    "NameAlias",
    "Notice",
    "NoticeReceipt",
    "NoticeText",
    "ParticipantAccount",
    "Participation",
    "ParticipationVersion",
    "Person",
    "PersonAddress",
    "PersonDocument",
    "PersonLanguage",
    "PersonMerge",
    "Protection",
    "RegisteredPerson",
    "Registration",
    "Restriction",
    "RetentionHold",
    "RightsCorrection",
    "RightsPackage",
    "RightsRequest",
    "RightsStep",
    "SentFile",
]
