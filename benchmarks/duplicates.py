"""Finding one person written down twice: look-ups, recall and the full pass, beside trigrams (performance §4).

``python -m benchmarks.duplicates [--sizes 10000 100000]`` measures on a scratch database of its own. The people and
their second writings are those of ``tests/misspelt``, which was written without the rules that find them.
"""

import argparse
import datetime
import os
import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

OF_EACH_KIND, BY_TRIGRAMS = 40, 300
LIMIT_OF_TRIGRAMS = 1 / 50
RECALL, RECALL_BY_NAMES, FIRST, WORST_KIND = 0.97, 0.90, 0.95, 0.93
FLOOR_AT = 1_000_000
"""The limit beside trigrams is that of a million people; with fewer both ways wait for the same round trips."""


def main() -> int:
    """Measure on a scratch database; 1 when a limit is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.duplicates", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], metavar="N")
    sizes = sorted(set(parser.parse_args().sizes))
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        os.environ.update(PORTAL_VAR=folder, PORTAL_MODE="tryout", PORTAL_TODAY="2026-12-15")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        return int(measure(sizes))


def measure(sizes: Sequence[int]) -> bool:
    """Print a block for each size and return whether a limit was missed; the invented people stay."""
    from benchmarks.filling import fill
    from tests.misspelt.people import invent

    people: list = []
    known: list = []
    missed = False
    source = invent(max(sizes, default=0))
    for size in sizes:
        fresh = list(islice(source, size - len(people)))
        people += fresh
        began = time.perf_counter()
        known += fill(fresh)
        _say(size, f"{len(fresh)} people with their keys written in {time.perf_counter() - began:.0f} s")
        missed |= _measured(size, people, known)
    return missed


def _measured(size: int, people: Sequence, known: Sequence) -> bool:
    from django.db import connection

    from beneficiaries.models import DuplicateKey

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    _say(size, f"keys: {DuplicateKey.objects.count() / size:.1f} a person")
    asked = list(_asked(people))
    missed = _recall(size, known, asked)
    ours = _look_ups(size, asked, missed)
    missed |= _trigrams(size, known, asked, ours)
    _full_pass(size)
    return missed


def _asked(people: Sequence) -> Iterator[tuple[str, int, object]]:
    import random

    from tests.misspelt.kinds import writings

    found = list(writings(list(people), OF_EACH_KIND))
    random.Random(3).shuffle(found)  # noqa: S311 - for measuring
    yield from found


def _recall(size: int, known: Sequence, asked: Sequence) -> bool:
    from tests.misspelt.kinds import SPELLINGS

    missed = False
    for words, dated, limit in (("with birth date", True, RECALL), ("by names alone", False, RECALL_BY_NAMES)):
        kinds, first = defaultdict(list), []
        for kind, place, written in asked:
            found = _candidates(written, dated=dated)
            kinds[kind].append(known[place] in [each.person.pk for each in found])
            first.append(bool(found) and known[place] in [e.person.pk for e in found if e.score == found[0].score])
        weighed = kinds if dated else {kind: kinds[kind] for kind in SPELLINGS}
        worst = min(weighed, key=lambda kind: statistics.mean(weighed[kind]))
        recall, least = statistics.mean(x for each in kinds.values() for x in each), statistics.mean(kinds[worst])
        too_few = recall < limit or (dated and statistics.mean(first) < FIRST) or (dated and least < WORST_KIND)
        missed |= too_few
        _say(
            size,
            f"recall in ten {words}: {recall:.4f}, first {statistics.mean(first):.4f}, worst kind {worst} {least:.3f}"
            f"{': MISSED' if too_few else ''}",
        )
    return missed


def _candidates(written, *, dated: bool = True):  # noqa: ANN001, ANN202
    from beneficiaries.queries.candidates import candidates_anywhere, described

    born: datetime.date | None = written.birth_date if dated else None
    name = f"{written.surname} {written.given_names}"
    return candidates_anywhere(described([name], born, surname=written.surname, contact={}))


def _look_ups(size: int, asked: Sequence, missed: bool) -> list[float]:
    took = _timed([written for _kind, _place, written in asked], _candidates)
    _say(size, f"look-up with scores and reasons: {_spread(took)}")
    return took


def _trigrams(size: int, known: Sequence, asked: Sequence, ours: Sequence[float]) -> bool:
    """The same look-ups by trigrams of the folded name with a GIN index, the birth date as tie-break."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute("DROP TABLE IF EXISTS bench_trigrams")
        cursor.execute(
            "CREATE TABLE bench_trigrams AS SELECT id, trim(search_key) AS n, birth_date AS b FROM beneficiaries_person"
        )
        cursor.execute("CREATE INDEX ON bench_trigrams USING gin (n gin_trgm_ops)")
        cursor.execute("VACUUM ANALYZE bench_trigrams")
        cursor.execute("SET pg_trgm.similarity_threshold = 0.5")
        some, hits = asked[:BY_TRIGRAMS], []
        took = _timed(
            [written for _kind, _place, written in some], lambda written: hits.append(_by_trigrams(cursor, written))
        )
        cursor.execute("DROP TABLE bench_trigrams")
    recall = statistics.mean(known[place] in found for (_kind, place, _written), found in zip(some, hits, strict=True))
    ratio = _p95(ours) / _p95(took)
    is_slow = size >= FLOOR_AT and ratio > LIMIT_OF_TRIGRAMS
    _say(size, f"by trigrams: {_spread(took)}, recall {recall:.3f}; p95 of the keys is {ratio:.4f} of it"
               f"{': MISSED' if is_slow else ''}")  # fmt: skip
    return is_slow


def _by_trigrams(cursor, written) -> list:  # noqa: ANN001
    from beneficiaries.rules.names import search_key

    name = search_key(written.given_names, written.surname).strip()
    cursor.execute(
        "SELECT id FROM bench_trigrams WHERE n %% %s ORDER BY similarity(n, %s) DESC, abs(b - %s) LIMIT 10",
        [name, name, written.birth_date],
    )
    return [row[0] for row in cursor.fetchall()]


def _full_pass(size: int) -> None:
    from beneficiaries.domain.duplicate_pass import compare_everybody
    from beneficiaries.models import DuplicatePair

    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    kept = compare_everybody()
    took, grown = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    DuplicatePair.objects.all().delete()
    _say(
        size,
        f"full pass: {took:.1f} s, {kept} pairs to decide of nobody’s doubles, memory grew by {grown / 1024:.0f} MiB",
    )


def _timed(asked: Sequence, way: Callable) -> list[float]:
    took = []
    for each in asked:
        began = time.perf_counter()
        way(each)
        took.append(time.perf_counter() - began)
    return took


def _p95(took: Sequence[float]) -> float:
    return statistics.quantiles(took, n=20)[-1]


def _spread(took: Sequence[float]) -> str:
    return f"p50 {statistics.median(took) * 1e3:.2f} ms, p95 {_p95(took) * 1e3:.2f} ms"


def _say(size: int, words: str) -> None:
    print(f"{size:>7}  duplicates, {words}", flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
