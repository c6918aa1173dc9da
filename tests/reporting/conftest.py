"""What the tests of counting share: the project of Sopot, an importer, and the city's list, read once per module."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction

from portal.imports.domain import import_workbook
from portal.programmes.loading import load_programme
from portal.programmes.models import GrantProject
from tests.counting import END, LIST, START, Imported, importer
from tests.recount import Recount
from tests.workbooks import ListOfPeople


@pytest.fixture(scope="module")
def _programme(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Load the project once; it is gone after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_programme("sopot-5.15")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def sopot(_programme: None, db: None) -> GrantProject:
    """The grant project that ships with the product."""
    return GrantProject.objects.get(code="sopot-5.15")


@pytest.fixture
def take(sopot: GrantProject, tmp_path: Path) -> Callable[[ListOfPeople], Imported]:
    """Import a list into the project of Sopot."""
    return importer(sopot, tmp_path)


@pytest.fixture
def people() -> ListOfPeople:
    """An empty list."""
    return ListOfPeople()


@pytest.fixture(scope="module")
def city_list(django_db_setup, django_db_blocker, tmp_path_factory):
    """The project of Sopot after one import of the city's list; gone after this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        project = load_programme("sopot-5.15")
        report = import_workbook(LIST, project, by=None).as_json()
        yield report
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def naive() -> Recount:
    """The naive count of the city's list."""
    return Recount(LIST, START, END)


@pytest.fixture
def project(city_list, db) -> GrantProject:
    """The project with the city's list in it."""
    return GrantProject.objects.get(code="sopot-5.15")
