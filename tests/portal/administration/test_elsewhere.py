"""An administrator acts within the own projects: what an account is elsewhere is out of reach (S12, S21)."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from portal.accounts.domain import AccountError, disable_account, enable_account
from portal.accounts.enums import Role
from portal.accounts.factors import remove_factors
from portal.accounts.invitations import PlannedRole, invite
from tests.factories.accounts import make_member
from tests.factories.programmes import make_project
from tests.portal.administration.test_accounts import TODAY


@pytest.fixture
def colleague(foundation, sopot):
    """Somebody with an app, who works in another project too."""
    made = make_member(Role.CASEWORKER, foundation, make_project(leader=foundation), "Halina Sroka")
    made.set_password("long-enough-words-1")
    made.save()
    Authenticator.objects.create(user=made, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return made


def test_invited_stranger_keeps_factor_and_state_until_they_have_come_in(
    administrator, technical_admin, colleague, city, sopot
):
    planned = [PlannedRole(Role.CASEWORKER, city, sopot)]
    invite(email=colleague.email, name="H. S.", language="pl", roles=planned, ends_on=TODAY, by=technical_admin)
    disable_account(colleague, by=None)
    back = reverse("account", args=[colleague.pk])
    assert administrator.post(reverse("lost_factors", args=[colleague.pk])).url == back
    assert administrator.post(reverse("end_access", args=[colleague.pk]), {"open": "1"}).url == back
    colleague.refresh_from_db()
    assert not colleague.is_active
    assert Authenticator.objects.count() == 1


@pytest.mark.parametrize("act", [enable_account, remove_factors])
def test_account_with_roles_elsewhere_is_not_opened_and_keeps_its_factors(act, technical_admin, colleague):
    disable_account(colleague, by=None)
    with pytest.raises(AccountError, match=r".+"):
        act(colleague, by=technical_admin)
    colleague.refresh_from_db()
    assert not colleague.is_active
    assert Authenticator.objects.count() == 1
