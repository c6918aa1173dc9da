"""A limited time of keeping that nothing ends fails the build: ``check --fail-level WARNING`` and a test (S65)."""

from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Tags, register

from portal.datamap.entries import EntryError
from portal.retention.coverage import gaps, strangers


@register(Tags.models)
def retention(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Check every model of the map; a part of it says nothing."""
    if app_configs is not None:
        return []
    try:
        found = [*gaps(), *(f"{label}: a keeping names what the data map does not limit" for label in strangers())]
    except EntryError:
        return []  # the check of the data map says so
    return [checks.Warning(sentence, hint="portal/retention/registry.py", id="retention.W001") for sentence in found]
