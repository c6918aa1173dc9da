"""What a project reaches beyond its participants is written down, corrected and taken back; nothing is overwritten."""

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import local_day, today
from portal.programmes.archive import past_archive
from portal.programmes.models import GrantProject
from portal.versions.actions import FactChanged, correct_fact, is_changed_by, record_fact, retract_fact, values_of
from services.models import Institution, Product, TrainedPerson, Training
from services.queries.beyond import named_beyond, trained_alike
from services.rules.beyond import institution_key
from services.rules.support import is_inside

Beyond = Institution | Training | Product
B = TypeVar("B", Institution, Training, Product)
Said = Mapping[str, Any]


class BeyondRefused(ValueError):
    """What cannot be written down or taken back."""


class DayRefused(BeyondRefused):
    """The day lies outside the project or has not come yet."""


class SameTwice(BeyondRefused):
    """The project has this institution, or the person this training of that day, already."""


class SomebodyAlike(BeyondRefused):
    """Somebody of this name and institution is known, and nobody said whether it is them."""


class StillNeeded(BeyondRefused):
    """People of the institution were trained: it is corrected, or they are taken back first."""


@transaction.atomic
def add_institution(project: GrantProject, said: Said, *, by: User | None) -> Institution:
    """Write down an institution that takes part. Raises ``DayRefused``, ``SameTwice``."""
    _hold(project)
    return _add(_known(Institution(grant_project=project, **said)), by)


@transaction.atomic
def add_product(project: GrantProject, said: Said, *, by: User | None) -> Product:
    """Write down a product. Raises ``DayRefused``."""
    return _add(Product(grant_project=project, **said), by)


@transaction.atomic
def add_training(person: TrainedPerson, said: Said, *, by: User | None) -> Training:
    """Write down that somebody known finished a training.

    Raises ``DayRefused``, ``SameTwice``, ``FactChanged`` when the name went meanwhile with what was taken back.
    """
    _hold(person.grant_project)
    if not TrainedPerson.objects.filter(pk=person.pk).exclude(given_names="", surname="").exists():
        raise FactChanged(person.code)
    return _add(Training(grant_project=person.grant_project, person=person, **said), by)


@transaction.atomic
def add_trained(
    project: GrantProject, who: Said, said: Said, *, by: User | None, is_somebody_else: bool = False
) -> Training:
    """Write down that somebody who is not known yet finished a training; never a participant by that (R37).

    ``who`` are names, sex and institution. Raises ``DayRefused``, ``SomebodyAlike`` unless ``is_somebody_else``.
    """
    _hold(project)
    if not is_somebody_else and trained_alike(project, who["given_names"], who["surname"], who["institution"]):
        raise SomebodyAlike
    last = TrainedPerson.objects.filter(grant_project=project).aggregate(last=Max("number"))["last"] or 0
    person = TrainedPerson.objects.create(grant_project=project, number=last + 1, **who)
    return add_training(person, said, by=by)


@transaction.atomic
def correct_beyond(current: B, said: Said, *, by: User | None, why: str) -> B:
    """Put a corrected version in its place; with nothing different nothing is written and ``current`` comes back.

    Raises ``DayRefused``, ``SameTwice``, ``FactChanged`` (L5).
    """
    _hold(current.grant_project)
    if not is_changed_by(current, dict(said)):
        return current
    wanted = type(current)(**{**values_of(current), **said}, fact_id=current.fact_id)
    wanted.grant_project = current.grant_project
    changes = {**said, "key": _known(wanted).key} if isinstance(wanted, Institution) else dict(said)
    _refuse(wanted)
    corrected = correct_fact(current, changes, by=by, why=why)
    record(Action.CHANGE, by=by, obj=corrected, grant_project=corrected.grant_project, reason=why)
    return corrected


@transaction.atomic
def take_back_beyond(current: Beyond, *, by: User | None, why: str) -> None:
    """Take a fact back: it counts no more, its history stays. Names go with the last training of somebody.

    Raises ``StillNeeded``, ``FactChanged`` (L5).
    """
    _hold(current.grant_project)
    if isinstance(current, Institution) and _is_needed(current):
        raise StillNeeded
    retract_fact(correct_fact(current, {}, by=by, why=why))
    if isinstance(current, Training) and not Training.objects.current().filter(person=current.person).exists():  # type: ignore[attr-defined]
        _forget([current.person_id])  # type: ignore[attr-defined]
    record(Action.CHANGE, by=by, obj=current, grant_project=current.grant_project, reason=why)


def trained_past_archive(now: datetime.datetime) -> Any:
    """Return who was trained in projects that must be accounted for no more, and is still known by name."""
    over = TrainedPerson.objects.filter(grant_project__in=past_archive(local_day(now)))
    return over.exclude(given_names="", surname="")


@transaction.atomic
def forget_trained(now: datetime.datetime, most: int) -> int:
    """Blank the names of such people, at most so many; return how many. Who was trained stays by number."""
    some = list(trained_past_archive(now).order_by("pk").values_list("pk", flat=True)[:most])
    return _forget(some)


def _forget(people: list[Any]) -> int:
    return TrainedPerson.objects.filter(pk__in=people).update(given_names="", surname="")


def _add(fact: B, by: User | None) -> B:
    _refuse(fact)
    record_fact(fact, by=by)
    record(Action.CREATE, by=by, obj=fact, grant_project=fact.grant_project)
    return fact


def _refuse(fact: Beyond) -> None:
    project = fact.grant_project
    if fact.day > today() or not is_inside(fact.day, project.starts_on, project.ends_on):
        raise DayRefused(str(fact.day))
    if named_beyond(fact):
        raise SameTwice


def _known(institution: Institution) -> Institution:
    institution.key = institution_key(institution.name, institution.town)
    return institution


def _is_needed(institution: Institution) -> bool:
    held = Training.objects.current().filter(person__institution=institution.fact_id)  # type: ignore[attr-defined]
    return held.exists()


def _hold(project: GrantProject) -> None:
    """Let one person at a time say who is the same and which number is the next."""
    GrantProject.objects.select_for_update(no_key=True).get(pk=project.pk)
