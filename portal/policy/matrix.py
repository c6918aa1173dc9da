"""The permission matrix as Python reads it; the rights themselves are in ``matrix.toml`` (S3)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from portal.accounts.enums import Role

SOURCE = Path(__file__).with_name("matrix.toml")
PSEUDONYMOUS = "pseudonymous"


class MatrixError(Exception):
    """The matrix file cannot be used, or an action is asked for that it does not hold."""


class Reach(StrEnum):
    """How far a right goes; the words of ``matrix.toml``."""

    SELF = "self"
    MINE = "mine"
    OWN = "own"
    ORGANISATION = "organisation"
    PROJECT = "project"
    PROJECT_IF_LEADER = "project_if_leader"
    LEADER_ONLY = "leader_only"

    def of(self, *, leads: bool) -> "Reach | None":
        """Resolve the words about leading: what is left is mine, own, organisation, project, or nothing."""
        if self is Reach.PROJECT_IF_LEADER:
            return Reach.PROJECT if leads else Reach.ORGANISATION
        if self is Reach.LEADER_ONLY:
            return Reach.PROJECT if leads else None
        return self


@dataclass(frozen=True)
class Right:
    """One cell of the matrix: how far, and whether with numbers instead of names."""

    reach: Reach
    pseudonymous: bool = False

    def __str__(self) -> str:
        """Write the cell as it stands in the file."""
        return f"{self.reach}, {PSEUDONYMOUS}" if self.pseudonymous else str(self.reach)


@dataclass(frozen=True)
class Action:
    """One row of the matrix: what it opens, and the roles that have it."""

    name: str
    says: str
    rights: Mapping[str, Right]


@dataclass(frozen=True, eq=False)
class Matrix:
    """The whole file. ``workspaces`` lists, in order of weight, which roles start where."""

    actions: Mapping[str, Action]
    workspaces: Mapping[str, tuple[str, ...]]

    def action(self, name: str) -> Action:
        """Return the row of ``name``; raises ``MatrixError`` when there is none, so a misspelt right is loud."""
        try:
            return self.actions[name]
        except KeyError:
            raise MatrixError(f"“{name}” is not an action of {SOURCE.name}") from None


@cache
def matrix() -> Matrix:
    """Return the matrix, read and checked once per process."""
    return read_matrix(SOURCE.read_text(encoding="utf-8"))


def read_matrix(text: str) -> Matrix:
    """Parse a matrix; raises ``MatrixError`` on an unknown role, scope, level or a nameless action."""
    raw = tomllib.loads(text)
    workspaces = {name: tuple(_role(role) for role in roles) for name, roles in raw["workspaces"].items()}
    return Matrix({name: _action(name, row) for name, row in raw["actions"].items()}, workspaces)


def _action(name: str, row: dict[str, Any]) -> Action:
    says = row.pop("says", "")
    if "_" not in name or not says:
        raise MatrixError(f"“{name}”: an action is named verb_object and says in plain words what it opens")
    return Action(name, says, {_role(role, of=cell): _right(name, cell) for role, cell in row.items()})


def _role(name: str, *, of: str = "") -> str:
    """Check a role: somebody who takes part reaches themself and nothing else, and nobody else is reached so."""
    if name not in Role.values or (name == Role.PARTICIPANT) != (of == Reach.SELF):
        raise MatrixError(f"“{name}” is not a role of the staff" if of != Reach.SELF else f"“{of}” is for participants")
    return name


def _right(action: str, cell: str) -> Right:
    reach, _, level = cell.partition(", ")
    if reach not in list(Reach) or level not in ("", PSEUDONYMOUS):
        raise MatrixError(f"“{action}”: “{cell}” is not a scope")
    return Right(Reach(reach), level == PSEUDONYMOUS)
