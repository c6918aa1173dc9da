"""Inviting, coming in, withdrawing."""

import datetime
import re

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.domain import AccountError
from portal.accounts.enums import MailKind, Role
from portal.accounts.invitations import KnownToYou, PlannedRole, invite, invite_again, withdraw
from portal.accounts.mail import deliver, waiting_mail
from portal.accounts.models import AccountMail, Invitation, Membership, User
from portal.accounts.tasks import send_waiting_mail
from portal.accounts.tokens import invitation_path
from portal.audit.models import AuditEvent
from portal.policy.access import access_of
from tests.factories.accounts import PASSWORD, make_membership, make_user
from tests.factories.programmes import make_project

LAST = datetime.date(2027, 3, 31)
NEW_PASSWORD = "a rather long new password"


@pytest.fixture
def invited(sopot, city, technical_admin):
    """Invite somebody as a caseworker of the city."""

    def now(email="ewa@example.test", language="uk", **others):
        role = PlannedRole(Role.CASEWORKER, city, sopot)
        return invite(
            email=email, name="Ewa Próbna", language=language, roles=[role], ends_on=LAST, by=technical_admin,
            **{"origin": "https://portal.example", **others},
        )  # fmt: skip

    return now


def come_in(link, password=NEW_PASSWORD):
    """Open a link as a browser does and set a password; return the last answer."""
    browser = Client()
    page = browser.get(link, follow=True)
    if "form" not in page.context or page.context.get("token_fail"):
        return page
    return browser.post(page.request["PATH_INFO"], {"password1": password, "password2": password}, follow=True)


def test_invited_person_sets_a_password_and_works(invited, sopot):
    invitation = invited()
    user = invitation.user
    assert not user.has_usable_password()
    come_in(invitation_path(invitation))
    user.refresh_from_db()
    invitation.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert invitation.used_at
    assert access_of(user).may("view_person", sopot)
    assert user.memberships.get().ends_on == LAST


def test_link_works_once(invited):
    invitation = invited()
    come_in(invitation_path(invitation))
    answer = come_in(invitation_path(invitation), "another password altogether")
    assert answer.context["token_fail"]
    invitation.user.refresh_from_db()
    assert invitation.user.check_password(NEW_PASSWORD)


def test_looking_at_the_link_does_not_use_it(invited):
    """Mail filters open links."""
    link = invitation_path(invited())
    Client().get(link, follow=True)
    come_in(link)
    assert Invitation.objects.get().used_at


@pytest.mark.parametrize(("days", "works"), [(6, True), (7, False)])
def test_link_works_for_seven_days(invited, days, works):
    invitation = invited()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=days, minutes=1), tick=False):
        come_in(invitation_path(invitation))
    invitation.user.refresh_from_db()
    assert invitation.user.has_usable_password() is works


def test_new_link_ends_the_old_one(invited, technical_admin):
    old = invited()
    new = invite_again(old, by=technical_admin)
    assert come_in(invitation_path(old)).context["token_fail"]
    come_in(invitation_path(new))
    new.user.refresh_from_db()
    assert new.user.has_usable_password()


def test_withdrawn_link_opens_nothing_and_the_roles_are_over(invited, technical_admin):
    invitation = invited()
    withdraw(invitation, by=technical_admin)
    assert come_in(invitation_path(invitation)).context["token_fail"]
    user = User.objects.get(pk=invitation.user_id)
    assert (user.is_active, user.has_usable_password(), access_of(user).may("view_person")) == (False, False, False)


def test_accepted_invitation_cannot_be_withdrawn(invited, technical_admin):
    invitation = invited()
    come_in(invitation_path(invitation))
    for act in (withdraw, invite_again):
        with pytest.raises(AccountError):
            act(invitation, by=technical_admin)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda link: re.sub(r"([0-9a-f])/$", lambda last: ("1" if last[1] == "0" else "0") + "/", link),
        lambda link: re.sub(r"key/[0-9a-z]+-", "key/1-", link),
        lambda link: re.sub(r"zap\.[0-9a-f]{32}", "zap." + "0" * 32, link),
        lambda link: re.sub(r"zap\..*/", "zap.x/", link),
    ],
)
def test_link_that_was_changed_opens_nothing(invited, spoil):
    assert come_in(spoil(invitation_path(invited()))).context["token_fail"]


def test_forgotten_password_opens_nothing_without_an_open_invitation(invited, technical_admin):
    """Whoever was never let in cannot let themselves in through “forgot password”."""
    invitation = invited(email="nela@example.test")
    withdraw(invitation, by=technical_admin)
    User.objects.update(is_active=True)
    Client().post(reverse("account_reset_password"), {"email": "nela@example.test"})
    (link,) = re.findall(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)
    assert come_in(link).context["token_fail"]


def test_forgotten_password_still_works_for_those_who_came_in(db):
    user = make_user(email="anna@example.test", password=PASSWORD)
    Client().post(reverse("account_reset_password"), {"email": user.email})
    (link,) = re.findall(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)
    come_in(link)
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)


