"""Forms that keep their drafts by their page: for the writer alone, until they are sent, never over newer words."""

import re

import pytest
from django.urls import reverse

from cases.models import Task
from portal.submissions.models import Draft
from tests.factories.beneficiaries import make_participant
from tests.factories.cases import make_task
from tests.forms import sent_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(city, sopot, caseworker_city) -> Task:
    about = make_participant(city, sopot, caseworker=caseworker_city)
    return make_task(sopot, caseworker_city, about)


def keep(client, path: str, **typed) -> dict:
    """Type into the form of a page as its script sends it; return what would be sent."""
    page = client.get(path)
    hidden = dict(re.findall(r'<input type="hidden" name="(draft_\w+)" value="([^"]*)">', page.content.decode()))
    sent = {**sent_of(page.context["form"]), **hidden, **typed}
    assert client.post(reverse("keep_draft", args=["page"]), sent).status_code == 204
    return sent


def test_typed_words_stand_in_the_form_again_and_for_nobody_else(client_of, task, caseworker_city, coordinator):
    path = reverse("change_task", args=[task.pk])
    client = client_of(caseworker_city)
    keep(client, path, text="Zadzwonić do szkoły")
    page = client.get(path)
    assert page.context["form"]["text"].value() == "Zadzwonić do szkoły"
    assert "data-draft" in page.content.decode()
    assert client_of(coordinator).get(path).context["form"]["text"].value() == task.text
    assert client.get(reverse("new_task")).context["form"]["text"].value() in (None, "")


def test_sending_drops_the_draft_with_its_key_and_a_mistake_does_not(client_of, task, caseworker_city):
    path = reverse("change_task", args=[task.pk])
    client = client_of(caseworker_city)
    sent = keep(client, path, text="Zadzwonić do szkoły")
    assert client.post(path, {**sent, "text": ""}).status_code == 200
    assert Draft.objects.count() == 1
    assert client.post(path, sent).status_code == 302
    assert Draft.objects.count() == 0
    task.refresh_from_db()
    assert task.text == "Zadzwonić do szkoły"


def test_draft_of_what_somebody_changed_meanwhile_is_shown_beside_the_new_words(
    client_of, task, caseworker_city, coordinator
):
    path = reverse("change_task", args=[task.pk])
    client, other = client_of(caseworker_city), client_of(coordinator)
    keep(client, path, text="Zadzwonić do szkoły")
    other.post(path, {**sent_of(other.get(path).context["form"]), "text": "Napisać do szkoły"})
    page = client.get(path)
    answer = client.post(path, sent_of(page.context["form"]))
    assert [(each.theirs, each.yours) for each in answer.context["differences"]] == [
        ("Napisać do szkoły", "Zadzwonić do szkoły")
    ]


def test_dropped_draft_leads_back_to_its_page_and_nowhere_else(client_of, task, caseworker_city):
    path = reverse("change_task", args=[task.pk])
    client = client_of(caseworker_city)
    sent = keep(client, path, text="Zadzwonić do szkoły")
    drop = reverse("forget_draft", args=["page"])
    for away in ("https://elsewhere.test/", "//elsewhere.test/"):
        assert client.post(drop, {"draft_subject": "x", "next": away}).status_code == 204
    assert client.post(drop, {"draft_subject": sent["draft_subject"], "next": path}).url == path
    assert client.get(path).context["form"]["text"].value() == task.text


def test_draft_about_somebody_goes_when_the_person_is_hidden_from_its_writer(
    client_of, task, caseworker_city, coordinator
):
    from beneficiaries.domain import protection

    keep(
        client_of(caseworker_city),
        reverse("new_task_about", args=[task.participation.number]),
        text="Zadzwonić do szkoły",
    )
    assert Draft.objects.count() == 1
    protection.deny(task.participation, caseworker_city, by=coordinator, reason="A conflict of interest.")
    assert Draft.objects.count() == 0
