"""Sealed fields that could not be opened, or not be found, are mistakes at start."""

import pytest
from django.core.checks import run_checks
from django.db import models
from django.test.utils import isolate_apps

from portal.crypto.checks import mistakes
from portal.crypto.fields import BlindIndexField, SealedTextField
from portal.crypto.ids import new_id
from portal.crypto.models import DataKey


def ids_of(model):
    return [error.id for error in mistakes(model)]


def test_models_of_the_portal_have_no_such_mistake():
    assert [message for message in run_checks() if (message.id or "").startswith("crypto.")] == []


@isolate_apps("portal.crypto", attr_name="apps")
@pytest.mark.parametrize("kind", ["good", "number", "early", "absent", "lost"])
def test_mistakes_are_found(kind):
    made_in_python = models.UUIDField(primary_key=True, default=new_id)
    by_database = models.BigAutoField(primary_key=True)
    sealed = SealedTextField(index="mark", key_path="owner.key" if kind == "lost" else "key")
    fields = {
        "__module__": __name__,
        "Meta": type("Meta", (), {"app_label": "crypto"}),
        "id": by_database if kind == "number" else made_in_python,
        "key": models.ForeignKey(DataKey, models.PROTECT),
    }
    mark = {} if kind == "absent" else {"mark": BlindIndexField()}
    if kind == "early":
        mark["mark"].creation_counter = sealed.creation_counter - 0.5
    model = type(f"Example{kind.title()}", (models.Model,), {**fields, **mark, "value": sealed})
    expected = {"good": [], "number": ["crypto.E001"], "early": ["crypto.E002"], "absent": ["crypto.E002"]}
    assert ids_of(model) == expected.get(kind, ["crypto.E003"])
