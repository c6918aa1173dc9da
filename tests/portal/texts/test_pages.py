"""Texts under administration: a draft in five columns, a look, and a version that nobody can change (S63)."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beneficiaries.models import ConsentKind, Notice
from portal.audit.models import AuditEvent
from portal.front.models import PublicPage
from portal.texts.actions import NothingNew, publish
from portal.texts.queries import LANGUAGES
from tests.factories.texts import draft, republish, words


@pytest.fixture
def text(sopot):
    return PublicPage.objects.get(code="bezpiecznie")


@pytest.fixture
def client(client_of, coordinator):
    return client_of(coordinator)


def address(name: str, text) -> str:
    kinds = {PublicPage: "strony", Notice: "informacje", ConsentKind: "zgody"}
    return reverse(name, args=[kinds[type(text)], text.pk])


def typed(client, text, said: str) -> dict[str, str]:
    form = client.get(address("text_edit", text)).context["form"]
    fields = {"submission": str(form["submission"].value()), "version": str(form["version"].value())}
    for language, (title, body) in words(said).items():
        fields |= {f"title_{language}": title, f"body_{language}": body}
    return fields


def decision(client, text, **fields) -> dict[str, str]:
    form = client.get(address("text_publish", text)).context["form"]
    return {"submission": str(form["submission"].value()), "version": str(form["version"].value()), **fields}


def test_draft_is_seen_by_nobody_until_it_is_published(client, text):
    saved = client.post(address("text_edit", text), typed(client, text, "Safer than before"))
    assert saved["Location"] == address("text_publish", text)
    assert "Safer than before" not in Client().get("/uk/bezpiecznie/").content.decode()
    shown = client.get(address("text_publish", text)).content.decode()
    assert all(f"Safer than before ({language})" in shown for language in LANGUAGES)
    client.post(address("text_publish", text), decision(client, text))
    assert "Safer than before (uk)" in Client().get("/uk/bezpiecznie/").content.decode()
    assert text.texts.filter(number=2).count() == 5


def test_who_published_and_every_version_stand_on_the_page(client, text, coordinator):
    client.post(address("text_edit", text), typed(client, text, "Second"))
    client.post(address("text_publish", text), decision(client, text))
    shown = client.get(address("text", text)).content.decode()
    assert coordinator.name in shown
    assert text.texts.get(number=2, language="pl").digest in shown
    first = client.get(address("text", text), {"wersja": "1", "jezyk": "be"}).content.decode()
    assert "Хуткі выхад" in first
    event = AuditEvent.objects.filter(object_type="publicpage", action="create", actor=coordinator).get()
    assert event.detail["digests"]["pl"] == text.texts.get(number=2, language="pl").digest


@pytest.mark.parametrize("missing", ["title_be", "body_ru"])
def test_draft_without_a_language_is_kept_but_not_published(client, text, missing):
    client.post(address("text_edit", text), typed(client, text, "Half") | {missing: " "})
    answer = client.post(address("text_publish", text), {"submission": "", "version": ""})
    assert answer.status_code == 200
    assert not text.texts.filter(number=2).exists()
    assert not answer.context["ready"]
    text.refresh_from_db()
    assert text.draft_title_pl == "Half (pl)"


def test_draft_with_a_gap_and_one_that_says_nothing_new_are_not_published(client, text):
    assert not client.get(address("text_publish", text)).context["ready"]
    client.post(address("text_edit", text), typed(client, text, "Gap") | {"body_uk": "Call [?phone]."})
    shown = client.get(address("text_publish", text))
    assert not shown.context["ready"]
    assert "<mark>[phone]</mark>" in shown.content.decode()


def test_second_writer_sees_both_texts_and_nothing_is_lost(client, client_of, coordinator, text):
    first, second = typed(client, text, "First"), typed(client, text, "Second")
    client.post(address("text_edit", text), first)
    answer = client.post(address("text_edit", text), second)
    assert answer.context["differences"]
    text.refresh_from_db()
    assert text.draft_title_pl == "First (pl)"
    again = {name: answer.context["form"][name].value() for name in second}
    assert client.post(address("text_edit", text), again).status_code == 302
    text.refresh_from_db()
    assert text.draft_title_pl == "Second (pl)"


def test_text_that_people_answer_asks_what_becomes_of_earlier_answers(client, sopot):
    kind = ConsentKind.objects.get(code="image")
    client.post(address("text_edit", kind), typed(client, kind, "Also on posters"))
    assert client.post(address("text_publish", kind), decision(client, kind)).status_code == 200
    client.post(address("text_publish", kind), decision(client, kind, asks_anew="yes"))
    assert kind.texts.get(number=2, language="uk").asks_anew


def test_nothing_that_an_editor_types_becomes_markup(client, text):
    bad = "<script>alert(1)</script> [x](javascript:alert(1)) [y](//evil.example) **b**\u202e\x07"
    client.post(address("text_edit", text), typed(client, text, "Safe") | {"body_pl": bad, "title_pl": "<b>T</b>"})
    client.post(address("text_publish", text), decision(client, text))
    shown = Client().get("/pl/bezpiecznie/").content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;" in shown
    assert 'href="javascript' not in shown
    assert 'href="//evil' not in shown
    assert "\u202e" not in shown


def test_officer_reads_and_only_the_leading_coordinator_writes(client_of, dpo, coordinator_foundation, text):
    for reader in (dpo, coordinator_foundation):
        own = client_of(reader)
        assert own.get(address("text", text)).status_code == 200
        for name in ("text_edit", "text_publish"):
            assert own.get(address(name, text)).status_code == 404
            assert own.post(address(name, text), {}).status_code == 404


@pytest.mark.parametrize("reader", ["caseworker_city", "auditor", "technical_admin", "instructor"])
def test_others_do_not_know_of_the_texts(request, client_of, text, reader):
    own = client_of(request.getfixturevalue(reader))
    assert own.get(reverse("text_list")).status_code == 404
    assert own.get(address("text", text)).status_code == 404


def test_list_costs_the_same_with_more_versions(client, sopot, text, django_assert_num_queries):
    client.get(reverse("text_list"))
    with CaptureQueriesContext(connection) as before:
        client.get(reverse("text_list"))
    for said in ("a", "b", "c"):
        republish(text, said)
    draft(Notice.objects.first(), "waits")
    with django_assert_num_queries(len(before)):
        shown = client.get(reverse("text_list")).content.decode()
    assert "Bezpieczne korzystanie z portalu" in shown or "Using the portal safely" in shown


def test_sent_twice_a_draft_is_published_once(client, text):
    client.post(address("text_edit", text), typed(client, text, "Once"))
    sent = decision(client, text)
    assert (
        client.post(address("text_publish", text), sent)["Location"]
        == client.post(address("text_publish", text), sent)["Location"]
    )
    assert text.texts.values("number").distinct().count() == 2


def test_published_again_word_for_word_is_nothing_new(text):
    with pytest.raises(NothingNew):
        publish(text, by=None, read=text.draft_of)
