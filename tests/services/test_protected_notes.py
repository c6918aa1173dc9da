"""A protected note: who reads it, who does not learn a word of it, and that every reading leaves a mark."""

import pytest
from django.urls import reverse

from portal.accounts.enums import Role
from portal.audit.models import AuditEvent
from portal.versions.actions import FactChanged
from portal.worklist.registry import Desk
from services.domain.protected_notes import NotTheAuthor, ask_to_read, change_note, write_note
from services.models import NoteRequest, ProtectedNote
from services.queries.protected_notes import SEEN_BY, who_could_be_named
from services.rules.protected_notes import may_read_note
from services.tables.protected_notes import requests_section
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_participant
from tests.factories.services import make_support
from tests.forms import fill, sent_of

SECRET = "Qzxkwvtnote"


@pytest.fixture
def author(city, sopot):
    return make_member(Role.CASEWORKER, city, sopot, "Ada Autor")


@pytest.fixture
def named(city, sopot):
    return make_member(Role.CASEWORKER, city, sopot, "Nela Nazwana")


@pytest.fixture
def other(city, sopot):
    return make_member(Role.CASEWORKER, city, sopot, "Olaf Obcy")


@pytest.fixture
def delivery(city, sopot, caseworker_city):
    return make_support(make_participant(city, sopot, caseworker=caseworker_city))


@pytest.fixture
def note(delivery, author, named):
    return write_note(delivery, SECRET, named=[named.pk], by=author)


def path(delivery) -> str:
    return reverse("protected_note", args=[delivery.participation.number, delivery.fact_id])


def marks() -> int:
    return AuditEvent.objects.filter(action="view", detail__page="protected-note").count()


@pytest.mark.parametrize(
    ("reader", "answer"),
    [
        ("author", "open"),
        ("caseworker_city", "open"),
        ("named", "open"),
        ("coordinator", "locked"),
        ("other", "locked"),
        ("caseworker_foundation", "absent"),
        ("coordinator_foundation", "absent"),
        ("auditor", "absent"),
        ("dpo", "absent"),
        ("technical_admin", "absent"),
    ],
)
def test_only_author_person_in_charge_and_named_read_it(reader, answer, note, delivery, client_of, request):
    page = client_of(request.getfixturevalue(reader)).get(path(delivery))
    text = page.content.decode()
    assert page.status_code == (404 if answer == "absent" else 200)
    assert (SECRET in text) == (answer == "open")
    assert marks() == (1 if answer == "open" else 0)
    if answer == "locked":
        assert page.context["locked"] and "Ada Autor" not in text and "Nela Nazwana" not in text


def test_rule_names_who_reads():
    assert may_read_note(1, author=1, named=(), is_in_charge=False)
    assert may_read_note(2, author=1, named=(2,), is_in_charge=False)
    assert may_read_note(3, author=1, named=(), is_in_charge=True)
    assert not may_read_note(3, author=1, named=(2,), is_in_charge=False)
    assert not may_read_note(3, author=None, named=(), is_in_charge=False)


@pytest.mark.parametrize(("reader", "is_locked"), [("other", True), ("named", False)])
def test_page_of_support_shows_a_lock_and_never_the_text(reader, is_locked, note, delivery, client_of, request):
    client = client_of(request.getfixturevalue(reader))
    page = client.get(reverse("person_support", args=[delivery.participation.number]))
    assert page.context["rows"][0].note.is_locked is is_locked
    for name in ("person_support", "person_record"):
        assert SECRET not in client.get(reverse(name, args=[delivery.participation.number])).content.decode()
    assert (
        SECRET
        not in client.get(
            reverse("change_support", args=[delivery.participation.number, delivery.fact_id])
        ).content.decode()
    )


