"""People who register in tests are as fast as the machine, and no programs."""

import pytest

from beneficiaries.views.registration import guarding


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Take nobody for a program who answers the first page at once."""
    monkeypatch.setattr(guarding, "SOONEST", -1)
