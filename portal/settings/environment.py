"""What the surroundings decide: typed values from the environment, once."""

from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(environ.Env().str("PORTAL_VAR", default=str(ROOT / "var")))

env = environ.Env()

PRODUCTION = env.str("PORTAL_MODE", default="tryout") == "production"
TRYOUT = not PRODUCTION
DATABASE_URL = env.str("DATABASE_URL", default="")
REDIS_URL = env.str("REDIS_URL", default="")
