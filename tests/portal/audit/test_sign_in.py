"""Signing in and out, failing to, and changing passwords and second factors stand in the trail."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.signals import authentication_failed, authenticator_added
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from portal.audit.models import AuditEvent
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    user = make_user("Marta Zielińska", email="marta@example.test", password=PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def attempt(client, email, password):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def trail():
    return [(event.action, event.actor) for event in AuditEvent.objects.order_by("id")]


def test_sign_in_and_sign_out_name_the_account(client, account):
    attempt(client, account.email, PASSWORD)
    client.post(reverse("account_logout"))
    assert trail() == [("sign-in", account), ("sign-out", account)]
    assert all(event.request_id for event in AuditEvent.objects.all())


def test_failed_attempts_can_be_counted_but_not_read(client, account):
    for email in ("marta@example.test", " Marta@Example.test", "nobody@example.test"):
        attempt(client, email, "wrong password")
    assert trail() == [("sign-in-failed", None)] * 3
    marks = [event.detail["address"] for event in AuditEvent.objects.order_by("id")]
    assert marks[0] == marks[1] != marks[2]
    everything = str(list(AuditEvent.objects.values())).lower()
    assert "example.test" not in everything
    assert "wrong password" not in everything


def test_wrong_second_factor_names_the_account(rf, account):
    TOTP.activate(account, generate_totp_secret())
    authentication_failed.send(sender=None, request=rf.get("/"), user=account, authenticator=None)
    assert trail() == [("sign-in-failed", account)]
    assert AuditEvent.objects.get().detail == {"second_factor": True}


def test_new_second_factor_stands_in_the_trail(rf, account):
    authenticator = RecoveryCodes.activate(account).instance
    authenticator_added.send(sender=None, request=rf.get("/"), user=account, authenticator=authenticator)
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.object_id) == ("change", account, str(account.pk))
    assert event.detail == {"changed": ["second_factor"], "kind": "recovery_codes"}


def test_new_password_stands_in_the_trail_without_its_words(client, account):
    attempt(client, account.email, PASSWORD)
    new = "quite another long password"
    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}, follow=True
    )
    account.refresh_from_db()
    assert account.check_password(new)
    changed = AuditEvent.objects.get(action="change")
    assert (changed.object_type, changed.detail) == ("user", {"changed": ["password"]})
