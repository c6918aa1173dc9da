"""The whole of production on one machine: four database roles, Redis with a password, web, worker, beat, TLS (S46, S47, L30).

One long test, because making it costs more than looking at it. Everything on ports and in folders of its own.
"""

import base64
import contextlib
import http.cookiejar
import json
import os
import re
import secrets
import shutil
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import psycopg
import pytest

from portal.jobs.demo import WORKER_AS_ROOT
from portal.settings.environment import ROOT
from tests.portal.jobs.running import surroundings, wait_until
from tests.portal.operations import servers

pytestmark = pytest.mark.long

CANARY = f"kanarek{secrets.token_hex(6)}"
EMAIL, PASSWORD = f"{CANARY}@city.example", f"Haslo-{secrets.token_hex(8)}"
ACCOUNT = f"""
from portal.accounts.domain import create_account, grant_membership
from portal.accounts.enums import Role
from portal.accounts.models import Organisation
from portal.programmes.loading import load_programme
project, city = load_programme("sopot-5.15"), Organisation.objects.get(code="sopot")
user = create_account(email="{EMAIL}", name="Joanna {CANARY}", by=None, password="{PASSWORD}")
grant_membership(user, Role.COORDINATOR, organisation=city, grant_project=project, by=None)
"""
ASK = f"""
import datetime
from portal.accounts.models import User
from portal.programmes.models import GrantProject
from reporting.domain.editions import draft_edition
from reporting.domain.files import request_files
from reporting.rules import Period
user, project = User.objects.get(email="{EMAIL}"), GrantProject.objects.get()
edition = draft_edition(project, Period(datetime.date(2026, 1, 1), datetime.date(2026, 3, 31)), by=user).edition
edition.version = 1
edition.save(force_insert=True)
request_files(edition, by=user)
"""
JOBS = "SELECT state FROM jobs_job"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    if not (servers.postgres_program("initdb") and shutil.which("psql") and shutil.which("redis-server")):
        pytest.skip("needs the programs of a PostgreSQL server (initdb, psql) and redis-server")
    folder = tmp_path_factory.mktemp("production")
    with contextlib.ExitStack() as running:
        yield Place(folder, running)


class Place:
    """An installation in production mode."""

    def __init__(self, folder, running):
        self.folder, self.secrets = folder, folder / "secrets"
        self.redis_port, self.web_port, self.port = (servers.free_port() for _ in range(3))
        self.postgres = running.enter_context(servers.own_postgres())
        self._tool(
            sys.executable, "tools/make_secrets", str(self.secrets), "--database-host", f"127.0.0.1:{self.postgres.port}",
            "--redis-host", f"127.0.0.1:{self.redis_port}",
        )  # fmt: skip
        redis_password = (self.secrets / "redis.conf").read_text().split()[1]
        self.redis = running.enter_context(
            servers.own_redis(self.secrets / "redis.conf", self.redis_port, redis_password)
        )
        self.mailbox = running.enter_context(servers.own_mail_server())
        self.certificate = servers.make_certificate(folder)
        running.enter_context(servers.own_proxy(self.port, self.web_port, self.certificate))
        self.environment = surroundings(
            folder / "var",
            PORTAL_MODE="production",
            PORTAL_KEYS_FILE=str(self.secrets / "keys.json"),
            DATABASE_URL_FILE=str(self.secrets / "database_app_url"),
            REDIS_URL_FILE=str(self.secrets / "redis_url"),
            PORTAL_HOSTS="localhost",
            PORTAL_ORIGINS=f"https://localhost:{self.port}",
            PORTAL_TRUSTED_PROXIES="1",
            PORTAL_MAIL_URL=f"smtp://127.0.0.1:{self.mailbox.server_address[1]}",
            PORTAL_ALARM_TO="technik@city.example",
            PORTAL_JOB_LOOK_EVERY="3",
            SSL_CERT_FILE=str(self.certificate[0]),
            LANGUAGE="en",
        )
        self.environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
        self.processes = {}
        running.callback(self.end)
        self.cookies = http.cookiejar.CookieJar()
        handlers = (urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=str(self.certificate[0]))),)
        self._browser = urllib.request.build_opener(*handlers, urllib.request.HTTPCookieProcessor(self.cookies))

    def _tool(self, *command, **environment):
        subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL)

    def make_roles(self):
        self._tool("tools/postgres-init.sh", PORTAL_SECRETS=str(self.secrets), **self.postgres.environment)

    def manage(self, *arguments, role="app"):
        environment = {**self.environment, "DATABASE_URL_FILE": str(self.secrets / f"database_{role}_url")}
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    def url(self, role):
        return (self.secrets / f"database_{role}_url").read_text().strip()

    def sql(self, role, statement):
        with psycopg.connect(self.url(role), autocommit=True) as found:
            cursor = found.execute(statement)
            return cursor.fetchall() if cursor.description else None

    def start(self, name, *command):
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-W", f"ignore:{WORKER_AS_ROOT}", "-m", *command],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name):
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def end(self):
        for name in list(self.processes):
            self.kill(name)

    def log(self, name):
        return (self.folder / f"{name}.log").read_text()

    def open(self, path, data=None, **headers):
        """Open a page through the proxy; return status, body and headers."""
        address = f"https://localhost:{self.port}"
        body = urllib.parse.urlencode(data).encode() if data else None
        asked = urllib.request.Request(f"{address}{path}", body, {"Referer": f"{address}/", **headers})
        try:
            with self._browser.open(asked, timeout=30) as found:
                return found.status, found.read().decode(), {**_lower(found), "url": found.url}
        except urllib.error.HTTPError as found:
            return found.code, found.read().decode(), _lower(found)

    def health(self, path, **headers):
        """Ask the web server itself, as a supervisor does."""
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.web_port}{path}", headers={"Host": "localhost", **headers}
        )
        try:
            with urllib.request.urlopen(asked, timeout=10) as found:
                return found.status, json.loads(found.read())
        except urllib.error.HTTPError as found:
            return found.code, found.read().decode()
        except OSError:
            return 0, ""

    def doctor(self, *arguments):
        ended = self.manage("doctor", "--json", *arguments)
        said = json.loads(ended.stdout)
        assert said["ok"] == (ended.returncode == 0)
        return ended.returncode, {each["check"]: each for each in said["checks"]}


