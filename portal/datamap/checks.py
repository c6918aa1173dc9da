"""A field without an entry in the data map fails the build (S64): ``check --fail-level WARNING`` and a test."""

from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Tags, register

from portal.datamap.coverage import mistakes
from portal.datamap.entries import EntryError


@register(Tags.models)
def data_map(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Check the whole map; a part of it says nothing."""
    if app_configs is not None:
        return []
    try:
        found = mistakes()
    except EntryError as error:
        found = [str(error)]
    return [checks.Warning(sentence, hint="manage.py data_map --missing", id="datamap.E001") for sentence in found]
