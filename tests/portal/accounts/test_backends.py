"""The account of a session and its memberships are one statement, as good as two."""

import datetime

import pytest
from django.urls import reverse

from portal.accounts.backends import AccountBackend
from portal.accounts.enums import Role
from portal.accounts.models import Membership
from portal.clock import today
from portal.policy.access import access_of, forget_access
from tests.clients import signed_in
from tests.factories.accounts import make_membership

pytestmark = pytest.mark.django_db


def test_account_comes_with_its_memberships(coordinator, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = AccountBackend().get_user(coordinator.pk)
        assert access_of(found).may("list_people")
    assert found == coordinator


def test_only_memberships_of_today_count(nobody, city, sopot):
    make_membership(nobody, Role.COORDINATOR, city, sopot, ends_on=today() - datetime.timedelta(days=1))
    assert not access_of(AccountBackend().get_user(nobody.pk)).may("list_people")


def test_account_of_staff_gains_nothing_by_the_role_of_a_participant(nobody, city, sopot):
    make_membership(nobody, Role.PARTICIPANT, city, sopot)
    assert access_of(AccountBackend().get_user(nobody.pk)).roles == frozenset()


def test_account_that_is_closed_or_gone_is_nobody(coordinator):
    coordinator.is_active = False
    coordinator.save(update_fields=["is_active"])
    assert AccountBackend().get_user(coordinator.pk) is None
    assert AccountBackend().get_user(0) is None


def test_what_was_read_with_the_account_is_read_anew_after_a_change(coordinator):
    found = AccountBackend().get_user(coordinator.pk)
    Membership.objects.filter(user=coordinator).delete()
    forget_access(found)
    assert not access_of(found).may("list_people")


def test_role_that_ends_acts_on_the_next_request(coordinator):
    client = signed_in(coordinator)
    assert client.get(reverse("person_list")).status_code == 200
    Membership.objects.filter(user=coordinator).delete()
    assert client.get(reverse("person_list")).status_code == 404
