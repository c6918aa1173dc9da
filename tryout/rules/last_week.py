"""The list that the foundation sent last week: new people, one known by PESEL, and a row held for every reason."""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tryout.rules.calendar import DAY
from tryout.rules.families import ADULT, Families
from tryout.rules.names import IN_POLISH, polish_spelling
from tryout.rules.people import WOMAN, Somebody
from tryout.rules.stories import FOUNDATION, Story

SENT_ON = DAY(2026, 12, 8)
LAST_SUPPORT = DAY(2026, 12, 7)
TITLE = "Fundacja Społecznie Bezpieczni – uczestnicy, stan na 7 grudnia 2026"
HEADINGS = {
    "Uczestnicy": (
        "Lp.", "Nazwisko", "Imię", "Nazwisko i imię w oryginale", "Płeć", "Data urodzenia", "PESEL", "Obywatelstwo",
        "Telefon", "E-mail", "Język kontaktu", "Adres", "Miejscowość", "Kod pocztowy", "Wykształcenie",
        "Status na rynku pracy", "w tym", "Planowana data zakończenia edukacji", "Niepełnosprawność", "Bezdomność",
        "Mniejszość", "Data rozpoczęcia udziału", "Data zakończenia udziału", "Realizator",
        "Klauzula RODO (data)", "Uwagi",
    ),
    "Wsparcie": ("Lp. uczestnika", "Rodzaj wsparcia", "Data", "Liczba godzin", "Prowadzący"),
    "Diagnozy": ("Lp. uczestnika", "Etap", "Data", "społeczny", "zawodowy", "edukacyjny", "kulturalny", "zdrowotny"),
}  # fmt: skip
KINDS = {
    "career-advice-pupils": "Doradztwo edukacyjno-zawodowe", "career-advice-adults": "Doradztwo zawodowe",
    "culture-integration": "Działania kulturalne i integracyjne", "personal-assistant": "Asystentura osobista",
    "polish-course": "Kurs języka polskiego",
}  # fmt: skip
_COUNTRIES = {"UA": "Ukraina", "BY": "Białoruś", "GE": "Gruzja", "VN": "Wietnam"}
_LANGUAGES = {"uk": "ukraiński", "be": "białoruski", "ru": "rosyjski", "pl": "polski", "en": "angielski"}
_HELD = (
    "pesel-invalid",
    "pesel-mismatch",
    "birth-date",
    "start-outside-project",
    "end-before-start",
    "polish-citizen",
    "lp",
)


@dataclass
class SentList:
    """The rows of each sheet, in the order of ``HEADINGS``."""

    people: list[dict[str, Any]] = field(default_factory=list)
    support: list[tuple] = field(default_factory=list)
    diagnoses: list[tuple] = field(default_factory=list)

    def sheets(self) -> Iterator[tuple[str, list[tuple]]]:
        """Yield the sheets with their rows as cells."""
        yield "Uczestnicy", [tuple(row.get(name) for name in HEADINGS["Uczestnicy"]) for row in self.people]
        yield "Wsparcie", self.support
        yield "Diagnozy", self.diagnoses


def last_weeks_list(dice: random.Random, families: Families, told: list[Story]) -> SentList:
    """Return the list. Its first rows are the people told of as coming from a list; the others are held or known."""
    sent = SentList()
    for story in told:
        if story.from_list:
            _add(sent, _row(story.person, story.start), story)
    incomplete = families.household("w", "UA")[0]
    _add(sent, _row(incomplete, DAY(2026, 12, 4)) | {"Status na rynku pracy": None})
    known, *doubles = _known(told)
    _add(sent, _as_known(known, with_pesel=True), support_on=known.end)
    for reason in _HELD:
        person = families.household("w" if dice.random() < 0.5 else "n", "UA")[0]  # noqa: PLR2004
        _add(sent, _row(person, DAY(2026, 12, 2)) | _mistake(reason, person, families))
    for double in doubles:
        _add(sent, _as_known(double, with_pesel=False))
    return sent


