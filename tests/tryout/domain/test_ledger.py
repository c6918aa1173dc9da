"""Rows wait for their moment, and a clock that is behind the invented day records nothing in its future."""

import datetime

import pytest

from beneficiaries.models import Participation, ParticipationVersion
from tests.factories.beneficiaries import make_person
from tryout.domain.ledger import Ledger

MARCH, APRIL, MAY, JUNE = (datetime.datetime(2025, month, 10, 12, tzinfo=datetime.UTC) for month in (3, 4, 5, 6))


@pytest.fixture
def two_versions(sopot):
    """Rows of one participation: known in March, known better in May."""

    def rows(ledger):
        person = make_person()
        participation = Participation(person=person, grant_project=sopot, number="WS-0001")
        same = {"participation": participation, "grant_project": sopot, "birth_date": person.birth_date}
        first, second = ParticipationVersion(**same), ParticipationVersion(**same, education="isced-3-4")
        second.fact_id = first.fact_id
        ledger.add(MARCH, participation, first)
        ledger.add(MAY, second)
        ledger.supersede(MAY, first)
        return first, second

    return rows


def test_a_version_is_in_force_until_the_chapter_in_which_another_takes_its_place(two_versions):
    ledger = Ledger(JUNE)
    first, second = two_versions(ledger)
    assert ledger.write_until(APRIL) == {"participation": 1, "participationversion": 1}
    assert ParticipationVersion.objects.current().get() == first
    assert ledger.write_until(JUNE) == {"participationversion": 1}
    assert ParticipationVersion.objects.current().get() == second
    assert ParticipationVersion.objects.known_on(APRIL).get() == first


def test_nothing_is_recorded_after_the_latest_moment(two_versions):
    ledger = Ledger(APRIL)
    first, second = two_versions(ledger)
    ledger.write_until(APRIL)
    first.refresh_from_db()
    assert (first.recorded_at, first.superseded_at, second.recorded_at) == (MARCH, APRIL, APRIL)
    assert ParticipationVersion.objects.known_on(APRIL).get() == second
