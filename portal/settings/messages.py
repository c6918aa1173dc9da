"""Messages to people: how SMS go out, how long a server may take, when messages may come (S24, L26)."""

import datetime

from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import TRYOUT, env

PORTAL_SMS_URL = env.str("PORTAL_SMS_URL", default="folder:" if TRYOUT else "").strip()
PORTAL_SMS_TOKEN = env.str("PORTAL_SMS_TOKEN", default="").strip()
PORTAL_SMS_FROM = env.str("PORTAL_SMS_FROM", default="")[:11]
PORTAL_MESSAGE_TIMEOUT = env.float("PORTAL_MESSAGE_TIMEOUT", default=30)

_hours = env.str("PORTAL_MESSAGE_HOURS", default="8:00-20:00")
try:
    _from, _until = (datetime.datetime.strptime(part.strip(), "%H:%M").time() for part in _hours.split("-"))
    PORTAL_MESSAGE_HOURS = (_from, _until)
except ValueError:
    raise ImproperlyConfigured("PORTAL_MESSAGE_HOURS is like 8:00-20:00.") from None
if _from >= _until:
    raise ImproperlyConfigured("PORTAL_MESSAGE_HOURS begin before they end.")

if PORTAL_SMS_URL.partition(":")[0] not in ("", "console", "folder", "http", "https"):
    raise ImproperlyConfigured("PORTAL_SMS_URL is https://…, console:, folder: or empty.")
if not TRYOUT and PORTAL_SMS_URL and not PORTAL_SMS_URL.startswith("https://"):
    raise ImproperlyConfigured("PORTAL_SMS_URL is https://… or empty outside the try-out.")
