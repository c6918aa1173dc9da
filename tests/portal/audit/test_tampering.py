"""Whatever somebody who holds the database does to the trail is found, with its place (S33)."""

import datetime
import random
import time

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from portal.audit.heads import content_of, sign_head
from portal.audit.models import AuditEvent, AuditHead
from portal.audit.sealer import seal_waiting
from portal.audit.verification import verify_trail
from tests.portal.audit.sealed import EVENTS, HEADS, SEALS, Tampering, key, make_events, run
from tests.portal.audit.unchecked import unchecked_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def heads():
    """Sixty sealed events over three signed days; the heads as somebody else keeps them."""
    now = timezone.now()
    for day in (3, 2, 1):
        make_events(20, start=now - datetime.timedelta(days=day))
        seal_waiting()
        sign_head(now - datetime.timedelta(days=day - 1))
    return [content_of(head) for head in AuditHead.objects.order_by("day")]


def located(tampering, found):
    """Tell whether a finding names one of the places of the chain or one of the events that were tampered with."""
    return any(
        each.event in tampering.events or any(each.first <= place <= each.last for place in tampering.places)
        for each in found
    )


def try_out(heads, seed, times):
    chance, kinds, lost = random.Random(seed), set(), []
    for number in range(times):
        with transaction.atomic():
            tampering = Tampering(chance)
            found = list(verify_trail(heads))
            kinds.add(tampering.kind)
            if not located(tampering, found):
                lost.append((number, tampering.kind, [str(each) for each in found][:3]))
            transaction.set_rollback(True)
    return kinds, lost


def test_untouched_trail_is_whole(heads):
    assert list(verify_trail(heads)) == []
    make_events(3)
    assert list(verify_trail(heads)) == []


def test_every_random_change_is_found_where_it_was_made(heads):
    kinds, lost = try_out(heads, seed=33, times=60)
    assert lost == []
    assert len(kinds) >= 12
    assert list(verify_trail(heads)) == []


@pytest.mark.long
def test_a_thousand_random_changes_are_found_where_they_were_made(heads):
    kinds, lost = try_out(heads, seed=5150, times=1000)
    assert lost == []
    assert len(kinds) == len([name for name in dir(Tampering) if name.startswith("way_")])
    assert list(verify_trail(heads)) == []


@pytest.mark.long
def test_hundred_thousand_events_are_checked_in_seconds(db):
    make_events(100_000)
    seal_waiting(everything=True)
    begun = time.process_time()
    assert list(verify_trail()) == []
    assert time.process_time() - begun < 30


def test_one_change_is_one_line_that_says_where(heads):
    event = AuditEvent.objects.get(seal=7)
    run(f"UPDATE {EVENTS} SET reason = 'another' WHERE id = %s", key(event.pk))
    assert [str(each) for each in verify_trail(heads)] == [
        f"edited: event {event.pk} at place 7 is not as it was written"
    ]


def test_end_cut_off_with_its_heads_is_missed_only_by_heads_kept_elsewhere(heads):
    keys = list(AuditEvent.objects.filter(seal__gt=40).values_list("pk", flat=True))
    run(f"DELETE FROM {SEALS} WHERE sequence > 40")
    for event in keys:
        run(f"DELETE FROM {EVENTS} WHERE id = %s", key(event))
    run(f"DELETE FROM {HEADS} WHERE sequence > 40")
    assert list(verify_trail()) == []
    found = [str(each) for each in verify_trail(heads)]
    assert any("the chain ends at place 40" in each and "at place 60" in each for each in found)


def test_unreadable_rows_are_named_and_hide_no_other(heads):
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("only SQLite keeps any value in any column")
    first, second = AuditEvent.objects.get(seal=5), AuditEvent.objects.get(seal=9)
    with unchecked_rows():
        run(f"UPDATE {EVENTS} SET at = 'garbage {{', subjects = 'x' WHERE id = %s", key(first.pk))
        run(f"UPDATE {SEALS} SET hash = 'text', sealed_at = 'never' WHERE sequence = 7")
        run(f"UPDATE {EVENTS} SET reason = 'another' WHERE id = %s", key(second.pk))
    assert {5, 7, 9} <= {each.first for each in verify_trail(heads)}


class TestCommand:
    """``manage.py verify_audit``."""

    def test_says_that_all_is_well(self, heads, capsys):
        call_command("verify_audit")
        assert capsys.readouterr().out == "The trail is whole: 60 sealed events, 0 wait.\n"

    def test_names_each_place_and_answers_no(self, heads, capsys):
        run(f"DELETE FROM {SEALS} WHERE sequence IN (4, 5)")
        run(f"UPDATE {EVENTS} SET reason = 'another' WHERE id = %s", key(AuditEvent.objects.get(seal=9).pk))
        with pytest.raises(SystemExit) as ended:
            call_command("verify_audit")
        lines = capsys.readouterr().out.splitlines()
        assert (ended.value.code, len(lines)) == (1, 2)
        assert lines[0] == "missing: places 4 to 5 have no seal"

    def test_says_in_one_line_that_there_is_no_such_folder(self, heads, tmp_path):
        from django.core.management.base import CommandError

        with pytest.raises(CommandError, match="cannot be read"):
            call_command("verify_audit", "--heads", str(tmp_path / "nowhere"))
