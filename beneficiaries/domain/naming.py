"""Names by which a person is found beside the official one: added and taken away by a colleague (R107–R109)."""

from django.db import transaction

from beneficiaries.domain.people import add_alias, remove_alias
from beneficiaries.models import NameAlias, Participation, Person
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record


@transaction.atomic
def add_name(participation: Participation, name: str, kind: str, *, by: User) -> NameAlias | None:
    """Keep a name for search and duplicates; ``None`` when the person is known by it already."""
    alias = add_alias(_held(participation), name, kind)
    if alias is not None:
        _noted(participation, by, "added")
    return alias


@transaction.atomic
def remove_name(participation: Participation, alias_id: int, *, by: User) -> bool:
    """Take a name away; tell whether there was one."""
    alias = NameAlias.objects.filter(person=participation.person_id, pk=alias_id).first()  # type: ignore[attr-defined]
    if alias is None:
        return False
    remove_alias(_held(participation), alias)
    _noted(participation, by, "removed")
    return True


def _held(participation: Participation) -> Person:
    return Person.objects.select_for_update().get(pk=participation.person_id)  # type: ignore[attr-defined]


def _noted(participation: Participation, by: User, became: str) -> None:
    record(
        Action.CHANGE, by=by, obj=participation, subjects=[participation.person_id],  # type: ignore[attr-defined]
        grant_project=participation.grant_project, detail={"fields": ["aliases"], "became": became},
    )  # fmt: skip
