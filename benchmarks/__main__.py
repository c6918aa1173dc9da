"""``python -m benchmarks [--sizes 207 10000 100000]``: the table of docs/performance.md, on a scratch database.

Without ``DATABASE_URL`` the database is an SQLite file in a temporary folder. With it the database named there is
used, which must be empty: the invented people stay in it.
"""

import argparse
import os
import platform
import sys
import tempfile

TABLE_LIMITS = {207: 2.0, 100_000: 1.15}
MEMORY_AT = 10_000


def main() -> int:
    """Measure and print; 1 when a limit is missed."""
    sizes = _sizes()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        os.environ.update(PORTAL_VAR=folder, PORTAL_MODE="tryout", PORTAL_TODAY="2026-12-15")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
        import django

        django.setup()
        return _measure(sizes)


def _sizes() -> list[int]:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[207, 10_000, 100_000], metavar="N")
    return sorted(set(parser.parse_args().sizes))


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
        synthesise(project, size - there, seed=size)
        there = size
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        missed |= _table(project, size)
        missed |= _pages(project, size)
        if size == sizes[0]:
            missed |= _files(project)
    return int(missed)


def _files(project) -> bool:  # noqa: ANN001
    from benchmarks import printing, sheets
    from benchmarks.pairs import by_turns, in_words

    missed = False
    ways = [(*each, printing.LIMIT) for each in printing.documents(project)]
    ways.append(("XLSX of a report", *sheets.workbooks(project), sheets.LIMIT))
    for name, portal, floor, limit in ways:
        found = by_turns(portal, floor)
        missed |= found.ratio > limit
        both = f"portal {in_words(found.portal)}, bare {in_words(found.floor)}"
        verdict = f"limit {limit}{': MISSED' if found.ratio > limit else ''}"
        print(f"         {name}: {both}, ratio {found.ratio:.2f}, {verdict}", flush=True)  # noqa: T201
    return missed


def _table(project, size: int) -> bool:  # noqa: ANN001
    from benchmarks.pairs import by_turns, in_words
    from benchmarks.table import Figures

    figures = Figures(project)
    if figures.portal() != figures.floor():
        print("The two ways give different numbers.", file=sys.stderr)  # noqa: T201
        return True
    found, limit = by_turns(figures.portal, figures.floor), TABLE_LIMITS.get(size)
    missed = limit is not None and found.ratio > limit
    verdict = "" if limit is None else f", limit {limit}{': MISSED' if missed else ''}"
    ways = f"portal {in_words(found.portal)}, by hand {in_words(found.floor)}"
    print(f"{size:>7}  indicator table: {ways}, ratio {found.ratio:.2f}{verdict}", flush=True)  # noqa: T201
    return missed


def _pages(project, size: int) -> bool:  # noqa: ANN001
    from benchmarks.latency import Sites
    from benchmarks.pages import addresses, coordinator_of, queries

    client, missed = coordinator_of(project), False
    for name, path in addresses(project).items():
        print(f"{size:>7}  {name}: {queries(client, path)} queries", flush=True)  # noqa: T201
    with Sites(project) as sites:
        for line in (*sites.lines(), *([sites.memory()] if size == MEMORY_AT else [])):
            missed |= line.is_missed
            print(f"{size:>7}  {line}", flush=True)  # noqa: T201
    return missed


sys.exit(main())
