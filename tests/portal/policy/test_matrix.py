"""The matrix file: complete, readable, and the only source of rights."""

import ast
from pathlib import Path

import pytest

from portal.accounts.enums import Role
from portal.policy.matrix import MatrixError, Reach, matrix, read_matrix

ROOT = Path(__file__).resolve().parents[3]
APPS = ("portal", "beneficiaries", "cases", "services", "reporting", "tryout")
EXEMPT = ("portal/policy/", "portal/accounts/")
FORBIDDEN = {"is_staff", "is_superuser", "has_perm", "has_perms", "user_permissions"}
LOOKUPS = {"filter", "exclude", "get", "Q"}
CASE_CONTENT = ("person", "people", "support", "diagnosis", "health", "finding", "explanation", "history", "held_row")

GOOD = """
[workspaces]
work = ["caseworker"]
[actions.view_person]
says = "Open it."
caseworker = "organisation"
"""


def test_every_role_of_the_staff_has_a_workspace():
    started = {role for roles in matrix().workspaces.values() for role in roles}
    assert started == set(Role.values) - {Role.PARTICIPANT}


def test_participants_reach_themselves_and_no_action_of_the_staff():
    own = [action for action in matrix().actions.values() if Role.PARTICIPANT in action.rights]
    assert [action.name for action in own] == ["use_own_space"]
    assert {role: str(right) for role, right in own[0].rights.items()} == {Role.PARTICIPANT: "self"}


def test_nobody_of_the_staff_reaches_themselves_alone():
    with pytest.raises(MatrixError):
        read_matrix(GOOD.replace('"organisation"', '"self"'))


@pytest.mark.parametrize("role", [Role.TECHNICAL_ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER, Role.INSTRUCTOR])
def test_role_has_no_case_content(role):
    held = [action.name for action in matrix().actions.values() if role in action.rights]
    assert not [name for name in held if any(word in name for word in CASE_CONTENT)]


def test_auditor_sees_people_as_numbers_and_opens_a_name_only_for_a_purpose():
    rights = {
        action.name: action.rights[Role.AUDITOR] for action in matrix().actions.values() if "auditor" in action.rights
    }
    assert rights
    with_names = {name for name, right in rights.items() if not right.pseudonymous}
    assert with_names == {"view_indicator", "open_inspected_name"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("caseworker =", "case_worker ="),
        ("caseworker =", "participant ="),
        ("caseworker =", "anonymous ="),
        ('"organisation"', '"everything"'),
        ('"organisation"', '"organisation, masked"'),
        ('"Open it."', '""'),
        ("view_person", "viewing"),
    ],
)
def test_mistake_in_the_file_is_refused(old, new):
    assert read_matrix(GOOD).actions["view_person"].rights["caseworker"].reach is Reach.ORGANISATION
    with pytest.raises(MatrixError):
        read_matrix(GOOD.replace(old, new))


def inline_role_decisions(source: str) -> list[int]:
    """Return the lines of a module that decide by role instead of asking the policy room (S2)."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(isinstance(side, ast.Attribute) and side.attr in ("role", "roles") for side in sides):
                found.append(node.lineno)
        if isinstance(node, ast.Attribute) and node.attr in FORBIDDEN:
            found.append(node.lineno)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in LOOKUPS:
            words = {word for keyword in node.keywords for word in (keyword.arg or "").split("__")}
            if words & (FORBIDDEN | {"role"}):
                found.append(node.lineno)
    return found


def test_nobody_else_decides_by_role():
    found = []
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(EXEMPT) and "/migrations/" not in name:
                found += [f"{name}:{line}" for line in inline_role_decisions(path.read_text(encoding="utf-8"))]
    assert not found, f"ask portal.policy.decisions.can instead of comparing roles: {found}"


@pytest.mark.parametrize(
    "source",
    [
        "if membership.role == 'coordinator': pass",
        "if 'auditor' in access_of(user).roles: pass",
        "if request.user.is_staff: pass",
        "if user.is_superuser: pass",
        "rows.filter(role='coordinator')",
        "user.has_perm('x')",
    ],
)
def test_search_for_inline_decisions_finds_a_planted_one(source):
    assert inline_role_decisions(source)
