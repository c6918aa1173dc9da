"""Attempts are counted in the database, per account and per address, and nobody is locked out by strangers (S19)."""

from datetime import timedelta

import pytest
from django.contrib.auth.signals import user_login_failed
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts import limits
from portal.accounts.models import AttemptCount
from tests.factories.accounts import PASSWORD
from tests.portal.accounts.signing_in import code_of, give_app, send_code, sign_in

WRONG = "not this one, surely"


@pytest.fixture
def checked():
    """How often a password was really looked at and found wrong."""
    seen = []

    def note(sender, **kwargs):
        seen.append(1)

    user_login_failed.connect(note)
    yield seen
    user_login_failed.disconnect(note)


def later(**time):
    """Let time pass for all counts."""
    for row in AttemptCount.objects.all():
        AttemptCount.objects.filter(pk=row.pk).update(began_at=row.began_at - timedelta(**time))


@pytest.mark.parametrize("tries", [20, pytest.param(500, marks=pytest.mark.long)])
def test_any_number_of_tries_with_forged_addresses_is_ten(account, checked, tries):
    client = Client()
    for number in range(tries):
        last = sign_in(client, account, WRONG, X_Forwarded_For=f"203.0.113.{number % 250}, 198.51.100.{number % 250}")
    assert len(checked) == 10
    assert last.status_code == 429
    assert int(last["Retry-After"]) <= 900
    assert sign_in(client, account).status_code == 429


def test_lock_ends_after_a_quarter_of_an_hour_whatever_strangers_do(account):
    for _ in range(11):
        sign_in(Client(), account, WRONG)
    later(minutes=14)
    for _ in range(2):
        assert sign_in(Client(), account, WRONG).status_code == 429
    later(minutes=1, seconds=1)
    assert sign_in(Client(), account).status_code == 302


def test_owner_in_a_known_browser_is_not_locked_out_by_strangers(account):
    own = Client()
    sign_in(own, account)
    own.post(reverse("account_logout"))
    for number in range(11):
        Client(REMOTE_ADDR=f"192.0.2.{number}").post(
            reverse("account_login"), {"login": account.email, "password": WRONG}
        )
    assert sign_in(Client(), account).status_code == 429
    assert sign_in(own, account).status_code == 302


def test_mark_of_a_browser_counts_for_its_account_alone(account, coordinator, rf):
    client = Client()
    sign_in(client, account)
    request = rf.post("/", headers={"Cookie": f"device={client.cookies['device'].value}"})
    assert limits.known_device(request, account.email)
    assert not limits.known_device(request, coordinator.email)
    assert not limits.known_device(rf.post("/", headers={"Cookie": "device=made-up"}), account.email)
    assert client.cookies["device"]["httponly"]


def test_other_spellings_of_an_address_are_the_same_account(rf, account):
    """The database finds the account by all of them (case is ignored), so they share one count."""
    spellings = ("anna.sis@example.test", "ANNA.SIS@example.test", " anna.sis@example.test", "anna.ſıs@example.test")
    requests = [rf.post("/", {"login": each}) for each in spellings]
    assert len({limits.attempt_of(request, "account_login").counted for request in requests}) == 1


def test_known_browser_has_no_more_tries_than_any_other(account, checked):
    client = Client()
    sign_in(client, account)
    client.post(reverse("account_logout"))
    for _ in range(13):
        sign_in(client, account, WRONG)
    assert len(checked) == 10


def test_one_address_cannot_try_all_accounts(db, checked):
    client = Client()
    for number in range(64):
        client.post(reverse("account_login"), {"login": f"account-{number}@example.test", "password": WRONG})
    assert len(checked) == 60


def test_signing_in_rightly_uses_nothing_up(account):
    for _ in range(11):
        assert sign_in(Client(), account).status_code == 302
    assert set(AttemptCount.objects.values_list("count", flat=True)) == {0}


def test_known_and_unknown_are_refused_alike(account):
    def tried(email):
        answers = [Client().post(reverse("account_login"), {"login": email, "password": WRONG}) for _ in range(12)]
        return [(answer.status_code, sorted(answer.headers), sorted(answer.cookies)) for answer in answers]

    assert tried(account.email) == tried("nobody@example.test")


def test_codes_are_limited_for_whoever_knows_the_password(clock, account):
    give_app(account)
    for address in range(3):
        client = Client(REMOTE_ADDR=f"192.0.2.{address}")
        sign_in(client, account)
        for _ in range(3):
            last = send_code(client, "000000")
    assert last.status_code == 429
    assert send_code(client, code_of(account)).status_code == 429
    later(minutes=15, seconds=1)
    assert send_code(client, code_of(account)).status_code == 302


@pytest.mark.parametrize(
    ("route", "field"),
    [("account_reauthenticate", "password"), ("account_change_password", "oldpassword")],
)
def test_stolen_session_cannot_guess_the_password(client_of, account, route, field):
    client = client_of(account)
    said = [client.post(reverse(route), {field: WRONG, "next": "/"}).status_code for _ in range(7)]
    assert said == [200] * 5 + [429] * 2
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 429


def test_mails_of_a_forgotten_password_are_few_for_known_and_unknown(account):
    for email in (account.email, "nobody@example.test"):
        said = [Client().post(reverse("account_reset_password"), {"email": email}).status_code for _ in range(5)]
        assert said == [302] * 3 + [429] * 2
    assert len(mail.outbox) == 6


def test_limits_ask_no_cache(account, monkeypatch, checked):
    """The cache may be down, slow or emptied: the counts are elsewhere."""
    from django.core.cache import cache

    def down(*args, **kwargs):
        raise ConnectionError

    for name in ("get", "set", "add", "delete", "incr", "get_many"):
        monkeypatch.setattr(type(cache._connections[cache._alias]), name, down)
    give_app(account)
    for _ in range(12):
        sign_in(Client(), account, WRONG)
    assert len(checked) == 10
    later(minutes=16)
    client = Client()
    sign_in(client, account)
    send_code(client, code_of(account))
    assert client.get(reverse("account_settings")).status_code == 200


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "203.0.113.7", "192.0.2.1"),
        (1, "10.0.0.1, 203.0.113.7", "203.0.113.7"),
        (1, "no address", "192.0.2.1"),
        (2, "203.0.113.7", "192.0.2.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ],
)
def test_address_is_seen_through_the_configured_proxies_alone(rf, settings, proxies, forwarded, seen):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = rf.post("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="192.0.2.1")
    assert limits.network_of(request) == seen


def test_window_counts_exactly_and_opens_anew(db):
    assert [limits.spend("m", 3) for _ in range(5)] == [True, True, True, False, False]
    later(minutes=15)
    assert limits.spend("m", 3)
    assert AttemptCount.objects.get(mark="m").count == 1


def test_counts_name_nobody_and_go_away(account):
    sign_in(Client(), account, WRONG)
    assert account.email not in str(list(AttemptCount.objects.values()))
    assert limits.remove_old_counts() == 0
    AttemptCount.objects.update(began_at=timezone.now() - timedelta(minutes=16))
    assert limits.remove_old_counts() == 2
