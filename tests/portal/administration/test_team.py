"""The coordinator's quarterly question."""

import datetime

import pytest
from django.urls import reverse

from portal.accounts.enums import Role
from portal.accounts.models import Membership, User
from portal.audit.models import AuditEvent
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_care, make_person
from tests.forms import fill

TODAY = datetime.date(2026, 12, 15)
TEAM = "/koordynacja/zespol/"
LAST = "2027-03-31"


@pytest.fixture
def long_ago(cast):
    """Everybody began two quarters ago."""
    Membership.objects.update(starts_on=datetime.date(2026, 5, 4))


def shown(answer):
    return [(held.membership.user.name, held.confirmation.text) for held in answer.context["roles"]]


def test_coordinator_sees_the_staff_of_the_whole_project_the_own_role_last(
    coordination, caseworker_city, caseworker_foundation, auditor, participant
):
    names = [name for name, _ in shown(coordination.get(TEAM))]
    assert names == ["Krystyna Sowa", "Marta Zielińska", "Piotr Lis", "Joanna Nowicka"]


def test_coordinator_of_a_partner_sees_the_own_organisation(
    client_of, coordinator_foundation, caseworker_city, caseworker_foundation
):
    names = [name for name, _ in shown(client_of(coordinator_foundation).get(TEAM))]
    assert names == ["Piotr Lis", "Tomasz Wrona"]


def test_confirming_moves_the_day_and_is_recorded(coordination, coordinator, caseworker_city, long_ago):
    held = caseworker_city.memberships.get()
    assert dict(shown(coordination.get(TEAM)))["Marta Zielińska"] == "overdue"
    fill(coordination, TEAM, members=[str(held.pk)], ends_on=LAST)
    held.refresh_from_db()
    assert (held.confirmed_on, held.ends_on) == (TODAY, datetime.date(2027, 3, 31))
    assert dict(shown(coordination.get(TEAM)))["Marta Zielińska"] == "confirmed"
    event = AuditEvent.objects.get(object_type="membership")
    assert (event.actor, event.detail["what"]) == (coordinator, "confirmed")


def test_overdue_ones_stand_first(coordination, caseworker_city, caseworker_foundation):
    Membership.objects.filter(user=caseworker_foundation).update(starts_on=datetime.date(2026, 5, 4))
    Membership.objects.filter(user=caseworker_city).update(starts_on=datetime.date(2026, 11, 4))
    assert shown(coordination.get(TEAM))[0] == ("Piotr Lis", "overdue")


@pytest.mark.parametrize(
    "changes", [{"members": []}, {"ends_on": "2027-06-14"}, {"ends_on": "2026-01-01"}, {"ends_on": "soon"}]
)
def test_nothing_is_confirmed_without_a_person_and_a_day_within_the_limit(coordination, caseworker_city, changes):
    held = caseworker_city.memberships.get()
    answer = fill(coordination, TEAM, **{"members": [str(held.pk)], "ends_on": LAST, **changes})
    assert answer.context["form"].errors
    held.refresh_from_db()
    assert held.confirmed_on is None


def test_only_roles_on_the_page_are_confirmed(client_of, coordinator_foundation, caseworker_city):
    """S12, S13: a role out of reach, or the own one, is as if it did not exist; nothing of the rest is written."""
    client = client_of(coordinator_foundation)
    for foreign in (caseworker_city.memberships.get(), coordinator_foundation.memberships.get()):
        answer = fill(client, TEAM, members=[str(foreign.pk)], ends_on=LAST)
        assert "members" in answer.context["form"].errors
    assert not Membership.objects.filter(confirmed_on__isnull=False).exists()


def test_no_longer_here_ends_access_and_asks_who_takes_over(coordination, caseworker_city, city, sopot):
    heir = make_member(Role.CASEWORKER, city, sopot, "Nowa Osoba")
    care = make_care(make_person(), city, sopot, caseworker_city)
    path = f"{reverse('leaving')}?rola={caseworker_city.memberships.get().pk}"
    assert "load_0" in fill(coordination, path, when="now").context["form"].errors
    answer = fill(coordination, path, when="now", load_0=str(heir.pk))
    assert answer["Location"] == TEAM
    care.refresh_from_db()
    assert care.caseworker == heir
    assert not User.objects.get(pk=caseworker_city.pk).is_active


def test_leaving_of_a_role_out_of_reach_is_not_there(client_of, coordinator_foundation, caseworker_city):
    client = client_of(coordinator_foundation)
    foreign = caseworker_city.memberships.get().pk
    for asked in (foreign, 999999, "x", "²"):
        path = f"{reverse('leaving')}?rola={asked}"
        assert (client.get(path).status_code, client.post(path).status_code) == (404, 404)
    assert client.get(reverse("leaving"))["Location"] == TEAM


def test_own_role_cannot_be_ended(coordination, coordinator):
    answer = fill(coordination, f"{reverse('leaving')}?rola={coordinator.memberships.get().pk}", when="now")
    assert "Nobody changes their own rights" in answer.content.decode()


def test_administrator_answers_only_where_no_coordinator_can(administrator, caseworker_city, coordinator):
    for user, confirmed_on in ((caseworker_city, None), (coordinator, TODAY)):
        held = user.memberships.get()
        fill(administrator, reverse("move_day", args=[held.pk]), ends_on=LAST)
        held.refresh_from_db()
        assert held.confirmed_on == confirmed_on


def test_queries_of_the_team_do_not_grow(coordination, city, sopot, django_assert_max_num_queries):
    coordination.get(TEAM)
    with django_assert_max_num_queries(11):
        coordination.get(TEAM)
    for _ in range(3):
        make_member(Role.CASEWORKER, city, sopot)
    with django_assert_max_num_queries(11):
        coordination.get(TEAM)
