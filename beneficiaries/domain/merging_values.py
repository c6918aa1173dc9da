"""What is known of a person when two records become one: names and contact, spellings, and back."""

import base64
from typing import Any

from beneficiaries.domain.people import change_values, keep_spellings, refresh_keys
from beneficiaries.models import NameAlias, Person, PersonAddress
from beneficiaries.rules.merging import OF_PERSON, united
from portal.crypto.fields import Sealed, SealedTextField
from portal.merging.registry import Log, Mover, UndoRefused, Union
from portal.merging.rows import move_rows, move_rows_back

ALIASES = "beneficiaries.NameAlias.person"
CAREFUL = ("is_cautious", "leaves_no_message")
COLUMNS = tuple(
    field.attname
    for field in Person._meta.concrete_fields
    if field.name in {each for fields in OF_PERSON.values() for each in fields}
    or field.name in ("pesel_index", "pesel_place", "phone_index", "email_index", *CAREFUL)
)


def move(union: Union) -> Log:
    """Complete the record that stays with what the other says, by choice; its names become spellings."""
    kept, gone = union.kept, union.gone
    names = [name for person in (kept, gone) for name in (person.list_name, person.original_name) if name]
    before, aliases, homes = _stored(kept), set(_aliases(kept)), set(_addresses(kept))
    fields = [field for group in OF_PERSON.values() for field in group]
    known, other = ({name: getattr(person, name) for name in fields} for person in (kept, gone))
    values = united(OF_PERSON, known, other, union.choices)
    if values["pesel"] and values["pesel"] != known["pesel"]:  # one PESEL, one person: it cannot stand in both records
        Person.objects.filter(pk=gone.pk).update(pesel_index=None)
        kept.pesel_place = gone.pesel_place
    moved = move_rows(ALIASES, [(gone.pk, kept.pk)])
    kept._history_user = union.by
    changed = {name: value for name, value in values.items() if value != known[name]}
    if "address" in changed:  # since when, and whether it may be printed, go with the address they are about (S25)
        changed |= {name: values[name] for name in OF_PERSON["address"]}
    change_values(kept, {**changed, **_carefully(union)})
    keep_spellings(kept, names)
    return {
        "before": before,
        "after": _stored(kept),
        "moved": moved,
        "made": sorted(set(_aliases(kept)) - aliases - {int(row[0]) for row in moved}),
        "former": sorted(str(key) for key in set(_addresses(kept)) - homes),
        "gone_index": _as_text(gone.pesel_index),
    }


def undo(union: Union, log: Log) -> None:
    """Put the values back that the merge changed; refuse where somebody changed the same since."""
    kept, gone = union.kept, union.gone
    NameAlias.objects.filter(pk__in=log["made"], person=kept).delete()
    PersonAddress.objects.filter(pk__in=log["former"], person=kept).delete()
    move_rows_back(ALIASES, log["moved"])
    _restore(kept, log["before"], log["after"])
    kept._history_user = union.by
    _follow(kept)
    Person.objects.filter(pk=gone.pk).update(pesel_index=_as_bytes(log["gone_index"]))


def _follow(person: Person) -> None:
    """Let the way a person is found and sorted follow the names, and keep the moment in the history."""
    refresh_keys(person, *NameAlias.objects.filter(person=person).values_list("name", flat=True))
    person.version += 1
    person.save()
    person.participations.exclude(sort_key=person.sort_key).update(sort_key=person.sort_key)


def _restore(person: Person, before: dict[str, Any], after: dict[str, Any]) -> None:
    now = _stored(person)
    for name in (name for name in COLUMNS if before[name] != after[name]):
        if now[name] != after[name] and not _says_the_same(person, name, after[name]):
            raise UndoRefused(str(Person._meta.get_field(name).name))
        setattr(person, name, _as_value(name, before[name]))


def _says_the_same(person: Person, name: str, stored: Any) -> bool:
    """Tell whether a sealed value was only sealed anew, or an index belongs to such a one."""
    field = Person._meta.get_field(name)
    if isinstance(field, SealedTextField):
        return bool(stored) and field.open(person, base64.b64decode(stored)) == getattr(person, name)
    return name.endswith("_index")


def _stored(person: Person) -> dict[str, Any]:
    """Return the columns as they stand in the database, sealed ones sealed, as JSON takes them."""
    row = Person.objects.filter(pk=person.pk).values(*COLUMNS).get()
    return {
        name: _as_text(value) if isinstance(value, bytes | memoryview) else _plain(value) for name, value in row.items()
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _as_value(name: str, stored: Any) -> Any:
    field: Any = Person._meta.get_field(name)
    if isinstance(field, SealedTextField):
        return None if stored is None else Sealed(base64.b64decode(stored))
    return _as_bytes(stored) if name.endswith("_index") else field.to_python(stored)


def _as_text(value: Any) -> str | None:
    return None if value is None else base64.b64encode(bytes(value)).decode()


def _as_bytes(value: str | None) -> bytes | None:
    return None if value is None else base64.b64decode(value)


def _aliases(person: Person) -> list[int]:
    return list(NameAlias.objects.filter(person=person).values_list("pk", flat=True))


def _addresses(person: Person) -> list[Any]:
    return list(PersonAddress.objects.filter(person=person).values_list("pk", flat=True))


def _carefully(union: Union) -> dict[str, bool]:
    """What either record asks to be careful with, the one that stays is careful with (S24, S25).

    An address that one of them says is not safe is not safe in the other either.
    """
    kept, gone = union.kept, union.gone
    unsafe = kept.address and kept.address == gone.address and gone.address_is_safe is False
    found = {name: getattr(kept, name) or getattr(gone, name) for name in CAREFUL}
    return {**found, "address_is_safe": False} if unsafe else found


VALUES = Mover("values", 10, frozenset({ALIASES}), move, undo)
