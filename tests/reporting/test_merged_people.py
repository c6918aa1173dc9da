"""Frozen reports do not know of a merge: not one byte of them changes, and their numbers still lead somewhere (R38)."""

import datetime

import pytest
from django.urls import reverse

from beneficiaries.domain.merging import merge_people, undo_merge
from portal.clock import today
from reporting.domain.editions import freeze_edition
from reporting.models import ReportEdition
from reporting.rules import Period
from tests.conftest import city, coordinator  # noqa: F401
from tests.merging import figures, two_records


@pytest.fixture
def edition(sopot, city):  # noqa: F811
    both = two_records(sopot, city)
    period = Period(datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))
    return both, freeze_edition(sopot, period, by=None), period


def rows(edition: ReportEdition) -> list:
    return list(ReportEdition.objects.filter(pk=edition.pk).values_list()) + list(edition.evidence.values_list())


def test_a_frozen_report_stays_byte_for_byte(edition, coordinator, client_of) -> None:  # noqa: F811
    both, frozen, _period = edition
    before = rows(frozen)

    merge = merge_people(both[0].person, both[1].person, by=coordinator)
    after_merge = rows(frozen)
    page = client_of(coordinator).get(reverse("report_edition", args=[frozen.pk]))
    undo_merge(merge, by=coordinator, day=today())

    assert before == after_merge == rows(frozen)
    assert page.status_code == 200


def test_what_was_frozen_can_be_counted_again_as_known_then(sopot, edition, coordinator) -> None:  # noqa: F811
    both, frozen, period = edition
    known = Period(period.starts_on, period.ends_on, frozen.known_on)
    before = figures(sopot, known)

    merge_people(both[0].person, both[1].person, by=coordinator)

    assert figures(sopot, known) == before
    assert figures(sopot, known).line("EECO01").cumulative.total == 2
    assert figures(sopot, period).line("EECO01").cumulative.total == 1
