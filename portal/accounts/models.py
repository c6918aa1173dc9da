"""Who signs in: accounts, organisations, and what each account may do where."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from portal.accounts.enums import Role, Theme


class Organisation(models.Model):
    """A body that carries out grant projects: the city, a foundation."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes accounts known by their e-mail address."""

    def create_user(self, email: str, name: str, password: str | None = None) -> "User":
        """Create an account; without a password nobody can sign in with it yet."""
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """An account. It may do nothing by itself: rights come from memberships alone.

    ``single_keys``: whether single keys are shortcuts for it (WCAG 2.1.4).
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="pl")
    theme = models.CharField(max_length=5, choices=Theme.choices, blank=True)
    single_keys = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

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
    """One role of one account: for an organisation, in a grant project, between two days."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    grant_project = models.ForeignKey("programmes.GrantProject", models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role.choices)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "grant_project", "role"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation_id} {self.grant_project_id}"
