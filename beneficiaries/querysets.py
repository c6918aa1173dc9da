"""Rows of people by who asks: the row scope of every list, search, count and look-up (S5–S7)."""

import datetime
import uuid
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Case, DateField, Exists, F, Func, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils import timezone

from beneficiaries.enums import GlassState, RegistrationState
from beneficiaries.rules.breakglass import FOUND_IN_EMERGENCY
from beneficiaries.rules.rights import OPEN_WHEN_RESTRICTED
from portal.audit.models import AppendOnlyQuerySet
from portal.policy.access import access_of
from portal.programmes.entries import confirmed_by_law, days_abroad_by_law, prolonged_by_law
from portal.versions.models import VersionQuerySet

if TYPE_CHECKING:
    from portal.accounts.models import User

OPENED_AS = "_opened_in_emergency"
UNSENT = (RegistrationState.DRAFT, RegistrationState.EXPIRED)
ASK, OVERSEE = "ask_emergency_access", "review_emergency_access"


class DaysLater(Func):
    """A day so many days after another one, in the words of each database; nothing where either is nothing."""

    output_field = DateField()
    template, arg_joiner = "(%(expressions)s)", " + "

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Write days as a modifier of the date."""
        return self.as_sql(
            compiler, connection, template="date(%(expressions)s || ' days')", arg_joiner=", ", **context
        )


class PersonQuerySet(models.QuerySet):
    """People, chainable."""

    def visible_to(self, user: "User", action: str = "view_person") -> "PersonQuerySet":
        """Only people whom ``user`` may ``action``; confidential people only for those named (S26–S27).

        A record that was merged into another is nobody's any more.
        """
        scope = access_of(user).scope(action)
        if not scope:
            return self.none()
        looked_after = _care_of(self.model).filter(scope.as_q(user), person=OuterRef("pk"))
        walls = _not_hidden_from(user, self.model, "pk", "", action)
        opened = [person for _participation, person in opened_in_emergency(user, action)]
        return self.filter(*_through(walls, Exists(looked_after), opened), merged_into__isnull=True)

    def not_hidden_from(self, user: "User") -> "PersonQuerySet":
        """Only people of whom ``user`` may know: the two walls alone (S26–S28)."""
        named, not_denied = _not_hidden_from(user, self.model, "pk", "", "view_person")
        opened = [person for _participation, person in opened_in_emergency(user, "view_person")]
        return self.filter(not_denied, named | Q(pk__in=opened) if opened else named, merged_into__isnull=True)


class ParticipationQuerySet(models.QuerySet):
    """Participations, chainable."""

    def visible_to(self, user: "User", action: str = "view_person") -> "ParticipationQuerySet":
        """Only participations of people whom ``user`` may ``action`` in that same grant project."""
        scope = access_of(user).scope(action)
        if not scope:
            return self.none()
        people: Any = self.model._meta.get_field("person").related_model
        looked_after = _care_of(people).filter(
            scope.as_q(user), person=OuterRef("person"), grant_project=OuterRef("grant_project")
        )
        walls = _not_hidden_from(user, people, "person", "person__", action)
        opened = [participation for participation, _person in opened_in_emergency(user, action)]
        return self.filter(*_through(walls, Exists(looked_after), opened), person__merged_into__isnull=True)

    def not_hidden_from(self, user: "User") -> "ParticipationQuerySet":
        """Only those of whose people ``user`` may know: the two walls alone (S26, S27).

        For who is beside people for a reason other than looking after them, as who teaches a class.
        """
        people: Any = self.model._meta.get_field("person").related_model
        walls = _not_hidden_from(user, people, "person", "person__", "view_person")
        return self.filter(*walls, person__merged_into__isnull=True)

    def in_care_of(self, user: "User", action: str = "view_person") -> "ParticipationQuerySet":
        """Only people of whom ``user`` is in charge, and those of whom nobody is.

        Whoever has nobody in charge waits for each colleague within reach, so that no last day passes unseen.
        """
        return self.visible_to(user, action).with_charge(user).filter(Q(is_own=True) | Q(is_nobodys=True))

    def with_charge(self, user: "User") -> "ParticipationQuerySet":
        """Tell of each whether ``user`` is in charge (``is_own``), and whether nobody is (``is_nobodys``)."""
        people: Any = self.model._meta.get_field("person").related_model
        care = _care_of(people).filter(person=OuterRef("person"), grant_project=OuterRef("grant_project"))
        return self.annotate(
            is_own=Exists(care.filter(caseworker=user.pk)),
            is_nobodys=~Exists(care.filter(caseworker__is_active=True)),
        )


class EmergencyQuerySet(models.QuerySet):
    """Emergency accesses, chainable."""

    def visible_to(self, user: "User", action: str = OVERSEE) -> "EmergencyQuerySet":
        """Only those of others, to people of whom ``user`` is not kept: who oversees never judges alone over oneself.

        Whoever is on a person's deny list sees nothing of it here either (S27).
        """
        scope = access_of(user).scope(action)
        taking_part: Any = self.model._meta.get_field("participation").related_model
        people: Any = taking_part._meta.get_field("person").related_model
        reached = _care_of(people).filter(
            scope.as_q(user), person=OuterRef("participation__person"), grant_project=OuterRef("grant_project")
        )
        denied = _denied(user, people, "participation__person")
        whole = Q(grant_project__in=sorted(scope.whole_project_ids))
        return self.filter(whole | Exists(reached), ~Exists(denied)).exclude(account=user.pk)


def opened_in_emergency(user: "User", action: str) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Return the participations, each with its person, that are open to ``user`` for a short time (S28).

    Whose access to the project has ended meanwhile finds nothing. No query for who has no emergency access open, one
    for who has; kept on the instance like the rights.
    """
    until = getattr(user, "emergency_until", None)
    if until is None or action not in FOUND_IN_EMERGENCY or until <= timezone.now():
        return []
    known = getattr(user, OPENED_AS, None)
    if known is None:
        rows = apps.get_model("beneficiaries", "EmergencyAccess")._default_manager.filter(
            account=user.pk, state=GlassState.OPEN, ends_at__gt=timezone.now(),
            grant_project__in=sorted(access_of(user).scope(ASK).project_ids),
        )  # fmt: skip
        known = list(rows.values_list("participation_id", "participation__person_id"))
        setattr(user, OPENED_AS, known)
    return known


