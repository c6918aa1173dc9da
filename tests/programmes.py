"""The grant project of Sopot for the tests: read from its file once, and from then on copied row by row."""

import copy

from django.db.models import Model
from django.db.models.base import ModelState

from beneficiaries.models import ConsentKind, ConsentText, Notice, NoticeText
from cases.models import Instrument, InstrumentArea, InstrumentInUse
from portal.accounts.models import Organisation
from portal.front.models import PageText, PublicPage
from portal.programmes.accessibility import AccessibilityDeclaration
from portal.programmes.loading import load_programme
from portal.programmes.models import (
    DictionaryEntry,
    FundingSource,
    GrantProject,
    ProjectOrganisation,
    ServiceType,
    TargetGroup,
)

CODE = "sopot-5.15"
TABLES: tuple[type[Model], ...] = (
    GrantProject,
    AccessibilityDeclaration,
    Organisation,
    ProjectOrganisation,
    FundingSource,
    TargetGroup,
    ServiceType,
    Instrument,
    InstrumentArea,
    InstrumentInUse,
    DictionaryEntry,
    Notice,
    NoticeText,
    ConsentKind,
    ConsentText,
    PublicPage,
    PageText,
)
_rows: dict[type[Model], list[Model]] = {}


def sopot_project() -> GrantProject:
    """Return the project as ``load_programme`` leaves it in an empty database; else load it into what is there."""
    if GrantProject.objects.exists() or Organisation.objects.exists():
        return load_programme(CODE)
    if not _rows:
        project = load_programme(CODE)
        _rows.update({table: list(table._base_manager.order_by("pk")) for table in TABLES})
        return project
    for table, rows in _rows.items():
        table._base_manager.bulk_create([_new(row) for row in rows])
    return GrantProject.objects.get(code=CODE)


def _new(row: Model) -> Model:
    made = copy.copy(row)
    made._state = ModelState()
    return made
