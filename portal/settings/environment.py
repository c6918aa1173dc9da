"""What the surroundings decide: typed values from the environment, once.

Any of them can stand in a file that ``NAME_FILE`` points to, so that secrets need not be in the environment (S47).
"""

from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent.parent

env = environ.FileAwareEnv()

VAR = Path(env.str("PORTAL_VAR", default=str(ROOT / "var")))
PRODUCTION = env.str("PORTAL_MODE", default="tryout") == "production"
TRYOUT = not PRODUCTION
DATABASE_URL = env.str("DATABASE_URL", default="").strip()
REDIS_URL = env.str("REDIS_URL", default="").strip()
