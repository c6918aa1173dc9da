"""Stopping, coming back on another device, leaving quickly, and what became of what was sent (S22)."""

import pytest

from beneficiaries.domain.registration import take_over
from beneficiaries.enums import RegistrationState
from beneficiaries.models import Registration
from beneficiaries.rules.registration_steps import SENT
from beneficiaries.views.registration import guarding
from portal.audit.models import AuditEvent
from portal.messages.models import OutgoingMessage
from tests.registering import Registrant, let_pass, problems, take_time


def code() -> str:
    return str(Registration.objects.get().code)


@pytest.fixture
def draft(sopot):
    who = Registrant("uk")
    who.answer_all(until="urodzenie")
    return who


def test_the_code_is_shown_and_opens_the_draft_on_another_device(draft):
    page = draft.see("przerwij").content.decode()
    assert code() in page
    other = Registrant("be")
    assert other.say("wroc", code=code())["Location"] == "/be/rejestracja/urodzenie/"
    assert 'value="Оксана"' in other.see("imie").content.decode()
    assert draft.see("imie")["Location"].endswith("/wroc/")


@pytest.mark.parametrize(
    "change", [str.lower, lambda code: code.replace("-", " "), lambda code: f"  {code.replace('0', 'O')}\u200b"]
)
def test_a_code_is_read_however_it_is_typed(draft, change):
    assert Registrant().say("wroc", code=change(code())).status_code == 302


def test_wrong_codes_are_one_answer_and_have_a_limit(draft, monkeypatch):
    monkeypatch.setattr(guarding, "CODES_PER_NETWORK", 2)
    wrong = ("ZZZZ-ZZZZ-ZZZZ", code()[:-1] + ("0" if code()[-1] != "0" else "1"))
    other = Registrant()
    said = {tuple(problems(other.say("wroc", code=each))) for each in wrong}
    assert len(said) == 1
    assert other.say("wroc", code=code()).status_code == 429


def test_after_thirty_days_a_code_is_no_code_any_more(draft):
    let_pass(days=29, hours=23)
    assert draft.say("wroc", code=code()).status_code == 302
    let_pass(hours=2)
    late, wrong = (problems(Registrant("uk").say("wroc", code=each)) for each in (code(), "ZZZZ-ZZZZ-ZZZZ"))
    assert late == wrong
    assert late


def test_what_was_sent_is_found_by_its_code_for_longer(draft):
    Registration.objects.update(state=RegistrationState.SENT)
    let_pass(days=60)
    assert draft.say("wroc", code=code())["Location"].endswith("/wyslane/")


def test_an_hour_without_an_answer_closes_the_page_and_the_code_opens_it(draft):
    let_pass(minutes=61)
    assert draft.see("imie")["Location"].endswith("/wroc/")
    assert 'class="note info"' in draft.see("wroc").content.decode()
    assert draft.say("wroc", code=code()).status_code == 302
    assert draft.see("imie").status_code == 200


def test_a_quick_exit_ends_everything_here_without_any_token(draft):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.cookies = draft.client.cookies
    secret = draft.client.cookies["registration"].value
    answer = strict.post("/uk/rejestracja/")
    assert answer.status_code == 200
    assert '"cache"' in answer["Clear-Site-Data"]
    assert answer.cookies["registration"]["max-age"] == 0
    assert answer["Refresh"].startswith("0; url=https://")
    assert "Sopot" not in answer.content.decode()
    draft.client.cookies["registration"] = secret
    assert draft.see("imie")["Location"].endswith("/wroc/")
    assert Registration.objects.get().application.registrant.name == "Оксана Коваленко"
    assert Registrant().say("wroc", code=code()).status_code == 302


def test_pages_are_kept_by_no_browser(draft):
    for step in ("imie", "przerwij", "wroc"):
        assert draft.see(step)["Cache-Control"] == "no-store, private"


def test_what_was_sent_shows_a_reference_and_takes_an_answer(draft):
    draft.answer_all(but=("jezyk", "kontakt", "imie", "zapis"))
    take_time()
    draft.send()
    row = Registration.objects.get()
    assert AuditEvent.objects.get(object_id=str(row.pk)).detail == {"people": 1}
    row.state, row.question = "asked", "Czy to dobry numer?"
    row.save()
    other = Registrant("ru")
    assert other.say("wroc", code=code())["Location"] == "/ru/rejestracja/wyslane/"
    page = other.see("wyslane").content.decode()
    assert "Czy to dobry numer?" in page
    assert row.reference in page
    assert problems(other.say("wyslane", reply=" "))
    assert other.say("wyslane", reply="Так")["Location"].endswith("/wyslane/")
    row = Registration.objects.get()
    assert (row.state, str(row.reply)) == ("sent", "Так")


@pytest.mark.parametrize("state", ["sent", "asked", "accepted", "linked", "refused", "withdrawn"])
def test_every_state_has_its_page(draft, state):
    Registration.objects.update(state=state)
    take_over(Registration.objects.select_related("data_key").get(), "uk")
    draft.say("wroc", code=code())
    page = draft.see("wyslane")
    assert page.status_code == 200
    assert "<h1>" in page.content.decode()


def send_code(who, address: str):
    return who.client.post(who.at("przerwij"), {"send-address": address})


def sent_codes() -> list[tuple[str, str]]:
    rows = OutgoingMessage.objects.filter(kind="registration-code").order_by("asked_at")
    return [(row.channel, str(row.address)) for row in rows]


@pytest.mark.parametrize(
    ("typed", "channel", "address"),
    [("512 334 218", "sms", "+48 512 334 218"), ("oksana@example.com", "email", "oksana@example.com")],
)
def test_the_code_is_sent_where_its_owner_wants_it_and_the_address_says_nothing(draft, typed, channel, address):
    answer = send_code(draft, typed)
    assert answer["Location"] == "/uk/rejestracja/przerwij/?kod=1"
    assert sent_codes() == [(channel, address)]
    assert code() in OutgoingMessage.objects.get().payload
    assert 'class="note ok"' in draft.client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("typed", ["", "512", "oksana@", "słowa", "\x00", "a" * 5000])
def test_what_is_no_address_is_said_and_kept(draft, typed):
    page = send_code(draft, typed)
    assert page.status_code == 200
    assert problems(page)
    assert sent_codes() == []


def test_nobody_is_written_to_again_and_again_and_the_answer_does_not_tell(draft):
    answers = {send_code(draft, "512334218")["Location"] for _time in range(5)}
    assert len(answers) == 1
    assert len(sent_codes()) == guarding.SENT_PER_ADDRESS


def test_a_doubtful_draft_sends_nothing_and_does_not_tell(draft):
    Registration.objects.update(is_quarantined=True)
    assert send_code(draft, "512334218")["Location"].endswith("?kod=1")
    assert sent_codes() == []


def test_what_was_sent_can_be_taken_back_until_it_is_decided(sopot):
    who = Registrant("be")
    who.answer_all()
    take_time()
    who.send()
    page = who.see(SENT).content.decode()
    assert 'name="withdraw"' in page
    assert who.client.post(who.at(SENT), {"withdraw": "yes"}).status_code == 302
    assert Registration.objects.get().state == "withdrawn"
    assert 'name="withdraw"' not in who.see(SENT).content.decode()
    Registration.objects.update(state="accepted")
    who.client.post(who.at(SENT), {"withdraw": "yes"})
    assert Registration.objects.get().state == "accepted"
