"""What can happen to a person's record: create, complete."""

from collections.abc import Iterable
from typing import Any

from beneficiaries.domain.addresses import keep_former
from beneficiaries.domain.duplicate_keys import keep_keys
from beneficiaries.enums import AliasKind
from beneficiaries.models import NameAlias, Person
from beneficiaries.rules.names import is_same_name, search_key, sort_key
from portal.clock import today
from portal.crypto.models import DataKey

REACHED = (
    "contact_way", "is_cautious", "contact_channels", "preferred_channel", "contact_from", "contact_until",
    "leaves_no_message",
)  # fmt: skip
NAMES = ("given_names", "surname", "original_name", "preferred_name", "patronymic")
PLAIN = (*NAMES, "birth_date", "sex", "contact_language", "needs_interpreter", *REACHED)
SEALED = ("pesel", "phone", "email", "address", "contact_safety")


def create_person(values: dict[str, Any], *, save: bool = True, keys: bool = True) -> Person:
    """Create a person from the values named in ``PLAIN`` and ``SEALED``; absent ones stay blank.

    ``pesel_place`` is that of ``place_for``.

    The data key is made first, so that the sealed values are bound to this person from the start (S58). Without
    ``keys`` the caller keeps those of all its people at once (``keep_keys``).
    """
    data_key = DataKey.fresh()
    data_key.save()
    known = {name: values[name] for name in (*PLAIN, *SEALED, "pesel_place") if values.get(name)}
    person = Person(data_key=data_key, **known)
    refresh_keys(person)
    if save:
        person.save()
        if keys:
            keep_keys([person])
    return person


def refresh_keys(person: Person, *aliases: str) -> None:
    """Work out anew how a person is found and sorted, after a name changed."""
    names = (person.full_name, person.original_name, person.preferred_name, person.patronymic, *aliases)
    person.search_key = search_key(*(name for name in names if name))
    person.sort_key = sort_key(person.surname, person.given_names)


def fill_blanks(person: Person, values: dict[str, Any]) -> list[str]:
    """Complete what the record lacks from ``values``; return the names of what was filled in."""
    filled = [name for name in (*PLAIN, *SEALED) if values.get(name) and not getattr(person, name)]
    for name in filled:
        setattr(person, name, values[name])
    if filled:
        person.version += 1
        keep_changed(person)
    return filled


def change_values(person: Person, values: dict[str, Any]) -> None:
    """Put values in place of others; the earlier ones stay in the history, sealed ones are gone but for the address.

    Takes the names of ``PLAIN`` and ``SEALED``, since when an address holds and whether it is safe (S25), and the
    reason for a PESEL that disagrees (R105). A new address of which nothing is said is one of which nobody knows.
    """
    allowed = (*PLAIN, *SEALED, "pesel_mismatch_reason", "pesel_place", "address_since", "address_is_safe")
    if "address" in values and values["address"] != person.address:
        keep_former(person, str(person.address), today(), by=None)
    for name in (name for name in values if name in allowed):
        setattr(person, name, values[name])
    person.version += 1
    keep_changed(person)


def keep_spellings(person: Person, names: Iterable[str], kind: str = AliasKind.OTHER_SPELLING) -> None:
    """Keep every name that is not one of the person's known names as an alias, for search and duplicates (R107)."""
    known = [person.list_name, person.original_name, *_aliases(person)]
    fresh = [name for name in dict.fromkeys(names) if not is_same_name([name], [each for each in known if each])]
    if fresh:
        NameAlias.objects.bulk_create(NameAlias(person=person, name=name, kind=kind) for name in fresh)
        _found_anew(person)


def add_alias(person: Person, name: str, kind: str) -> NameAlias | None:
    """Keep another spelling or a former name; ``None`` when the person is known by it already (R107)."""
    if is_same_name([name], [person.list_name, person.original_name, *_aliases(person)]):
        return None
    alias = NameAlias.objects.create(person=person, name=name, kind=kind)
    _found_anew(person)
    return alias


def remove_alias(person: Person, alias: NameAlias) -> None:
    """Take a spelling away: the person is found by it no more."""
    alias.delete()
    _found_anew(person)


def keep_changed(person: Person) -> None:
    """Save a person whose names may have changed: how they are found, and where they stand in every list, follow."""
    refresh_keys(person, *_aliases(person))
    person.save()
    person.participations.exclude(sort_key=person.sort_key).update(sort_key=person.sort_key)
    keep_keys([person])


def _found_anew(person: Person) -> None:
    refresh_keys(person, *_aliases(person))
    person.save(update_fields=["search_key", "sort_key"])
    keep_keys([person])


def _aliases(person: Person) -> list[str]:
    return list(NameAlias.objects.filter(person=person).values_list("name", flat=True))
