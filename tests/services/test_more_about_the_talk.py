"""More about the talk: optional, proposed with sense, kept in every version – and no figure moves by it."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.submissions.drafts import draft_content
from services.enums import Place, Tier
from services.models import ProtectedNote, SupportDelivery
from services.tables.agenda import log_address
from services.tables.talk import talk_lines
from tests.counting import figures
from tests.factories.appointments import make_appointment
from tests.factories.beneficiaries import make_participant
from tests.factories.programmes import make_project
from tests.factories.services import make_support
from tests.forms import fill, sent_of

LOG = "/praca/zapis/"
GIVEN = {"kind": "career-advice-adults", "day": "2026-03-02", "minutes": "45", "hours": "", "note": ""}
TOLD = {
    "tier": "lawyer", "place": "authority", "language": "ru", "interpreter": "Nina R.", "childcare": "on",
    "authority": "Pomorski Urząd Wojewódzki", "travel": "50", "next_step": "Złożyć wniosek",
    "next_step_on": "2026-03-20",
}  # fmt: skip


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def own(city, sopot):
    return make_participant(city, sopot, contact_language="uk")


def sent(*people, do="save", **values) -> dict:
    return {**GIVEN, "submission": str(uuid.uuid4()), "people": [each.number for each in people], "do": do, **values}


def test_everything_told_is_kept_and_shown_in_two_lines(client, own):
    client.post(LOG, sent(own, **TOLD))
    made = SupportDelivery.objects.get()
    assert (made.tier, made.place, made.language, made.travel_minutes) == (Tier.LAWYER, Place.AUTHORITY, "ru", 50)
    assert (made.authority, made.interpreter, made.has_childcare) == ("Pomorski Urząd Wojewódzki", "Nina R.", True)
    assert (made.next_step, made.next_step_on) == ("Złożyć wniosek", datetime.date(2026, 3, 20))
    assert b"Urz" not in bytes(SupportDelivery.objects.values_list("authority", flat=True).get())
    assert len(talk_lines(made)) == 2
    for name in ("person_record", "person_support"):
        text = client.get(reverse(name, args=[own.number])).content.decode()
        assert all(words in text for words in ("Pomorski Urząd Wojewódzki", "Nina R.", "Złożyć wniosek", "20.03.2026"))


def test_entry_without_a_word_about_the_talk_stays_blank(client, own):
    client.post(LOG, sent(own))
    made = SupportDelivery.objects.get()
    assert (made.tier, made.place, made.language, made.travel_minutes, talk_lines(made)) == ("", "", "", None, [])


def test_office_and_language_of_contact_are_proposed_and_folded_away(client, own):
    form = client.get(reverse("new_support", args=[own.number])).context["form"]
    assert (form["place"].value(), form["language"].value(), form.talk_is_told) == ("office", "uk", False)
    assert client.get(LOG).context["form"]["language"].value() == ""


@pytest.mark.parametrize("typed", [{"place": "phone"}, {"tier": "lawyer"}, {"language": "ru"}, {"protected_note": "x"}])
def test_what_the_writer_filled_in_is_not_folded_away(client, own, typed):
    proposed = {"place": "office", "language": "uk", "proposed_language": "uk"}
    assert client.post(LOG, sent(own, do="weigh-page", **{**proposed, **typed})).context["form"].talk_is_told


def test_language_follows_the_person_until_the_writer_chooses_one(client, city, sopot, own):
    other = make_participant(city, sopot, contact_language="be")
    given = {"place": "office", "language": "uk", "proposed_language": "uk"}
    moved = client.post(LOG, {**sent(other, do=""), **given, "remove": "x"}).context["form"]
    assert (moved["language"].value(), moved.talk_is_told) == ("be", False)
    chosen = client.post(LOG, {**sent(other, do=""), **given, "language": "ru", "remove": "x"}).context["form"]
    assert chosen["language"].value() == "ru"
    together = client.post(LOG, {**sent(own, do=""), **given, "add": other.number}).context["form"]
    assert (together["language"].value(), together.talk_is_told) == ("uk", False)
    left = client.post(LOG, {**sent(own, other, do=""), **given, "remove": own.number}).context["form"]
    assert left["language"].value() == "be"


class TestFromAnAppointment:
    """What was agreed for an appointment is proposed for the talk, and told without opening anything."""

    AGREED = {"place_kind": "phone", "language": "ru", "interpreter": "Nina R.", "needs_interpreter": True}

    def address(self, *people, account, **values) -> str:
        made = make_appointment(*people, in_charge=account, **{**self.AGREED, **values})
        return log_address(made, people[0].number)

    def talk(self, answer) -> list[str]:
        return [str(answer.context["form"][name].value() or "") for name in ("place", "language", "interpreter")]

    def test_place_language_and_interpreter_are_taken_over_shown_and_recorded(self, client, own, caseworker_city):
        path = self.address(own, account=caseworker_city)
        page = client.get(path)
        assert self.talk(page) == ["phone", "ru", "Nina R."]
        assert not page.context["form"].talk_is_told
        assert "Nina R." in page.content.decode().split("</main>")[0].split("<summary>")[-1].split("</summary>")[0]
        client.post(path, {**sent_of(page.context["form"]), **sent(own), "day": "2026-12-01"})
        made = SupportDelivery.objects.get()
        assert (made.place, made.language, made.interpreter) == ("phone", "ru", "Nina R.")

    def test_it_stays_when_somebody_comes_along_and_gives_way_to_the_writer(
        self, client, city, sopot, own, caseworker_city
    ):
        other = make_participant(city, sopot, contact_language="be")
        path = self.address(own, account=caseworker_city)
        typed = {**sent_of(client.get(path).context["form"]), **sent(own, do=""), "add": other.number}
        assert self.talk(client.post(path, typed)) == ["phone", "ru", "Nina R."]
        answer = client.post(path, {**typed, "language": "pl", "interpreter": ""})
        assert self.talk(answer) == ["phone", "pl", ""]
        assert answer.context["form"].talk_is_told

    def test_where_somebody_is_hidden_the_interpreter_is_not_told(self, client, city, sopot, own, caseworker_city):
        hidden = make_participant(city, sopot)
        path = self.address(own, hidden, account=caseworker_city)
        hidden.person.denied_to.add(caseworker_city)
        page = client.get(path)
        assert self.talk(page) == ["phone", "ru", ""]
        assert "Nina R." not in page.content.decode()

    def test_an_appointment_out_of_reach_and_one_of_another_project_say_nothing(
        self, client, own, city, sopot, foundation, caseworker_city, coordinator
    ):
        hidden = make_participant(city, sopot)
        elsewhere = make_participant(city, make_project(leader=city, partners=(foundation,)))
        for person in (hidden, elsewhere):
            made = make_appointment(person, in_charge=coordinator, **self.AGREED)
            if person is hidden:
                hidden.person.denied_to.add(caseworker_city)
            assert self.talk(client.get(log_address(made, own.number))) == ["office", "uk", ""]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"travel": "30"}, "travel"),
        ({"place": "office", "travel": "30"}, "travel"),
        ({"place": "outside", "travel": "0"}, "travel"),
        ({"place": "outside", "travel": "721"}, "travel"),
        ({"place": "outside", "travel": "half an hour"}, "travel"),
        ({"place": "moon"}, "place"),
        ({"place": "authority"}, "authority"),
        ({"place": "office", "authority": "ZUS"}, "authority"),
        ({"language": "xx"}, "language"),
        ({"next_step_on": "2026-03-05"}, "next_step"),
        ({"next_step": "call", "next_step_on": "2026-03-01"}, "next_step_on"),
        ({"next_step": "call", "next_step_on": "2026-02-31"}, "next_step_on"),
        ({"interpreter": "x" * 121}, "interpreter"),
        ({"protected_note": "a\0b"}, "protected_note"),
    ],
)
def test_mistake_is_said_beside_its_field_which_is_unfolded(client, own, typed, field):
    answer = client.post(LOG, sent(own, **typed))
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"].talk_is_told
    assert not SupportDelivery.objects.exists()


def test_draft_keeps_the_talk(client, own, caseworker_city):
    typed = {"people": [own.number], "draft_subject": own.pk.hex, "note": "", **TOLD, "protected_note": "Qzxkwvt"}
    client.post(reverse("keep_draft", args=["quick-log"]), typed)
    assert draft_content(caseworker_city, "quick-log", own.pk.hex)
    form = client.get(reverse("new_support", args=[own.number])).context["form"]
    assert {name: str(form[name].value()) for name in TOLD} == TOLD
    assert form["protected_note"].value() == "Qzxkwvt"


def test_travel_and_the_rest_change_no_figure(client, sopot, own):
    client.post(LOG, sent(own))
    plain = SupportDelivery.objects.get()
    before = figures(sopot)
    path = reverse("change_support", args=[own.number, plain.fact_id])
    fill(client, path, **{**TOLD, "childcare": "on", "why": "told later"})
    assert SupportDelivery.objects.current().get().travel_minutes == 50
    assert figures(sopot) == before
    page = client.get(reverse("person_support", args=[own.number]))
    (kind,) = page.context["kinds"]
    assert (kind.hours, kind.travel_minutes) == (Decimal("0.75"), 50)


def test_correction_keeps_what_was_said_of_the_talk_and_shows_both_in_the_history(client, own):
    client.post(LOG, sent(own, **TOLD))
    made = SupportDelivery.objects.get()
    path = reverse("change_support", args=[own.number, made.fact_id])
    same = fill(client, path, childcare="on", why="nothing")
    assert same.status_code == 302 and SupportDelivery.objects.count() == 1
    fill(client, path, childcare="on", interpreter="Lesia K.", why="wrong name")
    text = client.get(path).content.decode()
    assert "Nina R." in text and "Lesia K." in text
    assert SupportDelivery.objects.current().get().authority == "Pomorski Urząd Wojewódzki"


def test_conflict_shows_both_texts_of_the_talk(client, client_of, coordinator, own):
    made = make_support(own, tier="lawyer")
    path = reverse("change_support", args=[own.number, made.fact_id])
    form = sent_of(client.get(path).context["form"])
    fill(client_of(coordinator), path, interpreter="Nina R.", childcare="on", why="call")
    answer = client.post(path, {**form, "interpreter": "Lesia K.", "why": "talk"})
    said = {(each.theirs, each.yours) for each in answer.context["differences"]}
    assert {("Nina R.", "Lesia K."), ("call", "talk")} <= said
    assert len(said) == 3  # and the childcare, which only the other one ticked
    assert SupportDelivery.objects.current().get().interpreter == "Nina R."


def test_protected_note_is_written_with_the_entry_for_each_person(client, city, sopot, own, caseworker_city):
    client.post(LOG, sent(own, make_participant(city, sopot), protected_note="Qzxkwvt"))
    notes = list(ProtectedNote.objects.all())
    assert [(each.text, each.author) for each in notes] == [("Qzxkwvt", caseworker_city)] * 2
    assert b"Qzxkwvt" not in bytes(ProtectedNote.objects.values_list("text", flat=True)[0])


def test_support_page_asks_the_same_for_one_row_and_for_three(client, own):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(reverse("person_support", args=[own.number]))
        return len(caught)

    client.post(LOG, sent(own, **TOLD, protected_note="x"))
    one = queries()
    for day in ("2026-03-03", "2026-03-04"):
        client.post(LOG, sent(own, **TOLD, day=day, protected_note="x"))
    assert queries() == one
