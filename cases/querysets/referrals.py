"""Rows of referrals by who asks (S26–S29)."""

import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from beneficiaries.enums import ProtectionAct
from cases.enums import Recipient
from cases.rules.referrals import ANSWERED, OPEN
from portal.clock import today
from portal.policy.access import Scope, access_of

if TYPE_CHECKING:
    from portal.accounts.models import User

VIEW, MAKE, ANSWER = "view_referral", "make_referral", "answer_referral"


class ReferralQuerySet(models.QuerySet):
    """Referrals, chainable."""

    def visible_to(self, user: "User", action: str = VIEW) -> "ReferralQuerySet":
        """Only referrals that ``user`` may ``action``.

        Seen by whoever may see the person, and while it is open by the receiving organisation. Withdrawn and closed
        by the sender. Answered by the recipient; for an outside body by the sender, who heard the answer. A person's
        deny list stands above all of it. Somebody made confidential after the sending is hidden from the receiving
        organisation but for those named (S26); who refers a confidential person decides that the recipient learns it.
        A merge with a confidential record makes confidential too. A restricted record is closed to the receiving
        organisation as to everybody (S69).
        """
        scope = access_of(user).scope(action)
        if not scope:
            return self.none()
        own_right = Q(Exists(_participation(self.model).visible_to(user, action).filter(pk=OuterRef("participation"))))
        if action == MAKE:
            return self.filter(own_right, _sent_by(scope))
        received = _received_by(self.model, user, scope)
        if action == ANSWER:
            outside = Q(recipient=Recipient.OUTSIDE) & _sent_by(scope)
            return self.filter(own_right & (outside | Q(to_account=user.pk)) | received)
        return self.filter(own_right | received)

    def with_own_right(self, user: "User") -> "ReferralQuerySet":
        """Say in ``own_right`` whether ``user`` may open the record itself, not only what was agreed."""
        people = _participation(self.model).visible_to(user, "view_person")
        return self.annotate(own_right=Exists(people.filter(pk=OuterRef("participation"))))

    def open_on(self, day: datetime.date) -> "ReferralQuerySet":
        """Only referrals that wait for the recipient on a day."""
        return self.filter(_open_on(day))

    def to_answer(self, user: "User", day: datetime.date) -> "ReferralQuerySet":
        """Only referrals that wait for ``user`` as a recipient: to be accepted or answered."""
        return self.visible_to(user, ANSWER).exclude(recipient=Recipient.OUTSIDE).open_on(day)  # type: ignore[attr-defined]

    def answered(self) -> "ReferralQuerySet":
        """Only referrals that were answered or refused and wait for the sender."""
        return self.filter(state__in=sorted(ANSWERED))


def _participation(model: Any) -> Any:
    return model._meta.get_field("participation").related_model._default_manager.all()


def _open_on(day: datetime.date) -> Q:
    return Q(state__in=sorted(OPEN)) & (Q(expires_on__isnull=True) | Q(expires_on__gte=day))


def _sent_by(scope: Scope) -> Q:
    """Return the condition for referrals of the asker's own organisation, or of a project reached as a whole."""
    condition = Q(participation__grant_project__in=sorted(scope.whole_project_ids))
    for clause in scope.clauses:
        condition |= Q(participation__grant_project=clause.grant_project, from_organisation=clause.organisation)
    return condition


def _received_by(model: Any, user: "User", scope: Scope) -> Q:
    """Return the condition for open referrals to the asker's organisation about people not closed to the asker."""
    people = _participation(model).model._meta.get_field("person").related_model
    person = OuterRef("participation__person")
    denied = people.denied_to.through._default_manager.filter(person=person, user=user.pk)
    named = people.confidential_to.through._default_manager.filter(person=person, user=user.pk)
    open_person = Q(participation__person__is_confidential=False) | ~_concealed_since(people) | Q(Exists(named))
    bodies = sorted({clause.organisation for clause in scope.clauses})
    sent_here = Q(recipient=Recipient.ORGANISATION, to_organisation__in=bodies) & _open_on(today())
    is_free = Q(participation__person__is_restricted=False)
    return sent_here & ~Q(Exists(denied)) & open_person & is_free


def _concealed_since(people: Any) -> Q:
    """Return the condition for people who became confidential after the sending; keys are made in the order of time.

    By a decision about the person, or about another record of the same: a merge leaves each decision with the record
    it was made about, and an undo lets what was decided meanwhile hold for both. Or by the merge itself, with a record
    that was confidential: whoever sent the referral did not decide that the recipient learns of that one.
    """
    person = OuterRef("participation__person")
    decided = people._meta.get_field("protections").related_model._default_manager.filter(
        Q(person=person) | Q(person__merged_into=person) | Q(person__merges__gone=person),
        act=ProtectionAct.CONCEAL,
        pk__gt=OuterRef("pk"),
    )
    merged = people._meta.get_field("merges").related_model._default_manager.filter(
        kept=person, undone_at__isnull=True, gone__is_confidential=True, pk__gt=OuterRef("pk")
    )
    return Q(Exists(decided)) | Q(Exists(merged))
