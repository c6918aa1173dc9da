"""The SQL around a restored dump. Names come from a manifest whose keyed hash has been checked."""

from portal.backups.manifest import Manifest

DIFFERS = "portal: other content than the backup says"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
OTHERS = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user
AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""

# A row as text is the same everywhere only under the same of these.
SAME_TEXT = (
    "SET TimeZone = 'UTC'",
    "SET DateStyle = 'ISO, YMD'",
    "SET IntervalStyle = 'postgres'",
    "SET extra_float_digits = 3",
    "SET bytea_output = 'hex'",
)


def fingerprint(table: str) -> str:
    """Return the statement for number and content of a table's rows; their order plays no part."""
    mark = "encode(sha256(convert_to(t::text, 'UTF8')), 'hex')"
    halves = [f"coalesce(sum(('x' || substr(m, {start}, 16))::bit(64)::bigint::numeric), 0)" for start in (1, 17)]
    text = " || ' ' || ".join(f"({half})::text" for half in halves)
    return f'SELECT count(*), {text} FROM (SELECT {mark} AS m FROM public."{table}" AS t) AS marks'


def beginning(kept: str) -> str:
    """Return what is said before the dump: one transaction; the old schema gets the name ``kept``, if any."""
    lines = ["BEGIN;"]
    if kept:
        lines += [
            f'ALTER SCHEMA public RENAME TO "{kept}";',
            "CREATE SCHEMA public;",
            "GRANT USAGE ON SCHEMA public TO PUBLIC;",
        ]
    return "\n".join(lines) + "\n"


def ending(manifest: Manifest) -> str:
    """Return what is said after the dump: compare every table with the manifest, and only then commit."""
    checks = [
        f"SELECT x.a, x.b INTO n, h FROM ({fingerprint(table)}) AS x(a, b); "
        f"IF n <> {int(facts['rows'])} OR h <> '{facts['hash']}' THEN RAISE EXCEPTION '{DIFFERS}'; END IF;"
        for table, facts in manifest.tables.items()
    ]
    settings = "".join(f"{statement};\n" for statement in SAME_TEXT)
    block = "\n".join(checks)
    return f"{settings}DO $portal$ DECLARE n bigint; h text; BEGIN\n{block}\nEND $portal$;\nCOMMIT;\n"
