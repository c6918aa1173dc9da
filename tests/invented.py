"""Invented workbooks of the same municipality: other people, other mistakes, every seed another list."""

import datetime
import random
from collections.abc import Callable
from typing import Any

from tests.workbooks import ADVICE, COURSE, CULTURE, IMPROVED, NOT_IMPROVED, PUPIL, ListOfPeople, pesel_for

START, END = datetime.date(2025, 1, 1), datetime.date(2026, 12, 31)
SURNAMES = (
    ("Melnychuk", "Мельничук"), ("Shevchuk", "Шевчук"), ("Tkachuk", "Ткачук"), ("Zhdanov", "Жданов"),
    ("Khrystenko", "Христенко"), ("Lukashuk", "Лукашук"), ("Barysau", "Барысаў"), ("Stepaniuk", "Степанюк"),
    ("Voitenko", "Войтенко"), ("Rudenko", "Руденко"), ("Prykhodko", "Приходько"), ("Hnatiuk", "Гнатюк"),
)  # fmt: skip
WOMEN = (("Daryna", "Дарина"), ("Polina", "Поліна"), ("Larysa", "Лариса"), ("Zoriana", "Зоряна"), ("Marta", "Марта"))
MEN = (("Bohdan", "Богдан"), ("Taras", "Тарас"), ("Roman", "Роман"), ("Zakhar", "Захар"), ("Kostiantyn", "Костянтин"))
KINDS = ("Doradztwo edukacyjno-zawodowe", ADVICE, CULTURE, "Asystentura osobista", COURSE)
CITIZENS = (
    "Ukraina",
    "UKR",
    "ukraińskie",
    "Україна",
    "BY",
    "Białoruś",
    "Беларусь",
    "Gruzja",
    "Россия",
    "bezpaństwowiec",
)
EVENTS = ("poszukiwanie pracy", "podjęcie nauki lub szkolenia", "uzyskanie kwalifikacji", "podjęcie pracy")
REQUIRED = {"sex": "K", "citizen": "Ukraina", "education": "ISCED 3-4", "status": "pracująca", "place": "Sopot",
            "postcode": "81-701"}  # fmt: skip


