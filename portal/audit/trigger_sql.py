"""The SQL of the append-only triggers. Names come from the models alone.

A row may be added. Nothing else may happen to it, but that a version of a fact is superseded, once.
"""

from collections.abc import Iterator

from django.db import models

from portal.versions.models import Version

_FUNCTION = """CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$"""


def making(vendor: str, model: type[models.Model]) -> Iterator[str]:
    """Yield the statements that make the triggers of a model's table anew."""
    yield from removing(vendor, model)
    yield from _make_postgresql(model) if vendor == "postgresql" else _make_sqlite(model)


def removing(vendor: str, model: type[models.Model]) -> Iterator[str]:
    """Yield the statements that take the triggers of a model's table away."""
    place = f' ON "{model._meta.db_table}"' if vendor == "postgresql" else ""
    for name in sorted(names(vendor, model)):
        yield f'DROP TRIGGER IF EXISTS "{name}"{place}'


def names(vendor: str, model: type[models.Model]) -> set[str]:
    """Return the names of the triggers of a model's table."""
    events = ("update", "delete", "truncate") if vendor == "postgresql" else ("update", "delete", "replace")
    return {f"{model._meta.db_table}_no_{event}" for event in events}


def _make_postgresql(model: type[models.Model]) -> Iterator[str]:
    table, refuse = model._meta.db_table, "EXECUTE FUNCTION portal_append_only()"
    condition = f"FOR EACH ROW WHEN (NOT ({_superseding(model, 'IS NOT DISTINCT FROM')}))"
    yield _FUNCTION
    yield f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" {condition} {refuse}'
    yield f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" FOR EACH ROW {refuse}'
    yield f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" {refuse}'


def _make_sqlite(model: type[models.Model]) -> Iterator[str]:
    """``INSERT OR REPLACE`` removes rows without a DELETE trigger, so it is refused by itself."""
    table, changes = model._meta.db_table, f"WHEN NOT ({_superseding(model, 'IS')})"
    refuse = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
    taken = f'EXISTS (SELECT 1 FROM "{table}" WHERE {_in_the_way(model)})'
    yield f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" {changes} {refuse}'
    yield f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {refuse}'
    yield f'CREATE TRIGGER "{table}_no_replace" BEFORE INSERT ON "{table}" WHEN {taken} {refuse}'


def _superseding(model: type[models.Model], same: str) -> str:
    """Return the condition of the one change that is allowed: a version in force gets its end, nothing else."""
    if not issubclass(model, Version):
        return "1 = 0"
    columns = [field.column for field in model._meta.concrete_fields if field.name != "superseded_at"]
    unchanged = " AND ".join(f'NEW."{column}" {same} OLD."{column}"' for column in columns)
    return f"OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL AND {unchanged}"


def _same(model: type[models.Model], names: list[str]) -> str:
    columns = [model._meta.get_field(name).column for name in names]  # type: ignore[union-attr]
    return " AND ".join(f'"{column}" = NEW."{column}"' for column in columns)


def _in_the_way(model: type[models.Model]) -> str:
    if not issubclass(model, Version):
        alone = [[field.name] for field in model._meta.concrete_fields if field.unique]
        together = [list(each.fields) for each in model._meta.total_unique_constraints]
        return " OR ".join(f"({_same(model, names)})" for names in [*alone, *together])
    return "id = NEW.id OR (NEW.superseded_at IS NULL AND superseded_at IS NULL AND fact_id = NEW.fact_id)"
