"""What web server, worker and beat ask before they serve (S46, L23)."""

import gc
import logging
from typing import Any

from celery.signals import beat_init, worker_init
from django.conf import settings
from django.db import DatabaseError, connection, connections

from portal.operations.database import Trust, waiting_changes
from portal.operations.refusal import Unsafe
from portal.operations.safety import unsafe_settings, warnings_of_django

logger = logging.getLogger(__name__)
OBJECTS_BETWEEN_LOOKS = 20_000
"""A page makes some ten thousand objects: looked through every 700, as Python does, they cost a tenth of its time."""


def refuse_unsafe_settings() -> None:
    """Raise ``Unsafe`` in production when the settings are not fit for real people; asks nobody."""
    if settings.PORTAL_PRODUCTION and (reasons := unsafe_settings()):
        raise Unsafe(reasons)


def begin_serving(**kwargs: Any) -> None:
    """Raise ``Unsafe`` in production when settings, routes or database are not fit to serve real people.

    A database that does not answer stops nobody: pages say so until it does, and it is asked on the first connection.
    """
    if settings.PORTAL_PRODUCTION:
        if reasons := list(warnings_of_django()):
            raise Unsafe(reasons)
        _look_at_database()
        Trust.is_serving = True
    _leave_out_what_stays()


def _leave_out_what_stays() -> None:
    """Let the collector of garbage pass over what was loaded at the start: it lives as long as the process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)


def _look_at_database() -> None:
    try:
        connection.ensure_connection()
        reasons = list(waiting_changes(connection))
    except DatabaseError as error:
        logger.error("the database does not answer (%s); starting all the same", type(error).__name__)
        return
    finally:
        connections.close_all()
    if reasons:
        raise Unsafe(reasons)


worker_init.connect(begin_serving, dispatch_uid="portal.operations")
beat_init.connect(begin_serving, dispatch_uid="portal.operations")