class Invention:
    """One invented list, made from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.list = ListOfPeople()
        self.numbers = iter(self.random.sample(range(1, 900), 400))
        self.serial = iter(range(1000))
        makers: list[Callable[[], None]] = [self.somebody] * 24 + [
            *self.held(), *self.met(), *self.incomplete(), self.without_support, self.support_mistakes, self.citizens,
        ]  # fmt: skip
        self.random.shuffle(makers)
        for make in makers:
            make()

    def day(self, first: datetime.date = START, last: datetime.date = END - datetime.timedelta(60)) -> datetime.date:
        """Return a day between the two, both included."""
        return first + datetime.timedelta(self.random.randint(0, (last - first).days))

    def form(self, day: datetime.date | None) -> Any:
        """Write a day in one of the ways in which people write days."""
        if day is None:
            return None
        forms = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%Yr.", "%d/%m/%Y")
        style = self.random.randint(0, len(forms))
        return day.strftime(forms[style]) if style < len(forms) else datetime.datetime.combine(day, datetime.time())

    def facts(self, **given: Any) -> dict[str, Any]:
        """Return the values of a complete person; ``given`` wins. Days stay days."""
        pick = self.random.choice
        sex = given.get("sex_is") or pick("KM")
        latin, cyrillic = zip(pick(SURNAMES), pick(WOMEN if sex == "K" else MEN), strict=True)
        written = cyrillic if self.random.random() < 0.15 else latin
        start = self.day()
        age = self.random.choice((5, 10, 15, 17, 18, 25, 29, 30, 40, 54, 55, 59, 60, 64, 65, 71))
        born = start.replace(year=start.year - age, day=min(start.day, 28)) + datetime.timedelta(
            pick((-40, -1, 0, 1, 9))
        )
        facts = {
            "surname": pick((written[0], f"{written[0].upper()} ")), "given": written[1],
            "original": f"{cyrillic[0]} {cyrillic[1]}", "born": born,
            "sex": pick(("k", "K", "Kobieta", "kobieta") if sex == "K" else ("m", "M", "mężczyzna")),
            "pesel": pesel_for(born, sex, next(self.serial)) if self.random.random() < 0.85 else pick((None, "brak", "-")),
            "citizen": pick(CITIZENS), "place": pick(("Sopot", "SOPOT", "Sopot ")), "postcode": pick(("81-759", "81862")),
            "group": pick((None, None, "dziecko", "wiek produkcyjny", "emeryt")),
            "disability": pick(("nie", "tak", "odmowa", None)), "homeless": pick(("nie", "nie", "tak")),
            "minority": pick(("nie", "nie", "tak", "odmowa")), "education": pick(("ISCED 0-2", "ISCED 3-4", "ISCED 5-8")),
            "status": pick(("bezrobotna", "bierna zawodowo", "pracująca")), "start": start, "end": None,
            "organisation": pick(("Gmina Miasta Sopotu", "Fundacja Społecznie Bezpieczni")), "remarks": next(self.serial),
        }  # fmt: skip
        facts["detail"] = pick(
            {"bezrobotna": ("długotrwale", "inne"), "bierna zawodowo": ("ucząca się", "emeryt", "inne", "opieka"),
             "pracująca": ("MMŚP", "inne", "emeryt", None)}[facts["status"]]
        )  # fmt: skip
        if age < 18:
            facts.update({k: v for k, v in PUPIL.items() if k not in ("born", "group")})
        if facts["detail"] == "ucząca się":
            facts["education_end"] = "2027-06-25"
        if self.random.random() < 0.8:
            facts["end"] = self.day(start, END)
        if self.random.random() < 0.1:
            facts["degurba"] = pick((3, "3 – obszary wiejskie", 1))
        facts.pop("sex_is", None)
        return {**facts, **{name: value for name, value in given.items() if name != "sex_is"}}

    def row(self, facts: dict[str, Any], lp: Any = ...) -> int:
        """Write a person down and return the number."""
        values = {name: self.form(v) if isinstance(v, datetime.date) else v for name, v in facts.items()}
        pesel = values.get("pesel")
        if pesel and str(pesel).isdigit() and str(pesel).startswith("0") and self.random.random() < 0.7:
            values["pesel"] = int(pesel)
        return self.list.person(next(self.numbers) if lp is ... else lp, **values)

    def lived(self, lp: Any, facts: dict[str, Any]) -> None:
        """Give support, findings and events to a number."""
        pick = self.random.choice
        start = facts["start"] if isinstance(facts["start"], datetime.date) else self.day()
        days = [max(start, START)] + [self.day(START, END) for _ in range(self.random.randint(0, 4))]
        for day in days:
            self.list.support(lp, pick(KINDS), self.form(day), pick((1, 1.5, "2,0", "0,5", 3)))
        if isinstance(facts["end"], datetime.date):
            for _ in range(pick((0, 1, 1, 1, 2, 2))):
                self.finding(lp, facts["end"] + datetime.timedelta(pick((-1, 0, 0, 7, 14, 14, 27, 28, 28, 29))))
            for _ in range(pick((0, 0, 1, 2, 3))):
                self.list.event(
                    lp, self.form(facts["end"] + datetime.timedelta(pick((-2, 0, 5, 20, 20, 28, 29)))), pick(EVENTS)
                )

    def finding(self, lp: Any, day: datetime.date) -> None:
        """Add a finding, now and then an incomplete one."""
        pick = self.random.choice
        outcome = pick((IMPROVED, IMPROVED, IMPROVED, "Stwierdzam poprawę ", NOT_IMPROVED))
        lacking = pick(("", "", "", "", "categories", "reason", "assessor"))
        values = {"categories": pick(("podjęcie wolontariatu", "nauka; praca", "coś innego")), "reason": "rozmowa",
                  "assessor": "A. Nowak"}  # fmt: skip
        if lacking:
            values[lacking] = None
        if outcome == NOT_IMPROVED:
            values["categories"] = None
        self.list.finding(lp, self.form(day), outcome, **values)

    def somebody(self) -> None:
        """Add somebody in order."""
        facts = self.facts()
        self.lived(self.row(facts), facts)

    def held(self) -> list[Callable[[], None]]:
        """Return makers of rows that must wait, one for each reason and way."""
        day = datetime.timedelta(1)

        def broken(**wrong: Any) -> Callable[[], None]:
            def make() -> None:
                facts = self.facts(pesel=None)
                facts |= {name: value(facts) if callable(value) else value for name, value in wrong.items()}
                self.lived(self.row(facts), facts)

            return make

        return [
            broken(born=None), broken(born="31.02.1991"), broken(born=lambda facts: facts["start"] + day),
            broken(start=START - day), broken(start=END + day), broken(start="wiosna"), broken(citizen="polskie"),
            broken(end=lambda facts: facts["start"] - day), broken(end="30.02.2026"), broken(citizen="Polska"),
            broken(pesel="90010112345"), broken(pesel="123456"), broken(pesel="99999999999"),
            broken(sex="K", pesel=lambda facts: pesel_for(facts["born"], "M", 7)),
            broken(pesel=lambda facts: pesel_for(facts["born"] - 40 * day, "K", 9)),
            self.duplicate, self.duplicate, self.equal_to_held, self.no_lp, self.repeated_lp,
        ]  # fmt: skip

    def duplicate(self) -> None:
        """The same name and birth date in another script, a PESEL missing on one side or both."""
        facts = self.facts()
        facts["pesel"] = self.random.choice((None, facts["pesel"]))
        self.lived(self.row(facts), facts)
        surname, given = facts["original"].split(" ", 1)
        again = {**facts, "surname": surname, "given": given, "pesel": None, "remarks": "z innej listy"}
        if facts["pesel"] is None:
            again["pesel"] = self.random.choice((None, pesel_for(facts["born"], facts["sex"][0].upper(), 3)))
        self.lived(self.row(again), again)

    def equal_to_held(self) -> None:
        """Two equal rows: what holds the first holds the second."""
        facts = self.facts(citizen="Polska")
        state = self.random.getstate()
        first = self.list.rows["Uczestnicy"]
        lp = self.row(facts)
        self.random.setstate(state)
        first.append({**first[-1], "Lp.": next(self.numbers)})
        self.lived(lp, facts)

    def no_lp(self) -> None:
        """A row without number, and support that points to nobody."""
        facts = self.facts()
        self.row(facts, lp=None)
        self.list.support(None, ADVICE, self.form(facts["start"]))

    def repeated_lp(self) -> None:
        """Two people with one number: the first one's support."""
        first, second = self.facts(), self.facts()
        lp = self.row(first)
        self.row(second, lp=lp)
        self.lived(lp, first)

    def met(self) -> list[Callable[[], None]]:
        """Return makers of people who stand in several rows with one PESEL."""
        return [self.twice_alike, self.blanks_filled, self.differing, self.details_differ, self.two_surnames, self.exit_and_return, self.three_rows,
                self.held_and_good]  # fmt: skip

    def several(self, *changes: dict[str, Any]) -> None:
        """Write one person down in several rows, each with its changes, support for every row."""
        base = self.facts(sex_is="K")
        base.update(pesel=pesel_for(base["born"], "K", next(self.serial)), sex="K")
        for change in changes:
            facts = {**base, **change, "remarks": next(self.serial)}
            self.lived(self.row(facts), facts)

    def twice_alike(self) -> None:
        """Both partners wrote the same."""
        self.several({"organisation": "Gmina Miasta Sopotu"}, {"organisation": "Fundacja Społecznie Bezpieczni"})

    def blanks_filled(self) -> None:
        """What one row lacks stands in the other."""
        lacking = self.random.sample(sorted(REQUIRED), 3)
        self.several(dict.fromkeys(lacking), {name: REQUIRED[name] for name in lacking})

    def differing(self) -> None:
        """Differing values: the earlier written start decides, whichever row comes first."""
        early, late = datetime.date(2025, 3, 1), datetime.date(2025, 9, 1)
        rows = [
            {"start": early, "end": self.random.choice((None, late, datetime.date(2026, 2, 1))), "status": "bezrobotna",
             "detail": "długotrwale", "group": None, "citizen": "Ukraina", "education": "ISCED 5-8"},
            {"start": late, "end": self.random.choice((None, datetime.date(2025, 12, 1))), "status": "pracująca",
             "detail": "MMŚP", "group": "dziecko", "citizen": "Bułgaria", "education": "ISCED 0-2"},
        ]  # fmt: skip
        self.random.shuffle(rows)
        self.several(*rows)

    def details_differ(self) -> None:
        """A detail that no dictionary knows is written all the same: the other row does not fill it."""
        self.several(
            {"start": datetime.date(2025, 3, 1), "status": "bierna zawodowo", "detail": "opieka", "degurba": None},
            {"start": datetime.date(2025, 4, 1), "status": "bierna zawodowo", "detail": "ucząca się", "degurba": 3,
             "education_end": None, "end": datetime.date(2025, 8, 1)},
        )  # fmt: skip

    def two_surnames(self) -> None:
        """One PESEL under two surnames; a third row without PESEL bears the second one."""
        base = self.facts(sex_is="K", original=None)
        base.update(pesel=pesel_for(base["born"], "K", next(self.serial)), sex="K")
        for values in ({}, {"surname": "Zawadzka"}, {"surname": "Завадзка", "given": base["given"], "pesel": None}):
            facts = {**base, **values, "remarks": next(self.serial)}
            self.lived(self.row(facts), facts)

    def exit_and_return(self) -> None:
        """Two separate periods: one participant, the first start, the last end (R35)."""
        self.several(
            {"start": datetime.date(2025, 2, 1), "end": datetime.date(2025, 5, 31), "status": "bezrobotna"},
            {"start": datetime.date(2026, 1, 12), "end": datetime.date(2026, 3, 20), "status": "pracująca"},
        )

    def three_rows(self) -> None:
        """Three rows, the last start open or closed."""
        starts = [datetime.date(2025, 2, 1), datetime.date(2025, 6, 1), datetime.date(2026, 1, 5)]
        ends = [starts[1] - datetime.timedelta(9), None, self.random.choice((None, datetime.date(2026, 6, 30)))]
        rows = [{"start": start, "end": end} for start, end in zip(starts, ends, strict=True)]
        self.random.shuffle(rows)
        self.several(*rows)

    def held_and_good(self) -> None:
        """One row waits, the other with the same PESEL does not."""
        self.several({"start": START - datetime.timedelta(20)}, {"start": START + datetime.timedelta(20), "end": None})

    def incomplete(self) -> list[Callable[[], None]]:
        """Return makers of people who lack one required datum each."""

        def lacking(**values: Any) -> Callable[[], None]:
            def make() -> None:
                facts = {**self.facts(), **values}
                self.lived(self.row(facts), facts)

            return make

        return [
            lacking(sex=None), lacking(citizen=None), lacking(citizen="Marsjanin"), lacking(education=None),
            lacking(status=None), lacking(status="zajęty"), lacking(place=None), lacking(postcode=None),
            lacking(postcode="8186"), lacking(status="bierna zawodowo", detail="ucząca się", education_end=None),
        ]  # fmt: skip

    def without_support(self) -> None:
        """On the list, never came; another one came without a written start."""
        self.row(self.facts())
        facts = self.facts(start=None, end=None)
        self.lived(self.row(facts), facts)

    def support_mistakes(self) -> None:
        """Support that is refused, beside one that is not."""
        facts = self.facts(start=datetime.date(2026, 3, 2), born=datetime.date(1990, 1, 5), pesel=None)
        lp = self.row(facts)
        for kind, day in (
            (ADVICE, "31.12.2024"), (COURSE, "01.01.2027"), (CULTURE, "30.02.2026"), ("Joga", "03.02.2026"),
            (ADVICE, "15.03.2026"), (ADVICE, "15.03.2026"),
        ):  # fmt: skip
            self.list.support(lp, kind, day)
        self.list.support(99_999, ADVICE, "2026-03-15")

    def citizens(self) -> None:
        """A citizen of another EU state counts, but not as third-country national."""
        for citizen in ("Bułgaria", "Litwa", "Ukraina, Polska", "Ukraina / Bułgaria"):
            facts = self.facts(citizen=citizen)
            self.lived(self.row(facts), facts)