def test_author_changes_it_and_the_earlier_text_stays(note, delivery, client_of, author, named):
    client = client_of(author)
    fill(client, path(delivery), text="Second text", named=[])
    current = ProtectedNote.objects.current().get()
    assert (current.text, current.named, current.author) == ("Second text", [], author)
    assert SECRET in client.get(path(delivery)).content.decode()
    assert "Second text" not in client_of(named).get(path(delivery)).content.decode()


def test_reader_who_is_not_the_author_cannot_change_it(note, delivery, client_of, author, caseworker_city):
    sent = sent_of(client_of(author).get(path(delivery)).context["form"])
    assert client_of(caseworker_city).post(path(delivery), {**sent, "text": "changed"}).status_code == 302
    with pytest.raises(NotTheAuthor):
        change_note(note, "changed", [], by=caseworker_city)
    assert ProtectedNote.objects.get().text == SECRET


def test_two_windows_of_the_author_conflict_and_show_both_texts(note, delivery, client_of, author):
    client = client_of(author)
    sent = sent_of(client.get(path(delivery)).context["form"])
    fill(client, path(delivery), text="First window")
    answer = client.post(path(delivery), {**sent, "text": "Second window"})
    assert ("First window", "Second window") in {(each.theirs, each.yours) for each in answer.context["differences"]}
    assert ProtectedNote.objects.current().get().text == "First window"


def test_second_note_for_the_same_entry_is_refused(note, delivery, other):
    with pytest.raises(FactChanged):
        write_note(delivery, "mine", by=other)


def test_asked_for_seen_by_the_author_and_allowed(note, delivery, client_of, author, other):
    client = client_of(other)
    for _click in range(2):
        client.post(path(delivery), {"do": "ask"})
    asked = NoteRequest.objects.get()
    (row,) = requests_section(Desk(author, asked.asked_at.date(), 5)).rows
    assert (row.title, row.subject) == (other.name, delivery.participation.person_id)
    assert not requests_section(Desk(other, asked.asked_at.date(), 5)).rows
    client_of(author).post(path(delivery), {"do": "allow", "request": str(asked.pk)})
    assert SECRET in client.get(path(delivery)).content.decode()
    assert not requests_section(Desk(author, asked.asked_at.date(), 5)).rows


def test_declined_stays_locked_and_may_be_asked_again(note, delivery, client_of, author, other):
    asked = ask_to_read(note, by=other)
    client_of(author).post(path(delivery), {"do": "refuse", "request": str(asked.pk)})
    page = client_of(other).get(path(delivery))
    assert page.context["locked"] and page.context["asked"].is_granted is False
    client_of(other).post(path(delivery), {"do": "ask"})
    assert NoteRequest.objects.count() == 2


@pytest.mark.parametrize("typed", ["", "not-a-key", "018f0000-0000-7000-8000-000000000000"])
def test_answer_to_nobody_changes_nothing(note, delivery, client_of, author, typed):
    client_of(author).post(path(delivery), {"do": "allow", "request": typed})
    assert ProtectedNote.objects.count() == 1


def test_only_colleagues_who_may_see_the_person_can_be_named(delivery, cast, author, client_of):
    participation = delivery.participation
    participation.person.denied_to.add(cast["coordinator"])
    able = who_could_be_named(participation)
    seen = [
        each for each in [*cast.values(), author]
        if type(participation).objects.visible_to(each, SEEN_BY).filter(pk=participation.pk).exists()
    ]  # fmt: skip
    assert {each.pk for each in able} == {each.pk for each in seen}
    answer = fill(client_of(author), path(delivery), text=SECRET, named=[cast["caseworker_foundation"].pk])
    assert list(answer.context["form"].errors) == ["named"]


def test_confidential_person_is_not_told_to_who_was_named_for_the_note(note, delivery, client_of, named, author):
    delivery.participation.person.is_confidential = True
    delivery.participation.person.save()
    delivery.participation.person.confidential_to.add(author)
    assert client_of(named).get(path(delivery)).status_code == 404
    assert who_could_be_named(delivery.participation) == [author]
