"""The grant project of Sopot for the tests: read from its file once, and from then on copied as rows."""

from typing import Any

from django.db import connection, transaction
from django.db.models import Model

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
from services.models import AbsenceReason, DayOff

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
    DayOff,
    AbsenceReason,
    PublicPage,
    PageText,
)
_rows: dict[type[Model], Any] = {}


def sopot_project() -> GrantProject:
    """Return the project as ``load_programme`` leaves it in an empty database; else load it into what is there."""
    if GrantProject.objects.exists() or Organisation.objects.exists():
        return load_programme(CODE)
    if not _rows:
        with transaction.atomic():
            load_programme(CODE)
            _rows.update({table: _read(table) for table in TABLES})
            transaction.set_rollback(True)  # what else was written then, the first test would see, and no other
    for table, rows in _rows.items():
        _write(table, rows)
    return GrantProject.objects.get(code=CODE)


def _read(table: type[Model]) -> Any:
    """Return the rows as the database keeps them: objects of the models would be written ten times slower."""
    name = connection.ops.quote_name(table._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {name} TO STDOUT") as stream:
                return b"".join(stream)
        cursor.execute(f"SELECT * FROM {name}")
        return [tuple(row) for row in cursor.fetchall()]


def _write(table: type[Model], rows: Any) -> None:
    name = connection.ops.quote_name(table._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {name} FROM STDIN") as stream:
                stream.write(rows)
        elif rows:
            places = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {name} VALUES ({places})", rows)
