"""Image, compose, proxies, units and secrets say what the document of operations promises. Made without containers."""

import re
import shlex
import stat
import subprocess
import sys

import pytest

from portal.crypto.keys import load_key_ring
from portal.settings.environment import ROOT

COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
UNITS = sorted((ROOT / "tools" / "systemd").glob("*.service"))


def services():
    """Return the text of each service of the compose file, by its name."""
    part = COMPOSE[COMPOSE.index("\nservices:\n") : COMPOSE.index("\nnetworks:\n")]
    found = re.split(r"\n  ([a-z]+):", part)
    return dict(zip(found[1::2], found[2::2], strict=True))


def test_images_name_one_release():
    images = [*re.findall(r"^FROM (\S+)", DOCKERFILE, re.M), *re.findall(r"image: (\S+:\S+)", COMPOSE)]
    assert len(images) == 4
    assert all(re.search(r":\d+\.\d+(\.\d+)?", image) for image in images), images


def test_image_runs_without_rights_and_keeps_no_secret():
    assert DOCKERFILE.rindex("USER portal") > DOCKERFILE.rindex("COPY")
    assert "rm -rf /build" in DOCKERFILE
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {"secrets", "portal.env", "var", ".git", ".venv"} <= set(ignored)


def test_containers_of_the_portal_are_read_only_and_wait_for_the_migrations():
    common = COMPOSE[COMPOSE.index("x-portal:") : COMPOSE.index("\nservices:")]
    for line in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true", "service_completed_successfully"):
        assert line in common
    for name in ("web", "worker", "beat", "doctor", "migrate"):
        assert "<<: *portal" in services()[name]
    for name in ("web", "worker", "beat", "postgres", "redis"):
        assert "healthcheck:" in services()[name]
    assert "/health/ready" in services()["web"]
    assert [name for name, text in services().items() if "ports:" in text] == ["proxy"]


def test_only_the_migrations_get_the_password_of_the_owner():
    assert [name for name, text in services().items() if "database_owner_url" in text] == ["migrate"]
    owners = [unit.name for unit in UNITS if "database_owner_url" in unit.read_text(encoding="utf-8")]
    assert owners == ["portal-migrate.service"]


def test_secrets_of_compose_are_those_that_are_made(tmp_path):
    made = make_secrets(tmp_path)
    wanted = set(re.findall(r"\{file: \./secrets/(\S+)\}", COMPOSE))
    assert wanted <= {path.name for path in made}


def make_secrets(folder, *options):
    command = [sys.executable, "tools/make_secrets", str(folder), *options]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return sorted(folder.iterdir())


def test_secrets_are_closed_different_and_left_alone(tmp_path):
    made = make_secrets(tmp_path, "--database-host", "db.example:5432", "--redis-host", "redis.example:6379")
    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o400}
    assert load_key_ring(str(tmp_path / "keys.json"))
    before = {path.name: path.read_text() for path in made}
    passwords = [text for name, text in before.items() if name.endswith("_password")]
    assert len(set(passwords)) == len(passwords) == 5
    assert before["database_app_password"].strip() in before["database_app_url"]
    assert before["redis.conf"].split()[1] in before["redis_url"]
    (tmp_path / "redis.conf").unlink()
    make_secrets(tmp_path)
    assert {path.name: path.read_text() for path in sorted(tmp_path.iterdir())} == before


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_proxies_overwrite_what_visitors_say_of_themselves(name):
    text = (ROOT / "tools" / name).read_text(encoding="utf-8")
    overwrites = {
        "nginx.conf": ["X-Forwarded-For $remote_addr;", 'X-Forwarded-Host "";', 'Forwarded "";', "access_log off;"],
        "Caddyfile": ["X-Forwarded-For {remote_host}", "-X-Forwarded-Host", "-Forwarded"],
    }[name]
    assert not [line for line in overwrites if line not in text]
    assert "$proxy_add_x_forwarded_for" not in text
    assert "X-Forwarded-Proto https" in text
    assert "max-age=31536000; includeSubDomains" in text
    assert re.search(r"/health.*\n?.*404", text)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_units_run_without_rights_and_wait_for_the_migrations(unit):
    text = unit.read_text(encoding="utf-8")
    for line in ("User=portal", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=", "UMask=0077"):
        assert line in text.splitlines()
    assert "EnvironmentFile=/etc/portal/environment" in text
    if unit.stem in ("portal-web", "portal-worker", "portal-beat"):
        assert "Requires=portal-migrate.service" in text
        assert "Restart=on-failure" in text
    words = shlex.split(re.search(r"^ExecStart=(.+)$", text, re.M)[1])
    assert all((ROOT / word).exists() for word in words if word.startswith("tools/"))


def test_roles_of_the_database_are_no_superusers():
    script = (ROOT / "tools" / "postgres-init.sh").read_text(encoding="utf-8")
    altered = re.findall(r"^ALTER ROLE (\w+) LOGIN (.+)$", script, re.M)
    assert [role for role, _rights in altered] == ["portal_owner", "portal", "portal_read", "portal_backup"]
    assert all("NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS" in rights for _role, rights in altered)
