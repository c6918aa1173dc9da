"""What the surroundings decide: typed values from the environment, once.

Any of them can stand in a file that ``NAME_FILE`` points to, so that secrets need not be in the environment (S47).
"""

from pathlib import Path

import environ

from portal.operations.refusal import refuse, refuse_unreadable_files

MODES = ("tryout", "production")

ROOT = Path(__file__).resolve().parent.parent.parent

refuse_unreadable_files()
env = environ.FileAwareEnv()

VAR = Path(env.str("PORTAL_VAR", default=str(ROOT / "var")))
_mode = env.str("PORTAL_MODE", default="tryout") or "tryout"
if _mode not in MODES:
    refuse("operations.E019", _mode)
PRODUCTION = _mode == "production"
TRYOUT = not PRODUCTION
DATABASE_URL = env.str("DATABASE_URL", default="").strip()
REDIS_URL = env.str("REDIS_URL", default="").strip()