def _add(
    sent: SentList, row: dict[str, Any], story: Story | None = None, support_on: datetime.date | None = None
) -> None:
    lp = len(sent.people) + 1
    sent.people.append({"Lp.": lp} | row)
    given = [delivery for delivery in story.deliveries if delivery.on <= LAST_SUPPORT] if story else []
    for delivery in given:
        cells = (KINDS[delivery.kind], delivery.on.isoformat(), str(delivery.hours).replace(".", ","), "I. Nowak")
        sent.support.append((lp, *cells))
    if not given:
        day = support_on or DAY(2026, 12, 4)
        sent.support.append((lp, KINDS["personal-assistant"], f"{day:%d.%m.%Y}", "1,5", "I. Nowak"))
    else:
        sent.diagnoses.append((lp, "początkowa", given[0].on.isoformat(), 2, 2, 3, 2, 3))


def _row(person: Somebody, start: datetime.date | None) -> dict[str, Any]:
    is_adult = person.generation == ADULT
    return {
        "Nazwisko": person.surname.latin, "Imię": person.given.latin, "Nazwisko i imię w oryginale": person.original,
        "Płeć": "kobieta" if person.sex == WOMAN else "mężczyzna", "Data urodzenia": f"{person.born:%d.%m.%Y}",
        "PESEL": person.pesel or "brak", "Obywatelstwo": _COUNTRIES.get(person.nation, person.nation),
        "Telefon": person.phone, "E-mail": person.email, "Język kontaktu": _LANGUAGES[person.language],
        "Adres": person.street, "Miejscowość": "Sopot", "Kod pocztowy": person.postcode.replace("-", ""),
        "Wykształcenie": "wyższe" if is_adult else "podstawowe",
        "Status na rynku pracy": "bezrobotna" if is_adult else "bierna zawodowo",
        "w tym": "inne" if is_adult else "uczeń",
        "Planowana data zakończenia edukacji": None if is_adult else "2030-06-25", "Niepełnosprawność": "nie",
        "Bezdomność": "nie", "Mniejszość": "nie", "Data rozpoczęcia udziału": f"{start:%Y-%m-%d}" if start else None,
        "Realizator": "Fundacja", "Klauzula RODO (data)": f"{start:%d.%m.%Y}" if start else None,
    }  # fmt: skip


def _mistake(reason: str, person: Somebody, families: Families) -> dict[str, Any]:
    """Return the cells that make a row of this person be held for a reason (contracts §4)."""
    pesel = person.pesel or families.registry.pesel(person.born, person.sex)
    wrong_check = f"{pesel[:-1]}{(int(pesel[-1]) + 1) % 10}"
    mistakes: dict[str, dict[str, Any]] = {
        "pesel-invalid": {"PESEL": wrong_check},
        "pesel-mismatch": {"PESEL": pesel, "Płeć": "mężczyzna" if person.sex == WOMAN else "kobieta"},
        "birth-date": {"PESEL": pesel, "Data urodzenia": None},
        "start-outside-project": {"Data rozpoczęcia udziału": "12.12.2024"},
        "end-before-start": {"Data zakończenia udziału": "2026-11-20"},
        "polish-citizen": {"Obywatelstwo": "polskie, ukraińskie"},
        "lp": {"Lp.": None, "Uwagi": "dopisana na końcu"},
    }
    return mistakes[reason]


def _known(told: list[Story]) -> list[Story]:
    """Return one person whom the city looks after, and three that a clerk could write in another way."""
    fitting = [
        story for story in told
        if story.person.generation == ADULT and story.person.pesel and not story.from_list and not story.gaps
        and story.counts and story.person.given.latin in IN_POLISH and story.person.nation in ("UA", "BY")
        and not story.person.called and story.start is not None and "-" not in story.person.surname.latin
    ]  # fmt: skip
    of_city = next(story for story in fitting if FOUNDATION not in story.organisations)
    nations = ("BY", "UA", "UA")
    doubles: list[Story] = []
    for nation in nations:
        doubles.append(next(s for s in fitting if s.person.nation == nation and s not in (of_city, *doubles)))
    return [of_city, *doubles]


def _as_known(story: Story, *, with_pesel: bool) -> dict[str, Any]:
    """Return a row about somebody known, as another clerk heard the name; the PESEL says it, or is missing."""
    who = story.person
    own = {"Imię": IN_POLISH[who.given.latin], "Nazwisko": polish_spelling(who.surname.latin),
           "Nazwisko i imię w oryginale": None, "Telefon": None, "E-mail": None}  # fmt: skip
    if with_pesel:
        return _row(who, story.start) | own | {"Data zakończenia udziału": story.end}
    return _row(who, DAY(2026, 12, 1)) | own | {"PESEL": None, "Uwagi": "PESEL do uzupełnienia"}
