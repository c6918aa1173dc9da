"""No relation to a person or a participation is forgotten when two records become one."""

from django.apps import apps
from django.db import models

from beneficiaries.models import Participation, Person
from portal.merging.registry import Way, links_going, ways
from portal.merging.rows import relation
from portal.versions.models import Version

SOFT = {"imports.ImportedRow.subject", "uploads.StoredFile.owner", "retention.EndOfKeeping.subject"}
"""Relations without a foreign key: a key of a person or participation in a plain column."""


def relations() -> dict[str, models.Field]:
    """Return every foreign key of every model to a person or a participation, also those of many-to-many tables."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.remote_field and field.remote_field.model in (Person, Participation):
                found[f"{model._meta.app_label}.{model.__name__}.{field.name}"] = field
    return found


def test_every_relation_says_how_it_goes_over() -> None:
    forgotten = sorted(set(relations()) - set(ways()))

    assert forgotten == [], "say in the app's plugs how they go over: portal/merging/registry.py"


def test_nothing_is_registered_that_is_not_there() -> None:
    assert set(ways()) - set(relations()) - SOFT == set()


def test_facts_go_over_by_versions_and_rows_that_never_change_stay() -> None:
    for name in links_going(Way.FACT):
        assert issubclass(relation(name)[0], Version), name
    for name in links_going(Way.ROW):
        assert not issubclass(relation(name)[0], Version), name
        assert not getattr(relation(name)[0], "append_only", False), name


def test_soft_relations_are_known_by_their_columns() -> None:
    named = {"subject", "owner", "person_id", "participation"}
    columns = {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.UUIDField) and not field.primary_key and field.name in named
    }

    assert columns == SOFT
