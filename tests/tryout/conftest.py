"""The whole try-out, prepared once per module; gone after it."""

import pytest
from django.db import transaction

from portal.jobs import demo
from portal.programmes.models import GrantProject


@pytest.fixture(scope="module")
def _prepared(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        demo.prepare(lambda said: None)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def project(_prepared, db):
    """The invented project."""
    return GrantProject.objects.get(code=demo.PROJECT)
