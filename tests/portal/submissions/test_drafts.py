"""What was typed is kept on the server, sealed, for its writer alone."""

import datetime

import pytest
from django.db import connection
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from portal.crypto.models import DataKey
from portal.retention.rows import remove_rows
from portal.submissions import registry
from portal.submissions.drafts import (
    KEPT_FOR,
    LONGEST,
    DraftTooLong,
    as_query,
    draft_content,
    drop_draft,
    old_drafts,
    save_draft,
)
from portal.submissions.models import Draft
from tests.factories.accounts import make_user

TYPED = "note=Zgubione+słowa&people=a&people=b&csrfmiddlewaretoken=x&submission=y"


@pytest.fixture
def form(monkeypatch) -> str:
    monkeypatch.setattr(registry, "_forms", {"some-form"})
    return "some-form"


def test_typed_words_come_back_without_tokens(nobody):
    save_draft(nobody, "f", "", QueryDict(TYPED))
    content, since = draft_content(nobody, "f")
    assert content == {"note": ["Zgubione słowa"], "people": ["a", "b"]}
    assert as_query(content).getlist("people") == ["a", "b"]
    assert timezone.now() - since < datetime.timedelta(minutes=1)


def test_database_holds_no_word_of_it(nobody):
    save_draft(nobody, "f", "", QueryDict(TYPED))
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM submissions_draft")
        stored = bytes(cursor.fetchone()[0])
    assert b"Zgubione" not in stored


def test_later_draft_replaces_the_earlier_and_each_subject_has_its_own(nobody):
    for typed in ("note=1", "note=2"):
        save_draft(nobody, "f", "", QueryDict(typed))
    save_draft(nobody, "f", "s", QueryDict("note=3"))
    assert draft_content(nobody, "f")[0] == {"note": ["2"]}
    assert draft_content(nobody, "f", "s")[0] == {"note": ["3"]}
    assert draft_content(make_user("Ktoś"), "f") is None


def test_dropped_draft_takes_its_key_along(nobody):
    keys = DataKey.objects.count()
    save_draft(nobody, "f", "", QueryDict("note=1"))
    drop_draft(nobody, "f")
    assert draft_content(nobody, "f") is None
    assert DataKey.objects.count() == keys


def test_too_long_is_not_kept(nobody):
    with pytest.raises(DraftTooLong):
        save_draft(nobody, "f", "", QueryDict(f"note={'a' * LONGEST}"))


def test_old_drafts_go_after_thirty_days(nobody):
    save_draft(nobody, "old", "", QueryDict("note=1"))
    now = timezone.now()
    Draft.objects.update(saved_at=now - KEPT_FOR)
    save_draft(nobody, "new", "", QueryDict("note=1"))
    assert remove_rows(old_drafts(now), 9, key="data_key") == 1
    assert list(Draft.objects.values_list("form", flat=True)) == ["new"]


def test_page_keeps_and_forgets_for_the_one_signed_in(client_of, nobody, form):
    client = client_of(nobody)
    assert client.post(reverse("keep_draft", args=[form]), {"note": "a", "draft_subject": "s"}).status_code == 204
    assert draft_content(nobody, form, "s")[0] == {"note": ["a"]}
    assert client.post(reverse("keep_draft", args=[form]), {"note": "a" * LONGEST}).status_code == 413
    assert client.post(reverse("forget_draft", args=[form]), {"draft_subject": "s"}).status_code == 204
    assert draft_content(nobody, form, "s") is None


def test_unknown_form_and_endless_subject_are_not_there(client_of, nobody, form):
    client = client_of(nobody)
    assert client.post(reverse("keep_draft", args=["other"]), {"note": "a"}).status_code == 404
    assert client.post(reverse("keep_draft", args=[form]), {"draft_subject": "s" * 41}).status_code == 404
