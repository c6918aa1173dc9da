"""Mail about accounts: asked for with the change, in one transaction, and sent apart from it (M7, S24).

Subject and sender are neutral and the text names no person, organisation, project or role. A mail is claimed before
it is sent, so that two workers do not send it twice; one whose worker died is sent by the next round.
"""

import datetime
import logging
import uuid
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext, override

from portal.accounts.enums import MailKind
from portal.accounts.models import AccountMail, Invitation, User
from portal.accounts.tokens import invitation_path, new_password_path

logger = logging.getLogger(__name__)

CLAIMED_FOR = datetime.timedelta(minutes=10)
KEPT_TRYING = datetime.timedelta(days=7)
AT_ONCE = 100
RESET = "account/email/password_reset_key"
"""The template of the mail with the link for a new password."""


def ask_for_mail(
    user: User,
    kind: MailKind,
    *,
    invitation: Invitation | None = None,
    day: datetime.date | None = None,
    notice: str = "",
    origin: str = "",
) -> AccountMail:
    """Let a mail go out once the caller's transaction is written; until then it is nothing."""
    about = {"invitation": invitation, "day": day, "notice": notice}
    mail = AccountMail.objects.create(user=user, kind=kind, origin=home(origin), **about)
    transaction.on_commit(partial(_ring, mail.pk), robust=True)
    return mail


def home(origin: str = "") -> str:
    """Return scheme and host of the portal: the first of ``PORTAL_ORIGINS``, else where the page was asked from."""
    return next(iter(settings.CSRF_TRUSTED_ORIGINS), origin).rstrip("/")


def deliver(mail_id: uuid.UUID, now: datetime.datetime) -> bool:
    """Send one mail that waits; False when it was sent already, is being sent, or has become pointless.

    Raises what the mail server says; the mail then waits for the next round.
    """
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIMED_FOR)
    if not AccountMail.objects.filter(free, pk=mail_id, sent_at=None).update(claimed_at=now):
        return False
    mail = AccountMail.objects.select_related("user", "invitation").get(pk=mail_id)
    if mail.invitation and (mail.invitation.used_at or mail.invitation.withdrawn_at):
        mail.delete()
        return False
    with override(mail.user.language):
        send_mail(gettext("A message about your account"), words_of(mail), None, [mail.user.email])
    AccountMail.objects.filter(pk=mail_id).update(sent_at=timezone.now())
    return True


def waiting_mail(now: datetime.datetime) -> list[uuid.UUID]:
    """Return mails that should be out and are not: a bell was not heard, or a worker died."""
    unclaimed = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIMED_FOR)
    waiting = AccountMail.objects.filter(unclaimed, sent_at=None, asked_at__gt=now - KEPT_TRYING)
    return list(waiting.order_by("asked_at").values_list("pk", flat=True)[:AT_ONCE])


def words_of(mail: AccountMail) -> str:
    """Return the text of a mail in the language in force."""
    if mail.kind == MailKind.NOTICE:
        return render_to_string(f"{mail.notice}_message.txt", {"timestamp": mail.asked_at})
    if mail.kind == MailKind.NEW_PASSWORD:
        link = f"{mail.origin}{new_password_path(mail.user)}"
        return render_to_string(f"{RESET}_message.txt", {"password_reset_url": link})
    path = invitation_path(mail.invitation) if mail.kind == MailKind.INVITATION and mail.invitation else ""
    until = mail.invitation.expires_at if mail.invitation else None
    context = {"link": f"{mail.origin}{path}" if path else "", "until": until, "day": mail.day, "home": mail.origin}
    return render_to_string(f"accounts/mail/{mail.kind}.txt", context)


def _ring(mail_id: uuid.UUID) -> None:
    """Tell a worker; when the broker does not take it, the next round finds the mail."""
    from portal.accounts.tasks import send_account_mail  # here, because the task delivers

    try:
        send_account_mail.apply_async((str(mail_id),), retry=False)
    except Exception as error:  # whatever a broker can do wrong must not reach the page
        logger.warning("the bell of a mail is not heard (%s); it is rung again", type(error).__name__)
