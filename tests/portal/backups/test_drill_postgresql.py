"""The drill on PostgreSQL, with databases and processes of its own (S61, L24)."""

import subprocess
import sys
import time

import psycopg
import pytest

from portal.settings.environment import DATABASE_URL, ROOT
from tests.portal.jobs.installation import own_database
from tests.portal.jobs.running import manage, surroundings

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not DATABASE_URL.startswith("postgres"), reason="needs DATABASE_URL of PostgreSQL"),
]

SURNAME, PHONE = "Kanarkowska-Ptasia", "+48600100200"
FILL = f"""
from portal.programmes.loading import load_programme
from tests.factories.beneficiaries import make_participation, make_person
from tests.factories.cases import make_finding
project = load_programme("sopot-5.15")
for number in range(200):
    person = make_person(surname="{SURNAME}", phone="{PHONE}")
    make_finding(make_participation(person, project), reason="Canary sings about work.")
"""
LOOK = """
from beneficiaries.models import Person
from portal.audit.triggers import missing_triggers
print(sorted({(each.surname, each.phone) for each in Person.objects.all()}), missing_triggers())
"""
BESIDE = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before%'"


class Place:
    """An installation on a database of its own."""

    def __init__(self, folder, url):
        self.folder, self.url = folder, url
        self.environment = surroundings(folder / "var", DATABASE_URL=url, LC_ALL="C.UTF-8")

    def manage(self, *arguments):
        return manage(self.environment, *map(str, arguments))

    def answer(self, *arguments):
        """Return the exit code and what was said on stderr."""
        command = [sys.executable, "manage.py", *map(str, arguments)]
        ended = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        return ended.returncode, ended.stderr

    def sql(self, query):
        with psycopg.connect(self.url, autocommit=True) as server:
            found = server.execute(query)
            return found.fetchall() if found.description else []

    def programs(self):
        """Return who is connected, asked from the next database so that the asking itself is not."""
        database = self.url.rsplit("/", 1)
        with psycopg.connect(f"{database[0]}/postgres", autocommit=True) as server:
            query = "SELECT application_name FROM pg_stat_activity WHERE datname = %s"
            return [name for (name,) in server.execute(query, [database[1]])]

    def content(self):
        """Return every row of every table but those that a restore itself writes."""
        names = self.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        but = ("audit_auditevent", "django_session")
        return {name: sorted(map(str, self.sql(f'SELECT * FROM "{name}"'))) for (name,) in names if name not in but}

    def look(self):
        return self.manage("shell", "--verbosity", "0", "-c", LOOK).strip()


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("drill")
    with own_database(DATABASE_URL) as url:
        place = Place(folder, url)
        place.manage("migrate", "--verbosity", "0")
        place.manage("shell", "--verbosity", "0", "-c", FILL)
        (folder / "key").mkdir()
        (folder / "backups").mkdir()
        public = place.manage("backup_keys", folder / "key").strip().partition("=")[2]
        place.key = folder / "key" / "portal-backup-private-key.txt"
        place.manage("backup", "--to", folder / "backups", "--recipient", public)
        (place.backup,) = (folder / "backups").glob("portal-*.backup")
        place.public = public
        yield place


def test_what_was_lost_comes_back_in_its_place_and_in_an_empty_database(place):
    before, seen = place.content(), place.look()
    assert seen == f"[('{SURNAME}', '{PHONE}')] []"
    place.sql("UPDATE beneficiaries_person SET surname = 'Changed'")
    code, said = place.answer("restore", place.backup, "--identity", place.key)
    assert (code, "--replace" in said) == (2, True)
    assert "Changed" in place.look()
    place.manage("restore", place.backup, "--identity", place.key, "--replace")
    assert (place.content(), place.look()) == (before, seen)
    ((beside,),) = place.sql(BESIDE)
    assert place.sql(f'SELECT DISTINCT surname FROM "{beside}".beneficiaries_person') == [("Changed",)]
    place.sql(f'DROP SCHEMA "{beside}" CASCADE')
    assert place.sql("SELECT count(*) FROM audit_auditevent WHERE action = 'restore'") == [(1,)]
    with own_database(DATABASE_URL) as url:
        other = Place(place.folder, url)
        other.manage("restore", place.backup, "--identity", place.key)
        assert (other.content(), other.look()) == (before, seen)


def test_nothing_personal_stands_in_the_file(place):
    content = place.backup.read_bytes()
    assert not any(mark in content for mark in (SURNAME.encode(), PHONE.encode(), b"beneficiaries_person", b"PGDMP"))


def test_damage_changes_nothing(place):
    whole, before = place.backup.read_bytes(), place.content()
    damaged = place.folder / "damaged"
    for content in (whole[: len(whole) // 2], whole[:-900] + bytes([whole[-900] ^ 1]) + whole[-899:]):
        damaged.write_bytes(content)
        assert place.answer("restore", damaged, "--identity", place.key, "--replace")[0] == 2
        assert place.answer("restore", damaged, "--identity", place.key, "--check")[0] == 1
    assert place.content() == before
    assert place.sql(BESIDE) == []


def test_a_database_in_use_is_not_replaced(place):
    with psycopg.connect(place.url):
        code, said = place.answer("restore", place.backup, "--identity", place.key, "--replace")
    assert (code, "in use" in said) == (2, True)


def test_rows_that_differ_are_rolled_back(place):
    """A server that stores something else: a rule of the test plays it by changing the fingerprints asked for."""
    before = place.content()
    lie = (
        "import sys; from portal.backups import postgresql_sql as sql; fingerprint = sql.fingerprint; "
        "sql.fingerprint = lambda table: fingerprint(table).replace('count(*)', 'count(*) + 1'); "
        "from portal.backups.management.commands.restore import Command; "
        f"Command().run_from_argv(['manage.py', 'restore', {str(place.backup)!r}, '--identity', {str(place.key)!r}, "
        "'--replace'])"
    )
    code, said = place.answer("shell", "--verbosity", "0", "-c", lie)
    assert (code, "differ" in said) == (2, True)
    assert place.content() == before
    assert place.sql(BESIDE) == []


def test_a_restore_killed_while_it_loads_leaves_the_old_database(place):
    before = place.content()
    command = [sys.executable, "manage.py", "restore", str(place.backup), "--identity", str(place.key), "--replace"]
    process = subprocess.Popen(command, cwd=ROOT, env=place.environment)
    wait_for(lambda: "psql" in place.programs(), process)
    process.kill()
    process.wait()
    wait_for(lambda: not place.programs())
    assert place.content() == before
    assert place.sql(BESIDE) == []


def wait_for(happened, process=None):
    ends = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < ends
        assert process is None or process.poll() is None
        time.sleep(0.005)


def test_a_killed_backup_leaves_no_file_under_the_final_name(place):
    (place.folder / "killed").mkdir()
    command = ["backup", "--to", str(place.folder / "killed"), "--recipient", place.public]
    process = subprocess.Popen([sys.executable, "manage.py", *command], cwd=ROOT, env=place.environment)
    wait_for(lambda: list((place.folder / "killed").iterdir()), process)
    process.kill()
    process.wait()
    assert not list((place.folder / "killed").glob("portal-*"))
