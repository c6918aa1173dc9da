"""The WSGI entry point: health in front of the portal."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
_portal = get_wsgi_application()

from portal.operations.health import Health  # noqa: E402 - the apps must be ready
from portal.operations.start import begin_serving  # noqa: E402

begin_serving()
application = Health(_portal)
