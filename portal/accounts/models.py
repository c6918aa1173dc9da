"""Who signs in: accounts, organisations, and what each account may do where."""

import datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from portal.accounts.enums import MailKind, Role, Theme
from portal.accounts.querysets import InvitationQuerySet, MembershipQuerySet, UserQuerySet
from portal.crypto.ids import new_id


class Organisation(models.Model):
    """A body that carries out grant projects: the city, a foundation."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes accounts known by their e-mail address."""

    def create_user(self, email: str, name: str, password: str | None = None) -> "User":
        """Create an account; without a password nobody can sign in with it yet."""
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """An account. It may do nothing by itself: rights come from memberships alone.

    ``single_keys``: whether single keys are shortcuts for it (WCAG 2.1.4). ``own_keys``: those it has changed, by the
    name of the shortcut. ``spoken``: codes of the languages in which the account can talk with people, space separated.
    ``emergency_until``: until when an emergency access of it may be open; a hint that saves everybody else a query,
    never a right (S28). ``is_participant``: somebody who takes part signs in with it, by a code or a passkey; it opens
    the own space alone, whatever else anybody gives it, and holds neither a name nor an address (``portal/own``).
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="pl")
    theme = models.CharField(max_length=5, choices=Theme.choices, blank=True)
    single_keys = models.BooleanField(default=True)
    own_keys = models.JSONField(default=dict, blank=True)
    spoken = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    emergency_until = models.DateTimeField(null=True, blank=True, editable=False)
    is_participant = models.BooleanField(default=False, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


class Membership(models.Model):
    """One role of one account: for an organisation, in a grant project, between two days.

    ``confirmed_on``: when a coordinator last said that the person still works there (S9). ``noticed_for``: the last
    day of which the person was told beforehand.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    grant_project = models.ForeignKey("programmes.GrantProject", models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role.choices)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    noticed_for = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "grant_project", "role"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation_id} {self.grant_project_id}"

    @property
    def answered_for_since(self) -> datetime.date:
        """The day on which somebody last answered for the role: confirmed it, or gave it."""
        return self.confirmed_on or self.starts_on or timezone.localdate(self.user.date_joined)


class Invitation(models.Model):
    """A link by which a person comes in: it works once, for some days, until it is used or withdrawn.

    ``name`` is what the inviting administrator typed: it is all that an administrator sees of the account until the
    person has come in, so that nobody finds out who has an account already (S21).
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    name = models.CharField(max_length=200)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    grant_projects = models.ManyToManyField("programmes.GrantProject", related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)


class AccountMail(models.Model):
    """A mail about an account that waits to be sent, or was: the row is the truth, the task only rings for it.

    It holds no words: they are made when it is sent, in the language of the account. ``origin`` is scheme and host of
    the portal for the link; ``day`` what the mail is about; ``notice`` the template of a notice of the sign-in library.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=MailKind.choices)
    invitation = models.ForeignKey(Invitation, models.CASCADE, null=True, related_name="+")
    day = models.DateField(null=True)
    notice = models.CharField(max_length=60, blank=True)
    origin = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"


class LastCode(models.Model):
    """The last half minute whose code of the authenticator app an account has used: no earlier one works (S15)."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="last_code")
    counter = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.counter}"


class AttemptCount(models.Model):
    """How often something was tried since ``began_at``; ``mark``: keyed hash of what, for whom or from where (S19)."""

    mark = models.CharField(max_length=64, primary_key=True)
    began_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["began_at"], name="attempt_began")]

    def __str__(self) -> str:
        return f"{self.mark[:8]} {self.count}"
