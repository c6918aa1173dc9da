"""The SQL of the append-only triggers. Names come from the models alone.

A row may be added. Nothing else may happen to it, but that a version of a fact is superseded, once, and that it goes
when the time of keeping is over: then the end stands in ``retention.EndOfKeeping``, for ever (S65). ``keeping_ends`` of
a model says at which end a version about a participation may go or change: of the case, or of the whole record; its
sealed words alone may be blanked at either. Where a row names no participation, sealed words may be blanked, nothing
else in the row changing: who holds SQL could destroy their key as well. An event of the trail goes when a cut
covers its seal.
"""

from collections.abc import Iterator

from django.db import models

from portal.crypto.fields import SealedTextField
from portal.versions.models import Version

_FUNCTION = """CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$"""
_ENDS = "retention_endofkeeping"
_OVER = f"""SELECT 1 FROM {_ENDS} ended
WHERE ended.subject = OLD.participation_id AND ended.rule IN ('programme', {{rule}})"""
_FUNCTION_UNTIL = f"""CREATE OR REPLACE FUNCTION portal_append_only_until() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN IF EXISTS ({_OVER.format(rule="TG_ARGV[0]")}) THEN
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END IF;
RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$"""
_CUT = """SELECT 1 FROM audit_auditseal sealed JOIN audit_auditcut cut ON cut.sequence >= sealed.sequence
WHERE sealed.event_id = OLD.id"""
_FUNCTION_CUT = f"""CREATE OR REPLACE FUNCTION portal_append_only_cut() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN IF EXISTS ({_CUT}) THEN RETURN OLD; END IF;
RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$"""


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
    events = ["update", "delete", "truncate"] if vendor == "postgresql" else ["update", "delete", "replace"]
    if vendor == "postgresql" and _end_of(model) and _sealed(model):
        events.append("blank")
    return {f"{model._meta.db_table}_no_{event}" for event in events}


def _make_postgresql(model: type[models.Model]) -> Iterator[str]:
    table, never, rule = model._meta.db_table, "EXECUTE FUNCTION portal_append_only()", _end_of(model)
    refuse = f"EXECUTE FUNCTION portal_append_only_until('{rule}')" if rule else never
    superseding, blanking = (made(model, "IS NOT DISTINCT FROM") for made in (_superseding, _blanking))
    yield _FUNCTION
    yield _FUNCTION_UNTIL
    yield _FUNCTION_CUT
    condition = f"FOR EACH ROW WHEN (NOT ({superseding}) AND NOT ({blanking}))"
    yield f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" {condition} {refuse}'
    if rule and _sealed(model):
        condition = f"FOR EACH ROW WHEN (NOT ({superseding}) AND ({blanking}))"
        until = "EXECUTE FUNCTION portal_append_only_until('case')"
        yield f'CREATE TRIGGER "{table}_no_blank" BEFORE UPDATE ON "{table}" {condition} {until}'
    going = "EXECUTE FUNCTION portal_append_only_cut()" if _goes_by_cut(model) else refuse
    yield f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" FOR EACH ROW {going}'
    yield f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" {never}'


def _make_sqlite(model: type[models.Model]) -> Iterator[str]:
    """``INSERT OR REPLACE`` removes rows without a DELETE trigger, so it is refused by itself."""
    table, rule = model._meta.db_table, _end_of(model)
    kept = f"NOT EXISTS ({_OVER.format(rule=repr(rule))})" if rule else "1 = 1"
    over = f"EXISTS ({_OVER.format(rule=repr('case'))})" if rule else "1 = 1"
    blanked = f"({_blanking(model, 'IS')} AND {over})"
    changes = f"WHEN NOT ({_superseding(model, 'IS')}) AND NOT {blanked} AND {kept}"
    refuse = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
    taken = f'EXISTS (SELECT 1 FROM "{table}" WHERE {_in_the_way(model)})'
    yield f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" {changes} {refuse}'
    stays = f"NOT EXISTS ({_CUT})" if _goes_by_cut(model) else kept
    yield f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" WHEN {stays} {refuse}'
    yield f'CREATE TRIGGER "{table}_no_replace" BEFORE INSERT ON "{table}" WHEN {taken} {refuse}'


def _end_of(model: type[models.Model]) -> str:
    """Return at the end of what rows of a model may go; blank for those that stay for ever."""
    about_somebody = any(field.column == "participation_id" for field in model._meta.concrete_fields)
    return getattr(model, "keeping_ends", "programme") if issubclass(model, Version) and about_somebody else ""


def _goes_by_cut(model: type[models.Model]) -> bool:
    return getattr(model, "goes_by_cut", False)


def _sealed(model: type[models.Model]) -> set[str]:
    return {field.column for field in model._meta.concrete_fields if isinstance(field, SealedTextField)}


def _blanking(model: type[models.Model], same: str) -> str:
    """Return the condition of sealed words that go: nothing else changes, and no other words come."""
    sealed = _sealed(model)
    if not sealed:
        return "1 = 0"
    columns = [field.column for field in model._meta.concrete_fields]
    unchanged = [f'NEW."{column}" {same} OLD."{column}"' for column in columns if column not in sealed]
    gone = [
        f'(NEW."{column}" IS NULL OR NEW."{column}" {same} OLD."{column}")' for column in columns if column in sealed
    ]
    return " AND ".join([*unchanged, *gone])


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
