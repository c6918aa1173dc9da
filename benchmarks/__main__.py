"""``python -m benchmarks [--sizes 207 10000 100000]``: the table of docs/performance.md, on a scratch database.

With ``--as-it-is`` nobody is invented: the indicator table is measured on the people the database holds.

Without ``DATABASE_URL`` the database is an SQLite file in a temporary folder. With it the database named there is
used, which must be empty: the invented people stay in it.
"""

import argparse
import os
import platform
import statistics
import sys
import tempfile
from itertools import chain

from benchmarks import pairs

TABLE_LIMITS = {207: 2.0, 10_000: 1.15, 100_000: 1.15, 1_000_000: 1.15}
DELIVERIES = 20
"""Of support to each person on average, as in the figures the goals were set with."""
MEMORY_AT = 10_000


def main() -> int:
    """Measure and print; 1 when a limit is missed."""
    sizes, as_it_is = _asked()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        os.environ.update(PORTAL_VAR=folder, PORTAL_MODE="tryout", PORTAL_TODAY="2026-12-15")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
        import django

        django.setup()
        return _measure_what_is_there() if as_it_is else _measure(sizes)


def _asked() -> tuple[list[int], bool]:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[207, 10_000, 100_000], metavar="N")
    parser.add_argument("--as-it-is", action="store_true")
    parser.add_argument("--pairs", type=int, default=pairs.PAIRS, metavar="N", help="of the indicator table")
    asked = parser.parse_args()
    pairs.PAIRS = asked.pairs
    return sorted(set(asked.sizes)), asked.as_it_is


def _measure_what_is_there() -> int:
    from portal.programmes.models import GrantProject

    project = GrantProject.objects.get(code="sopot-5.15")
    _with_statistics()
    return int(_table(project, project.participations.count()))


def _measure(sizes: list[int]) -> int:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from portal.programmes.loading import load_programme
    from services.domain.synthesis import synthesise

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    project = load_programme("sopot-5.15")
    if project.participations.exists():
        print("The database is not empty.", file=sys.stderr)  # noqa: T201
        return 2
    print(f"{connection.vendor}, Python {platform.python_version()}, {os.cpu_count()} cores")  # noqa: T201
    missed, there = False, 0
    for size in sizes:
        synthesise(project, size - there, seed=size, deliveries=DELIVERIES)
        there = size
        _with_statistics()
        missed |= _table(project, size)
        missed |= _pages(project, size, first=size == sizes[0])
        if size == sizes[0]:
            missed |= _files(project)
        else:
            missed |= _workbook(project, size)
    return int(missed)


