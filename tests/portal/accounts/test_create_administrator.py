"""The first administrator of an empty installation."""

import re

import pytest
from django.core import mail

from portal.accounts.models import AccountMail, Invitation, User
from portal.policy.access import access_of
from tests.commands import run
from tests.portal.accounts.test_invitations import NEW_PASSWORD, come_in

JAN = ("--email", "Jan@city.example", "--name", "Jan Kowal", "--project", "sopot-5.15")


def test_printed_link_lets_the_first_administrator_in(capsys, sopot):
    ran = run(capsys, "create_administrator", *JAN)
    assert ran.code == 0
    (link,) = re.findall(r"http://localhost:8000(\S+)", ran.out)
    come_in(link)
    user = User.objects.get()
    assert user.check_password(NEW_PASSWORD)
    assert access_of(user).may("manage_users", sopot)
    assert not AccountMail.objects.exists()


def test_link_is_mailed_instead(capsys, sopot, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ran = run(capsys, "create_administrator", *JAN, "--mail")
    assert (ran.code, len(mail.outbox)) == (0, 1)
    assert "http" not in ran.out


def test_account_that_is_there_gets_the_role_and_is_open(capsys, sopot, caseworker_city):
    User.objects.update(is_active=False)
    ran = run(capsys, "create_administrator", "--email", caseworker_city.email, *JAN[2:])
    user = User.objects.get()
    assert (ran.code, user.is_active) == (0, True)
    assert access_of(user).may("manage_users", sopot)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "asked",
    [
        (*JAN[:4], "--project", "nowhere"),
        ("--email", "no address", *JAN[2:]),
        (*JAN, "--organisation", "nowhere"),
        (*JAN, "--language", "de"),
        JAN[:2],
    ],
)
def test_bad_input_is_one_line(capsys, sopot, asked):
    ran = run(capsys, "create_administrator", *asked)
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert not User.objects.exists()
