"""Rows of people by who asks: the row scope of every list, search, count and look-up (S5–S7)."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from portal.policy.access import access_of

if TYPE_CHECKING:
    from portal.accounts.models import User


class PersonQuerySet(models.QuerySet):
    """People, chainable."""

    def visible_to(self, user: "User", action: str = "view_person") -> "PersonQuerySet":
        """Only people whom ``user`` may ``action``; confidential people only for those named (S26–S27)."""
        scope = access_of(user).scope(action)
        if not scope:
            return self.none()
        looked_after = _care_of(self.model).filter(scope.as_q(user), person=OuterRef("pk"))
        return self.filter(*_not_hidden_from(user, self.model, "pk", "is_confidential"), Exists(looked_after))


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
        return self.filter(*_not_hidden_from(user, people, "person", "person__is_confidential"), Exists(looked_after))


def _care_of(people: Any) -> models.QuerySet:
    return people._meta.get_field("care").related_model._default_manager.all()


def _not_hidden_from(user: "User", people: Any, person: str, confidential: str) -> tuple[Any, Any]:
    """Return the two walls above every role: the named few of a confidential person, and the deny list."""
    named = people.confidential_to.through._default_manager.filter(person=OuterRef(person), user=user.pk)
    denied = people.denied_to.through._default_manager.filter(person=OuterRef(person), user=user.pk)
    return Q(**{confidential: False}) | Q(Exists(named)), ~Exists(denied)
