"""A mail server that does not answer costs nobody a page, and what it did not take is said later (S19, S24)."""

import datetime
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.enums import MailKind
from portal.accounts.mail import deliver
from portal.accounts.models import AccountMail
from tests.factories.accounts import make_user

LATER = datetime.timedelta(minutes=11)
BACKEND = "django.core.mail.backends.locmem.EmailBackend.send_messages"
PASSWORD, NEW_PASSWORD = "sopot-na-probe-2026", "Fale-i-wydmy-2026"


@pytest.fixture
def silent(monkeypatch) -> None:
    """The mail server refuses every connection."""
    monkeypatch.setattr(BACKEND, _refuse)


def test_new_password_is_set_and_the_notice_waits(db, accounts_speak_english, silent, monkeypatch):
    user = make_user(email="anna@example.test", password=PASSWORD)
    Client().post(reverse("account_reset_password"), {"email": user.email})
    asked = AccountMail.objects.get()
    assert (asked.kind, mail.outbox) == (MailKind.NEW_PASSWORD, [])
    monkeypatch.undo()
    assert deliver(asked.pk, timezone.now() + LATER)
    (link,) = re.findall(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)
    monkeypatch.setattr(BACKEND, _refuse)
    client = Client()
    page = client.get(link, follow=True)
    answer = client.post(page.redirect_chain[-1][0], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert answer.status_code == 302
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    monkeypatch.undo()
    notice = AccountMail.objects.get(kind=MailKind.NOTICE)
    assert deliver(notice.pk, timezone.now() + LATER)
    assert "Your password has been changed." in mail.outbox[-1].body
    assert mail.outbox[-1].subject == "A message about your account"


def test_known_and_unknown_address_get_the_same_answer(db, silent):
    make_user(email="anna@example.test", password=PASSWORD)
    known, unknown = (
        Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in ("anna@example.test", "nobody@example.test")
    )
    assert known.status_code == 200
    assert known.redirect_chain == unknown.redirect_chain
    assert AccountMail.objects.count() == 1
    assert "nobody@example.test" not in str(list(AccountMail.objects.values()))


def _refuse(*args, **how):
    raise ConnectionRefusedError
