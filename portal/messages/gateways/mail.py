"""E-mail through the server of ``PORTAL_MAIL_URL``, knowing at each moment whether the words have left (L26)."""

import smtplib
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.utils import DNS_NAME
from django.utils.module_loading import import_string

from portal.messages.gateways.base import Envelope, NotTaken, Refused, Unsure

PERMANENT = 500


class TellingBackend(EmailBackend):
    """Calls ``handing`` when the server has taken the recipient and before the words leave, and remembers it."""

    def __init__(self, handing: Callable[[], None], **kwargs: Any) -> None:
        """Take what is to be called, and what Django's own takes."""
        super().__init__(**kwargs)
        self.handing, self.has_handed = handing, False

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Django's client, with a word before ``DATA``."""
        backend = self

        class Telling(super().connection_class):  # type: ignore[misc]
            def data(self, msg: Any) -> tuple[int, bytes]:
                backend.handing()
                backend.has_handed = True
                return super().data(msg)

        return Telling


class MailGateway:
    """Sends with the back end of Django's settings; for SMTP it tells a refusal from a lost receipt."""

    def send(self, envelope: Envelope, handing: Callable[[], None]) -> str:
        """Send one mail; its ``Message-ID`` is made of the id of the message."""
        message = EmailMessage(envelope.subject, envelope.body, None, [envelope.to], headers=_headers(envelope))
        if issubclass(import_string(settings.EMAIL_BACKEND), EmailBackend):
            _send(TellingBackend(handing, timeout=settings.PORTAL_MESSAGE_TIMEOUT), message)
        else:  # a folder, the console, a list of the tests
            handing()
            message.connection = get_connection()
            message.send()
        return message.extra_headers["Message-ID"]


def _send(connection: TellingBackend, message: EmailMessage) -> None:
    try:
        connection.open()
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as refusal:
        raise _refusal(min(code for code, _words in refusal.recipients.values())) from None
    except smtplib.SMTPDataError as refusal:
        raise _refusal(refusal.smtp_code) from None
    except smtplib.SMTPResponseException as refusal:  # a greeting, a password, a sender: no fault of the recipient
        raise NotTaken(str(refusal.smtp_code)) from None
    except OSError as error:  # also what smtplib raises when the line is cut
        raise (Unsure if connection.has_handed else NotTaken)(type(error).__name__) from None
    except ValueError as error:  # an address that no mail can have
        raise Refused(type(error).__name__) from None
    finally:
        with suppress(OSError):
            connection.close()


def _refusal(code: int) -> Exception:
    return (Refused if code >= PERMANENT else NotTaken)(str(code))


def _headers(envelope: Envelope) -> dict[str, str]:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or DNS_NAME.get_fqdn()
    return {"Message-ID": f"<{envelope.id.hex}@{domain}>", "Auto-Submitted": "auto-generated"}