def _lower(answer):
    return {name.lower(): value for name, value in answer.headers.items()}


def refused(place, role, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        place.sql(role, statement)


def test_production_from_nothing_to_a_killed_worker(place):
    prepare(place)
    roles_have_their_limits(place)
    web_server_answers(place)
    worker_does_a_job_that_was_told_in_ids(place)
    doctor_is_content_then_names_the_dead(place)
    database_away_is_a_503_and_back_again(place)
    logs_name_nobody(place)


def prepare(place):
    place.make_roles()
    unready = place.manage(
        "shell", "--verbosity", "0", "-c", "from portal.operations.start import begin_serving as b; b()"
    )
    assert unready.returncode == 1
    assert unready.stderr.startswith("operations.E020: ")
    migrated = place.manage("migrate", "--verbosity", "0", role="owner")
    assert migrated.returncode == 0, migrated.stderr
    collected = place.manage("collectstatic", "--noinput", "--verbosity", "0")
    assert collected.returncode == 0, collected.stderr
    made = place.manage("shell", "--verbosity", "0", "-c", ACCOUNT)
    assert made.returncode == 0, made.stderr


def roles_have_their_limits(place):
    place.make_roles()  # again, it changes nothing
    refused(place, "app", "CREATE TABLE public.mine (id int)")
    refused(place, "app", "ALTER TABLE accounts_user ADD COLUMN mine int")
    refused(place, "app", "ALTER TABLE audit_auditevent DISABLE TRIGGER ALL")
    refused(place, "app", "UPDATE audit_auditevent SET reason = 'x'")
    refused(place, "app", "DELETE FROM audit_auditevent")
    refused(place, "app", "TRUNCATE audit_auditevent")
    assert place.sql("app", "SHOW statement_timeout") == [("10s",)]
    assert place.sql("read", "SELECT count(*) FROM audit_auditevent")[0][0] > 0
    for role in ("read", "backup"):
        refused(place, role, "SET transaction_read_only = off; DELETE FROM accounts_user")
    dumped = subprocess.run(
        [servers.postgres_program("pg_dump"), "--dbname", place.url("backup")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert dumped.returncode == 0, dumped.stderr
    assert EMAIL in dumped.stdout
    superuser = place.postgres.url.rsplit("/", 1)[0] + "/portal"
    refusal = subprocess.run(
        [sys.executable, "manage.py", "migrate"], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**{k: v for k, v in place.environment.items() if k != "DATABASE_URL_FILE"}, "DATABASE_URL": superuser},
    )  # fmt: skip
    assert (refusal.returncode, refusal.stderr.split(":")[0]) == (1, "operations.E008")


def web_server_answers(place):
    command = (
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(place.web_port),
        "--log-level",
        "warning",
    )
    more = ("--blocking-threads", "2", "--backpressure", "32", "--log-config", "tools/granian-log.json")
    place.start("web", *command, *more, "portal.wsgi:application")
    ready = {"ok": True, "database": True, "cache": True}
    assert wait_until(lambda: place.health("/health/ready") == (200, ready), 40), place.log("web")
    assert place.health("/health/live") == (200, {"ok": True})
    assert place.health("/health/ready", **{"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https"})[0] == 404
    assert place.open("/health/ready")[0] == 404
    for language in ("pl", "uk", "be", "ru", "en"):
        status, page, headers = place.open(f"/{language}/")
        assert (status, f'<html lang="{language}"' in page) == (200, True)
        assert headers["strict-transport-security"].startswith("max-age=31536000")
    sheet = re.search(r'href="(/static/[^"]+\.css)"', page)[1]
    assert place.open(sheet)[0] == 200
    sign_in(place)
    hostile(place)


def sign_in(place):
    _status, page, _headers = place.open("/konto/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    wrong = place.open("/konto/login/", {"csrfmiddlewaretoken": token, "login": EMAIL, "password": CANARY})
    assert wrong[0] == 200
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', wrong[1])[1]
    status, _page, headers = place.open(
        "/konto/login/", {"csrfmiddlewaretoken": token, "login": EMAIL, "password": PASSWORD}
    )
    assert status == 200
    assert urllib.parse.urlsplit(headers["url"]).path != "/konto/login/"
    assert {cookie.name for cookie in place.cookies} >= {"__Host-session", "__Host-csrf"}


def hostile(place):
    assert place.open(f"/{CANARY}/")[0] == 404
    assert place.open(f"/pl/?q={CANARY}")[0] == 200
    assert place.open("/konto/login/", {"login": CANARY}, **{"User-Agent": CANARY})[0] == 403
    assert place.health("/pl/", Host=f"{CANARY}.example")[0] == 400


def worker_does_a_job_that_was_told_in_ids(place):
    asked = place.manage("shell", "--verbosity", "0", "-c", ASK)
    assert asked.returncode == 0, asked.stderr
    jobs = {str(row[0]) for row in place.sql("read", "SELECT id FROM jobs_job")}
    told = [
        json.loads(base64.b64decode(json.loads(message)["body"])) for message in place.redis.lrange("celery", 0, -1)
    ]
    assert {body[0][0] for body in told} <= jobs
    assert all(body[0][1:] == [] and body[1] == {} for body in told)
    everything = b"".join(place.redis.dump(key) for key in place.redis.scan_iter())
    assert CANARY.encode() not in everything
    place.start("worker", "celery", "--quiet", "-A", "portal", "worker", "--concurrency", "1", "--loglevel", "INFO")
    schedule = str(place.folder / "beat")
    place.start("beat", "celery", "--quiet", "-A", "portal", "beat", "--schedule", schedule, "--loglevel", "INFO")
    done = wait_until(lambda: {state for (state,) in place.sql("read", JOBS)} == {"done"}, 60)
    assert done, place.log("worker")


def doctor_is_content_then_names_the_dead(place):
    kept = place.folder / "var" / "backups"
    kept.mkdir()
    code, found = place.doctor("--depth", "hour")
    assert (code, found["backup"]["state"]) == (1, "broken")
    made_at = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())
    (kept / "last.json").write_text(json.dumps({"made_at": made_at, "file": "portal.dump"}))
    assert wait_until(lambda: place.doctor()[0] == 0, 30), place.doctor()
    place.kill("worker")
    killed_at = time.monotonic()
    assert wait_until(lambda: place.doctor("--only", "worker")[0] == 1, 60)
    assert time.monotonic() - killed_at < 60
    code, found = place.doctor("--alarm")
    assert (code, found["worker"]["state"]) == (1, "broken")
    assert found["worker"]["sentence"].startswith("No worker has been running since ")
    place.doctor("--alarm", "--depth", "minute")
    assert len([mail for mail in place.mailbox.mails if "worker:" in mail]) == 1


def database_away_is_a_503_and_back_again(place):
    place.postgres.stop()
    away = place.open("/konto/login/")[0], place.open("/uk/", **{"Accept-Language": "uk"})
    assert away[0] in (200, 503)
    status, page, headers = away[1]
    assert (status, headers["retry-after"], '<html lang="uk"' in page) == (503, "10", True)
    assert place.health("/health/ready")[0] == 503
    assert place.health("/health/live")[0] == 200
    place.postgres.start()
    assert wait_until(lambda: place.open("/uk/")[0] == 200, 5)


def logs_name_nobody(place):
    logs = {name: place.log(name) for name in ("web", "worker", "beat")}
    assert not [name for name, text in logs.items() if CANARY in text or "sopot" in text.lower()]
    for name, text in logs.items():
        lines = [json.loads(line) for line in text.splitlines() if line]
        assert lines, name
    routes = {
        line.get("route") for line in map(json.loads, logs["web"].splitlines()) if line["logger"] == "portal.requests"
    }
    assert "account_login" in routes
    arguments = {
        name: Path(f"/proc/{process.pid}/cmdline").read_bytes().decode() for name, process in place.processes.items()
    }
    secret = [(place.secrets / name).read_text().strip() for name in ("database_app_password", "redis_url")]
    said = [*logs.items(), *arguments.items()]
    assert not [name for name, text in said for each in secret if each in text]
