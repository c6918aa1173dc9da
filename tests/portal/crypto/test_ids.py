"""Keys made later are larger, and nobody can guess them."""

import time
from concurrent.futures import ThreadPoolExecutor

from portal.crypto import ids
from portal.crypto.ids import new_id


def test_later_ids_are_larger_and_of_version_7():
    ids = [new_id() for _ in range(20_000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert {(value.version, value.variant) for value in ids} == {(7, "specified in RFC 4122")}


def test_order_holds_when_the_clock_is_set_back(monkeypatch):
    before = new_id()
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    assert before < new_id() < new_id()


def test_ids_of_parallel_threads_do_not_meet():
    with ThreadPoolExecutor(8) as pool:
        made = [value for part in pool.map(lambda _: [new_id() for _ in range(500)], range(16)) for value in part]
    assert len(set(made)) == len(made)


def test_id_tells_its_millisecond(monkeypatch):
    # Keys never go back: another test of this process may have set the clock ahead.
    monkeypatch.setattr(ids, "_stamps", ids._Stamps())
    before = time.time_ns() // 1_000_000
    assert before - 5_000 <= new_id().int >> 80 <= time.time_ns() // 1_000_000 + 5_000


def test_62_bits_are_left_to_chance():
    low = [new_id().int & (1 << 62) - 1 for _ in range(400)]
    assert all(
        any(value >> bit & 1 for value in low) and not all(value >> bit & 1 for value in low) for bit in range(62)
    )
