"""What the surroundings decide: typed values from the environment, once.

Any of them can stand in a file that ``NAME_FILE`` points to, so that secrets need not be in the environment (S47).
"""

import os
from pathlib import Path

import environ

from portal.operations.refusal import refuse

MODES = ("tryout", "production")

ROOT = Path(__file__).resolve().parent.parent.parent

_FILES = ("DATABASE_URL_FILE", "REDIS_URL_FILE", "PORTAL_MAIL_URL_FILE", "PORTAL_SMS_TOKEN_FILE")
_named = [each for each in os.environ if each in _FILES]
for _name in _named:
    if not os.access(os.environ[_name], os.R_OK):
        refuse("operations.E013", f"{_name}={os.environ[_name]}")

env = environ.FileAwareEnv()

VAR = Path(env.str("PORTAL_VAR", default=str(ROOT / "var")))
_mode = env.str("PORTAL_MODE", default="tryout") or "tryout"
if _mode not in MODES:
    refuse("operations.E019", _mode)
PRODUCTION = _mode == "production"
TRYOUT = not PRODUCTION
DATABASE_URL = env.str("DATABASE_URL", default="").strip()
REDIS_URL = env.str("REDIS_URL", default="").strip()
