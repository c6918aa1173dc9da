"""Runs commands of the product as processes of their own, with a folder of their own."""

import atexit
import functools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.settings.environment import DATABASE_URL, ROOT

ON_SQLITE = pytest.mark.skipif(DATABASE_URL.startswith("postgres"), reason="an installation of its own on SQLite")
"""For what takes an installation on SQLite whatever the tests run on: the run on SQLite does it."""
SWITCHES = ("DATABASE_URL", "REDIS_URL", "PORTAL_TODAY", "PORTAL_DEBUG", "PORTAL_MODE", "DJANGO_SETTINGS_MODULE")


def surroundings(folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of a try-out that keeps everything in ``folder``."""
    plain = {name: value for name, value in os.environ.items() if name not in SWITCHES}
    return {**plain, "PORTAL_VAR": str(folder), **more}


def manage(environment: dict[str, str], *arguments: str) -> str:
    """Run ``manage.py`` and return what it printed; raises when it fails."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


def migrate(environment: dict[str, str]) -> None:
    """Give an installation its tables, once; on SQLite they are copied: migrating takes half a minute."""
    if "DATABASE_URL" in environment:
        manage(environment, "migrate", "--verbosity", "0")
    elif not Path(environment["PORTAL_VAR"], "portal.sqlite3").exists():
        shutil.copytree(_migrated(), environment["PORTAL_VAR"], dirs_exist_ok=True)


@functools.cache
def _migrated() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="portal-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    manage(surroundings(folder), "migrate", "--verbosity", "0")
    return folder


def start(environment: dict[str, str], *arguments: str) -> subprocess.Popen:
    """Start a Python process of the product in the background."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_until(happened: Callable[[], bool], seconds: float = 30) -> bool:
    """Return whether ``happened`` became true in time."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if happened():
            return True
        time.sleep(0.2)
    return False
