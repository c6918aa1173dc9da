"""Whoever is known already sees the very same as whoever is not (S20)."""

import re

import pytest
from django.core import mail

from beneficiaries.models import Registration
from tests.browser import ONCE
from tests.factories.beneficiaries import make_person
from tests.registering import ANSWERS, Registrant, hidden, take_time

MASKED = (
    re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"'), re.compile(r'name="form" value="[^"]+"'),
    re.compile(r'translate="no">[0-9A-Z-]{14,19}<'),
)  # fmt: skip
BY_CHANCE = ("Content-Length", "X-Request-Id")
STEPS = [step for step in ANSWERS if step != "zapis"]


def everything_seen(phone: str, surname: str) -> list:
    """Go through; return every answer of the portal, what differs by chance masked."""
    who, seen = Registrant("uk"), []
    said = {"given_names": "Oksana", "surname": surname, "phone": phone}
    for step in STEPS:
        page = who.see(step)
        answer = who.client.post(who.at(step), {**hidden(page), **ANSWERS[step], **said})
        seen += [told(page, surname, phone), told(answer, surname, phone)]
    take_time()
    seen += [told(who.send(), surname, phone), told(who.see("wyslane"), surname, phone)]
    return seen


def told(page, surname: str, phone: str) -> tuple:
    text = page.content.decode().replace(surname, "S" * 8).replace(phone, "P").replace(written(phone), "P")
    for pattern in MASKED:
        text = pattern.sub("–", text)
    headers = {name: sorted(value.split("; ")) for name, value in page.headers.items() if name not in BY_CHANCE}
    return page.status_code, sorted(headers.items()), sorted(page.cookies), text


def written(phone: str) -> str:
    return f"+48 {phone[:3]} {phone[3:6]} {phone[6:]}"


def compare(number: int, monkeypatch) -> None:
    monkeypatch.setattr("beneficiaries.views.registration.guarding.PER_NETWORK", 10_000)
    monkeypatch.setattr("beneficiaries.views.registration.guarding.PER_WINDOW", 10_000)
    monkeypatch.setattr("beneficiaries.views.registration.guarding.CEILING", 10_000)
    expected = None
    for each in range(number):
        for is_known in (True, False):
            phone, surname = f"5{each:03}{int(is_known)}1234", f"Melnyk{each:02}"[:8].ljust(8, "x")
            if is_known:
                make_person("Oksana", surname, phone=written(phone))
            sent = len(mail.outbox)
            seen = everything_seen(phone, surname)
            expected = expected or seen
            for now, first in zip(seen, expected, strict=True):
                for what, (mine, theirs) in enumerate(zip(now, first, strict=True)):
                    assert mine == theirs, what
            assert len(mail.outbox) == sent
    assert Registration.objects.filter(state="sent", is_quarantined=False).count() == 2 * number


def test_known_and_new_people_see_the_same(sopot, monkeypatch):
    compare(2, monkeypatch)


@ONCE
@pytest.mark.long
def test_two_hundred_known_and_two_hundred_new_people_see_the_same(sopot, monkeypatch):
    compare(200, monkeypatch)
