"""Files that people send: who scans them, how much is kept, where they are read."""

from portal.settings.environment import env

PORTAL_SCANNER = env.str("PORTAL_SCANNER", default="").strip()
PORTAL_UPLOADS_BYTES = env.int("PORTAL_UPLOADS_MEGABYTES", default=20_000) * 2**20
PORTAL_UPLOADS_APART = True
"""Files are decoded in a process of their own."""
