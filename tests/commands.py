"""Run commands of the portal inside a test, as from the command line: exit code, stdout, stderr."""

import importlib
from dataclasses import dataclass

import pytest
from django.core.management import get_commands


@dataclass
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Return everything that was said, stdout first."""
        return (self.out + self.err).splitlines()


def run(capsys: pytest.CaptureFixture[str], name: str, *arguments: object) -> Ran:
    """Run ``manage.py name arguments…``."""
    module = importlib.import_module(f"{get_commands()[name]}.management.commands.{name}")
    capsys.readouterr()
    try:
        module.Command().run_from_argv(["manage.py", name, *map(str, arguments)])
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    said = capsys.readouterr()
    return Ran(code, said.out, said.err)
