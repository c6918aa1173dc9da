"""How the account of a session is found: together with its memberships, which every page of staff asks for."""

from functools import partial
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from portal.accounts.models import Membership, User
from portal.clock import today
from portal.policy.access import memberships_today, remember_memberships
from portal.statements import READER, prepared
from portal.together import Reading, read_together


def _account(pk: Any) -> QuerySet[User]:
    return User.objects.filter(pk=pk)


def _memberships(pk: Any) -> QuerySet[Membership]:
    return memberships_today(Membership.objects.filter(user=pk))


class AccountBackend(AuthenticationBackend):
    """As the library's, but an account and its memberships are one statement."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the account of a session; ``None`` for one that is gone or closed."""
        key, values = today(), {READER: user_id}
        accounts, held = read_together(
            [Reading(prepared((each, key), partial(each, READER)), values) for each in (_account, _memberships)]
        )
        user = next(iter(accounts), None)
        if user is None or not self.user_can_authenticate(user):
            return None
        remember_memberships(user, held)
        return user
