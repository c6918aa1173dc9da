"""A frozen edition: refused by gaps, equal to an independent count, never changed, explained down to numbers."""

import datetime
from dataclasses import replace

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from beneficiaries.models import ParticipationVersion
from cases.domain.findings import record_finding
from portal.audit.models import AuditEvent
from portal.audit.triggers import install_triggers
from portal.crypto.ids import new_id
from portal.versions.actions import correct_fact
from reporting.domain.editions import EditionRefused, draft_edition, freeze_edition, keep_file
from reporting.enums import FileKind
from reporting.models import EditionFile, EvidenceRow, ReportEdition
from reporting.queries.editions import editions_of
from reporting.queries.snapshot import is_untouched
from reporting.rules import Period
from tests.factories.beneficiaries import make_participation, make_person

DAY = datetime.date
QUARTER = Period(DAY(2026, 1, 1), DAY(2026, 3, 31))
NEXT = Period(DAY(2026, 4, 1), DAY(2026, 6, 30))
BLOCKED = {"third_country": False}


@pytest.fixture
def three(sopot):
    return [make_participation(make_person(), sopot) for _ in range(3)]


def total(edition, code="EECO01", part="cumulative"):
    return next(line[part]["total"] for line in edition.content["indicators"] if line["code"] == code)


def test_gap_of_a_counted_person_refuses_and_freezes_nothing(sopot, three):
    make_participation(make_person(), sopot, **BLOCKED)
    with pytest.raises(EditionRefused) as refused:
        freeze_edition(sopot, QUARTER, by=None)
    assert [(each.check.code, each.people) for each in refused.value.found] == [("class-without-third-country", 1)]
    assert not ReportEdition.objects.exists()


def test_gap_after_the_period_and_notes_refuse_nothing(sopot, three):
    make_participation(make_person(), sopot, start_on=DAY(2026, 4, 1), **BLOCKED)
    make_participation(make_person(), sopot, missing="postcode")
    edition = freeze_edition(sopot, QUARTER, by=None)
    assert total(edition) == 3
    assert {each["code"]: each["people"] for each in edition.content["quality"]}["incomplete"] == 1


def test_no_two_periods_have_one_name(sopot, three):
    """The files of a report bear its name: one of another period would take their place."""
    starts = (DAY(2026, 1, 1), DAY(2026, 3, 1), DAY(2026, 3, 15), DAY(2026, 3, 31))
    editions = [freeze_edition(sopot, Period(day, QUARTER.ends_on), by=None) for day in starts]
    assert [each.label for each in editions] == [
        "WS-20260331-3M-v1", "WS-20260331-1M-v1", "WS-20260331-17D-v1", "WS-20260331-1D-v1",
    ]  # fmt: skip


def test_what_a_report_shows_costs_eighteen_queries(sopot, three, django_assert_num_queries):
    """As many as for the whole list of the city."""
    with django_assert_num_queries(18):
        draft_edition(sopot, QUARTER, by=None)


def test_evidence_holds_numbers_and_no_names(sopot, three, coordinator):
    edition = freeze_edition(sopot, QUARTER, by=coordinator)
    rows = EvidenceRow.objects.filter(edition=edition, indicator="EECO01")
    assert sorted(rows.values_list("number", flat=True)) == sorted(each.number for each in three)
    words = str(edition.content) + str(list(EvidenceRow.objects.values()))
    assert not any(each.person.surname in words for each in three)
    event = AuditEvent.objects.get(object_type="reportedition")
    assert (event.actor, event.detail["checksum"]) == (coordinator, edition.checksum)


def test_what_happens_afterwards_leaves_the_edition_as_it_was(sopot, three):
    edition = freeze_edition(sopot, QUARTER, by=None)
    before = edition.content
    correct_fact(three[0].current_version, {"missing": "postcode"}, by=None, why="mistake")
    edition.refresh_from_db()
    assert edition.content == before
    assert total(edition) == 3
    assert is_untouched(edition)


