"""Mail to those who may read the trail: neutral, in their language, each thing once (S24, S33)."""

import logging
from collections.abc import Mapping
from smtplib import SMTPException
from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext, override

from portal.accounts.models import User
from portal.audit.models import AuditMark
from portal.clock import today
from portal.policy.holders import accounts_that_may

logger = logging.getLogger(__name__)

RIGHT = "view_audit"


def mail_readers(template: str, values: Mapping[str, Any], about: str, attached: tuple[str, str] | None = None) -> int:
    """Write to everybody who may read the trail what they have not been written ``about`` yet; return how many.

    ``attached`` is the name and the text of a JSON file. What cannot be sent leaves a line of the log and is sent
    the next time; after a crash between sending and remembering it comes twice.
    """
    waiting = {f"mail:{about}:{user.pk}": user for user in accounts_that_may(RIGHT, today())}
    for done in AuditMark.objects.filter(name__in=list(waiting)).values_list("name", flat=True):
        del waiting[done]
    return sum(_mail(user, template, values, mark, attached) for mark, user in waiting.items())


def _mail(user: User, template: str, values: Mapping[str, Any], mark: str, attached: tuple[str, str] | None) -> bool:
    with override(user.language):
        message = EmailMessage(
            gettext("A message about your account"), render_to_string(template, {**values}), to=[user.email]
        )
    if attached:
        message.attach(*attached, "application/json")
    try:
        message.send()
    except (OSError, SMTPException) as error:
        logger.critical("a mail about the audit trail cannot be sent (%s)", type(error).__name__)
        return False
    AuditMark.objects.get_or_create(name=mark, defaults={"at": timezone.now()})
    return True
