"""The digits of codes: a short one that is sent, a long one for paper. Pure functions over keys; no database."""

import hmac
import secrets
import unicodedata
import uuid

from portal.crypto.sealing import fingerprint

SENT_DIGITS, SLIP_DIGITS, GROUP = 6, 16, 4
_TEN = 10


def code_of(request_id: uuid.UUID) -> str:
    """Return the code that answers a request: it follows from the id and the key, so nothing has to be kept."""
    number = int.from_bytes(fingerprint("own sign-in", request_id.hex)[:8])
    return f"{number % _TEN**SENT_DIGITS:0{SENT_DIGITS}}"


def is_code_of(request_id: uuid.UUID, typed: str) -> bool:
    """Tell whether somebody typed the code of a request, in whatever digits and with whatever spaces."""
    return hmac.compare_digest(code_of(request_id), digits_of(typed))


def new_slip_code() -> str:
    """Return a code for paper: fifteen random digits and one that finds slips of the pen."""
    digits = "".join(str(secrets.randbelow(_TEN)) for _ in range(SLIP_DIGITS - 1))
    return digits + _check_digit(digits)


def slip_code_in(typed: str) -> str:
    """Return the digits of a code on paper; blank for what cannot be one."""
    digits = digits_of(typed)
    return digits if len(digits) == SLIP_DIGITS and _check_digit(digits[:-1]) == digits[-1] else ""


def mark_of(slip_code: str) -> str:
    """Return the keyed hash under which a code on paper is known."""
    return fingerprint("own slip", slip_code).hex()


def in_groups(code: str) -> str:
    """Return a code as it is printed: in groups of four."""
    return " ".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def digits_of(typed: str) -> str:
    """Return the digits of a text, those of other scripts as ours."""
    return "".join(str(unicodedata.digit(each)) for each in typed[:100] if each.isdigit())


def _check_digit(digits: str) -> str:
    """Return the digit that makes the whole fit (Luhn)."""
    total = 0
    for place, each in enumerate(reversed(digits)):
        doubled = int(each) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled >= _TEN else doubled
    return str(-total % _TEN)
