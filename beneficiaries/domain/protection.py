"""Who may know of a person: confidential with a named few, and the deny list that beats every role (S26, S27)."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from beneficiaries.domain.breakglass import close_for
from beneficiaries.enums import ProtectionAct
from beneficiaries.models import Care, Participation, Person, Protection
from beneficiaries.queries.merging import number_now
from beneficiaries.queries.protection import reaching
from beneficiaries.rules.protection import Objection, why_not_left, why_not_named
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import today
from portal.submissions.drafts import drop_drafts_about


class ProtectionRefused(ValueError):
    """A decision that would break a rule: the reason is an ``Objection``."""


@transaction.atomic
def conceal(participation: Participation, named: Collection[User], *, by: User | None, reason: str) -> None:
    """Make a person confidential: from now on only the named accounts see that the person exists (S26).

    Whoever is in charge and is not named is in charge no more: what is due waits for the named then.
    Raises ``ProtectionRefused`` when somebody named is denied or out of reach, or nobody is named.
    """
    person, denied, reached = _weighed(participation)
    if person.is_confidential:
        raise ProtectionRefused(Objection.NOTHING)
    for user in named:
        _refuse(why_not_named(user.pk, denied, reached))
    _refuse(why_not_left({user.pk for user in named}, denied, reached))
    _set_confidential(person, by, is_confidential=True)
    person.confidential_to.set(named)
    in_charge_no_more(person)
    _forget_drafts(person, but=named)
    _note(participation, ProtectionAct.CONCEAL, None, by, reason)
    for user in named:
        _keep(person, ProtectionAct.NAME, user, by, "")


@transaction.atomic
def lift(participation: Participation, *, by: User, reason: str) -> None:
    """Make a person visible again to whom the roles reach; the deny list stays. Raises ``ProtectionRefused``."""
    person = _locked(participation)
    if not person.is_confidential:
        raise ProtectionRefused(Objection.NOTHING)
    _set_confidential(person, by, is_confidential=False)
    person.confidential_to.clear()
    _note(participation, ProtectionAct.LIFT, None, by, reason)


@transaction.atomic
def name_account(participation: Participation, user: User, *, by: User | None, reason: str) -> None:
    """Let one more account know of a confidential person. Raises ``ProtectionRefused``."""
    person, denied, reached = _weighed(participation)
    _refuse(why_not_named(user.pk, denied, reached))
    if not person.is_confidential or person.confidential_to.filter(pk=user.pk).exists():
        raise ProtectionRefused(Objection.NOTHING)
    person.confidential_to.add(user)
    _note(participation, ProtectionAct.NAME, user, by, reason)


@transaction.atomic
def unname_account(participation: Participation, user: User, *, by: User, reason: str) -> None:
    """Let an account know of a confidential person no more; somebody must be left (``ProtectionRefused``)."""
    person, denied, reached = _weighed(participation)
    named = set(person.confidential_to.values_list("pk", flat=True))
    if user.pk not in named:
        raise ProtectionRefused(Objection.NOTHING)
    _refuse(why_not_left(named - {user.pk}, denied, reached))
    person.confidential_to.remove(user)
    in_charge_no_more(person)
    _forget_drafts(person, of=user)
    _note(participation, ProtectionAct.UNNAME, user, by, reason)


@transaction.atomic
def deny(participation: Participation, user: User, *, by: User, reason: str) -> None:
    """Leave an account without access to a person, whatever its roles: it never learns of it (S27).

    It is no longer named or in charge, an emergency access of it ends, and its drafts about the person are destroyed.
    Raises ``ProtectionRefused`` when a confidential person would be left to nobody.
    """
    person, denied, reached = _weighed(participation)
    if user.pk in denied:
        raise ProtectionRefused(Objection.NOTHING)
    if person.is_confidential:
        named = set(person.confidential_to.values_list("pk", flat=True))
        _refuse(why_not_left(named, {*denied, user.pk}, reached))
    _leave_without(participation, person, user, by=by, reason=reason)


def _leave_without(participation: Participation, person: Person, user: User, *, by: User, reason: str) -> None:
    person.denied_to.add(user)
    person.confidential_to.remove(user)
    in_charge_no_more(person)
    close_for(user, person)
    _forget_drafts(person, of=user)
    _note(participation, ProtectionAct.DENY, user, by, reason)


def in_charge_no_more(person: Person) -> list[list[int]]:
    """Let nobody from whom the person is hidden stay in charge (S26, S27); return who was, by care.

    Otherwise what is due about the person would wait on the day of somebody who never sees it.
    """
    hidden = Q(caseworker__in=person.denied_to.all())
    if person.is_confidential:
        hidden |= ~Q(caseworker__in=person.confidential_to.all())
    in_charge = Care.objects.filter(hidden, person=person, caseworker__isnull=False)
    found = [[*row] for row in in_charge.order_by("pk").values_list("pk", "caseworker")]
    Care.objects.filter(pk__in=[key for key, _account in found]).update(caseworker=None)
    return found


@transaction.atomic
def declare_conflict(account: User, number: str, *, reason: str) -> None:
    """Leave one's own account without access to the person with a number, for good (S27).

    Nobody is told whether the number exists. A confidential person may be left to nobody by it: then the data
    protection officer names somebody else.
    """
    projects = account.memberships.values_list("grant_project", flat=True)  # type: ignore[attr-defined]
    rows = Participation.objects.filter(grant_project__in=projects, number=number_now(projects, number))
    participation = rows.select_related("grant_project", "person__data_key").first()
    if participation is None:
        return
    person = _locked(participation)
    if not person.denied_to.filter(pk=account.pk).exists():
        _leave_without(participation, person, account, by=account, reason=reason)


@transaction.atomic
def allow(participation: Participation, user: User, *, by: User, reason: str) -> None:
    """Take an account off the deny list: its roles decide again. Raises ``ProtectionRefused``."""
    person = _locked(participation)
    if user.pk == by.pk or not person.denied_to.filter(pk=user.pk).exists():
        raise ProtectionRefused(Objection.NOTHING)
    person.denied_to.remove(user)
    _note(participation, ProtectionAct.ALLOW, user, by, reason)


def _locked(participation: Participation) -> Person:
    return Person.objects.select_related("data_key").select_for_update().get(pk=participation.person_id)  # type: ignore[misc]


def _weighed(participation: Participation) -> tuple[Person, set[int], set[int]]:
    person = _locked(participation)
    return person, set(person.denied_to.values_list("pk", flat=True)), reaching(participation, today())


def _refuse(objection: Objection | None) -> None:
    if objection is not None:
        raise ProtectionRefused(objection)


def _forget_drafts(person: Person, *, of: User | None = None, but: Collection[User] = ()) -> None:
    """Destroy what was typed about the person and not sent by who does not know of them any more."""
    taken = dict(person.participations.values_list("pk", "number"))
    drop_drafts_about({key.hex for key in taken}, set(taken.values()), of=of, but=but)


def _set_confidential(person: Person, by: User | None, *, is_confidential: bool) -> None:
    person.is_confidential = is_confidential
    person._history_user = by  # type: ignore[attr-defined]
    person.save(update_fields=["is_confidential"])


def _note(participation: Participation, act: ProtectionAct, user: User | None, by: User | None, reason: str) -> None:
    """Keep the decision; in the event log it is a change of the record like any other, without words or accounts."""
    person = participation.person
    _keep(person, act, user, by, reason)
    record(
        Action.CHANGE, by=by, obj=participation, subjects=[person.pk], grant_project=participation.grant_project,
        detail={"fields": ["protection"]},
    )  # fmt: skip


def _keep(person: Person, act: ProtectionAct, user: User | None, by: User | None, reason: str) -> None:
    Protection.objects.create(person=person, act=act, account=user, reason=reason, by=by)
