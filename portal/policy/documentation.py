"""The matrix as a page for people: ``docs/permissions.md`` is made from the file, never written by hand (S3)."""

import json
from pathlib import Path

from django.utils import translation

from portal.accounts.enums import Role
from portal.policy.matrix import Action, Reach, Right, matrix

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"
STAFF = [role for role in Role if role != Role.PARTICIPANT]
NONE = "–"
WORDS = Path(__file__).with_name("words.py")
WORDS_HEAD = '''"""The sentences of ``matrix.toml``, where the catalogues of translations collect them.

Made from the matrix by ``manage.py permissions --write``, never written by hand; a test fails when the two differ.
"""

# ruff: noqa: E501
# fmt: off
from django.utils.translation import gettext_noop

SENTENCES = (
'''

REACH = {
    Reach.SELF: "own person",
    Reach.MINE: "own work",
    Reach.OWN: "own caseload",
    Reach.ORGANISATION: "own organisation",
    Reach.PROJECT: "whole project",
    Reach.PROJECT_IF_LEADER: "whole project (leader), own organisation (partner)",
    Reach.LEADER_ONLY: "whole project (leader only)",
}

INTRODUCTION = """# Who may do what

Made from `portal/policy/matrix.toml` by `manage.py permissions --write`; a test fails when the two differ.

Rights come from memberships: a role, for an organisation, in a grant project, between two days. What is not
listed is not allowed, and what is not allowed looks like what does not exist.

- **Own work**: classes that the account itself teaches, hours it worked itself; nobody is in its care by that.
- **Own caseload**: people in whose care record the account is the caseworker.
- **Own organisation**: people whom the membership's organisation looks after in the membership's grant project.
- **Whole project**: everybody and everything of the membership's grant project.
- **Numbers only**: people appear by number, never by name.

Two walls stand above the table, and no role passes them: a confidential person is seen only by the accounts
named for that person, and an account on a person's deny list never sees that person. Participants have no
right on the pages of the staff; without signing in nobody has any.
"""


def permissions_page() -> str:
    """Return the page as Markdown, in English whatever language is active."""
    with translation.override("en"):
        return "\n".join([INTRODUCTION, *_table()]) + "\n"


def words_module() -> str:
    """Return the module that holds what the actions say, so that ``makemessages`` finds it."""
    lines = [
        f"    gettext_noop({json.dumps(action.says, ensure_ascii=False)})," for action in matrix().actions.values()
    ]
    return WORDS_HEAD + "\n".join(lines) + "\n)\n"


def _table() -> list[str]:
    head = ["Action", "Opens", *(str(role.label) for role in STAFF)]
    rows = [[f"`{action.name}`", action.says, *_cells(action)] for action in matrix().actions.values()]
    return ["## Actions", "", _line(head), _line(["---"] * len(head)), *map(_line, rows)]


def _cells(action: Action) -> list[str]:
    return [_words(action.rights.get(role)) for role in STAFF]


def _words(right: Right | None) -> str:
    if right is None:
        return NONE
    return REACH[right.reach] + (", numbers only" if right.pseudonymous else "")


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
