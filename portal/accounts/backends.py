"""How the account of a session is found: together with its memberships, which every page of staff asks for."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from portal.accounts.models import Membership, User
from portal.policy.access import memberships_today, remember_memberships
from portal.together import read_together


class AccountBackend(AuthenticationBackend):
    """As the library's, but an account and its memberships are one statement."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the account of a session; ``None`` for one that is gone or closed."""
        accounts, held = User.objects.filter(pk=user_id), memberships_today(Membership.objects.filter(user=user_id))
        read_together([accounts, held])
        user = next(iter(accounts), None)
        if user is None or not self.user_can_authenticate(user):
            return None
        remember_memberships(user, held)
        return user