def _with_statistics() -> None:
    """Let the database look at the rows that were just written, as a night later it would have by itself."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def _files(project) -> bool:  # noqa: ANN001
    from benchmarks import printing, sheets
    from benchmarks.pairs import by_turns, in_words

    missed = False
    ways = [(*each, printing.LIMIT) for each in printing.documents(project)]
    ways.append(("XLSX of a report", *sheets.workbooks(project), sheets.LIMIT))
    for name, portal, floor, limit in ways:
        found = by_turns(portal, floor)
        missed |= found.misses(limit)
        both = f"portal {in_words(found.portal)}, bare {in_words(found.floor)}"
        print(f"         {name}: {both}, {found.verdict(limit)}", flush=True)  # noqa: T201
    return missed | _long_files(project)


def _long_files(project) -> bool:  # noqa: ANN001
    from benchmarks import long_files
    from benchmarks.pairs import by_turns, in_words

    report = long_files.long_report(project)
    _with_statistics()
    paper, missed = long_files.Paper(report), False
    for portal, floor, limit in (
        (paper.portal, paper.floor, long_files.PDF_LIMIT),
        (*long_files.workbooks(report), long_files.XLSX_LIMIT),
    ):
        found = by_turns(portal, floor, pairs=7)
        missed |= found.misses(limit)
        name = f"PDF of {paper.pages} pages in parts" if limit == long_files.PDF_LIMIT else "XLSX with its annex"
        both = f"portal {in_words(found.portal)}, bare {in_words(found.floor)}"
        print(f"         {name}: {both}, {found.verdict(limit)}", flush=True)  # noqa: T201
    too_large = paper.mebibytes > long_files.MEBIBYTES
    verdict = f"limit {long_files.MEBIBYTES}{': MISSED' if too_large else ''}"
    print(f"         memory of a press: {paper.mebibytes:.0f} MiB, {verdict}", flush=True)  # noqa: T201
    return missed or too_large


def _workbook(project, size: int) -> bool:  # noqa: ANN001
    """The workbook of a report with the numbers of everybody."""
    from benchmarks import long_files
    from benchmarks.pairs import by_turns, in_words

    report = long_files.report_of(project)
    _with_statistics()
    found = by_turns(*long_files.workbooks(report), pairs=7)
    ways = f"portal {in_words(found.portal)}, bare {in_words(found.floor)}"
    print(f"{size:>7}  XLSX with its annex: {ways}, {found.verdict(long_files.XLSX_LIMIT)}", flush=True)  # noqa: T201
    return found.misses(long_files.XLSX_LIMIT)


def _table(project, size: int) -> bool:  # noqa: ANN001
    from benchmarks.pairs import by_turns, exponents, in_words
    from benchmarks.table import Figures, periods

    missed, limit = False, TABLE_LIMITS.get(size)
    for name, period in periods():
        figures = Figures(project, period)
        if figures.portal() != figures.floor():
            print("The two ways give different numbers.", file=sys.stderr)  # noqa: T201
            return True
        found = by_turns(figures.portal, figures.floor)
        missed |= found.misses(limit)
        ways = f"portal {in_words(found.portal)}, by hand {in_words(found.floor)}"
        print(f"{size:>7}  indicator table, {name}: {ways}, {found.verdict(limit)}", flush=True)  # noqa: T201
        grown = _medians.setdefault(name, {})
        grown[size] = statistics.median(found.portal)
        for small, large, exponent in exponents(grown)[-1:]:
            print(f"{size:>7}  from {small} to {large} people: exponent {exponent:.2f}", flush=True)  # noqa: T201
    _read_model(project, size)
    return missed


_medians: dict[str, dict[int, float]] = {}


def _read_model(project, size: int) -> None:  # noqa: ANN001
    """The experiment with a read model: what it would win, and what making it costs."""
    from django.db import connection

    from benchmarks import read_model
    from benchmarks.pairs import by_turns, in_words
    from benchmarks.table import Figures

    if connection.vendor != "postgresql":
        return
    took, figures = read_model.built(project)
    by_hand = Figures(project).floor
    if figures() != by_hand():
        raise AssertionError("the read model gives different numbers")
    found = by_turns(figures, by_hand)
    ways = f"{in_words(found.portal)}, by hand on live tables {in_words(found.floor)}"
    print(f"{size:>7}  experiment, read model: made in {took:.1f} s, {ways}, {found.verdict(None)}", flush=True)  # noqa: T201
    read_model.thrown_away()


def _pages(project, size: int, *, first: bool) -> bool:  # noqa: ANN001
    from benchmarks.latency import Sites
    from benchmarks.pages import addresses, coordinator_of, queries
    from benchmarks.registering import lines as registering
    from benchmarks.registering import told_by_time

    client, missed = coordinator_of(project), False
    for name, path in addresses(project).items():
        print(f"{size:>7}  {name}: {queries(client, path)} queries", flush=True)  # noqa: T201
    with Sites(project) as sites:
        more = [sites.memory] if size == MEMORY_AT else []
        if first:
            more.append(lambda: told_by_time(sites, project))
        for line in chain(sites.lines(), registering(sites, project), (measure() for measure in more)):
            missed |= line.is_missed
            print(f"{size:>7}  {line}", flush=True)  # noqa: T201
    return missed


sys.exit(main())
