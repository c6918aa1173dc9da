"""What of people goes at the end of the case, and at the end of the whole record."""

import datetime
import uuid
from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from beneficiaries.domain.erasing import PLAIN_WAYS
from beneficiaries.models import (
    DocumentFile,
    Household,
    HouseholdMember,
    NameAlias,
    ParticipantAccount,
    Participation,
    ParticipationVersion,
    Person,
    PersonAddress,
    PersonLanguage,
    RegisteredPerson,
    Registration,
    RightsCorrection,
    RightsPackage,
    RightsRequest,
    RightsStep,
    SentFile,
)
from portal.accounts.models import User
from portal.crypto.models import DataKey
from portal.retention.people import CASE, RECORD, PeopleEnd
from portal.uploads.keeping import remove_files
from portal.uploads.models import StoredFile

People = Collection[uuid.UUID]
OF_CASE = {name: value for name, value in PLAIN_WAYS.items() if name not in ("address_since", "address_is_safe")} | {
    "contact_language": "", "needs_interpreter": "",
}  # fmt: skip
NO_NAME = dict.fromkeys(
    ("given_names", "surname", "original_name", "preferred_name", "patronymic", "search_key", "sort_key",
     "pesel_mismatch_reason"), "",
)  # fmt: skip
NO_WORDS = dict.fromkeys(
    ("why", "target_group_reason", "labour_detail_text", "eligibility_source", "place", "postcode"), ""
)
ASKED = {"words": None, "proxy": None, "reasons": None, "extension_reason": None}


def end_ways(people: People) -> None:
    """Remove how people are reached, with whom they live, what they sent, and their own page."""
    Person.objects.filter(pk__in=people).update(**OF_CASE)
    Person.history.filter(id__in=people).update(**OF_CASE)  # type: ignore[attr-defined]
    for model in (PersonAddress, PersonLanguage, HouseholdMember):
        model.objects.filter(person__in=people).delete()  # type: ignore[attr-defined]
    _end_empty_households()
    sent = SentFile.objects.filter(participation__person__in=people)
    files = list(sent.exclude(stored=None).values_list("stored", flat=True))
    sent.delete()
    shown = set(DocumentFile.objects.filter(stored__in=files).values_list("stored", flat=True))
    remove_files(set(files) - shown)
    pages = ParticipantAccount.objects.filter(person__in=people)
    User.objects.filter(pk__in=list(pages.values_list("user", flat=True))).update(is_active=False)
    pages.delete()


def end_identity(people: People) -> None:
    """Remove who people are: names, scans, what they registered and asked; of the day of birth the year stays."""
    for person in Person.objects.filter(pk__in=people):
        Person.objects.filter(pk=person.pk).update(**NO_NAME, birth_date=_year(person.birth_date))
    Person.history.filter(id__in=people).delete()  # type: ignore[attr-defined]
    NameAlias.objects.filter(person__in=people).delete()
    Participation.objects.filter(person__in=people).update(sort_key="")
    versions: QuerySet[ParticipationVersion] = QuerySet(ParticipationVersion).filter(participation__person__in=people)
    versions.exclude(superseded_at=None).delete()
    for version in versions:
        QuerySet(ParticipationVersion).filter(pk=version.pk).update(**NO_WORDS, birth_date=_year(version.birth_date))
    files = list(StoredFile.objects.filter(owner__in=people).values_list("pk", flat=True))
    DocumentFile.objects.filter(Q(stored__in=files) | Q(participation__person__in=people)).delete()
    remove_files(files)
    _end_registrations(people)
    _end_requests(people)


def _end_empty_households() -> None:
    members = HouseholdMember.objects.filter(household=OuterRef("pk"))
    empty = list(Household.objects.filter(~Exists(members)).values_list("pk", "data_key"))
    Household.objects.filter(pk__in=[pk for pk, _key in empty]).delete()
    DataKey.objects.filter(pk__in=[key for _pk, key in empty]).delete()


def _end_registrations(people: People) -> None:
    """Remove applications of whose people nobody else is kept."""
    RegisteredPerson.objects.filter(person__in=people).update(person=None)
    left = RegisteredPerson.objects.filter(registration=OuterRef("pk"), person__isnull=False)
    over = Registration.objects.filter(~Exists(left), people__isnull=False, state__in=("accepted", "linked")).distinct()
    found = list(over.values_list("pk", "data_key"))
    Registration.objects.filter(pk__in=[pk for pk, _key in found]).delete()
    DataKey.objects.filter(pk__in=[key for _pk, key in found]).delete()


def _end_requests(people: People) -> None:
    """Destroy the words of requests; that they were answered in time stays written."""
    requests = RightsRequest.objects.filter(participation__person__in=people)
    RightsPackage.objects.filter(request__in=requests).delete()
    RightsCorrection.objects.filter(request__in=requests).delete()
    QuerySet(RightsStep).filter(request__in=requests, words__isnull=False).update(words=None)
    for key in DataKey.objects.filter(pk__in=list(requests.values_list("data_key", flat=True))):
        key.destroy()
    requests.update(**ASKED)


def _year(day: datetime.date) -> datetime.date:
    return day.replace(month=1, day=1)


_OWN = "beneficiaries."
ENDS = (
    PeopleEnd(
        "ways", CASE,
        tuple(_OWN + name for name in (
            "Person", "Household", "HouseholdMember", "Guardianship", "PersonDocument", "ParticipantAccount",
            "SentFile", "PersonAddress", "PersonLanguage",
        )),
        end_ways,
    ),
    PeopleEnd(
        "identity", RECORD,
        tuple(_OWN + name for name in (
            "Person", "NameAlias", "Care", "Participation", "ParticipationVersion", "Guardianship", "NoticeReceipt",
            "PersonDocument", "DocumentFile", "DuplicateKey", "DuplicateSketch", "DuplicatePair", "EligibilityCheck",
            "HandOver", "HandedCare", "PersonMerge", "Protection", "Registration", "RegisteredPerson", "RightsRequest",
            "RightsStep", "RightsCorrection", "Restriction", "RetentionHold", "ComingOfAge",
        )) + ("uploads.StoredFile", "uploads.StoredContent", "crypto.DataKey", "crypto.KeyTie"),
        end_identity,
    ),
)  # fmt: skip
