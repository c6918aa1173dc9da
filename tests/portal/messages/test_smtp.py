"""The mail server is down, slow, busy, or takes the mail and says nothing: nothing arrives twice (L26)."""

import pytest
import time_machine

from portal.messages.delivery import deliver
from portal.messages.enums import MessageState, Reason
from portal.messages.models import OutgoingMessage
from portal.messages.sending import ask_for_message
from portal.messages.tasks import send_due_messages
from tests.portal.messages.conftest import NOON
from tests.smtp_stub import smtp_stub

pytestmark = pytest.mark.django_db


@pytest.fixture
def smtp(settings, wishes, monkeypatch):
    """Mail goes to a stub, which is asked for by its mode."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.PORTAL_MESSAGE_TIMEOUT = "127.0.0.1", 1, 0.3
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    return settings


def tried() -> OutgoingMessage:
    with time_machine.travel(NOON):
        message = ask_for_message("rights-news", "somebody", "7")
        deliver(message.pk, message.asked_at)
    message.refresh_from_db()
    return message


def test_taken(smtp):
    with smtp_stub() as stub:
        smtp.EMAIL_PORT = stub.port
        message = tried()
    assert (message.state, len(stub.taken)) == (MessageState.SENT, 1)
    assert message.provider_id == stub.taken[0]


@pytest.mark.parametrize("mode", ["slow", "busy", "busy-at-data"])
def test_not_taken_it_waits_and_arrives_once_when_the_server_is_well(smtp, mode):
    with smtp_stub(mode) as stub:
        smtp.EMAIL_PORT = stub.port
        message = tried()
    assert (message.state, message.reason, message.attempts) == (MessageState.WAITING, Reason.SERVER, 1)
    assert message.handed_at is None
    with smtp_stub() as well, time_machine.travel(message.next_try_at):
        smtp.EMAIL_PORT = well.port
        send_due_messages()
        send_due_messages()
    assert (len(stub.taken), len(well.taken)) == (0, 1)


def test_down(smtp):
    message = tried()
    assert (message.state, message.reason) == (MessageState.WAITING, Reason.SERVER)


def test_address_that_the_server_refuses_ends_at_once(smtp):
    with smtp_stub("refuses") as stub:
        smtp.EMAIL_PORT = stub.port
        message = tried()
    assert (message.state, message.reason) == (MessageState.FAILED, Reason.REFUSED)


@pytest.mark.parametrize("mode", ["drops", "mute"])
def test_taken_without_a_receipt_it_is_shown_and_never_sent_again(smtp, mode):
    with smtp_stub(mode) as stub:
        smtp.EMAIL_PORT = stub.port
        message = tried()
        with time_machine.travel(message.useless_at):
            send_due_messages()
    assert (message.state, message.reason) == (MessageState.UNSURE, Reason.NO_RECEIPT)
    assert (len(stub.taken), stub.tries) == (1, 1)
