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
        _pages(project, size)
        if size == sizes[0]:
            missed |= _printing(project)
    return int(missed)


def _printing(project) -> bool:  # noqa: ANN001
    from benchmarks.pairs import by_turns, in_words
    from benchmarks.printing import LIMIT, documents

    missed = False
    for name, portal, floor in documents(project):
        found = by_turns(portal, floor)
        missed |= found.ratio > LIMIT
        ways = f"portal {in_words(found.portal)}, bare WeasyPrint {in_words(found.floor)}"
        verdict = f"limit {LIMIT}{': MISSED' if found.ratio > LIMIT else ''}"
        print(f"         {name}: {ways}, ratio {found.ratio:.2f}, {verdict}", flush=True)  # noqa: T201
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


def _pages(project, size: int) -> None:  # noqa: ANN001
    from benchmarks.pages import addresses, coordinator_of, measured, searched

    client = coordinator_of(project)
    for name, path in addresses(project).items():
        seconds, queries = measured(client, path)
        print(f"{size:>7}  {name}: {seconds * 1000:.1f} ms, {queries} queries", flush=True)  # noqa: T201
    for name, words in (("search, a name that is there", "Daryna"), ("search, a name that is not", "Xqzvw")):
        print(f"{size:>7}  {name}: {searched(client, words) * 1000:.1f} ms", flush=True)  # noqa: T201


sys.exit(main())
