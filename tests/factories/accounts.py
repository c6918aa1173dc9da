"""Accounts, organisations and memberships."""

from itertools import count

from portal.accounts.enums import Role
from portal.accounts.models import Membership, Organisation, User
from portal.programmes.models import GrantProject

PASSWORD = "a long password for tests"  # noqa: S105

_numbers = count(1)


def make_user(name: str = "", *, email: str = "", password: str | None = None) -> User:
    """Create an account; without a password it can only be put into a client."""
    number = next(_numbers)
    return User.objects.create_user(email or f"person{number}@example.test", name or f"Account {number}", password)


def make_organisation(code: str = "", name: str = "") -> Organisation:
    """Create an organisation that takes part in nothing yet."""
    number = next(_numbers)
    return Organisation.objects.create(code=code or f"organisation-{number}", name=name or f"Organisation {number}")


def make_membership(
    user: User, role: str, organisation: Organisation, grant_project: GrantProject, **days
) -> Membership:
    """Give ``user`` a role; ``starts_on`` and ``ends_on`` may bound it."""
    return Membership.objects.create(
        user=user, role=role, organisation=organisation, grant_project=grant_project, **days
    )


def make_member(role: str, organisation: Organisation, grant_project: GrantProject, name: str = "") -> User:
    """Create an account with one role."""
    user = make_user(name)
    if role == Role.PARTICIPANT:
        User.objects.filter(pk=user.pk).update(is_participant=True)
        user.is_participant = True
    make_membership(user, role, organisation, grant_project)
    return user
