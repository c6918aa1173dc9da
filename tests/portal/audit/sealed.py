"""A sealed trail made quickly, and ways to change it behind the portal's back."""

import datetime
import random
import uuid
from collections.abc import Callable, Iterator

from django.db import connection
from django.utils import timezone

from portal.audit.macs import mac_of
from portal.audit.models import AuditEvent, AuditHead, AuditSeal

EVENTS, SEALS, HEADS = (model._meta.db_table for model in (AuditEvent, AuditSeal, AuditHead))
PLAIN = ("reason", "object_id", "roles", "request_id", "object_type", "action", "subjects", "detail")


def make_events(count: int, *, start: datetime.datetime | None = None, **values) -> list[AuditEvent]:
    """Write events as the portal would have, a second apart."""
    start = start or timezone.now() - datetime.timedelta(seconds=count)
    events = []
    for number in range(count):
        event = AuditEvent(
            at=start + datetime.timedelta(seconds=number),
            **{"action": "view", "object_type": "participation", "object_id": str(number), "subjects": ["a", "b"],
               "reason": f"reason {number}", "detail": {"page": "timeline"}, **values},
        )  # fmt: skip
        event.mac = mac_of(event)
        events.append(event)
    super(type(AuditEvent.objects.all()), AuditEvent.objects.all()).bulk_create(events, batch_size=500)
    return events


def run(statement: str, *values) -> None:
    """Run SQL as somebody who holds the database."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def key(event: uuid.UUID) -> object:
    """Return an id as the database writes it."""
    return event.hex if connection.vendor == "sqlite" else event


class Tampering:
    """One random change; ``places`` and ``events`` say where it was made, each of them is where to look."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.rows = list(AuditSeal.objects.order_by("sequence").values_list("sequence", "event_id"))
        self.places: list[int] = []
        self.events: list[str] = []
        self.kind, act = chance.choice(list(self.ways()))
        act()

    def ways(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Yield the kinds of change."""
        for name in dir(self):
            if name.startswith("way_"):
                yield name, getattr(self, name)

    def one(self, *, but: int = 0) -> tuple[int, uuid.UUID]:
        """Choose a sealed event that is not among the last ``but``, and remember where it is."""
        place, event = self.chance.choice(self.rows[: len(self.rows) - but])
        self.places.append(place)
        self.events.append(str(event))
        return place, event

    def way_edit_a_field(self) -> None:
        _, event = self.one()
        column = self.chance.choice(PLAIN)
        value = '{"page": "x"}' if column == "detail" else '["c"]' if column == "subjects" else "another"
        run(f'UPDATE {EVENTS} SET "{column}" = %s WHERE id = %s', value, key(event))

    def way_edit_the_moment(self) -> None:
        _, event = self.one()
        moment = AuditEvent.objects.get(pk=event).at + datetime.timedelta(microseconds=self.chance.randint(1, 10**9))
        run(f"UPDATE {EVENTS} SET at = %s WHERE id = %s", moment, key(event))

    def way_edit_the_hash(self) -> None:
        _, event = self.one()
        run(f"UPDATE {EVENTS} SET mac = %s WHERE id = %s", self.chance.randbytes(32), key(event))

    def way_delete_an_event(self) -> None:
        _, event = self.one()
        run(f"DELETE FROM {EVENTS} WHERE id = %s", key(event))

    def way_delete_an_event_with_its_seal(self) -> None:
        place, event = self.one()
        run(f"DELETE FROM {SEALS} WHERE sequence = %s", place)
        run(f"DELETE FROM {EVENTS} WHERE id = %s", key(event))

    def way_delete_and_close_the_gap(self) -> None:
        place, event = self.one(but=1)
        run(f"DELETE FROM {SEALS} WHERE sequence = %s", place)
        run(f"DELETE FROM {EVENTS} WHERE id = %s", key(event))
        for later, _ in self.rows[place:]:
            run(f"UPDATE {SEALS} SET sequence = %s WHERE sequence = %s", later - 1, later)

    def way_cut_off_the_end(self) -> None:
        first = self.chance.randint(1, len(self.rows))
        self.places = list(range(first, len(self.rows) + 1))
        run(f"DELETE FROM {SEALS} WHERE sequence >= %s", first)
        for _, event in self.rows[first - 1 :]:
            run(f"DELETE FROM {EVENTS} WHERE id = %s", key(event))
        if self.chance.random() < 0.5:
            run(f"DELETE FROM {HEADS}")

    def way_empty_everything(self) -> None:
        self.places = [1]
        for table in (SEALS, EVENTS, HEADS):
            run(f"DELETE FROM {table}")

    def way_insert_an_event(self) -> None:
        copy = AuditEvent.objects.get(pk=self.chance.choice(self.rows)[1])
        copy.pk, copy.reason = uuid.UUID(int=self.chance.getrandbits(128)), self.chance.choice(["", copy.reason])
        self.events.append(str(copy.pk))
        super(AuditEvent, copy).save_base(force_insert=True)

    def way_insert_an_event_with_a_seal(self) -> None:
        self.way_insert_an_event()
        place = len(self.rows) + 1
        self.places.append(place)
        moment = timezone.now()
        run(
            f"INSERT INTO {SEALS} (sequence, event_id, sealed_at, hash) VALUES (%s, %s, %s, %s)",
            place, key(uuid.UUID(self.events[0])), moment, self.chance.randbytes(32),
        )  # fmt: skip

    def way_swap_two_places(self) -> None:
        (one, first), (two, second) = self.one(), self.one()
        if one == two:
            return self.way_edit_the_hash()
        run(f"UPDATE {SEALS} SET event_id = NULL WHERE sequence = %s", two)
        run(f"UPDATE {SEALS} SET event_id = %s WHERE sequence = %s", key(second), one)
        run(f"UPDATE {SEALS} SET event_id = %s WHERE sequence = %s", key(first), two)
        return None

    def way_swap_the_contents_of_two(self) -> None:
        (one, first), (two, second) = self.one(), self.one()
        if one == two:
            return self.way_edit_the_hash()
        other = uuid.UUID(int=self.chance.getrandbits(128))
        for before, after in ((first, other), (second, first), (other, second)):
            run(f"UPDATE {EVENTS} SET id = %s WHERE id = %s", key(after), key(before))
        return None

    def way_edit_a_seal(self) -> None:
        place, _ = self.one()
        if self.chance.random() < 0.5:
            run(f"UPDATE {SEALS} SET hash = %s WHERE sequence = %s", self.chance.randbytes(32), place)
        else:
            run(f"UPDATE {SEALS} SET sealed_at = %s WHERE sequence = %s", timezone.now(), place)
        self.places.append(place + 1)

    def way_delete_a_seal(self) -> None:
        place, _ = self.one()
        run(f"DELETE FROM {SEALS} WHERE sequence = %s", place)

    def way_edit_a_head(self) -> None:
        head = self.chance.choice(list(AuditHead.objects.all()))
        self.events.append(head.day.isoformat())
        column, value = self.chance.choice(
            [("sequence", 1), ("count", 1), ("hash", "00"), ("previous", "11"), ("signature", "22"), ("key", "33")]
        )
        run(f'UPDATE {HEADS} SET "{column}" = %s WHERE day = %s', value, head.day)

    def way_delete_a_head(self) -> None:
        head = self.chance.choice(list(AuditHead.objects.all()))
        self.events.append(head.day.isoformat())
        run(f"DELETE FROM {HEADS} WHERE day = %s", head.day)
