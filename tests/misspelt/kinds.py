"""How one person comes to stand in two lists: a first writing, and a second one of each kind of difference."""

import datetime
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from tests.misspelt.people import Invented, Name
from tests.misspelt.tables import BELARUSIAN, RUSSIAN, UKRAINIAN, Table, belarusian_passport, icao, kmu_55

LOOK_ALIKE = str.maketrans({"a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "x": "х", "i": "і"})
KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


@dataclass(frozen=True)
class Written:
    """How a list writes somebody down."""

    given_names: str
    surname: str
    birth_date: datetime.date


Change = Callable[[random.Random, Invented], "Written | None"]


def first_writing(person: Invented) -> Written:
    """Return the person as the passport has it, in Latin letters."""
    table = {"uk": kmu_55, "be": belarusian_passport, "ru": icao}[person.language]
    return _write(person.own, table, person.birth_date)


def in_cyrillic(dice: random.Random, person: Invented) -> Written:
    """Write in the person's own letters."""
    return Written(_title(person.own.given), _title(person.own.surname), person.birth_date)


def in_russian(dice: random.Random, person: Invented) -> Written:
    """Write in Russian, whatever the passport is in."""
    return Written(_title(person.russian.given), _title(person.russian.surname), person.birth_date)


def _write(name: Name, table: Table, born: datetime.date) -> Written:
    return Written(_title(table(name.given)), _title(table(name.surname)), born)


def _title(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))


def _own(table: Table, language: str) -> Change:
    return lambda dice, person: _write(person.own, table, person.birth_date) if person.language == language else None


def _russian(table: Table) -> Change:
    return lambda dice, person: _write(person.russian, table, person.birth_date)


def _typo(dice: random.Random, word: str) -> str:
    """Make one slip of the finger: a letter beside, one too few, one twice, two the other way round."""
    place, slip = dice.randrange(len(word)), dice.randrange(4)
    if slip == 0:
        row = next((row for row in KEYBOARD if word[place].lower() in row), "")
        beside = row[max(row.find(word[place].lower()) - 1, 0) :][:3].replace(word[place].lower(), "")
        return word[:place] + (dice.choice(beside) if beside else "") + word[place + 1 :]
    if slip == 1:
        return word[:place] + word[place + 1 :]
    if slip == 2:  # noqa: PLR2004
        return word[:place] + word[place] + word[place:]
    place = min(place, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def typo_in_surname(dice: random.Random, person: Invented) -> Written:
    """Let a finger slip in the surname."""
    seen = first_writing(person)
    return replace(seen, surname=_typo(dice, seen.surname))


def typo_in_given_name(dice: random.Random, person: Invented) -> Written:
    """Let a finger slip in the given name."""
    seen = first_writing(person)
    return replace(seen, given_names=_typo(dice, seen.given_names))


def swapped(dice: random.Random, person: Invented) -> Written:
    """Write the given name where the surname belongs."""
    seen = first_writing(person)
    return replace(seen, given_names=seen.surname, surname=seen.given_names)


def with_patronymic(dice: random.Random, person: Invented) -> Written:
    """Write the patronymic with the given name."""
    table = {"uk": kmu_55, "be": belarusian_passport, "ru": icao}[person.language]
    seen = first_writing(person)
    return replace(seen, given_names=f"{seen.given_names} {_title(table(person.own.patronymic))}")


def patronymic_in_cyrillic(dice: random.Random, person: Invented) -> Written:
    """Write all three names in Cyrillic letters."""
    return replace(in_cyrillic(dice, person), given_names=f"{_title(person.own.given)} {_title(person.own.patronymic)}")


def look_alikes(dice: random.Random, person: Invented) -> Written:
    """Mix in letters of the other alphabet that look the same."""
    seen = first_writing(person)
    letters = [place for place, letter in enumerate(seen.surname) if ord(letter) in LOOK_ALIKE]
    mixed = list(seen.surname)
    for place in dice.sample(letters, min(len(letters), 2)):
        mixed[place] = mixed[place].translate(LOOK_ALIKE)
    return replace(seen, surname="".join(mixed))


def double_surname(dice: random.Random, person: Invented) -> Written:
    """Add the surname of a husband or wife."""
    seen = first_writing(person)
    return replace(seen, surname=f"{seen.surname}-{dice.choice(('Kowalska', 'Bondarenko', 'Nowak', 'Lysenko'))}")


def capitals(dice: random.Random, person: Invented) -> Written:
    """Write all in capitals with a space too many."""
    seen = first_writing(person)
    return replace(seen, given_names=f" {seen.given_names.upper()}", surname=f"{seen.surname.upper()} ")


def day_and_month(dice: random.Random, person: Invented) -> Written | None:
    """Write the birth date the American way."""
    born = person.birth_date
    if born.day > 12 or born.day == born.month:  # noqa: PLR2004
        return None
    return replace(first_writing(person), birth_date=born.replace(day=born.month, month=born.day))


def first_of_january(dice: random.Random, person: Invented) -> Written | None:
    """Know of the birth date the year alone."""
    return replace(first_writing(person), birth_date=person.birth_date.replace(month=1, day=1))


def wrong_year(dice: random.Random, person: Invented) -> Written:
    """Write the year before or after."""
    born = person.birth_date
    other = born.replace(year=born.year + dice.choice((-1, 1)), day=min(born.day, 28))
    return replace(first_writing(person), birth_date=other)


def wrong_day(dice: random.Random, person: Invented) -> Written | None:
    """Write one figure of the day wrong."""
    born = person.birth_date
    days = [
        day
        for day in range(1, 29)
        if day != born.day and sum(a != b for a, b in zip(f"{day:02}", f"{born.day:02}", strict=True)) == 1
    ]  # noqa: E501
    return replace(first_writing(person), birth_date=born.replace(day=dice.choice(days)))


def russian_and_day(dice: random.Random, person: Invented) -> Written | None:
    """Write by the Russian name in Polish letters, day and month the other way round."""
    swapped_date = day_and_month(dice, person)
    other = _russian(RUSSIAN["polish-of-russian"])(dice, person)
    return replace(other, birth_date=swapped_date.birth_date) if swapped_date and other else None


SPELLINGS: Mapping[str, Change] = {
    **{name: _own(table, "uk") for name, table in UKRAINIAN.items()},
    **{name: _own(table, "be") for name, table in BELARUSIAN.items()},
    **{name: _russian(table) for name, table in RUSSIAN.items()},
    "cyrillic": in_cyrillic,
    "russian-cyrillic": in_russian,
}
MISTAKES: Mapping[str, Change] = {
    each.__name__.replace("_", "-"): each
    for each in (
        typo_in_surname, typo_in_given_name, swapped, with_patronymic, patronymic_in_cyrillic, look_alikes,
        double_surname, capitals,
    )
}  # fmt: skip
DATES: Mapping[str, Change] = {
    each.__name__.replace("_", "-"): each
    for each in (day_and_month, first_of_january, wrong_year, wrong_day, russian_and_day)
}
KINDS: Mapping[str, Change] = {**SPELLINGS, **MISTAKES, **DATES}


def writings(people: list[Invented], each: int, seed: int = 2) -> Iterator[tuple[str, int, Written]]:
    """Yield ``each`` second writings of every kind, with the place of the person in ``people``."""
    dice = random.Random(seed)
    for kind, change in KINDS.items():
        left = each
        for place in dice.sample(range(len(people)), len(people)):
            if left and (written := change(dice, people[place])) is not None:
                left -= 1
                yield kind, place, written
            if not left:
                break
