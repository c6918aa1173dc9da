"""What ends by itself, at frozen moments (S9)."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from portal.accounts.domain import enable_account
from portal.accounts.enums import MailKind, Role
from portal.accounts.expiry import close_what_is_over
from portal.accounts.models import AccountMail, Invitation, Membership, User
from portal.accounts.tasks import close_accounts
from portal.audit.models import AuditEvent
from tests.factories.accounts import make_membership, make_user

TODAY = datetime.date(2026, 12, 15)
NOW = datetime.datetime(2026, 12, 15, 2, 50, tzinfo=datetime.UTC)
DAYS = datetime.timedelta
YESTERDAY, LONG_AGO = NOW - DAYS(1), NOW - DAYS(200)


@pytest.fixture
def colleague(city, sopot):
    """A caseworker whose role began in the autumn, and who signed in yesterday."""

    def made(role=Role.CASEWORKER, *, last_login=YESTERDAY, joined=LONG_AGO, **days):
        user = make_user()
        days = {"starts_on": TODAY - DAYS(75), "ends_on": TODAY + DAYS(90), **days}
        make_membership(user, role, city, sopot, **days)
        User.objects.filter(pk=user.pk).update(last_login=last_login, date_joined=joined, password="set")
        user.refresh_from_db()
        return user

    return made


def run(day=TODAY, now=NOW):
    return {what: number for what, number in close_what_is_over(day, now).items() if number}


def test_role_without_a_last_day_gets_one(colleague):
    user = colleague(ends_on=None)
    assert run()["bounded"] == 1
    assert user.memberships.get().ends_on == TODAY + DAYS(180)


def test_participants_have_no_last_day(participant):
    User.objects.update(last_login=NOW - DAYS(300), date_joined=NOW - DAYS(400))
    assert run() == {}


@pytest.mark.parametrize(("ends_on", "is_open"), [(TODAY, True), (TODAY - DAYS(1), False)])
def test_account_is_closed_on_the_day_after_the_last_role(colleague, ends_on, is_open):
    user = colleague(ends_on=ends_on)
    run()
    user.refresh_from_db()
    assert user.is_active is is_open


def test_closing_leaves_an_event_and_happens_once(colleague):
    user = colleague(ends_on=TODAY - DAYS(1))
    assert run() == {"closed": 1}
    assert run() == {}
    event = AuditEvent.objects.get(object_type="user", object_id=str(user.pk))
    assert (event.actor, event.detail) == (None, {"is_active": False, "because": "expired"})


def test_account_with_a_role_to_come_stays_open(colleague):
    user = colleague(starts_on=TODAY + DAYS(5))
    run()
    user.refresh_from_db()
    assert user.is_active


@pytest.mark.parametrize(("days", "is_open"), [(59, True), (60, False)])
def test_account_that_nobody_used_for_60_days_is_closed(colleague, days, is_open):
    user = colleague(last_login=NOW - DAYS(days))
    run()
    user.refresh_from_db()
    assert user.is_active is is_open


def test_account_that_nobody_ever_used_counts_from_its_making(colleague):
    old, new = colleague(last_login=None, joined=NOW - DAYS(60)), colleague(last_login=None, joined=NOW - DAYS(59))
    run()
    assert list(User.objects.filter(is_active=False)) == [old]
    assert new.is_active


def test_somebody_invited_lately_is_not_unused(colleague):
    user = colleague(last_login=NOW - DAYS(90))
    Invitation.objects.create(user=user, name=user.name, sent_at=NOW - DAYS(2), expires_at=NOW + DAYS(5))
    assert "unused" not in run()


def test_use_is_measured_by_the_true_clock_not_by_the_day_of_the_tryout(colleague):
    """The try-out pretends to live on a day months away from the real one."""
    colleague(last_login=NOW)
    assert "unused" not in run(TODAY, NOW + DAYS(1))


def test_last_administrator_is_not_closed_for_sleeping(colleague):
    first = colleague(Role.TECHNICAL_ADMINISTRATOR, last_login=NOW - DAYS(90))
    assert "unused" not in run()
    colleague(Role.TECHNICAL_ADMINISTRATOR)
    assert run()["unused"] == 1
    first.refresh_from_db()
    assert not first.is_active


@pytest.mark.parametrize(("since", "is_over"), [(TODAY - DAYS(365), False), (TODAY - DAYS(366), True)])
def test_role_that_nobody_confirmed_for_a_year_ends(colleague, since, is_over):
    user = colleague(starts_on=since)
    run()
    assert (user.memberships.get().ends_on < TODAY) is is_over


def test_confirmed_role_goes_on(colleague):
    user = colleague(starts_on=TODAY - DAYS(700), confirmed_on=TODAY - DAYS(20))
    assert "unconfirmed" not in run()
    assert user.memberships.get().ends_on > TODAY


@pytest.mark.parametrize(("ends_on", "told"), [(TODAY + DAYS(14), 1), (TODAY + DAYS(15), 0)])
def test_whoever_ends_soon_is_told_fourteen_days_before(colleague, ends_on, told):
    colleague(ends_on=ends_on)
    assert run().get("noticed", 0) == told
    assert AccountMail.objects.filter(kind=MailKind.ENDS_SOON).count() == told


def test_notice_is_given_once_for_each_last_day(colleague):
    user = colleague(ends_on=TODAY + DAYS(10))
    assert (run().get("noticed"), run().get("noticed")) == (1, None)
    user.memberships.update(ends_on=TODAY + DAYS(12))
    assert run().get("noticed") == 1


def test_missed_night_is_made_up_for(colleague):
    colleague(ends_on=TODAY + DAYS(3))
    assert run()["noticed"] == 1


def test_who_may_confirm_is_told_too_and_nobody_else(colleague, coordinator, coordinator_foundation, auditor, city):
    User.objects.update(date_joined=NOW - DAYS(2))
    Membership.objects.update(ends_on=TODAY + DAYS(100))
    user = colleague(ends_on=TODAY + DAYS(10))
    run()
    told = AccountMail.objects.filter(kind=MailKind.CONFIRM).values_list("user", flat=True)
    assert list(told) == [coordinator.pk]
    assert list(AccountMail.objects.filter(kind=MailKind.ENDS_SOON).values_list("user", flat=True)) == [user.pk]


def test_mail_is_neutral_and_in_the_language_of_the_person(colleague, django_capture_on_commit_callbacks):
    user = colleague(ends_on=TODAY + DAYS(10))
    User.objects.filter(pk=user.pk).update(language="en")
    with django_capture_on_commit_callbacks(execute=True):
        close_accounts()
    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("A message about your account", [user.email])
    assert "25 December 2026" in sent.body
    for private in ("Gmina", "Sopot", "Caseworker", user.name):
        assert private not in sent.body


def test_opened_account_is_not_closed_again_the_next_night(colleague, technical_admin):
    user = colleague(last_login=NOW - DAYS(90))
    assert run()["unused"] == 1
    user.refresh_from_db()
    enable_account(user, by=technical_admin)
    assert "unused" not in run(now=timezone.now())
    assert run(now=timezone.now() + DAYS(61))["unused"] == 1
