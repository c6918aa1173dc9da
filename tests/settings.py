"""The settings of the tests: everything in memory or in a folder that goes away; never ``var/``.

``DATABASE_URL`` and ``REDIS_URL`` switch the parts as in use. The day is that of the demo.
"""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="portal-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ.update(PORTAL_VAR=_folder, PORTAL_MODE="tryout", PORTAL_TODAY="2026-12-15", PORTAL_DEBUG="")

from portal.settings import *  # noqa: E402, F403
from portal.settings import CACHES, DATABASES, REDIS_URL, STORAGES, TEMPLATES  # noqa: E402
from tests.templates import UnknownVariable  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["NAME"] = ":memory:"
if REDIS_URL:
    CACHES["default"]["BACKEND"] = "tests.caches.OwnRedisCache"
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT = tempfile.mkdtemp(prefix="static-", dir=_folder)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UnknownVariable()

PORTAL_APPEND_ONLY_TRIGGERS = False
PORTAL_EVEN_SECONDS = 0
PORTAL_UPLOADS_APART = False  # a test of its own reads files in a process apart
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