def test_mail_is_sent_after_the_transaction_neutral_and_in_the_persons_language(
    invited, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invited(language="en")
    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("A message about your account", ["ewa@example.test"])
    assert f"https://portal.example{invitation_path(invitation)}" in sent.body
    for private in ("Gmina", "Sopot", "Caseworker", "Ewa", "Jan Kruk"):
        assert private not in sent.body


def test_only_the_id_of_the_mail_is_handed_to_the_worker(invited, monkeypatch, django_capture_on_commit_callbacks):
    handed = []
    monkeypatch.setattr("portal.accounts.tasks.send_account_mail.apply_async", lambda args, **how: handed.append(args))
    with django_capture_on_commit_callbacks(execute=True):
        invited()
    assert handed == [(str(AccountMail.objects.get().pk),)]


def test_mail_is_sent_once_however_often_it_is_rung_for(invited):
    invited()
    now = timezone.now()
    key = AccountMail.objects.get().pk
    assert [deliver(key, now), deliver(key, now)] == [True, False]
    assert len(mail.outbox) == 1


def test_mail_of_a_worker_that_died_is_sent_by_the_next_round(invited, monkeypatch):
    invited()
    now = timezone.now()
    monkeypatch.setattr("portal.accounts.mail.send_mail", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        deliver(AccountMail.objects.get().pk, now)
    monkeypatch.undo()
    assert waiting_mail(now + datetime.timedelta(minutes=9)) == []
    with time_machine.travel(now + datetime.timedelta(minutes=11)):
        send_waiting_mail()
    assert len(mail.outbox) == 1
    assert AccountMail.objects.get().sent_at


def test_dead_broker_does_not_reach_the_page(invited, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("portal.accounts.tasks.send_account_mail.apply_async", lambda *args, **how: 1 / 0)
    with django_capture_on_commit_callbacks(execute=True):
        invited()
    assert waiting_mail(timezone.now()) == [AccountMail.objects.get().pk]


def test_mail_of_a_withdrawn_invitation_is_not_sent(invited, technical_admin):
    withdraw(invited(), by=technical_admin)
    assert not deliver(AccountMail.objects.get().pk, timezone.now())
    assert mail.outbox == []


def test_address_of_an_account_in_sight_is_refused_with_that_account(invited, caseworker_city):
    with pytest.raises(KnownToYou) as known:
        invited(email=caseworker_city.email.upper())
    assert known.value.user == caseworker_city


@pytest.fixture
def elsewhere(db, foundation):
    """An account that works in another grant project, out of the administrator's sight."""
    project = make_project(leader=foundation)
    user = make_user("Prawdziwe Nazwisko", email="known@example.test", password=PASSWORD)
    make_membership(user, Role.CASEWORKER, foundation, project)
    return user


def test_somebody_known_elsewhere_keeps_the_account_and_is_told(invited, elsewhere, sopot):
    invitation = invited(email=elsewhere.email)
    assert invitation.user == elsewhere
    elsewhere.refresh_from_db()
    assert (elsewhere.name, elsewhere.check_password(PASSWORD)) == ("Prawdziwe Nazwisko", True)
    assert access_of(elsewhere).may("view_person", sopot)
    assert AccountMail.objects.get().kind == MailKind.MORE_ACCESS


def test_whoever_was_withdrawn_is_invited_anew_known_elsewhere_or_not(invited, elsewhere, technical_admin):
    for email in (elsewhere.email, "ewa@example.test"):
        withdraw(invited(email=email), by=technical_admin)
        again = invited(email=email)
        assert again.user.is_active
        assert again.user.memberships.get(ends_on=LAST).role == Role.CASEWORKER
    elsewhere.refresh_from_db()
    assert elsewhere.name == "Prawdziwe Nazwisko"
    come_in(invitation_path(again))
    again.user.refresh_from_db()
    assert again.user.has_usable_password()


def test_account_closed_elsewhere_is_not_opened_by_inviting_it(invited, elsewhere):
    """Its roles there would count again."""
    User.objects.filter(pk=elsewhere.pk).update(is_active=False)
    assert not invited(email=elsewhere.email).user.is_active


def test_account_closed_with_its_last_role_is_opened_by_inviting_it(invited, elsewhere):
    User.objects.filter(pk=elsewhere.pk).update(is_active=False)
    elsewhere.memberships.update(ends_on=datetime.date(2026, 1, 1))
    assert invited(email=elsewhere.email).user.is_active


def test_signing_in_accepts_the_invitation(invited, elsewhere):
    invitation = invited(email=elsewhere.email)
    Client().post(reverse("account_login"), {"login": elsewhere.email, "password": PASSWORD})
    invitation.refresh_from_db()
    assert invitation.used_at


def test_withdrawing_leaves_what_somebody_has_elsewhere(invited, elsewhere, technical_admin, sopot):
    withdraw(invited(email=elsewhere.email), by=technical_admin)
    user = User.objects.get(pk=elsewhere.pk)
    assert user.is_active
    assert not access_of(user).may("view_person", sopot)
    assert access_of(user).may("view_person")


def test_several_roles_come_with_one_invitation_or_none(sopot, city, foundation, technical_admin):
    roles = [PlannedRole(Role.CASEWORKER, city, sopot), PlannedRole(Role.INSTRUCTOR, foundation, sopot)]
    about = {"email": "ewa@example.test", "name": "Ewa", "language": "pl", "by": technical_admin}
    with pytest.raises(AccountError):
        invite(**about, roles=roles, ends_on=datetime.date(2027, 12, 1))
    assert not User.objects.filter(email="ewa@example.test").exists()
    invite(**about, roles=roles, ends_on=LAST)
    assert Membership.objects.filter(user__email="ewa@example.test").count() == 2


def test_each_step_is_recorded(invited, technical_admin):
    withdraw(invite_again(invited(), by=technical_admin), by=technical_admin)
    events = AuditEvent.objects.filter(object_type="invitation").order_by("at", "pk")
    assert [(event.actor, event.detail["what"]) for event in events] == [
        (technical_admin, "invited"), (technical_admin, "invited"), (technical_admin, "withdrawn"),
    ]  # fmt: skip
    assert "ewa@" not in str(list(events.values()))
