"""Institutions, staff who were trained, products."""

import datetime

from portal.programmes.models import GrantProject
from services.domain.beyond import add_institution, add_product, add_trained
from services.models import Institution, Product, TrainedPerson, Training

DAY = datetime.date(2026, 3, 2)


def make_institution(project: GrantProject, name: str = "Szkoła Podstawowa nr 8", **values) -> Institution:
    """Let a school of Sopot take part since 2 March 2026."""
    said = {"name": name, "kind": "school", "town": "Sopot", "day": DAY, **values}
    return add_institution(project, said, by=None)


def make_trained(
    project: GrantProject,
    given_names: str = "Dorota",
    surname: str = "Zielińska",
    *,
    institution: Institution | None = None,
    sex: str = "K",
    **values,
) -> Training:
    """Let somebody new of an institution finish a training on 2 March 2026."""
    who = {
        "given_names": given_names, "surname": surname, "sex": sex,
        "institution": institution.fact_id if institution else None,
    }  # fmt: skip
    said = {"title": "Komunikacja międzykulturowa", "day": DAY, "hours": None, **values}
    return add_trained(project, who, said, by=None, is_somebody_else=True)


def make_product(project: GrantProject, title: str = "Poradnik dobrych praktyk", **values) -> Product:
    """Write down a handbook of 2 March 2026."""
    said = {"title": title, "kind": "handbook", "pieces": 1, "day": DAY, "evidence": "segregator 4", **values}
    return add_product(project, said, by=None)


def person_of(training: Training) -> TrainedPerson:
    """Return who finished a training, as it stands in the database."""
    return TrainedPerson.objects.get(pk=training.person_id)
