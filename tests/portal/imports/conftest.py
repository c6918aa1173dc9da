"""The tests of importing use the project and the importer of the tests of counting."""

from tests.reporting.conftest import _programme, people, sopot, take

__all__ = ["_programme", "people", "sopot", "take"]
