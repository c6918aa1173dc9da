"""The settings, assembled from one module per subject.

Nothing set: try-out (SQLite, filesystem broker, keys made in ``var/``). ``PORTAL_MODE=production``
asks for every secret. ``DATABASE_URL`` and ``REDIS_URL`` switch the parts.
"""

from portal.settings.backups import *  # noqa: F403
from portal.settings.base import *  # noqa: F403
from portal.settings.languages import *  # noqa: F403
from portal.settings.marks import *  # noqa: F403
from portal.settings.messages import *  # noqa: F403
from portal.settings.operations import *  # noqa: F403
from portal.settings.schedule import *  # noqa: F403
from portal.settings.security import *  # noqa: F403
from portal.settings.sign_in import *  # noqa: F403
from portal.settings.storage import *  # noqa: F403
from portal.settings.uploads import *  # noqa: F403
