"""The gallery for looking at: ``manage.py runserver 9000 --settings tests.portal.ui.settings``, then ``/components/``.

Nothing is stored and nobody signs in. The product itself has no such page.
"""

from tests.settings import *  # noqa: F403

ROOT_URLCONF = "tests.portal.ui.looking_urls"
