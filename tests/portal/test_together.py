"""Several readings in one statement bring what each would bring alone: order, limits, types, joins, sums."""

import datetime

import pytest
from django.db import NotSupportedError
from django.db.models import Count, F, Max, TextField, Value
from django.utils import timezone

from portal.accounts.models import Membership, Organisation, User
from portal.programmes.models import GrantProject
from portal.together import read_together
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts(coordinator, caseworker_city, auditor):
    make_user("Zenobia Ostatnia")
    User.objects.filter(pk=auditor.pk).update(emergency_until=timezone.now(), own_keys={"record": "x"})


def readings():
    """Return querysets of every shape, anew."""
    named = {"of": Value("x", TextField()), "said": F("name")}
    return [
        User.objects.order_by("-name"),
        User.objects.order_by("name")[1:3],
        Membership.objects.select_related("organisation", "grant_project").order_by("role"),
        Membership.objects.values("organisation__code").annotate(n=Count("pk"), last=Max("user__date_joined")),
        User.objects.order_by("email").values_list("email", flat=True),
        User.objects.filter(pk__in=[]),
        User.objects.filter(email="nobody@example.org"),
        GrantProject.objects.annotate(day=Value(datetime.date(2026, 1, 2))),
        User.objects.order_by().annotate(**named).values_list(*named).union(
            Organisation.objects.order_by().annotate(**named).values_list(*named), all=True
        ),
    ]  # fmt: skip


def told(rows):
    """Return rows as plain values."""
    return [{k: v for k, v in vars(row).items() if k != "_state"} if hasattr(row, "_state") else row for row in rows]


def test_brings_what_each_would_bring_alone(accounts):
    for expected, found in zip(readings(), read_together(readings()), strict=True):
        assert sorted(told(found), key=str) == sorted(told(expected), key=str)
        assert not expected.query.order_by or told(found) == told(expected)


def test_types_are_those_of_the_fields(accounts, auditor):
    people, projects = read_together([User.objects.filter(pk=auditor.pk), GrantProject.objects.all()])
    found = people[0]
    assert found.emergency_until.tzinfo is not None
    assert found.own_keys == {"record": "x"}
    assert found.is_active is True
    assert isinstance(projects[0].starts_on, datetime.date)


def test_asks_one_statement(accounts, django_assert_num_queries):
    with django_assert_num_queries(1):
        rows = read_together(readings())
    with django_assert_num_queries(0):
        assert [each.organisation.code for each in rows[2]]


def test_nothing_to_find_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert read_together([User.objects.none(), User.objects.filter(pk__in=[])]) == [[], []]


def test_distinct_rows_in_the_order_of_something_else_are_refused(accounts):
    rows = User.objects.order_by("memberships__role").values("name").distinct()
    with pytest.raises(NotSupportedError):
        read_together([rows, User.objects.all()])
