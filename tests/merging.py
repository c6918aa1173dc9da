"""A photograph of everything that belongs to people, by which two moments are compared, and two people to merge."""

import datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models

from beneficiaries.models import DuplicatePair, Participation, Person
from portal.programmes.models import GrantProject
from portal.versions.actions import values_of
from portal.versions.models import Version
from reporting.indicators.catalogue import indicators_of
from reporting.queries.table import Table, indicator_table
from reporting.rules import Period
from services.domain.support import record_support
from services.models import SupportDelivery
from tests.factories.beneficiaries import make_care, make_participation, make_person

SEEN = ("beneficiaries", "cases", "services", "imports", "uploads")
MOMENTS = {"version", "changed_at", "changed_by_id"}
NOT_COMPARED = {"PersonMerge", "PersonHistory", "DuplicateKey", "DuplicateSketch"}
"""What a merge adds, and what is worked out anew from the rest."""


def photograph() -> dict[str, Any]:
    """Return every row of the apps about people: facts by what is in force, other rows column by column, sealed as is."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in SEEN and model.__name__ not in NOT_COMPARED:
            found[model._meta.label] = _facts(model) if issubclass(model, Version) else _rows(model)
    return found


def figures(project: GrantProject, period: Period | None = None) -> Table:
    """Return the whole table of a project."""
    return indicator_table(project, period or Period.whole(), indicators_of(project))


def two_records(project: GrantProject, organisation: Any, **gone: Any) -> tuple[Participation, Participation]:
    """Return one woman written down twice, counted twice: the earlier record and the later."""
    kept = make_person(
        "Wolha", "Sciapanawa", original_name="Вольга", birth_date=datetime.date(1991, 5, 9), phone="+48 601 220 417"
    )
    other = make_person("Olga", "Stepanova", birth_date=datetime.date(1991, 5, 9), address="ul. 3 Maja 21", **gone)
    for person in (kept, other):
        make_care(person, organisation, project)
    return with_support(kept, project, 2), with_support(other, project, 3)


def with_support(person: Person, project: GrantProject, month: int = 2, **values: Any) -> Participation:
    """Let a person take part since the second of a month, by the support of that day."""
    participation = make_participation(person, project, start_on=None, **values)
    give(participation, datetime.date(2026, month, 2))
    return participation


def give(participation: Participation, day: datetime.date, code: str = "") -> SupportDelivery:
    """Record support as the portal does, so that the start follows."""
    kinds = participation.grant_project.service_types.order_by("position")
    kind = kinds.get(code=code) if code else kinds.first()
    return record_support(participation=participation, service_type=kind, delivered_on=day, hours=Decimal(1), by=None)


def make_pair(one: Person, other: Person, **values: Any) -> DuplicatePair:
    """Note that two people may be one."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    defaults = {"score": 80, "reasons": ["same-birth-date", "other-spelling"]}
    return DuplicatePair.objects.create(first=first, second=second, **{**defaults, **values})


def _facts(model: type[models.Model]) -> dict[Any, Any]:
    return {row.fact_id: _said(row) for row in model._base_manager.filter(superseded_at__isnull=True)}  # type: ignore[attr-defined]


def _said(row: Any) -> dict[str, Any]:
    values = values_of(row)
    if "finding_id" in values:  # it points to a version: compared by what it confirms
        values["finding_id"] = (row.finding.fact_id, row.finding.superseded_at is None)
    return values


def _rows(model: type[models.Model]) -> list[Any]:
    columns = [field.attname for field in model._meta.concrete_fields if field.name not in MOMENTS]
    return sorted(map(_plain, model._base_manager.values_list(*columns)), key=str)


def _plain(row: tuple) -> tuple:
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
