"""Actions on accounts."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from portal.accounts import domain
from portal.accounts.enums import Role
from portal.accounts.models import Membership
from portal.audit.models import AuditEvent
from portal.policy.access import access_of
from tests.factories.accounts import make_organisation

TODAY = datetime.date(2026, 12, 15)


@pytest.fixture
def recorded(monkeypatch):
    """What was recorded in the audit log: actions with what they were about."""
    noted = []
    monkeypatch.setattr(domain, "record", lambda action, **about: noted.append((action, about)))
    return noted


def test_created_account_has_a_confirmed_address_and_no_rights(db, recorded, technical_admin):
    user = domain.create_account(email="Anna@Example.test", name="Anna", by=technical_admin, language="uk")
    assert (user.email, user.language, user.has_usable_password()) == ("anna@example.test", "uk", False)
    assert EmailAddress.objects.get_primary(user).verified
    assert not access_of(user).roles
    assert [(about["by"], about["obj"]) for _action, about in recorded] == [(technical_admin, user)]


def test_address_is_used_once(db, recorded, technical_admin):
    domain.create_account(email="anna@example.test", name="Anna", by=technical_admin)
    with pytest.raises(domain.AccountError):
        domain.create_account(email="ANNA@example.test", name="Other", by=technical_admin)
    assert len(recorded) == 1


def test_granted_membership_counts_at_once_and_is_recorded(recorded, nobody, technical_admin, city, sopot):
    assert not access_of(nobody).may("view_person")
    domain.grant_membership(nobody, Role.CASEWORKER, organisation=city, grant_project=sopot, by=technical_admin)
    assert access_of(nobody).may("view_person")
    ((_action, about),) = recorded
    assert about["by"] == technical_admin
    assert about["detail"]["role"] == "caseworker"


def test_granting_again_moves_the_days(recorded, nobody, technical_admin, city, sopot):
    for last in (TODAY, TODAY + datetime.timedelta(30)):
        domain.grant_membership(
            nobody, Role.AUDITOR, organisation=city, grant_project=sopot, by=technical_admin, ends_on=last
        )
    assert [membership.ends_on for membership in Membership.objects.filter(user=nobody)] == [last]


def test_ended_membership_gives_nothing_from_the_day_after(recorded, nobody, technical_admin, city, sopot):
    membership = domain.grant_membership(
        nobody, Role.CASEWORKER, organisation=city, grant_project=sopot, by=technical_admin
    )
    domain.end_membership(membership, last_day=TODAY, by=technical_admin)
    assert access_of(nobody).may("view_person")
    domain.end_membership(membership, last_day=TODAY - datetime.timedelta(1), by=technical_admin)
    assert not access_of(nobody).may("view_person")
    assert [about["detail"].get("what") for _action, about in recorded] == ["granted", "ended", "ended", None]


def test_account_whose_last_role_is_over_is_closed(nobody, technical_admin, city, sopot):
    roles = [
        domain.grant_membership(nobody, role, organisation=city, grant_project=sopot, by=technical_admin)
        for role in (Role.CASEWORKER, Role.INSTRUCTOR)
    ]
    for membership, still_open in zip(roles, (True, False), strict=True):
        domain.end_membership(membership, last_day=TODAY - datetime.timedelta(1), by=technical_admin)
        nobody.refresh_from_db()
        assert nobody.is_active is still_open


def test_nobody_gives_a_role_to_themselves(recorded, technical_admin, city, sopot):
    with pytest.raises(domain.AccountError):
        domain.grant_membership(
            technical_admin, Role.COORDINATOR, organisation=city, grant_project=sopot, by=technical_admin
        )
    assert recorded == []


def test_role_needs_an_organisation_of_the_project_and_days_in_order(recorded, nobody, technical_admin, city, sopot):
    with pytest.raises(domain.AccountError):
        domain.grant_membership(
            nobody, Role.CASEWORKER, organisation=make_organisation(), grant_project=sopot, by=technical_admin
        )
    with pytest.raises(domain.AccountError):
        domain.grant_membership(
            nobody, Role.CASEWORKER, organisation=city, grant_project=sopot, by=technical_admin,
            starts_on=TODAY, ends_on=TODAY - datetime.timedelta(1),
        )  # fmt: skip


def test_unknown_role_is_refused(recorded, nobody, technical_admin, city, sopot):
    with pytest.raises(ValueError, match="king"):
        domain.grant_membership(nobody, "king", organisation=city, grant_project=sopot, by=technical_admin)


def test_disabled_account_loses_its_sessions_and_rights(recorded, caseworker_city, technical_admin, client_of):
    assert access_of(caseworker_city).may("view_person")
    client = client_of(caseworker_city)
    domain.disable_account(caseworker_city, by=technical_admin)
    assert not access_of(caseworker_city).may("view_person")
    assert client.get(reverse("account_settings")).status_code == 302
    assert len(recorded) == 1


def test_actions_stand_in_the_audit_log(nobody, technical_admin, city, sopot):
    domain.grant_membership(nobody, Role.CASEWORKER, organisation=city, grant_project=sopot, by=technical_admin)
    event = AuditEvent.objects.get()
    assert (event.actor, event.object_type, event.organisation, event.grant_project) == (
        technical_admin, "membership", city, sopot,
    )  # fmt: skip
