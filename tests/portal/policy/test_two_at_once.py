"""Two colleagues write into the same case at once: the second sees both texts, and no word of either is lost (L5)."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from portal.policy.routes import routes
from tests.access import paths
from tests.forms import sent_of

BY_NAME = {route.name: route for route in routes()}
THEIRS, YOURS = "Pierwsza napisała coś", "Druga napisała co innego"


@dataclass(frozen=True)
class Edit:
    """A page on which something is changed: the field that both change, and what else must be said."""

    page: str
    written: str
    also: dict[str, Any] = field(default_factory=dict)
    form: str = "form"
    texts: tuple[str, str] = (THEIRS, YOURS)

    def post(self, form: dict[str, Any], words: str) -> dict[str, Any]:
        """Return what is sent: the form with these words; a page of two forms tells them apart by a prefix."""
        prefixed = f"{self.form}-{self.written}"
        return {**form, **self.also, prefixed if prefixed in form else self.written: words}

    def __str__(self) -> str:
        return f"{self.page}-{self.form}-{self.written}"


WHY = {"why": "pomyłka"}
EDITS = [
    Edit("appointment", "note"),
    Edit("change_support", "note", WHY | {"place": "authority"}),
    Edit("change_diagnosis", "note", WHY),
    Edit("change_diagnosis", "by_social", WHY),
    Edit("change_finding", "reason", WHY),
    Edit("change_exit_event", "occurred_on", WHY, texts=("2026-07-03", "2026-07-04")),
    Edit("change_plan", "statutory_where", {"statutory_programme": "yes"}),
    Edit("change_goal", "text"),
    Edit("change_step", "what"),
    Edit("change_review", "agreed"),
    Edit("change_signature", "signer_name"),
    Edit("change_task", "text"),
    Edit("legalisation_case", "office", {"do": "carry-on"}, "case_form"),
    Edit("legalisation_case", "why_temporary-photos", {"do": "tick", "got_temporary-photos": ""}, "checklist_form"),
    Edit("person_edit", "preferred_name", WHY),
    Edit(
        "end_participation",
        "exit_situation",
        {"end_on": "2026-06-30", "path_completed": "yes"} | WHY,
        texts=("Inne", "Nie dotyczy"),
    ),
    Edit("change_document", "note", WHY),
    Edit("eligibility", "residence_note", WHY),
    Edit("change_guardian", "restriction_words"),
    Edit("describe_household", "name"),
    Edit("change_assistance", "assistant_name"),
    Edit("person_addresses", "address", {"home": "1"}, "home"),
    Edit("person_addresses", "address", {"letters": "1", "letters-is_safe": "yes"}, "letters"),
]  # fmt: skip


def open_by(client: Client, edit: Edit, path: str) -> dict[str, Any]:
    answer = client.get(path)
    return sent_of(answer.context[edit.form]) if answer.status_code == 200 else {}


def send(client: Client, edit: Edit, path: str, form: dict[str, Any], words: str) -> Any:
    answer = client.post(path, edit.post(form, words))
    if answer.status_code == 200 and not answer.context.get("differences"):  # what is unlikely is asked about first
        asked = answer.context[edit.form]
        answer = client.post(path, edit.post(sent_of(asked) | {"confirmed": getattr(asked, "mark", "")}, words))
    return answer


EVERY_RUN = ("change_support", "change_goal", "change_task", "person_addresses")
"""What every run tries; the long form tries all."""


@pytest.mark.parametrize(
    "edit",
    [each if each.page in EVERY_RUN else pytest.param(each, marks=pytest.mark.long) for each in EDITS],
    ids=str,
)
def test_second_of_two_sees_both_texts_and_decides(edit, stage, signed_in):
    path = paths(BY_NAME[edit.page], stage[0])[0][0]
    first, second = signed_in("caseworker_city"), signed_in("coordinator")
    if second.get(path).status_code != 200:
        second = signed_in("caseworker_city")  # in another window
    theirs, yours = edit.texts
    mine, hers = open_by(first, edit, path), open_by(second, edit, path)
    saved = send(first, edit, path, mine, theirs)
    assert saved.status_code == 302, saved.context[edit.form].errors
    answer = send(second, edit, path, hers, yours)
    assert answer.status_code == 200
    assert answer.context["differences"], answer.context[edit.form].errors
    assert answer.context["changed_by"]
    compared = [(each.theirs, each.yours) for each in answer.context["differences"]]
    assert any(theirs in one and yours in other for one, other in compared) or (theirs, yours) in compared, compared
    assert answer.context[edit.form][edit.written].value() == yours
    assert theirs in str(open_by(first, edit, path))
    again = sent_of(answer.context[edit.form])
    assert send(second, edit, path, again, yours).status_code == 302
    assert yours in str(open_by(first, edit, path))


WRITTEN = {
    "close_plan": "closing_note",
    "new_goal": "text",
    "change_goal": "text",
    "change_step": "what",
    "change_review": "agreed",
}


@pytest.mark.parametrize(
    "act", [pytest.param(each, marks=pytest.mark.long) if each != "new_goal" else each for each in WRITTEN]
)
def test_what_was_written_into_a_plan_closed_meanwhile_is_shown_once_more(act, stage, signed_in):
    path, close = (paths(BY_NAME[name], stage[0])[0][0] for name in (act, "close_plan"))
    first, second = signed_in("caseworker_city"), signed_in("coordinator")
    edit = Edit(act, WRITTEN[act])
    hers = open_by(second, edit, path)
    closing = Edit("close_plan", "closing_note", {"end_reason": "reached"})
    answer = send(first, closing, close, open_by(first, closing, close), "Wszystko osiągnięte <b>razem</b>")
    assert answer.status_code == 302, answer.context["form"].errors
    lost = second.post(path, edit.post(hers, "Nie <i>zgubcie</i> tego"))
    assert lost.status_code == 404
    assert "Nie &lt;i&gt;zgubcie&lt;/i&gt; tego" in lost.content.decode()


def test_page_that_is_not_there_shows_no_secret_and_nothing_of_other_pages(stage, signed_in):
    client = signed_in("caseworker_city")
    gone = paths(BY_NAME["new_goal"], stage[-1])[0][0]
    typed = {"text": "To są moje słowa", "password": "tajne hasło do konta"}
    assert "moje słowa" in client.post(gone, typed).content.decode()
    assert "tajne" not in client.post(gone, typed).content.decode()
    assert "moje słowa" not in client.post("/no-such-page/", typed).content.decode()
