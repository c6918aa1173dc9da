"""Who stands behind an account of the own space, and whose pages it opens (S5, S26, S30)."""

import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from beneficiaries.enums import SentState
from beneficiaries.models import Guardianship, ParticipantAccount, Participation, Person, SentFile
from beneficiaries.queries.people import in_force
from beneficiaries.queries.search import phone_indexes
from beneficiaries.rules.age import born_last_of_age
from beneficiaries.rules.families import may_be_told
from portal.clock import today
from portal.crypto.sealing import blind_index
from portal.own.registry import Subject
from portal.reads import ahead

if TYPE_CHECKING:
    from portal.accounts.models import User


def account_for(contact: str) -> int | None:
    """Return the key of the account whose person has this phone number or address.

    Nobody for a number that two adults share, whether both have an account or one: whoever holds the phone might read
    what the other one is told. They come in with a code on paper or a passkey. Two queries, also for who is unknown.
    """
    contact = contact.strip()
    known = Q(email_index=blind_index("email", contact)) if "@" in contact else Q(
        phone_index__in=phone_indexes(contact)
    )  # fmt: skip
    adults = Person.objects.filter(known, merged_into=None, birth_date__lte=born_last_of_age(today()))
    holders = {*adults.values_list("pk", flat=True)[:2]}
    open_ = ParticipantAccount.objects.filter(
        person__in=Person.objects.filter(known), blocked_at=None, user__is_active=True
    )
    found = list(open_.values_list("person_id", "user_id")[:2])
    return found[0][1] if len(found) == 1 and holders <= {found[0][0]} else None


def subjects_of(user: "User", day: datetime.date) -> list[Subject]:
    """Return the person behind an account and the children for whom that person stands and may be told (S30).

    A record that was merged into another opens nothing: whatever may be known of the child stands in the other one.
    Nothing for an account that is blocked. Four queries.
    """
    account = ParticipantAccount.objects.select_related("person__data_key").filter(user=user, blocked_at=None).first()
    if account is None:
        return []
    own = account.person
    links = Guardianship.objects.filter(guardian=own, child__merged_into=None).select_related("child__data_key")
    children = [link.child for link in _that_open(links.order_by("child__birth_date"), own, day)]
    people = {each.pk: each for each in (own, *children)}
    taking_part: dict = {key: [] for key in people}
    for each in _participations(people):
        each.person = people[each.person_id]
        taking_part[each.person_id].append(each)
    return [
        Subject(person, person.full_name or person.original_name, person is own, taking_part[key])
        for key, person in people.items()
        if person is own or taking_part[key]
    ]


def guardianship_of_subject(own: Person, child: Person, day: datetime.date) -> Guardianship | None:
    """Return by what right a person opens the pages of a child (one query)."""
    links = Guardianship.objects.filter(guardian=own, child=child).select_related("child")
    return next(iter(_that_open(links, own, day)), None)


def own_account_of(person: Person) -> ParticipantAccount | None:
    """Return the account of a person (one query)."""
    return ParticipantAccount.objects.select_related("user", "given_by", "blocked_by").filter(person=person).first()


def own_account_of_user(user: "User") -> ParticipantAccount | None:
    """Return what stands behind an account (one query)."""
    return ParticipantAccount.objects.select_related("person").filter(user=user).first()


def _that_open(links: QuerySet[Guardianship], own: Person, day: datetime.date) -> list[Guardianship]:
    """Return those of the links of ``own`` by which something may be told (one query)."""
    found = list(links)
    for link in found:
        link.guardian = own
    return [link for link in found if may_be_told(link, link.child, day)]


def _participations(people: dict) -> list[Participation]:
    rows = Participation.objects.filter(person__in=list(people)).annotate(in_force=in_force())
    return list(
        rows.select_related("grant_project", "in_force").order_by("-grant_project__starts_on", "-grant_project_id")
    )


def sent_files_of(participation: Participation) -> list[SentFile]:
    """Return what a person sent and nobody has decided about, the oldest first (one query)."""
    found = list(ahead(participation, sent_file_rows))
    for each in found:
        if each.stored is not None:
            each.stored.data_key = participation.person.data_key
    return found


def sent_file_rows(participation: Participation) -> QuerySet[SentFile]:
    """Return the rows of ``sent_files_of``."""
    rows = SentFile.objects.filter(participation=participation, state=SentState.WAITING)
    return rows.select_related("stored").order_by("sent_at")


def waiting_files(user: "User") -> QuerySet[Participation]:
    """Return the participations, in the charge of ``user`` or of nobody, whose people sent something to look at."""
    waiting = SentFile.objects.filter(participation=OuterRef("pk"), state=SentState.WAITING)
    rows = Participation.objects.in_care_of(user, "view_sent_files").filter(Exists(waiting))  # type: ignore[attr-defined]
    return (
        rows.annotate(files=Coalesce(Subquery(_count(waiting)), 0)).select_related("person").order_by("sort_key", "pk")
    )


def _count(waiting: QuerySet) -> QuerySet:
    return waiting.order_by().values("participation").annotate(how_many=Count("pk")).values("how_many")
