"""The page of who sees which data says what the matrix says, and leaves nothing out."""

import pytest
from django.test import Client

from portal.accounts.enums import Role
from portal.front.sight import BY_NUMBER, DATA, NOBODY, REACH, ROLES, who_sees_what
from portal.policy.matrix import Reach, matrix, read_matrix
from portal.ui.languages import LANGUAGE_NAMES

SEEING = (
    "view_", "list_", "search_", "keep_tasks", "keep_attendance", "build_report", "draw_inspection_sample",
    "open_inspected_name", "answer_inspection", "manage_retention",
)  # fmt: skip


def test_everything_that_the_matrix_opens_is_told():
    """A new action that shows data of people gets a line in DATA of portal/front/sight.py, one that shows none in NOBODY."""
    told = {name for _what, actions in DATA for name in actions}
    assert {name for name in matrix().actions if name.startswith(SEEING)} == told | NOBODY


def test_every_role_and_reach_has_plain_words():
    """Who takes part reaches nobody but themself, and is no viewer of anybody."""
    staff = set(Role) - {Role.PARTICIPANT}
    assert {role for action in matrix().actions.values() for role in action.rights} - {Role.PARTICIPANT} <= set(ROLES)
    assert set(ROLES) == staff
    assert set(REACH) == set(Reach) - {Reach.SELF}


def test_page_follows_the_matrix():
    text = "".join(
        f'[actions.{name}]\nsays = "x"\n{rights}\n'
        for name, rights in [
            *((name, "") for _what, actions in DATA for name in actions if name not in ("view_person", "view_finding")),
            ("view_person", 'caseworker = "own"'),
            ("view_finding", 'auditor = "project, pseudonymous"\ncaseworker = "organisation"'),
        ]
    )
    groups = who_sees_what(read_matrix("[workspaces]\n" + text))
    rows = {what: group.viewers for group in groups for what in group.data}
    assert [len(group.data) for group in groups] == [1, len(DATA) - 2, 1]
    (person,) = rows[DATA[0][0]]
    assert (person.who, person.reach, person.limit) == (ROLES["caseworker"], REACH[Reach.OWN], "")
    caseworker, auditor = rows[DATA[5][0]]
    assert (caseworker.reach, caseworker.limit) == (REACH[Reach.ORGANISATION], "")
    assert (auditor.reach, auditor.limit) == (REACH[Reach.PROJECT], BY_NUMBER)
    assert sum(bool(viewers) for viewers in rows.values()) == 2


def test_health_and_protected_notes_are_for_one_person_alone():
    (health,) = [row for row in who_sees_what() if DATA[4][0] in row.data]
    opened_by = {actions for what, actions in DATA if what in health.data}
    assert opened_by == {("view_health_area",), ("view_protected_note",)}
    assert [viewer.reach for viewer in health.viewers] == [REACH[Reach.OWN]]


@pytest.mark.parametrize("language", LANGUAGE_NAMES)
def test_page_needs_no_database_and_is_linked_from_every_foot(sopot, language, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = Client().get(f"/{language}/prywatnosc/kto-widzi/")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert text.count('<li class="what">') == len(DATA)
    for other in LANGUAGE_NAMES:
        assert f'href="/{other}/prywatnosc/kto-widzi/" lang="{other}"' in text
    for path in (f"/{language}/", f"/{language}/nowhere/", f"/{language}/prywatnosc/kto-widzi/"):
        assert f'href="/{language}/prywatnosc/kto-widzi/"' in Client().get(path).content.decode()


def test_address_without_a_language_leads_to_the_page(db):
    answer = Client().get("/prywatnosc/kto-widzi/", headers={"Accept-Language": "be"})
    assert (answer.status_code, answer["Location"]) == (302, "/be/prywatnosc/kto-widzi/")
