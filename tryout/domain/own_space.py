"""Two invented people with a space of their own, and codes on paper to try it with."""

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from beneficiaries.domain.documents import enter_document
from beneficiaries.domain.own_space import give_own_space, print_code
from beneficiaries.enums import ContactWay, DocumentKind
from beneficiaries.models import Care, ParticipantAccount, Participation, PersonDocument
from cases.models import IntegrationPlan
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.own.codes import in_groups
from portal.programmes.models import GrantProject
from services.domain.appointments import make_appointment
from services.enums import Bring, PlaceKind, Purpose
from tryout.domain.pen import MINUTE
from tryout.rules.calendar import TODAY, WARSAW

LANGUAGES = ("uk", "be")
"""In which languages the two read their pages."""
PHONES = {"uk": "+48 500 000 101", "be": "+48 500 000 102"}
GROWN_UP = datetime.date(2006, 1, 1)
IN_DAYS, ENDS_IN = 7, 18
ROOM = "Ratusz, pok. 12"


@transaction.atomic
def give_spaces(project: GrantProject) -> list[tuple[str, str, str, str]]:
    """Give the two a space, once, and each a new code on paper; return language, name, phone and code."""
    lines = []
    for language in LANGUAGES:
        participation = _chosen(project, language)
        if participation is None:
            continue
        account = ParticipantAccount.objects.filter(person=participation.person).first() or _begin(
            participation, language
        )
        code = print_code(account, participation, by=None)
        lines.append((language, participation.person.full_name, str(participation.person.phone), in_groups(code)))
    return lines


def _chosen(project: GrantProject, language: str) -> Participation | None:
    """Return who has the space in a language, else a grown-up with an open plan who writes in it."""
    people = Participation.objects.filter(grant_project=project, person__contact_language=language)
    people = people.select_related("person__data_key", "grant_project").order_by("number")
    accounts = ParticipantAccount.objects.filter(person=OuterRef("person"))
    has_one = people.filter(Exists(accounts)).first()
    plans = IntegrationPlan.objects.current().filter(participation=OuterRef("pk"), closed_on=None)  # type: ignore[attr-defined]
    free = people.filter(person__is_confidential=False, person__is_cautious=False, person__birth_date__lt=GROWN_UP)
    return has_one or free.filter(Exists(plans)).first() or free.first()


def _begin(participation: Participation, language: str) -> ParticipantAccount:
    """Let the first page have something to tell: a meeting with things to bring, a document that ends soon."""
    person = participation.person
    person.phone, person.contact_way = PHONES[language], ContactWay.CALL
    person.save(update_fields=["phone", "phone_index", "contact_way"])
    care = Care.objects.filter(
        person=person, grant_project=participation.grant_project, caseworker__isnull=False
    ).first()
    if care and care.caseworker:
        starts_at = datetime.datetime.combine(
            TODAY + datetime.timedelta(days=IN_DAYS), datetime.time(9, 30), tzinfo=WARSAW
        )
        make_appointment(
            [participation], in_charge=care.caseworker, by=care.caseworker, starts_at=starts_at,
            ends_at=starts_at + 30 * MINUTE, purpose=Purpose.OTHER, place_kind=PlaceKind.OFFICE, place=ROOM,
            language=language, bring=" ".join((Bring.RESIDENCE, Bring.PHOTO)),
        )  # fmt: skip
        older = PersonDocument.objects.in_use().filter(participation=participation, kind=DocumentKind.RESIDENCE_CARD)
        enter_document(
            participation,
            {"kind": DocumentKind.RESIDENCE_CARD, "number_end": "4711", "note": "", "valid_from": None,
             "valid_to": TODAY + datetime.timedelta(days=ENDS_IN), "is_unlimited": False, "prolonged_to": None,
             "seen_on": TODAY - datetime.timedelta(days=60)},
            by=care.caseworker, replaces=older.first(),
        )  # fmt: skip
        _leave_a_trail(participation, care.caseworker)
    return give_own_space(participation, by=care.caseworker if care else None)


def _leave_a_trail(participation: Participation, by: User) -> None:
    """Let somebody have opened the record, so that „who looked at my data” has something to tell."""
    for action, page in (
        (Action.VIEW, "timeline"),
        (Action.VIEW, "contact-shown"),
        (Action.VIEW, "plan"),
        (Action.LIST, ""),
    ):
        record(
            action, by=by, subjects=[participation.person_id], grant_project=participation.grant_project,  # type: ignore[attr-defined]
            detail={"page": page} if page else {},
        )  # fmt: skip
