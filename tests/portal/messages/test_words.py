"""Each kind of message has words for its channels in five languages: neutral, short, about no case (S24)."""

import pytest
from django.conf import settings

from portal.messages.enums import Channel
from portal.messages.registry import ALLOWED_CONTEXT, message_kinds
from portal.messages.sending import ask_for_message
from portal.messages.tasks import send_due_messages
from portal.messages.words import words_for
from tests.factories.beneficiaries import make_person

LANGUAGES = [code for code, _ in settings.LANGUAGES]
EXAMPLES = {
    "code": "482 913", "link": "https://portal.example/pl/moje/", "day": "22.09", "time": "9:30", "until": "10:00",
    "reference": "K7QX-2MPD", "phone": "58 521 00 00", "place": "12",
}  # fmt: skip
CASES = [
    pytest.param(kind, channel, language, id=f"{kind.code}-{channel}-{language}")
    for kind in message_kinds()
    for channel in kind.channels
    for language in LANGUAGES
]
TELLING = ("sopot", "fundacj", "projekt", "проєкт", "проект", "праект", "fers", "migra", "мігр", "мигр", "diagno")
GSM = set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
          "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà")  # fmt: skip


def test_examples_cover_all_that_may_be_said():
    assert set(EXAMPLES) == ALLOWED_CONTEXT


@pytest.mark.parametrize(("kind", "channel", "language"), CASES)
def test_words_are_neutral_and_say_what_they_take(kind, channel, language):
    said = {name: EXAMPLES[name] for name in kind.takes}
    subject, body = words_for(kind, channel, language, said)
    assert all(value in body for value in said.values())
    for own in said.values():
        body = body.replace(own, "")
    assert [word for word in TELLING if word in f"{subject} {body}".lower()] == []
    assert subject == "" if channel == Channel.SMS else 0 < len(subject) < 40


@pytest.mark.parametrize(
    ("kind", "language"), [pytest.param(c.values[0], c.values[2], id=c.id) for c in CASES if c.values[1] == Channel.SMS]
)
def test_sms_is_one_or_two_parts(kind, language):
    _, body = words_for(kind, Channel.SMS, language, {name: EXAMPLES[name] for name in kind.takes})
    assert len(body) <= (160 if set(body) <= GSM else 134), body


def test_subject_and_sender_are_the_same_for_every_kind_of_mail():
    subjects = {
        words_for(kind, Channel.EMAIL, "pl", {name: EXAMPLES[name] for name in kind.takes})[0]
        for kind in message_kinds()
        if Channel.EMAIL in kind.channels
    }
    assert len(subjects) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("kind", message_kinds(), ids=lambda kind: kind.code)
def test_nothing_of_any_kind_reaches_whoever_said_never(kind, mailoutbox, settings, tmp_path):
    settings.PORTAL_VAR = tmp_path
    person = make_person(phone="501234567", email="o@example.test", contact_way="never")
    ask_for_message(kind.code, "person", person.pk, "uk", {name: EXAMPLES[name] for name in kind.takes})
    send_due_messages()
    assert (mailoutbox, (tmp_path / "sms").exists()) == ([], False)
