"""The try-out: what it makes, what it refuses."""

import datetime
import socket

import pytest
from django.conf import settings

from portal.accounts.enums import Role
from portal.accounts.models import Invitation, Membership, User
from portal.clock import today
from portal.jobs import demo
from portal.programmes.models import GrantProject
from portal.settings.environment import ROOT
from tests.commands import run


@pytest.fixture
def without_people(db, monkeypatch):
    """The accounts alone: the people take seconds."""
    monkeypatch.setattr(demo, "_make_people", lambda: None)


def test_every_role_of_the_staff_can_sign_in(without_people):
    demo.prepare(print)
    held = set(Membership.objects.values_list("role", "organisation__code"))
    assert {role for role, _ in held} == set(Role.values) - {Role.PARTICIPANT}
    assert {("caseworker", "sopot"), ("caseworker", "fsb"), ("coordinator", "sopot"), ("coordinator", "fsb")} <= held
    printed = User.objects.filter(email__in=[email for email, *_ in demo.ACCOUNTS])
    assert all(user.check_password(demo.PASSWORD) for user in printed)
    assert len(demo.PASSWORD) >= 12


def test_colleagues_come_and_go(without_people):
    demo.prepare(print)
    demo.prepare(print)
    assert Invitation.objects.get().user.email == "kamila@fundacja.example"
    assert User.objects.get(is_active=False).email == "alicja@sopot.example"
    soon = Membership.objects.get(user__email="norbert@sopot.example").ends_on
    assert (soon - datetime.date.fromisoformat(demo.DAY)).days == 9


def test_tryout_that_rested_for_a_year_opens_again(without_people, monkeypatch):
    demo.prepare(print)
    User.objects.update(is_active=False)
    monkeypatch.setenv("PORTAL_TODAY", "2027-12-15")
    demo.prepare(print)
    day = datetime.date(2027, 12, 15)
    for email, *_ in demo.ACCOUNTS:
        assert User.objects.get(email=email).is_active
        assert Membership.objects.valid_on(day).filter(user__email=email).exists()


def test_contact_of_the_landing_page_is_invented_in_every_language(without_people):
    demo.prepare(print)
    project = GrantProject.objects.get()
    assert project.contact_email.endswith(".example")
    assert project.contact_address
    hours = {getattr(project, f"contact_hours_{code}") for code, _ in settings.LANGUAGES}
    assert len(hours) == len(settings.LANGUAGES)
    GrantProject.objects.update(contact_phone="changed by the one who tries")
    demo.prepare(print)
    assert GrantProject.objects.get().contact_phone == "changed by the one who tries"


def test_logins_name_every_account_and_the_password(without_people):
    demo.prepare(print)
    said = "\n".join(demo.logins())
    assert all(email in said for email, *_ in demo.ACCOUNTS)
    assert demo.PASSWORD in said


def test_production_mode_refuses_the_demo(capsys, settings):
    settings.PORTAL_TRYOUT = False
    ran = run(capsys, "demo")
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.lines) == 1


def test_a_taken_port_is_refused_before_anything_is_made(capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = run(capsys, "demo", "--port", port)
    assert (ran.code, ran.lines) == (2, [f"Port {port} is taken. Choose another: make demo PORT=8123"])


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_a_port_that_is_none_is_refused_with_one_line(capsys, port):
    ran = run(capsys, "demo", f"--port={port}")
    assert ran.code == 2
    assert len(ran.lines) == 1


def test_an_unreadable_day_is_refused_with_one_line(capsys, monkeypatch):
    monkeypatch.setenv("PORTAL_TODAY", "15.12.2026")
    ran = run(capsys, "demo", "--prepare-only")
    assert ran.code == 2
    assert len(ran.lines) == 1


def test_what_is_invented_bears_the_day_of_the_try_out(capsys, monkeypatch, settings):
    settings.PORTAL_TODAY = ""
    monkeypatch.setenv("PORTAL_TODAY", "2027-02-15")
    days = []
    monkeypatch.setattr(demo, "prepare", lambda say: days.append(today()))
    run(capsys, "demo", "--prepare-only")
    assert days == [datetime.date(2027, 2, 15)]


def test_web_server_listens_on_this_machine_alone():
    web = demo.commands(8123)["web server"]
    assert web[web.index("--host") + 1] == "127.0.0.1"
    assert web[web.index("--port") + 1] == "8123"
    assert (ROOT / "manage.py").exists()