def _through(walls: tuple[Any, Any], looked_after: Exists, opened: list[uuid.UUID]) -> tuple[Any, ...]:
    """Return the conditions; an emergency access passes the roles and the named few, never the deny list."""
    named, not_denied = walls
    if not opened:
        return named, not_denied, looked_after
    return not_denied, named & Q(looked_after) | Q(pk__in=opened)


class RightsRequestQuerySet(models.QuerySet):
    """Requests of people about their own data, chainable."""

    def visible_to(self, user: "User", action: str = "view_rights_request") -> "RightsRequestQuerySet":
        """Only those of participations that ``user`` may ``action``; the named answer for a confidential one (S26)."""
        participations: Any = self.model._meta.get_field("participation").related_model
        return self.filter(Exists(participations.objects.visible_to(user, action).filter(pk=OuterRef("participation"))))


class PersonDocumentQuerySet(VersionQuerySet):
    """Entries about documents, chainable."""

    def visible_to(self, user: "User", action: str = "view_documents") -> "PersonDocumentQuerySet":
        """Only documents of participations that ``user`` may ``action``."""
        participations: Any = self.model._meta.get_field("participation").related_model
        return self.filter(participation__in=participations.objects.visible_to(user, action).values("pk"))

    def in_use(self) -> "PersonDocumentQuerySet":
        """Only what is in force, neither replaced nor withdrawn."""
        return self.current().filter(state="")  # type: ignore[return-value]

    def with_law(self, day: datetime.date) -> "PersonDocumentQuerySet":
        """Tell of each what law of ``day`` says of its title: prolonged and to be confirmed until when, days abroad.

        ``law_until``, ``confirm_until`` and ``days_abroad``, blank where law says nothing (R100–R102).
        """
        return self.annotate(
            law_until=Subquery(prolonged_by_law(day), output_field=DateField()),
            confirm_until=Subquery(confirmed_by_law(day), output_field=DateField()),
            days_abroad=Subquery(days_abroad_by_law(day), output_field=IntegerField()),
        )

    def good_at_most_until(self, last: datetime.date) -> "PersonDocumentQuerySet":
        """Only those of ``with_law`` that are good until ``last`` at most, by print and by law; ``until`` says when."""
        never = Value(datetime.date.max, output_field=DateField())
        longer = Greatest(F("last_day"), Coalesce(F("law_until"), F("last_day")))
        printed = Case(When(last_day__isnull=False, then=longer), default=never)
        confirm = Case(When(is_unconfirmed=True, then=Coalesce(F("confirm_until"), never)), default=never)
        allowed = DaysLater(F("abroad_since"), F("days_abroad"))
        is_long = Q(abroad_until__isnull=True) | Q(abroad_until__gt=allowed)
        back = Case(When(is_long, abroad_since__isnull=False, then=Coalesce(allowed, never)), default=never)
        some = self.filter(Q(last_day__lte=last) | Q(is_unconfirmed=True) | Q(abroad_since__isnull=False))
        return some.annotate(until=Least(printed, confirm, back)).filter(until__lte=last)


