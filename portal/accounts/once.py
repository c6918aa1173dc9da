"""A code of an authenticator app works once, in whichever process it is entered (S15)."""

import time

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt

from portal.accounts.models import LastCode


def current_counter() -> int:
    """Return the number of the half minute that it is now."""
    return int(time.time()) // app_settings.TOTP_PERIOD


def accept_once(authenticator: Authenticator, code: str) -> bool:
    """Tell whether ``code`` is the app's code of this half minute, not used before; it is used from here on."""
    counter = current_counter()
    expected = format_hotp_value(hotp_value(decrypt(authenticator.data["secret"]), counter))
    return compare_user_code(actual=code, expected=expected) and spend_counter(authenticator.user_id, counter)


def spend_counter(user_id: int, counter: int) -> bool:
    """Use up everything until ``counter`` for an account; ``False`` when that was done before, by whomever."""
    if LastCode.objects.filter(user_id=user_id, counter__lt=counter).update(counter=counter):
        return True
    _row, created = LastCode.objects.get_or_create(user_id=user_id, defaults={"counter": counter})
    return created
