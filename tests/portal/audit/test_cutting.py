"""After ten years events go and their seals stay: the chain goes on, and nobody else can cut it (R88, S33, S65)."""

import datetime

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from portal.audit.chain import cut_mac
from portal.audit.cutting import cut_trail, kept_since, old_events
from portal.audit.heads import sign_head
from portal.audit.models import AuditCut, AuditEvent, AuditSeal
from portal.audit.sealer import seal_waiting
from portal.audit.triggers import install_triggers
from portal.audit.verification import verify_trail
from tests.portal.audit.sealed import key, make_events, run

pytestmark = pytest.mark.django_db
LONG_AGO = datetime.datetime(2026, 12, 1, 10, tzinfo=datetime.UTC)
NOW = datetime.datetime(2037, 2, 1, 10, tzinfo=datetime.UTC)


def sealed(count: int, at: datetime.datetime) -> list[AuditEvent]:
    with time_machine.travel(at, tick=False):
        events = make_events(count, start=at - datetime.timedelta(minutes=1))
        seal_waiting(everything=True)
    return events


@pytest.fixture
def trail(settings):
    """Ten events of long ago and five of now, under triggers, with a signed head of long ago."""
    old = sealed(10, LONG_AGO)
    with time_machine.travel(LONG_AGO, tick=False):
        sign_head(LONG_AGO)
    fresh = sealed(5, NOW - datetime.timedelta(days=1))
    settings.PORTAL_APPEND_ONLY_TRIGGERS = True
    install_triggers()
    return old, fresh


@pytest.fixture(autouse=True)
def later():
    with time_machine.travel(NOW, tick=False):
        yield


def found() -> list[str]:
    return [str(each) for each in verify_trail()]


def test_old_events_go_with_a_cut_and_the_chain_goes_on(trail):
    _old, fresh = trail
    assert old_events(NOW) == 10
    assert [cut_trail(NOW, 4), cut_trail(NOW, 4), cut_trail(NOW, 4), cut_trail(NOW, 4)] == [4, 4, 2, 0]
    assert set(AuditEvent.objects.values_list("pk", flat=True)) == {each.pk for each in fresh}
    assert list(AuditCut.objects.order_by("sequence").values_list("sequence", flat=True)) == [4, 8, 10]
    assert AuditSeal.objects.count() == 15
    assert found() == []


def test_event_goes_on_the_day_ten_years_after_and_not_before():
    sealed(1, LONG_AGO)
    for moment, due in ((LONG_AGO.replace(year=2036), 0), (LONG_AGO.replace(year=2036, minute=1), 1)):
        assert old_events(moment) == due
    assert kept_since(datetime.datetime(2036, 2, 29, 5, tzinfo=datetime.UTC)).date() == datetime.date(2026, 2, 28)


def test_event_that_is_not_covered_by_a_cut_does_not_go(trail):
    _old, fresh = trail
    cut_trail(NOW, 100)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run("DELETE FROM audit_auditevent WHERE id = %s", key(fresh[0].pk))


@pytest.mark.parametrize("place", [4, 12])
def test_cut_of_somebody_else_is_found_with_every_event_it_let_go(trail, place):
    """Whoever holds SQL can make a row, but no hash of it: the events are missed as before."""
    old, fresh = trail
    AuditCut.objects.create(sequence=place, at=timezone.now(), mac=b"x" * 32)
    run("DELETE FROM audit_auditevent WHERE id = %s", key((old + fresh)[place - 1].pk))
    kinds = {each.split(":")[0] for each in found()}
    assert kinds == {"cut", "deleted"}


def test_cut_of_what_is_not_old_enough_is_found_even_with_the_key(trail):
    seal = AuditSeal.objects.get(sequence=12)
    AuditCut.objects.create(sequence=12, at=NOW, mac=cut_mac(12, bytes(seal.hash), NOW))
    assert [each.split(":")[0] for each in found()] == ["cut"]


def test_event_changed_after_a_cut_is_still_found(trail):
    _old, fresh = trail
    cut_trail(NOW, 100)
    with connection.cursor() as cursor:
        for trigger in ("update",):
            place = ' ON "audit_auditevent"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "audit_auditevent_no_{trigger}"{place}')
    run("UPDATE audit_auditevent SET reason = 'another' WHERE id = %s", key(fresh[0].pk))
    assert [each.split(":")[0] for each in found()] == ["edited"]


def test_cut_stays_for_ever(trail):
    cut_trail(NOW, 100)
    for statement in ("DELETE FROM audit_auditcut", "UPDATE audit_auditcut SET sequence = 3"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            run(statement)
