"""Reads about what a project reaches beyond its participants: lists, and what is known already."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from beneficiaries.rules.names import is_same_name
from portal.programmes.models import GrantProject
from services.models import Institution, Product, TrainedPerson, Training
from services.rules.beyond import folded

SEE, RECORD = "view_beyond_participants", "record_beyond_participants"


def institutions_in(project: GrantProject) -> QuerySet[Institution]:
    """Return the institutions that take part, by town and name."""
    return _current(Institution, project).order_by("town", "name", "pk")


def institutions_named(project: GrantProject, words: str) -> QuerySet[Institution]:
    """Return the institutions whose name and town hold each of these words, in whatever case and accents."""
    asked, rows = folded(words).split(), institutions_in(project)
    for word in asked:
        rows = rows.filter(key__contains=word)
    return rows if asked else rows.none()


def trainings_in(project: GrantProject) -> QuerySet[Training]:
    """Return the trainings that staff finished, the latest first."""
    return _current(Training, project).select_related("person").order_by("-day", "title", "person__number", "pk")


def trainings_named(project: GrantProject, words: str) -> QuerySet[Training]:
    """Return the trainings of those whose names hold each of these words, or who bear such a number (two queries)."""
    asked = folded(words).split()
    people = TrainedPerson.objects.filter(grant_project=project).only("given_names", "surname", "number")
    held = {each.pk: f"{folded(each.name)} {folded(each.code)}" for each in people}
    found = [key for key, said in held.items() if asked and all(word in said for word in asked)]
    return trainings_in(project).filter(person__in=found)


def products_in(project: GrantProject) -> QuerySet[Product]:
    """Return the products, the latest first."""
    return _current(Product, project).order_by("-day", "title", "pk")


def institution_names(keys: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Return what these institutions are called now, or were when they were taken back (one query)."""
    asked = {key for key in keys if key}
    rows = Institution.objects.filter(fact_id__in=asked).order_by("recorded_at") if asked else ()
    return {each.fact_id: str(each) for each in rows}


def trained_alike(
    project: GrantProject, given_names: str, surname: str, institution: uuid.UUID | None
) -> list[TrainedPerson]:
    """Return who of this institution was trained and bears these names, in whatever alphabet (one query)."""
    known = TrainedPerson.objects.filter(grant_project=project, institution=institution)
    asked = [f"{given_names} {surname}"]
    return [each for each in known.exclude(given_names="", surname="") if is_same_name([each.name], asked)]


def named_beyond(fact: Institution | Training | Product) -> bool:
    """Tell whether the project has the same in force: the institution, or the training of that person and day."""
    same: Any = type(fact).objects.current().exclude(fact_id=fact.fact_id)  # type: ignore[attr-defined]
    if isinstance(fact, Institution):
        return same.filter(grant_project=fact.grant_project, key=fact.key).exists()
    return isinstance(fact, Training) and same.filter(person=fact.person, title=fact.title, day=fact.day).exists()


def _current(model: Any, project: GrantProject) -> Any:
    return model.objects.current().filter(grant_project=project)
