"""A code of the app works once: in every process, also later, and only in its own half minute (S15)."""

from threading import Barrier, Thread

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from portal.accounts.once import accept_once, current_counter, spend_counter
from tests.portal.accounts.signing_in import code_of, code_with, give_app, send_code, sign_in


@pytest.fixture
def app(account):
    give_app(account)
    return Authenticator.objects.get(user=account, type="totp")


def opens(account, code):
    """Sign in with a code, in a browser of its own."""
    client = Client()
    sign_in(client, account)
    send_code(client, code)
    return client.get(reverse("account_settings")).status_code == 200


def test_code_opens_once_whatever_the_cache_remembers(clock, account, app):
    code = code_of(account)
    assert opens(account, code)
    cache.clear()
    assert not opens(account, code)
    clock["seconds"] = 32
    assert not opens(account, code)
    assert opens(account, code_of(account))


def test_code_of_another_half_minute_does_not_fit(clock, account, app):
    for counter in (current_counter() - 1, current_counter() + 1):
        assert not accept_once(app, code_of(account, counter))


@pytest.mark.django_db(transaction=True)
def test_code_that_set_up_the_app_is_used(clock, account):
    client = Client()
    sign_in(client, account)
    code = code_with(client.get(reverse("mfa_activate_totp")).context["form"].secret)
    client.post(reverse("mfa_activate_totp"), {"code": code})
    assert not opens(account, code)


def test_code_confirms_nothing_a_second_time(clock, client_of, account, app):
    client = client_of(account)
    code = code_of(account)
    assert send_code(client, code, "mfa_reauthenticate").status_code == 302
    assert send_code(client, code, "mfa_reauthenticate").status_code == 200


def test_time_does_not_run_backwards(account):
    assert spend_counter(account.pk, 100)
    assert [spend_counter(account.pk, counter) for counter in (99, 100, 101, 101)] == [False, False, True, False]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="the database of the tests is in memory, of one connection")
def test_two_connections_at_once_use_it_once(account):
    assert accepted_at_once(account, first=True) == [False, True]
    assert accepted_at_once(account, first=False) == [False, True]


def accepted_at_once(account, *, first):
    """Spend the same counter in two threads, each with its own connection, and say what each was told."""
    barrier, told = Barrier(2), []

    def spend():
        barrier.wait()
        told.append(spend_counter(account.pk, 500 if first else 501))
        connection.close()

    threads = [Thread(target=spend) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sorted(told)
