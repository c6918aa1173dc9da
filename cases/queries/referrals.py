"""Reads about referrals: of a person, of an account, and to whom a person can be referred."""

import datetime
import uuid

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from beneficiaries.models import Care, Participation, Person
from cases.enums import ReferralState
from cases.models import Referral, ReferralStep
from cases.querysets.referrals import ANSWER, MAKE
from portal.accounts.models import Organisation, User
from portal.policy.access import access_of
from portal.policy.gate import get_visible_or_404
from portal.policy.holders import accounts_that_may
from portal.reads import ahead

WAITING, RECEIVED, SENT, ANSWERED = "waiting", "received", "sent", "answered"
VIEWS = (WAITING, RECEIVED, SENT, ANSWERED)
"""The views of the list; the first is the usual one."""


def referrals_of(participation: Participation) -> list[Referral]:
    """Return every referral of a person, the latest first (one query)."""
    found = list(ahead(participation, referral_rows))
    for each in found:  # names of outside bodies are opened with the key of the person at hand
        each.participation = participation
    return found


def referral_rows(participation: Participation) -> QuerySet[Referral]:
    """Return the rows of ``referrals_of``."""
    return _parties(Referral.objects.filter(participation=participation)).order_by("-sent_on", "-id")


def referral_of(user: User, action: str, key: uuid.UUID) -> Referral:
    """Return the referral that ``user`` may ``action``, with ``own_right``; hidden and absent are one ``Refused``."""
    rows = _with_person(Referral.objects.with_own_right(user))
    return get_visible_or_404(rows, user, action, pk=key)


def steps_of(referral: Referral) -> list[ReferralStep]:
    """Return what was done with a referral, the latest first (one query)."""
    steps = list(ReferralStep.objects.filter(referral=referral).select_related("by").order_by("-at", "-id"))
    for each in steps:
        each.referral = referral
    return steps


def may_step(user: User, referral: Referral) -> tuple[bool, bool]:
    """Tell whether ``user`` may answer a referral, and whether withdraw or close it (two queries)."""
    rows = Referral.objects.filter(pk=referral.pk)
    return rows.visible_to(user, ANSWER).exists(), rows.visible_to(user, MAKE).exists()


def listed(user: User, view: str, day: datetime.date) -> QuerySet[Referral]:
    """Return the rows of one view of the list, what ends first on top; each with ``own_right``.

    What waits for an account: referrals to it or to its organisation, and answers to its own or about its own people.
    """
    mine = Referral.objects.visible_to(user, MAKE)
    to_me = Referral.objects.to_answer(user, day)
    rows = {
        WAITING: Referral.objects.filter(_any(to_me, mine.answered().filter(_of_one(user)))),
        RECEIVED: to_me,
        SENT: mine,
        ANSWERED: mine.answered(),
    }[view]
    order = (F("expires_on").asc(nulls_last=True), "sent_on", "id")
    latest = ("-sent_on", "-id")
    return _with_person(rows.with_own_right(user)).order_by(*(latest if view == SENT else order))


def waits_for_sender(referral: Referral) -> bool:
    """Tell whether the answer has come and the sender has not closed the referral."""
    return referral.state in (ReferralState.ANSWERED, ReferralState.REFUSED)


def sending_organisation(user: User, participation: Participation) -> Organisation | None:
    """Return for whom an account refers the person: its organisation that looks after them, else its first."""
    project = participation.grant_project
    own = {clause.organisation for clause in access_of(user).scope(MAKE, project).clauses}
    caring = Care.objects.filter(
        person=participation.person_id,  # type: ignore[attr-defined]
        grant_project=project,
        organisation__in=own,
    )
    bodies = sorted(Organisation.objects.filter(pk__in=own), key=lambda body: body.name)
    looking_after = set(caring.values_list("organisation", flat=True))
    return next((body for body in bodies if body.pk in looking_after), bodies[0] if bodies else None)


def organisations_for(sender: Organisation) -> list[Organisation]:
    """Return the other organisations of the portal, by name (one query)."""
    taking_part = Organisation.objects.filter(projects__isnull=False).exclude(pk=sender.pk)
    return list(taking_part.distinct().order_by("name"))


def colleagues_for(sender: Organisation, participation: Participation, by: User, day: datetime.date) -> list[User]:
    """Return colleagues of the organisation who may be asked about the person, by name (two queries).

    The walls of the person are respected here; the action that sends weighs each choice exactly.
    """
    able = [user.pk for user in accounts_that_may(ANSWER, day)]
    person: Person = participation.person
    rows = User.objects.filter(
        pk__in=able, memberships__organisation=sender, memberships__grant_project=participation.grant_project
    ).exclude(pk=by.pk)
    rows = rows.exclude(pk__in=person.denied_to.values("pk"))
    if person.is_confidential:
        rows = rows.filter(pk__in=person.confidential_to.values("pk"))
    return list(rows.distinct().order_by("name", "pk"))


def _parties(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    return rows.select_related("from_organisation", "from_account", "to_organisation", "to_account")


def _with_person(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    return _parties(rows).select_related("participation__person__data_key", "participation__grant_project")


def _of_one(user: User) -> Q:
    """Return the condition for referrals that one account sent, or about people it is in charge of."""
    in_charge = Care.objects.filter(
        caseworker=user,
        person=OuterRef("participation__person"),
        grant_project=OuterRef("participation__grant_project"),
    )
    return Q(from_account=user) | Q(Exists(in_charge))


def _any(*querysets: QuerySet[Referral]) -> Q:
    condition = Q(pk__in=[])
    for rows in querysets:
        condition |= Q(pk__in=rows.order_by().values("pk"))
    return condition
