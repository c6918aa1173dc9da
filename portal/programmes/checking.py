"""The validators of the models, asked before a row of a configuration file is written."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import override

from portal.programmes.reading import LANGUAGES, refuse


def refuse_invalid(model: type[models.Model], values: dict[str, Any], path: str, prefix: str = "") -> None:
    """Raise ``ConfigurationError`` with the path of the first key whose value a model does not take.

    ``prefix`` is what the fields of a table have before their keys. Lists and tables were read already; the answer
    is in English like all that commands say.
    """
    fields = model._meta.fields
    skipped = {
        each.name for each in fields
        if each.name not in values or each.is_relation or isinstance(each, models.JSONField)
    }  # fmt: skip
    with override("en"):
        try:
            model(**values).clean_fields(exclude=skipped)
        except ValidationError as error:
            field, said = next(iter(error.message_dict.items()))
            key = _key(field.removeprefix(prefix))
            refuse(f"{path}.{key}" if path else key, said[0])


def _key(field: str) -> str:
    """Return the key for a field: ``name_uk`` stands under ``name.uk``."""
    key, _, language = field.rpartition("_")
    return f"{key}.{language}" if key and language in LANGUAGES else field
