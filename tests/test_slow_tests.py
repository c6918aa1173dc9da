"""What the quick form leaves out is named as the tests are named now (``make slow-tests``)."""

import ast
from functools import cache

from tests.conftest import SLOW

ROOT = SLOW.parent.parent


@cache
def named_in(path: str) -> frozenset[str]:
    """Return the names of the test functions of a file, with those of their classes before."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    inside = [("", tree), *((f"{each.name}::", each) for each in tree.body if isinstance(each, ast.ClassDef))]
    return frozenset(
        f"{path}::{before}{each.name}"
        for before, room in inside
        for each in room.body
        if isinstance(each, ast.FunctionDef)
    )


def test_every_slow_test_exists():
    listed = SLOW.read_text(encoding="utf-8").splitlines()
    assert listed == sorted(set(listed))
    assert [name for name in listed if name not in named_in(name.split("::")[0])] == []
