"""What makes reading a record unusual: a confidential person, somebody else in charge, one's own surname (S36)."""

import uuid
from collections import defaultdict
from collections.abc import Collection

from beneficiaries.models import Care, Person
from beneficiaries.rules.names import surname_stems
from portal.accounts.models import User
from portal.oversight.registry import Relations

AT_ONCE = 5000


def relations(reader: User, people: Collection[str], accounts: Collection[int]) -> Relations:
    """Return what is known of people and accounts (four queries for every five thousand people)."""
    keys = [key for each in people if (key := _key(each))]
    stems = {user: surname_stems(name.split()[-1:]) for user, name in _names(accounts)}
    protected, kept = set(), set()
    in_charge: dict[str, set[int]] = defaultdict(set)
    namesakes = set()
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        kept |= {str(key) for key in Person.objects.filter(pk__in=some, denied_to=reader).values_list("pk", flat=True)}
        for key, surname, is_confidential in _people(some):
            if is_confidential:
                protected.add(str(key))
            own = surname_stems([surname])
            namesakes |= {(user, str(key)) for user, others in stems.items() if own & others}
        for key, caseworker in Care.objects.filter(person__in=some, caseworker__isnull=False).values_list(
            "person", "caseworker"
        ):
            in_charge[str(key)].add(caseworker)
    charges = {key: frozenset(users) for key, users in in_charge.items()}
    return Relations(frozenset(protected), charges, frozenset(namesakes), frozenset(kept))


def _names(accounts: Collection[int]) -> list[tuple[int, str]]:
    return [
        (user, name) for user, name in User.objects.filter(pk__in=accounts).values_list("pk", "name") if name.split()
    ]


def _people(keys: list[uuid.UUID]) -> list[tuple[uuid.UUID, str, bool]]:
    return list(Person.objects.filter(pk__in=keys).values_list("pk", "surname", "is_confidential"))


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
