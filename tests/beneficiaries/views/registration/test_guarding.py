"""Programs are put aside, people never notice (S23)."""

import re

import pytest
from django.core import signing

from beneficiaries.models import Registration
from beneficiaries.views.registration import guarding
from tests.registering import ANSWERS, Registrant, hidden, let_pass, take_time

FIRST = ANSWERS["jezyk"]


def begin(who: Registrant, **values: str):
    return who.say("jezyk", **values)


def doubts() -> list[str]:
    return list(Registration.objects.order_by("created_at").values_list("doubts", flat=True))


def test_who_takes_time_is_not_put_aside(sopot):
    begin(Registrant())
    assert doubts() == [""]
    assert not Registration.objects.get().is_quarantined


def test_an_answer_without_a_token_of_ours_keeps_nothing_and_is_asked_for_again(sopot):
    who = Registrant()
    for token in ("", "x", signing.dumps({"mark": "m", "at": 1}, salt="another form")):
        page = who.client.post(who.at("jezyk"), {**FIRST, "form": token})
        assert page.status_code == 200
        assert re.search(r'value="uk"[^>]* checked', page.content.decode())
    assert not Registration.objects.exists()
    assert who.client.post(who.at("jezyk"), {**FIRST, **hidden(page)}).status_code == 302


def test_a_form_sent_again_and_again_is_one_draft(sopot):
    who = Registrant()
    token = hidden(who.see("jezyk"))
    for _time in range(3):
        other = Registrant(client=type(who.client)())
        assert other.client.post(other.at("jezyk"), {**FIRST, **token}).status_code == 302
    assert Registration.objects.count() == 1
    assert other.see("kontakt").status_code == 200
    Registration.objects.update(state="sent")
    who.client.post(who.at("jezyk"), {**FIRST, **token})
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(
    ("setting", "value", "values", "doubt"),
    [("SOONEST", 9, {}, "fast"), ("PER_NETWORK", 0, {}, "network"), ("PER_WINDOW", 0, {}, "flood"),
     ("SOONEST", -1, {"website": "x"}, "honeypot")],
)  # fmt: skip
def test_what_looks_odd_is_put_aside_and_told_to_nobody(sopot, monkeypatch, setting, value, values, doubt):
    plain = begin(Registrant())
    monkeypatch.setattr(guarding, setting, value)
    odd = begin(Registrant(), **values)
    assert doubts() == ["", doubt]
    assert (odd.status_code, odd["Location"], odd.content) == (plain.status_code, plain["Location"], plain.content)
    assert list(odd.cookies) == list(plain.cookies)


def test_networks_are_counted_apart_in_their_whole_width(sopot, monkeypatch):
    monkeypatch.setattr(guarding, "PER_NETWORK", 1)
    for address in (
        "198.51.100.7",
        "198.51.100.250",
        "198.51.101.7",
        "2001:db8:1::1",
        "2001:db8:1:ffff::2",
        "2001:db8:2::1",
    ):
        begin(Registrant(REMOTE_ADDR=address))
    assert doubts() == ["", "network", "", "", "network", ""]
    let_pass(minutes=16)
    begin(Registrant(REMOTE_ADDR="198.51.100.7"))
    assert doubts()[-1] == ""


def test_of_a_flood_no_more_is_kept_than_the_ceiling_and_next_to_nothing_reaches_staff(sopot, monkeypatch, caplog):
    monkeypatch.setattr(guarding, "PER_WINDOW", 2)
    monkeypatch.setattr(guarding, "CEILING", 5)
    answers = [begin(Registrant(REMOTE_ADDR=f"10.{each}.0.1")).status_code for each in range(8)]
    assert answers == [302] * 5 + [503] * 3
    assert Registration.objects.count() == 5
    assert Registration.objects.filter(is_quarantined=False).count() == 2
    assert "turned away" in caplog.text


def test_the_trap_on_the_last_page_and_haste_put_aside_too(sopot):
    for values, doubt in (({"website": "http://spam.example"}, "honeypot fast"), ({}, "fast")):
        Registration.objects.all().delete()
        who = Registrant()
        who.answer_all()
        assert who.send(**values).status_code == 302
        assert doubts() == [doubt]


def test_nothing_of_the_browser_or_the_address_is_kept_readable(sopot):
    who = Registrant(REMOTE_ADDR="198.51.100.7")
    begin(who)
    take_time()
    row = Registration.objects.values().get()
    secret = who.client.cookies["registration"].value
    assert len(secret) >= 43
    assert "198.51" not in str(row)
    assert secret not in str(row)
    cookie = who.client.cookies["registration"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]
