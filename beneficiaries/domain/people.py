"""What can happen to a person's record: create, complete."""

from collections.abc import Iterable
from typing import Any

from beneficiaries.models import NameAlias, Person
from beneficiaries.rules.names import is_same_name, search_key, sort_key
from portal.crypto.models import DataKey

PLAIN = ("given_names", "surname", "original_name", "preferred_name", "birth_date", "sex", "contact_language")
SEALED = ("pesel", "phone", "email", "address")


def create_person(values: dict[str, Any], *, save: bool = True) -> Person:
    """Create a person from the values named in ``PLAIN`` and ``SEALED``; absent ones stay blank.

    The data key is made first, so that the sealed values are bound to this person from the start (S58).
    """
    data_key = DataKey.fresh()
    data_key.save()
    known = {name: values[name] for name in (*PLAIN, *SEALED) if values.get(name)}
    person = Person(data_key=data_key, **known)
    refresh_keys(person)
    if save:
        person.save()
    return person


def refresh_keys(person: Person, *aliases: str) -> None:
    """Work out anew how a person is found and sorted, after a name changed."""
    names = (person.full_name, person.original_name, person.preferred_name, *aliases)
    person.search_key = search_key(*(name for name in names if name))
    person.sort_key = sort_key(person.surname, person.given_names)


def fill_blanks(person: Person, values: dict[str, Any]) -> list[str]:
    """Complete what the record lacks from ``values``; return the names of what was filled in."""
    filled = [name for name in (*PLAIN, *SEALED) if values.get(name) and not getattr(person, name)]
    for name in filled:
        setattr(person, name, values[name])
    if filled:
        person.version += 1
        refresh_keys(person, *_aliases(person))
        person.save()
    return filled


def change_values(person: Person, values: dict[str, Any]) -> None:
    """Put values in place of others; the earlier ones stay in the history, sealed ones are gone.

    Takes the names of ``PLAIN`` and ``SEALED``, and the reason for a PESEL that disagrees (R105).
    """
    allowed = (*PLAIN, *SEALED, "pesel_mismatch_reason")
    for name in (name for name in values if name in allowed):
        setattr(person, name, values[name])
    person.version += 1
    refresh_keys(person, *_aliases(person))
    person.save()


def keep_spellings(person: Person, names: Iterable[str]) -> None:
    """Keep every name that is not one of the person's known names as an alias, for search and duplicates (R107)."""
    known = [person.list_name, person.original_name, *_aliases(person)]
    fresh = [name for name in dict.fromkeys(names) if not is_same_name([name], [each for each in known if each])]
    if fresh:
        NameAlias.objects.bulk_create(NameAlias(person=person, name=name) for name in fresh)
        refresh_keys(person, *_aliases(person))
        person.save(update_fields=["search_key", "sort_key"])


def _aliases(person: Person) -> list[str]:
    return list(NameAlias.objects.filter(person=person).values_list("name", flat=True))
