"""Looks at the parts: database, its changes, its clock, cache, queue, mail server, certificate."""

import datetime
import secrets
import socket
import ssl
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.mail import get_connection
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.celery import app
from portal.operations.database import ask_database, newer_changes, waiting_changes
from portal.operations.doctor.registry import Broken, Unknown

PATIENCE = 5  # seconds
CLOCKS_DIFFER = 2.0
CERTIFICATE_LASTS = datetime.timedelta(days=14)


def database() -> str:
    """Ask the database for anything."""
    try:
        ask_database(connection)
    except Exception as error:
        raise Broken(_("The database does not answer (%(kind)s).") % _kind(error)) from None
    return _("The database answers.")


def migrations() -> str:
    """Compare the changes that the database has with those of this version (L23)."""
    for reason in newer_changes(connection):
        raise Broken(_("The database is newer than this program (change %(change)s).") % {"change": reason.detail})
    for reason in waiting_changes(connection):
        words = _("The database waits for changes (the first: %(change)s). Run manage.py migrate.")
        raise Broken(words % {"change": reason.detail})
    return _("The database has all changes of this version.")


def clock() -> str:
    """Compare the clock of this machine with that of the database."""
    if connection.vendor != "postgresql":
        raise Unknown(_("The database has no clock of its own."))
    with connection.cursor() as cursor:
        before = timezone.now()
        cursor.execute("SELECT clock_timestamp()")
        theirs, after = cursor.fetchone()[0], timezone.now()
    apart = abs((theirs - (before + (after - before) / 2)).total_seconds())
    if apart > CLOCKS_DIFFER:
        raise Broken(_("The clocks of portal and database differ by %(seconds)s s.") % {"seconds": round(apart)})
    return _("The clocks of portal and database agree.")


def shared_cache() -> str:
    """Put something into the cache and take it out again."""
    said = secrets.token_hex(4)
    try:
        cache.set(f"doctor-{said}", said, PATIENCE)
        kept = cache.get(f"doctor-{said}") == said
    except Exception as error:
        raise Broken(_("The cache does not answer (%(kind)s).") % _kind(error)) from None
    if not kept:
        raise Broken(_("The cache forgets at once what it is given."))
    return _("The cache answers.")


def queue() -> str:
    """Reach the broker."""
    try:
        with app.connection_for_read(connect_timeout=PATIENCE) as broker:
            broker.ensure_connection(max_retries=0, timeout=PATIENCE)
    except Exception as error:
        raise Broken(_("The queue does not answer (%(kind)s).") % _kind(error)) from None
    return _("The queue answers.")


def mail() -> str:
    """Reach the mail server; nothing is sent."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        raise Unknown(_("Mail does not go to a mail server here."))
    try:
        server = get_connection(timeout=PATIENCE)
        server.open()
        server.close()
    except Exception as error:
        raise Broken(_("The mail server does not answer (%(kind)s).") % _kind(error)) from None
    return _("The mail server answers.")


def certificate() -> str:
    """Look until when the certificate of each https origin is valid, as a browser would."""
    hosts = [urlsplit(origin) for origin in settings.CSRF_TRUSTED_ORIGINS if origin.startswith("https://")]
    if not hosts or settings.PORTAL_TRYOUT:
        raise Unknown(_("There is no https address here."))
    first = min(_valid_until(str(each.hostname), each.port or 443) for each in hosts)
    if first - timezone.now() < CERTIFICATE_LASTS:
        raise Broken(_("The certificate is valid only until %(day)s.") % {"day": first.date()})
    return _("The certificate is valid until %(day)s.") % {"day": first.date()}


def _valid_until(host: str, port: int) -> datetime.datetime:
    at, _colon, other = settings.PORTAL_CERTIFICATE_AT.partition(":")
    place = (at or host, int(other or port))
    try:
        with (
            socket.create_connection(place, PATIENCE) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secured,
        ):
            ends = ssl.cert_time_to_seconds(str((secured.getpeercert() or {})["notAfter"]))
    except ssl.SSLCertVerificationError as error:
        words = _("The certificate of %(host)s is not valid (%(reason)s).")
        raise Broken(words % {"host": host, "reason": error.verify_message}) from None
    except OSError as error:
        raise Broken(_("%(host)s does not answer (%(kind)s).") % {"host": host, **_kind(error)}) from None
    return datetime.datetime.fromtimestamp(ends, datetime.UTC)


def _kind(error: BaseException) -> dict[str, str]:
    return {"kind": type(error).__name__}
