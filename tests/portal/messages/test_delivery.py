"""A message goes out once, where the person may be reached at that moment, in the hours that were agreed."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from portal.crypto.models import DataKey
from portal.messages import delivery
from portal.messages.delivery import MOST_ATTEMPTS, deliver, due_messages
from portal.messages.ending import old_messages
from portal.messages.enums import Channel, MessageState, Reason
from portal.messages.gateways.base import NotTaken
from portal.messages.models import OutgoingMessage
from portal.messages.registry import (
    MessageKind,
    NobodyThere,
    NotToBeContacted,
    SafeContact,
    register_message_kind,
)
from portal.messages.sending import ask_for_direct_message, ask_for_message, withdraw_message
from portal.messages.tasks import send_due_messages
from portal.retention.rows import remove_rows
from tests.portal.messages.conftest import NIGHT, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def asked(**more) -> OutgoingMessage:
    return ask_for_message("rights-news", "somebody", "7", **more)


def outcome(message: OutgoingMessage) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.reason


def test_words_are_those_of_the_language_and_nothing_of_them_is_kept(wishes):
    message = asked()
    assert deliver(message.pk, NOON) == MessageState.SENT
    (sent,) = mail.outbox
    assert sent.to == ["olena@example.test"]
    assert sent.extra_headers["Message-ID"].startswith(f"<{message.pk.hex}@")
    row = OutgoingMessage.objects.get()
    assert (row.payload, row.address, row.data_key_id) == ("", "", None)
    assert DataKey.objects.count() == 0
    assert row.channel == Channel.EMAIL


def test_message_waits_for_the_transaction_of_its_cause(wishes, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        asked()
        assert mail.outbox == []
    assert len(mail.outbox) == 1


def test_dead_broker_does_not_reach_the_page(wishes, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("portal.messages.tasks.send_message.apply_async", lambda *args, **how: 1 / 0)
    with django_capture_on_commit_callbacks(execute=True):
        message = asked()
    assert due_messages(NOON) == [message.pk]
    send_due_messages()
    assert len(mail.outbox) == 1


def test_rung_twice_it_goes_out_once(wishes):
    key = asked().pk
    assert [deliver(key, NOON), deliver(key, NOON)] == [MessageState.SENT, ""]
    assert len(mail.outbox) == 1


def test_asked_for_again_under_the_same_key_it_is_the_same_message(wishes):
    assert asked(dedup_key="a").pk == asked(dedup_key="a").pk != asked(dedup_key="b").pk
    assert DataKey.objects.count() == 2


@pytest.mark.parametrize(
    ("error", "reason"), [(NotToBeContacted(), Reason.NEVER), (NobodyThere(), Reason.GONE)], ids=["never", "gone"]
)
def test_whoever_says_never_after_it_was_asked_for_gets_nothing(wishes, error, reason):
    message = asked()
    wishes.raises = error
    deliver(message.pk, NOON)
    assert outcome(message) == (MessageState.KEPT_BACK, reason)
    assert mail.outbox == []


def test_somebody_without_a_safe_address_gets_nothing(wishes):
    wishes.contact = SafeContact(())
    message = asked()
    deliver(message.pk, NOON)
    assert outcome(message) == (MessageState.KEPT_BACK, Reason.NO_ADDRESS)


@pytest.mark.parametrize(
    ("hours", "opening"),
    [
        (None, datetime.datetime(2026, 12, 16, 8, 0)),
        ((datetime.time(23), datetime.time(1)), datetime.datetime(2026, 12, 15, 23, 0)),
        ((datetime.time(9), datetime.time(11)), datetime.datetime(2026, 12, 16, 9, 0)),
    ],
)
def test_outside_the_hours_it_waits_for_them(wishes, hours, opening):
    wishes.contact = SafeContact(((Channel.EMAIL, "a@example.test"),), "pl", hours)
    with time_machine.travel(NIGHT, tick=False):
        message = asked()
        deliver(message.pk, NIGHT)
    assert outcome(message) == (MessageState.WAITING, Reason.QUIET)
    assert timezone.localtime(message.next_try_at).replace(tzinfo=None) == opening
    assert (message.attempts, mail.outbox) == (0, [])
    with time_machine.travel(message.next_try_at, tick=False):
        send_due_messages()
    assert len(mail.outbox) == 1


def test_what_the_recipient_waits_for_comes_at_night_too(wishes):
    register_message_kind(MessageKind("rights-news", "news", tuple(Channel), is_awaited=True))
    with time_machine.travel(NIGHT, tick=False):
        message = asked()
        assert deliver(message.pk, NIGHT) == MessageState.SENT


def test_refused_for_now_it_comes_later_and_later_and_then_ends(wishes, monkeypatch):
    def later(envelope, handing):
        raise NotTaken

    monkeypatch.setattr("portal.messages.gateways.mail.MailGateway.send", staticmethod(later))
    message = asked(useless_at=NOON + datetime.timedelta(days=30))
    wishes.contact = SafeContact(wishes.contact.ways, "uk", (datetime.time(0), datetime.time(0)))
    pauses, moment = [], NOON
    for _ in range(MOST_ATTEMPTS):
        with time_machine.travel(moment, tick=False):
            deliver(message.pk, moment)
        message.refresh_from_db()
        pauses.append((message.next_try_at - moment).total_seconds() / 60)
        moment = message.next_try_at
    assert pauses[:7] == [1, 5, 15, 60, 180, 360, 360]
    assert outcome(message) == (MessageState.FAILED, Reason.GIVEN_UP)
    assert message.payload == ""


def test_too_late_it_is_not_sent(wishes):
    message = asked(useless_at=NOON + datetime.timedelta(minutes=10))
    deliver(message.pk, NOON + datetime.timedelta(minutes=10))
    assert outcome(message) == (MessageState.EXPIRED, Reason.TOO_OLD)


def test_worker_killed_before_the_words_left_is_followed_by_another(wishes, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(envelope, handing):
        raise Killed

    message = asked()
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr("portal.messages.gateways.mail.MailGateway.send", staticmethod(killed))
        deliver(message.pk, NOON)
    assert due_messages(NOON + datetime.timedelta(minutes=9)) == []
    with time_machine.travel(NOON + datetime.timedelta(minutes=11), tick=False):
        send_due_messages()
    assert outcome(message) == (MessageState.SENT, "")


def test_worker_killed_between_accepting_and_marking_leaves_a_message_that_is_shown_and_not_sent_again(
    wishes, monkeypatch
):
    class Killed(BaseException):
        pass

    message = asked()

    def killed(*args, **more):
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(delivery, "_end", killed)
        deliver(message.pk, NOON)
    assert len(mail.outbox) == 1
    with time_machine.travel(NOON + datetime.timedelta(minutes=11), tick=False):
        send_due_messages()
    assert len(mail.outbox) == 1
    assert outcome(message) == (MessageState.UNSURE, Reason.NO_RECEIPT)


def test_worker_that_slept_through_its_lease_sends_nothing(wishes, monkeypatch):
    message = asked()
    real = delivery.words_for

    def slept(*args):
        OutgoingMessage.objects.update(lease_token="00000000-0000-0000-0000-000000000001")
        return real(*args)

    monkeypatch.setattr(delivery, "words_for", slept)
    deliver(message.pk, NOON)
    assert mail.outbox == []


def test_one_that_cannot_be_made_does_not_hold_back_the_others(wishes):
    broken = asked()
    OutgoingMessage.objects.filter(pk=broken.pk).update(kind="gone")
    asked()
    send_due_messages()
    assert outcome(broken) == (MessageState.FAILED, Reason.BROKEN)
    assert len(mail.outbox) == 1


def test_sms_goes_to_a_number_and_a_wrong_number_ends(wishes, settings, tmp_path):
    settings.PORTAL_VAR, settings.PORTAL_SMS_URL = tmp_path, "folder:"
    good = ask_for_direct_message("rights-news", Channel.SMS, "501 234 567", "uk")
    bad = ask_for_direct_message("rights-news", Channel.SMS, "call me", "uk")
    send_due_messages()
    (written,) = (tmp_path / "sms").iterdir()
    assert written.read_text().startswith("+48501234567\n")
    assert outcome(good) == (MessageState.SENT, "")
    assert outcome(bad) == (MessageState.FAILED, Reason.REFUSED)


def test_without_a_way_for_sms_the_next_safe_way_is_taken(wishes, settings):
    settings.PORTAL_SMS_URL = ""
    wishes.contact = SafeContact(((Channel.SMS, "501234567"), (Channel.EMAIL, "a@example.test")), "pl")
    deliver(asked().pk, NOON)
    assert mail.outbox[0].to == ["a@example.test"]


def test_withdrawn_it_is_not_sent(wishes):
    message = ask_for_message("rights-news", "somebody", "7", dedup_key="first")
    other = ask_for_message("rights-news", "somebody", "8", dedup_key="second")
    assert withdraw_message("first", "never asked for")
    assert not withdraw_message("first")
    send_due_messages()
    assert outcome(message) == (MessageState.EXPIRED, Reason.GONE)
    assert outcome(other)[0] == MessageState.SENT


def test_rows_of_messages_go_after_ninety_days(wishes):
    message = asked()
    deliver(message.pk, NOON)
    assert not old_messages(NOON + datetime.timedelta(days=89)).exists()
    assert remove_rows(old_messages(NOON + datetime.timedelta(days=91)), 9) == 1


class TestAsking:
    """What no message may be is refused when it is asked for, not when it is sent."""

    def test_unknown_kinds(self, wishes):
        with pytest.raises(LookupError):
            ask_for_message("nothing", "somebody", "7")
        with pytest.raises(LookupError):
            ask_for_message("rights-news", "nobody", "7")

    def test_context_that_the_kind_does_not_take(self, wishes):
        with pytest.raises(ValueError, match="takes"):
            asked(context={"code": "1"})

    def test_kind_that_would_speak_of_a_case(self):
        with pytest.raises(ValueError, match="never says"):
            register_message_kind(MessageKind("x", "x", (Channel.SMS,), frozenset({"name"})))

    def test_direct_address_without_words_for_it(self, wishes):
        register_message_kind(MessageKind("rights-news", "news", (Channel.EMAIL,)))
        with pytest.raises(ValueError, match="no words"):
            ask_for_direct_message("rights-news", Channel.SMS, "1", "pl")
