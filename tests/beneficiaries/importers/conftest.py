"""Lists with doubtful rows, and people who decide them."""

from collections.abc import Callable
from typing import Any

import pytest

from portal.accounts.enums import Role
from portal.accounts.models import Organisation, User
from portal.imports.deciding import Decision, Outcome, decide_row
from portal.imports.enums import DecisionKind
from portal.imports.models import ImportedRow
from tests.factories.accounts import make_member
from tests.reporting.conftest import _programme, people, sopot, take

__all__ = ["_programme", "people", "sopot", "take"]


@pytest.fixture
def decider(sopot) -> User:
    return make_member(Role.COORDINATOR, Organisation.objects.get(code="sopot"), sopot, "Joanna Nowicka")


@pytest.fixture
def decide(decider) -> Callable[..., Outcome]:
    """Decide a row: kind, row, and what else the decision says; the reason is there unless told otherwise."""

    def decided(kind: DecisionKind, row: ImportedRow, **values: Any) -> Outcome:
        return decide_row(row, Decision(kind, **{"why": "documents seen", **values}), by=decider)

    return decided