class EligibilityCheckQuerySet(VersionQuerySet):
    """Checks of eligibility, chainable."""

    def visible_to(self, user: "User", action: str = "view_person") -> "EligibilityCheckQuerySet":
        """Only checks of participations that ``user`` may ``action``."""
        participations: Any = self.model._meta.get_field("participation").related_model
        return self.filter(participation__in=participations.objects.visible_to(user, action).values("pk"))


class HouseholdQuerySet(models.QuerySet):
    """Households, chainable."""

    def visible_to(self, user: "User", action: str = "view_household") -> "HouseholdQuerySet":
        """Only households in which somebody lives whom ``user`` may ``action``; of the others nothing is known."""
        return self.filter(Exists(_members_of(self.model).visible_to(user, action).filter(household=OuterRef("pk"))))

    def with_hidden(self, user: "User", action: str = "view_household") -> "HouseholdQuerySet":
        """Tell of each whether somebody lives there whom ``user`` does not see; never to be shown (S26, S27)."""
        seen = _members_of(self.model).visible_to(user, action).filter(pk=OuterRef("pk"))
        hidden = _members_of(self.model).present().filter(~Exists(seen), household=OuterRef("pk"))
        return self.annotate(hides_somebody=Exists(hidden))


class MemberQuerySet(models.QuerySet):
    """Members of households, chainable."""

    def present(self) -> "MemberQuerySet":
        """Only those who live there now."""
        return self.filter(until__isnull=True)

    def visible_to(self, user: "User", action: str = "view_household") -> "MemberQuerySet":
        """Only those who live there now and whom ``user`` may ``action``."""
        people: Any = self.model._meta.get_field("person").related_model
        seen = people._default_manager.visible_to(user, action).filter(pk=OuterRef("person"))
        return self.present().filter(Exists(seen))


class GuardianshipQuerySet(models.QuerySet):
    """Guardianships, chainable."""

    def visible_to(self, user: "User", action: str = "view_household") -> "GuardianshipQuerySet":
        """Only those of which ``user`` may ``action`` both the child and the guardian, where that is a person here."""
        people: Any = self.model._meta.get_field("child").related_model
        seen = people._default_manager.visible_to(user, action)
        child, guardian = (Exists(seen.filter(pk=OuterRef(who))) for who in ("child", "guardian"))
        return self.filter(Q(guardian__isnull=True) | Q(guardian), child)


