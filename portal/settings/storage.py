"""Where things are kept: database, cache, broker."""

from django.core.exceptions import ImproperlyConfigured

from portal.crypto.keys import KeyRing, load_key_ring
from portal.operations.refusal import refuse
from portal.settings.environment import DATABASE_URL, REDIS_URL, TRYOUT, VAR, env

VAR.mkdir(mode=0o700, parents=True, exist_ok=True)

if DATABASE_URL:
    DATABASES = {"default": env.db_url_config(DATABASE_URL)}
else:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR / "portal.sqlite3"}}

# A connection is kept between requests: opening one costs more than a plain page, on SQLite the reading of its schema.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("PORTAL_CONN_MAX_AGE", default=600)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    _options = DATABASES["default"].setdefault("OPTIONS", {})
    _options.setdefault("connect_timeout", 5)
    # Statements with a hundred conditions take longer to compile than to run: half of a dashboard of 100,000 people.
    _options.setdefault("options", "-c jit=off")
    # Plans of statements that are built once and asked often are kept from the third time on (portal/statements.py).
    _options.setdefault("prepare_threshold", 2)

if REDIS_URL:
    # No page waits for Redis longer than this (L6).
    _patience = {"socket_connect_timeout": 1, "socket_timeout": 1}
    _redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "OPTIONS": _patience}
    CACHES = {"default": _redis}
    CELERY_BROKER_URL = REDIS_URL
    # Tasks of a dead worker are given out again after the hour; looked for every ten seconds, not every hundred (M2).
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, int | str] = {
        "visibility_timeout": 60 * 60,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}}
    _broker = VAR / "broker"
    for _folder in ("messages", "control"):
        (_broker / _folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "messages"),
        "data_folder_out": str(_broker / "messages"),
        "control_folder": str(_broker / "control"),
    }

CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "Europe/Warsaw"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

PORTAL_KEYS_FILE = env.str("PORTAL_KEYS_FILE", default=str(VAR / "keys.json"))


def _key_ring() -> KeyRing:
    try:
        return load_key_ring(PORTAL_KEYS_FILE, create=TRYOUT)
    except ImproperlyConfigured as error:
        refuse("operations.E004", str(error).rstrip("."))


PORTAL_KEY_RING = _key_ring()
SECRET_KEY = PORTAL_KEY_RING.secret_key

# Where the trail leaves the host: a folder for signed heads, and a file or ``syslog://host:port`` for a copy of events.
PORTAL_AUDIT_HEADS_DIR = env.str("PORTAL_AUDIT_HEADS_DIR", default=str(VAR / "audit-heads") if TRYOUT else "")
PORTAL_AUDIT_COPY = env.str("PORTAL_AUDIT_COPY", default="")