def test_correction_is_the_next_version_with_the_differences(sopot, three):
    first = freeze_edition(sopot, QUARTER, by=None)
    correct_fact(three[0].current_version, {"missing": "postcode"}, by=None, why="mistake")
    late = make_participation(make_person(), sopot)
    second = freeze_edition(sopot, QUARTER, by=None)
    assert (first.version, second.version) == (1, 2)
    assert first.label != second.label
    assert second.content["earlier"]["edition"] == first.label
    changes = [each for each in second.content["earlier"]["changes"] if each[0] == "EECO01"]
    assert sorted(changes) == sorted([["EECO01", late.number, True], ["EECO01", three[0].number, False]])


def test_next_period_is_compared_with_the_one_before(sopot, three):
    first = freeze_edition(sopot, QUARTER, by=None)
    new = make_participation(make_person(), sopot, start_on=DAY(2026, 4, 2))
    second = freeze_edition(sopot, NEXT, by=None)
    earlier = second.content["earlier"]
    assert earlier["edition"] == first.label
    assert earlier["cumulative"]["EECO01"]["total"] == 3
    assert earlier["changes"] == []
    assert (total(second), total(second, part="period")) == (4, 1)
    assert new.number in EvidenceRow.objects.filter(edition=second, in_period=True).values_list("number", flat=True)


def test_same_moment_gives_the_same_checksum_and_another_person_another_one(sopot, three):
    moment = three[-1].current_version.recorded_at + datetime.timedelta(seconds=1)
    known = replace(QUARTER, known_on=moment)
    checksums = {draft_edition(sopot, known, by=None).edition.checksum for _ in range(2)}
    assert len(checksums) == 1
    ParticipationVersion.objects.filter(participation=three[0]).update(sex="M")
    assert draft_edition(sopot, known, by=None).edition.checksum not in checksums


@pytest.mark.parametrize("model", [ReportEdition, EvidenceRow, EditionFile])
def test_not_even_sql_changes_what_was_frozen(sopot, three, settings, model):
    edition = freeze_edition(sopot, QUARTER, by=None)
    keep_file(edition, FileKind.PDF, b"%PDF")
    settings.PORTAL_APPEND_ONLY_TRIGGERS = True
    install_triggers()
    rows = model.objects.all()
    for change in (lambda: rows._raw_delete("default"), lambda: rows.update(id=new_id())):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_tampering_is_seen_by_the_checksum(sopot, three):
    edition = freeze_edition(sopot, QUARTER, by=None)
    EvidenceRow.objects.filter(edition=edition, number=three[0].number).update(sex="M")
    assert not is_untouched(edition)


def test_two_at_the_same_moment_make_one_version(sopot, three, monkeypatch):
    freeze_edition(sopot, QUARTER, by=None)
    make_participation(make_person(), sopot)
    monkeypatch.setattr("reporting.domain.editions.next_version", lambda *_: 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        freeze_edition(sopot, QUARTER, by=None)
    assert editions_of(sopot).count() == 1


def test_file_is_kept_once(sopot, three):
    edition = freeze_edition(sopot, QUARTER, by=None)
    assert keep_file(edition, FileKind.PDF, b"first").pk == keep_file(edition, FileKind.PDF, b"second").pk
    assert bytes(EditionFile.objects.get().content) == b"first"


def test_finding_recorded_later_changes_the_next_edition_alone(sopot):
    ended = make_participation(make_person(), sopot, end_on=DAY(2026, 3, 10))
    first = freeze_edition(sopot, QUARTER, by=None)
    record_finding(
        participation=ended, found_on=DAY(2026, 3, 20), outcome="improved", categories=["praca"], reason="Has work.",
        assessor="A. Nowak", by=None,
    )  # fmt: skip
    second = freeze_edition(sopot, QUARTER, by=None)
    assert (total(first, "IMPROVED"), total(second, "IMPROVED")) == (0, 1)
    assert second.content["earlier"]["changes"] == [["IMPROVED", ended.number, True]]
