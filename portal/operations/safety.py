"""What must not be in the settings of production (S46). Each function looks at one thing and asks nobody."""

import os
import stat
from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import WARNING, Tags, run_checks

from portal.operations.refusal import Reason, named_files

SHORTEST_SECRET = 50
FEWEST_SIGNS = 10
SHARED_CACHES = ("RedisCache", "PyMemcacheCache", "PyLibMCCache", "DatabaseCache")
TRIED_OUT_BROKERS = ("filesystem", "memory", "sqlalchemy", "sqla")
OF_OTHERS = stat.S_IRWXO | stat.S_IWGRP


def unsafe_settings() -> list[Reason]:
    """Return every reason in the settings not to start; empty when they are safe."""
    looks = (debug, secret_key, hosts, keys, database, redis, caches, broker, secret_files, invented_day, origins)
    found = [reason for look in looks for reason in look()]
    return found or list(warnings_of_django(Tags.security))


def debug() -> Iterator[Reason]:
    """Find debug pages."""
    if settings.DEBUG:
        yield Reason("operations.E001")


def secret_key() -> Iterator[Reason]:
    """Find a signing key that can be guessed."""
    key = settings.SECRET_KEY
    if len(key) < SHORTEST_SECRET or len(set(key)) < FEWEST_SIGNS or key.startswith("django-insecure-"):
        yield Reason("operations.E002")


def hosts() -> Iterator[Reason]:
    """Find hosts that would let anybody choose the name of the portal (S48)."""
    if not settings.ALLOWED_HOSTS or any(map(is_any, settings.ALLOWED_HOSTS)):
        yield Reason("operations.E003")


def keys() -> Iterator[Reason]:
    """Find a ring without a master key, and a key of data that signs sessions too."""
    ring = settings.PORTAL_KEY_RING
    if not ring.field:
        yield Reason("operations.E004", "field")
    secret = settings.SECRET_KEY.rstrip("=")
    for key in (*ring.field.values(), ring.index, ring.audit, ring.pseudonym):
        if secret in {key.hex(), b64encode(key).decode().rstrip("="), key.decode(errors="replace")}:
            yield Reason("operations.E005")
            return


def database() -> Iterator[Reason]:
    """Find SQLite, and a database on another machine that asks for no password."""
    wanted = settings.DATABASES["default"]
    if wanted["ENGINE"].endswith("sqlite3"):
        yield Reason("operations.E010")
    elif not is_here(wanted.get("HOST")) and not wanted.get("PASSWORD"):
        yield Reason("operations.E006", str(wanted.get("HOST")))


def redis() -> Iterator[Reason]:
    """Find a Redis on another machine that asks for no password: cache or queue."""
    places = [settings.CELERY_BROKER_URL, *(cache.get("LOCATION") or "" for cache in settings.CACHES.values())]
    urls = {str(url) for place in places for url in (place if isinstance(place, list | tuple) else [place])}
    for parts in sorted(urlsplit(url) for url in urls if url.startswith(("redis://", "rediss://"))):
        if not is_here(parts.hostname) and not parts.password:
            yield Reason("operations.E007", str(parts.hostname))


def caches() -> Iterator[Reason]:
    """Find a cache of one process alone: limits of sign-in would not hold across processes (S15, S19)."""
    for cache in settings.CACHES.values():
        name = cache["BACKEND"].rpartition(".")[2]
        if name not in SHARED_CACHES:
            yield Reason("operations.E009", name)


def broker() -> Iterator[Reason]:
    """Find a queue that was made for trying out."""
    scheme = urlsplit(settings.CELERY_BROKER_URL or "memory://").scheme
    if scheme in TRIED_OUT_BROKERS:
        yield Reason("operations.E011", scheme)


def secret_files() -> Iterator[Reason]:
    """Find files with secrets that others of this machine can read, or change."""
    for path in named_files().values():
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & OF_OTHERS:
            yield Reason("operations.E012", str(path))


def invented_day() -> Iterator[Reason]:
    """Find a day that was set for trying out."""
    if os.environ.get("PORTAL_TODAY"):
        yield Reason("operations.E015")


def origins() -> Iterator[Reason]:
    """Find names without an https origin, and origins of hosts that are not answered."""
    trusted = {urlsplit(origin).hostname for origin in settings.CSRF_TRUSTED_ORIGINS if origin.startswith("https://")}
    here = {host for host in settings.ALLOWED_HOSTS if not is_here(host.strip("[]")) and not is_any(host)}
    unanswered = set() if any(map(is_any, settings.ALLOWED_HOSTS)) else trusted - set(settings.ALLOWED_HOSTS)
    strange = sorted((here - trusted) | unanswered, key=str)
    if not trusted or strange:
        yield Reason("operations.E016", str(strange[0]) if strange else "PORTAL_ORIGINS")


def warnings_of_django(*tags: str) -> Iterator[Reason]:
    """Return what ``check --deploy`` warns of; without ``tags`` all of it, which loads routes and templates."""
    for message in run_checks(tags=tags or None, include_deployment_checks=True):
        if message.level >= WARNING and not message.is_silenced():
            yield Reason("operations.E014", f"{message.id}: {' '.join(str(message.msg).split())}")


def is_any(host: str) -> bool:
    """Tell whether a host stands for more than one name."""
    return host == "*" or host.startswith(".")


def is_here(host: Any) -> bool:
    """Tell whether a host is this machine: no name (a socket), a path of a socket, or the loopback."""
    return not host or host.startswith(("/", "127.")) or host in ("localhost", "::1")