class OfPersonQuerySet(AppendOnlyQuerySet):
    """Append-only rows that belong to a person, chainable."""

    def visible_to(self, user: "User", action: str = "view_consents") -> "OfPersonQuerySet":
        """Only rows of people whom ``user`` may ``action``."""
        people: Any = self.model._meta.get_field("person").related_model
        return self.filter(Exists(people._default_manager.visible_to(user, action).filter(pk=OuterRef("person"))))


class RegistrationQuerySet(models.QuerySet):
    """Applications, chainable."""

    def visible_to(self, user: "User", action: str = "view_registrations") -> "RegistrationQuerySet":
        """Only what was sent, in grant projects that ``action`` reaches as a whole.

        An application of somebody whom ``user`` must not know of stays hidden whole (S26, S27), and so does one of
        somebody whose record is restricted: it holds the name, the phone and the address of that record (S69).
        """
        whole = access_of(user).scope(action).whole_project_ids
        rows: Any = self.model._meta.get_field("people").related_model
        people: Any = rows._meta.get_field("person").related_model
        is_open, not_denied = _not_hidden_from(user, people, "person", "person__", action)
        hidden = ~(is_open & not_denied)
        behind = rows._default_manager.filter(hidden, registration=OuterRef("pk"), person__isnull=False)
        return self.filter(~Exists(behind), grant_project__in=sorted(whole)).exclude(state__in=UNSENT)


class DuplicatePairQuerySet(models.QuerySet):
    """Pairs of records that may be one person, chainable."""

    def visible_to(self, user: "User", action: str = "decide_duplicates") -> "DuplicatePairQuerySet":
        """Only pairs of which ``user`` may ``action`` both people; of the others there is no trace (S21, S26, S27)."""
        people: Any = self.model._meta.get_field("first").related_model
        seen = people._default_manager.visible_to(user, action)
        return self.filter(*(Exists(seen.filter(pk=OuterRef(who))) for who in ("first", "second")))


class PersonMergeQuerySet(models.QuerySet):
    """Merges, chainable."""

    def visible_to(self, user: "User", action: str = "merge_people") -> "PersonMergeQuerySet":
        """Only merges into people whom ``user`` may ``action``: the walls of both records hold there (S26, S27)."""
        people: Any = self.model._meta.get_field("kept").related_model
        return self.filter(Exists(people._default_manager.visible_to(user, action).filter(pk=OuterRef("kept"))))

    def in_force(self) -> "PersonMergeQuerySet":
        """Only those not undone."""
        return self.filter(undone_at__isnull=True)


def _members_of(household: Any) -> Any:
    return household._meta.get_field("members").related_model._default_manager.all()


def _care_of(people: Any) -> models.QuerySet:
    return people._meta.get_field("care").related_model._default_manager.all()


def _not_hidden_from(user: "User", people: Any, person: str, prefix: str, action: str) -> tuple[Any, Any]:
    """Return the walls above every role: the named few of a confidential person, and the deny list.

    A restricted record is behind the first one as well: it is found for the rights of the person alone (S69).
    """
    named = people.confidential_to.through._default_manager.filter(person=OuterRef(person), user=user.pk)
    frozen = Q() if action in OPEN_WHEN_RESTRICTED else Q(**{f"{prefix}is_restricted": False})
    is_open = Q(**{f"{prefix}is_confidential": False}) | Q(Exists(named))
    return is_open & frozen, ~Exists(_denied(user, people, person))


def _denied(user: "User", people: Any, person: str) -> models.QuerySet:
    return people.denied_to.through._default_manager.filter(person=OuterRef(person), user=user.pk)


class SentFileQuerySet(models.QuerySet):
    """Files that people sent from their own space, chainable."""

    def visible_to(self, user: "User", action: str = "view_sent_files") -> "SentFileQuerySet":
        """Only those of participations that ``user`` may ``action``."""
        participations: Any = self.model._meta.get_field("participation").related_model
        return self.filter(participation__in=participations.objects.visible_to(user, action).values("pk"))
