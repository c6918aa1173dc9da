"""Somebody who registers, step by step, as a browser without scripts does it."""

import datetime
import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from beneficiaries.domain.registration import SHORTEST
from beneficiaries.models import Registration
from portal.accounts.models import AttemptCount

ANSWERS: dict[str, dict[str, Any]] = {
    "jezyk": {"contact_language": "uk", "needs_interpreter": "yes"},
    "kontakt": {"email": "oksana@example.com"},
    "imie": {"given_names": "Оксана", "surname": "Коваленко"},
    "zapis": {"latin_given_names": "Oksana", "latin_surname": "Kovalenko"},
    "urodzenie": {
        "birth_date_0": "27", "birth_date_1": "3", "birth_date_2": "1988", "phone": "512 334 218",
        "contact_way": "message", "contact_safety": "Tylko rano",
    },
    "obywatelstwo": {"citizenships_0": "Україна", "citizenships_1": "", "citizenships_2": ""},
    "pobyt": {"stay": "ukraine", "stay_until_0": "", "stay_until_1": "", "stay_until_2": ""},
    "adres": {"lives_here": "yes", "street": "Haffnera 7/3", "postcode": "81717"},
    "rodzina": {"more": "no"},
    "pomoc": {"needs": ["work", "school"], "needs_words": ""},
}  # fmt: skip
CHILD = {
    "relation": "child", "given_names": "Данило", "surname": "Коваленко", "birth_date_0": "1", "birth_date_1": "5",
    "birth_date_2": "2017", "citizenships": "Ukraina",
}  # fmt: skip


class Registrant:
    """Somebody with a browser and a language; ``client`` to go on in the same browser."""

    def __init__(self, language: str = "pl", client: Client | None = None, **environment: str) -> None:
        """Open nothing yet; ``environment`` is what the request says of itself (``REMOTE_ADDR``)."""
        self.language, self.client = language, client or Client(**environment)

    def at(self, step: str) -> str:
        """Return the address of a step."""
        return f"/{self.language}/rejestracja/{step}/"

    def see(self, step: str) -> HttpResponse:
        """Open a step."""
        return self.client.get(self.at(step))

    def say(self, step: str, **values: Any) -> HttpResponse:
        """Answer a step, with what its page holds hidden."""
        return self.client.post(self.at(step), {**hidden(self.see(step)), **ANSWERS.get(step, {}), **values})

    def answer_all(self, *, but: tuple[str, ...] = (), until: str = "", **values: Any) -> HttpResponse:
        """Answer every step up to the last, or before ``until``."""
        answer = HttpResponse()
        for step, usual in ANSWERS.items():
            if step == until:
                break
            if step not in but:
                answer = self.say(step, **{name: value for name, value in values.items() if name in usual})
                assert answer.status_code == 302, (step, problems(answer))
        return answer

    def add(self, place: int, **values: Any) -> HttpResponse:
        """Add a member of the family."""
        return self.say(f"osoba-{place}", **{**CHILD, **values})

    def send(self, **values: Any) -> HttpResponse:
        """Check and send; agree to nothing that was not said."""
        page = self.see("sprawdz")
        asked = dict.fromkeys(re.findall(r'name="(consent-[^"]+)"', page.content.decode()), "no")
        return self.client.post(self.at("sprawdz"), {**hidden(page), **asked, **values})


def take_time() -> None:
    """Let every draft have begun long enough ago, so that nobody is taken for a program."""
    Registration.objects.update(created_at=timezone.now() - 2 * SHORTEST)


def let_pass(**span: float) -> None:
    """Let time pass for drafts, browsers and counts."""
    for row in Registration.objects.all():
        moved = {name: getattr(row, name) - datetime.timedelta(**span) for name in ("created_at", "changed_at")}
        seen = row.seen_at and row.seen_at - datetime.timedelta(**span)
        Registration.objects.filter(pk=row.pk).update(**moved, seen_at=seen)
    for count in AttemptCount.objects.all():
        AttemptCount.objects.filter(pk=count.pk).update(began_at=count.began_at - datetime.timedelta(**span))


def hidden(page: HttpResponse) -> dict[str, str]:
    """Return the hidden fields of the form of answers."""
    text = page.content.decode()
    form = text[text.index('id="answers"') :] if 'id="answers"' in text else ""
    fields = re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', form)
    return {name: value for name, value in fields if name != "csrfmiddlewaretoken"}


def problems(page: HttpResponse) -> list[str]:
    """Return the summary of errors."""
    box = re.search(r'<div class="errors".*?</div>', page.content.decode(), re.S)
    return re.findall(r"<li>(?:<a[^>]*>)?([^<]+)", box[0]) if box else []
