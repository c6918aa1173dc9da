"""The same reasons as system checks, so that ``manage.py check`` names them all at once."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from portal.operations.database import unsafe_database
from portal.operations.safety import unsafe_settings


@register(Tags.compatibility)
def settings_of_production(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Check what can be known without asking anybody."""
    if not settings.PORTAL_PRODUCTION:
        return []
    return [Error(f"{reason.polish} / {reason.english}", id=reason.id) for reason in unsafe_settings()]


@register(Tags.database)
def database_of_production(app_configs: Any = None, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Check what the database must be asked (``check --database default``)."""
    if not settings.PORTAL_PRODUCTION:
        return []
    reasons = [reason for alias in databases or () for reason in unsafe_database(connections[alias])]
    return [Error(f"{reason.polish} / {reason.english}", id=reason.id) for reason in reasons]
