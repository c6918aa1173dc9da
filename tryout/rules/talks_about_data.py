"""Who was told about their data in the invented project and what they answered; the invented hours and names."""

import random

from beneficiaries.enums import TextChannel

_TOLD = 0.93
_WAYS = (TextChannel.PAPER, TextChannel.PAPER, TextChannel.PAPER, TextChannel.INTERPRETER, TextChannel.READ_OUT)
_AGREE = {"image": 0.55, "email": 0.6, "sms": 0.85, "newsletter": 0.4, "referral": 0.75}

CONTACT: dict[str, dict[str, str]] = {
    "pl": {
        "[?imię i nazwisko, w jakich sprawach, pokój]": "Marta Lewińska: pobyt i urzędy, pokój 12\n"
        "- Paweł Sobczak: praca, pokój 14\n- Iga Nowak, Fundacja: zajęcia i spotkania, pokój 3",
        "język ukraiński: [?dni i godziny]": "język ukraiński: poniedziałek–piątek, 9:00–15:00",
        "język białoruski i rosyjski: [?dni i godziny]": "język białoruski i rosyjski: wtorek i czwartek, 10:00–14:00",
        "język angielski: [?dni i godziny]": "język angielski: poniedziałek–piątek, 9:00–15:00",
    },
    "uk": {
        "[?ім’я та прізвище, у яких справах, кімната]": "Marta Lewińska: перебування та установи, кімната 12\n"
        "- Paweł Sobczak: робота, кімната 14\n- Iga Nowak, фундація: заняття та зустрічі, кімната 3",
        "українська мова: [?дні та години]": "українська мова: понеділок–п’ятниця, 9:00–15:00",
        "білоруська та російська мови: [?дні та години]": "білоруська та російська мови: вівторок, четвер, 10:00–14:00",
        "англійська мова: [?дні та години]": "англійська мова: понеділок–п’ятниця, 9:00–15:00",
    },
    "be": {
        "[?імя і прозвішча, па якіх справах, пакой]": "Marta Lewińska: знаходжанне і ўстановы, пакой 12\n"
        "- Paweł Sobczak: праца, пакой 14\n- Iga Nowak, фонд: заняткі і сустрэчы, пакой 3",
        "украінская мова: [?дні і гадзіны]": "украінская мова: панядзелак–пятніца, 9:00–15:00",
        "беларуская і руская мовы: [?дні і гадзіны]": "беларуская і руская мовы: аўторак і чацвер, 10:00–14:00",
        "англійская мова: [?дні і гадзіны]": "англійская мова: панядзелак–пятніца, 9:00–15:00",
    },
    "ru": {
        "[?имя и фамилия, по каким вопросам, комната]": "Marta Lewińska: пребывание и учреждения, комната 12\n"
        "- Paweł Sobczak: работа, комната 14\n- Iga Nowak, фонд: занятия и встречи, комната 3",
        "украинский язык: [?дни и часы]": "украинский язык: понедельник–пятница, 9:00–15:00",
        "белорусский и русский языки: [?дни и часы]": "белорусский и русский языки: вторник и четверг, 10:00–14:00",
        "английский язык: [?дни и часы]": "английский язык: понедельник–пятница, 9:00–15:00",
    },
    "en": {
        "[?name, what about, room]": "Marta Lewińska: staying in Poland and offices, room 12\n"
        "- Paweł Sobczak: work, room 14\n- Iga Nowak, the foundation: classes and meetings, room 3",
        "Ukrainian: [?days and hours]": "Ukrainian: Monday to Friday, 9:00–15:00",
        "Belarusian and Russian: [?days and hours]": "Belarusian and Russian: Tuesday and Thursday, 10:00–14:00",
        "English: [?days and hours]": "English: Monday to Friday, 9:00–15:00",
    },
}
"""What stands in place of each gap of the contact page, by language."""


def told_first(dice: random.Random) -> bool:
    """Tell whether somebody was told about their data on the first day: nearly everybody was."""
    return dice.random() < _TOLD


def channel_of(dice: random.Random) -> TextChannel:
    """Return how the talk went."""
    return dice.choice(_WAYS)


def agrees(dice: random.Random, kind: str) -> bool:
    """Tell whether somebody agrees to a question."""
    return dice.random() < _AGREE.get(kind, 0.5)
