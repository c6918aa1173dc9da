"""Tasks about accounts: ids in, one action, one log line."""

import logging
import uuid

from celery import shared_task
from django.utils import timezone

from portal.accounts.expiry import close_what_is_over
from portal.accounts.limits import remove_old_counts
from portal.accounts.mail import deliver, waiting_mail
from portal.accounts.sessions import remove_ended_sessions
from portal.clock import today

logger = logging.getLogger(__name__)


@shared_task(name="send_account_mail")
def send_account_mail(mail_id: str) -> None:
    """Send one mail about an account."""
    logger.info("a mail was sent: %s", deliver(uuid.UUID(mail_id), timezone.now()))


@shared_task(name="send_waiting_mail")
def send_waiting_mail() -> None:
    """Send the mails that should be out and are not; one that fails does not hold back the others."""
    sent = 0
    for mail_id in waiting_mail(timezone.now()):
        try:
            sent += deliver(mail_id, timezone.now())
        except Exception as error:  # a mail server can do anything; the mail waits for the next round
            logger.warning("a mail could not be sent (%s)", type(error).__name__)
    logger.info("%d waiting mails sent", sent)


@shared_task(name="close_accounts")
def close_accounts() -> None:
    """End what is over, close what nobody uses, tell whose role ends soon (S9)."""
    logger.info("accounts and roles: %s", close_what_is_over(today(), timezone.now()))


@shared_task(name="remove_ended_sessions")
def remove_ended_sessions_task() -> None:
    """Remove sessions that ended by themselves, with their address and device, and counts of attempts that are over."""
    logger.info("%d sessions and %d counts removed", remove_ended_sessions(timezone.now()), remove_old_counts())
