"""An invented person, and what makes each of them theirs: PESEL, phone, e-mail, street (S74)."""

import datetime
import random
import re
import unicodedata
from dataclasses import dataclass, field

from tryout.rules.names import CALLED, POOLS, Name

WOMAN, MAN = "K", "M"
MAIL_HOSTS = ("poczta.example", "skrzynka.example", "listy.example")
"""Names under which no mail can ever arrive (RFC 2606)."""
PHONE = "+48 000"
"""No number in Poland begins with zeros."""
STREETS = ("Wymyślona", "Zmyślona", "Nieistniejąca", "Przykładowa", "Niebywała", "Bajkopisarzy", "Z Niczego", "Na Niby")
LANGUAGES = {
    "UA": "uk uk uk uk uk ru ru ru pl en", "BY": "ru ru ru ru be be pl", "RU": "ru ru ru en", "GE": "ru en en pl",
    "VN": "pl pl en", "MD": "ru pl", "KZ": "ru ru pl", "AM": "ru ru en", "BG": "pl en", "TR": "en pl",
}  # fmt: skip
"""Wished languages by where people come from: spread, since citizenship does not tell (R111)."""
_PHONE_FROM, _MAIL_FROM, _CALLED, _NO_PESEL = 15, 16, 0.6, 0.07
_WEIGHTS = (1, 3, 7, 9) * 3


@dataclass
class Somebody:
    """One invented person; ``family`` is the number of the household."""

    family: int
    generation: str
    nation: str
    surname: Name
    given: Name
    sex: str
    born: datetime.date
    citizenships: str = ""
    language: str = ""
    pesel: str = ""
    phone: str = ""
    email: str = ""
    street: str = ""
    postcode: str = ""
    called: str = ""
    aliases: list[str] = field(default_factory=list)

    @property
    def original(self) -> str:
        """Surname and given names in their own script; blank when that is how the document writes them."""
        own = f"{self.surname.original} {self.given.original}".strip()
        return own if own != f"{self.surname.latin} {self.given.latin}".strip() else ""


class Registry:
    """Hands out what nobody else may have: PESEL, phone, e-mail."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._taken: set[str] = set()
        self._phones = 100_000

    def settle(self, person: Somebody, today: datetime.date, street: str, postcode: str) -> None:
        """Give a person everything that is theirs alone, and the home that the family shares."""
        dice, age = self._dice, (today - person.born).days // 365
        person.street, person.postcode = street, postcode
        person.citizenships = person.citizenships or person.nation
        person.language = dice.choice(LANGUAGES.get(person.nation, "en en pl").split())
        person.called = CALLED.get(person.given.latin, "") if dice.random() < _CALLED else ""
        if dice.random() >= _NO_PESEL:
            person.pesel = self.pesel(person.born, person.sex)
        if age >= _PHONE_FROM:
            person.phone = self.phone()
        if age >= _MAIL_FROM and dice.random() < 0.8:  # noqa: PLR2004
            person.email = self.email(person)

    def pesel(self, born: datetime.date, sex: str) -> str:
        """Return a PESEL that is valid, fits, and has not been handed out (R103)."""
        while True:
            serial = self._dice.randrange(5000)
            month = born.month + (20 if born.year >= 2000 else 0)  # noqa: PLR2004
            last = serial % 5 * 2 + (sex == MAN)
            digits = f"{born.year % 100:02}{month:02}{born.day:02}{serial // 5:03}{last}"
            control = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
            if self._is_new(number := f"{digits}{-control % 10}"):
                return number

    def phone(self) -> str:
        """Return the next phone number."""
        self._phones += self._dice.randrange(17, 4000)
        return f"{PHONE} {self._phones // 1000:03} {self._phones % 1000:03}"

    def email(self, person: Somebody) -> str:
        """Return an address at a host that does not exist."""
        written = unicodedata.normalize("NFKD", f"{person.given.latin}.{person.surname.latin}".strip("."))
        plain = re.sub("[^a-z.]+", "", written.casefold())[:40].strip(".")
        while True:
            address = f"{plain}{self._dice.choice(('', self._dice.randrange(2, 99)))}@{self._dice.choice(MAIL_HOSTS)}"
            if self._is_new(address):
                return address

    def _is_new(self, value: str) -> bool:
        fresh = value not in self._taken
        self._taken.add(value)
        return fresh


def invent(dice: random.Random, family: int, generation: str, nation: str, surname: tuple[Name, Name], sex: str,
           born: datetime.date, taken: set[str]) -> Somebody:  # fmt: skip
    """Return a person of a family; ``taken`` holds the given names that the family has already."""
    pool = POOLS[nation]
    names = [name for name in (pool.women if sex == WOMAN else pool.men) if name.latin not in taken]
    given = dice.choice(names)
    taken.add(given.latin)
    return Somebody(family, generation, nation, surname[sex == WOMAN], given, sex, born)
