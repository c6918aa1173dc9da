"""Makes participants workbooks for tests: a complete adult unless told otherwise, any mistake on demand."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl

HEADINGS = {
    "Uczestnicy": (
        "Lp.", "Nazwisko", "Imię", "Nazwisko i imię w oryginale", "Płeć", "Data urodzenia", "PESEL", "Obywatelstwo",
        "Telefon", "E-mail", "Język kontaktu", "Miejscowość", "Kod pocztowy", "Grupa", "Wykształcenie",
        "Status na rynku pracy", "w tym", "Planowana data zakończenia edukacji", "Niepełnosprawność", "Bezdomność",
        "Mniejszość", "Data rozpoczęcia udziału", "Data zakończenia udziału", "Zgodnie ze ścieżką", "Realizator",
        "Klauzula RODO (data)", "Uwagi", "DEGURBA", "Sytuacja po zakończeniu",
    ),
    "Wsparcie": ("Lp. uczestnika", "Rodzaj wsparcia", "Data", "Liczba godzin", "Prowadzący"),
    "Diagnozy": ("Lp. uczestnika", "Etap", "Data", "społeczny", "zawodowy", "edukacyjny", "kulturalny", "zdrowotny"),
    "Zakonczenie": (
        "Lp. uczestnika", "Data oceny", "Stwierdzenie", "Kategorie poprawy", "Uzasadnienie", "Oceniający",
    ),
    "Zdarzenia": ("Lp. uczestnika", "Data", "Zdarzenie"),
}  # fmt: skip
NAMES = {
    "lp": "Lp.", "surname": "Nazwisko", "given": "Imię", "original": "Nazwisko i imię w oryginale", "sex": "Płeć",
    "born": "Data urodzenia", "pesel": "PESEL", "citizen": "Obywatelstwo", "phone": "Telefon", "email": "E-mail",
    "language": "Język kontaktu", "place": "Miejscowość", "postcode": "Kod pocztowy", "group": "Grupa",
    "education": "Wykształcenie", "status": "Status na rynku pracy", "detail": "w tym",
    "education_end": "Planowana data zakończenia edukacji", "disability": "Niepełnosprawność",
    "homeless": "Bezdomność", "minority": "Mniejszość", "start": "Data rozpoczęcia udziału",
    "end": "Data zakończenia udziału", "path": "Zgodnie ze ścieżką", "organisation": "Realizator",
    "notice": "Klauzula RODO (data)", "remarks": "Uwagi", "degurba": "DEGURBA",
    "situation": "Sytuacja po zakończeniu",
}  # fmt: skip
ADULT = {
    "sex": "K", "born": "1990-05-17", "citizen": "Ukraina", "place": "Sopot", "postcode": "81-862",
    "education": "ISCED 3-4", "status": "pracująca", "detail": "inne", "disability": "nie", "homeless": "nie",
    "minority": "nie", "start": "2026-02-02", "organisation": "Gmina Miasta Sopotu", "notice": "2026-02-01",
}  # fmt: skip
PUPIL = {
    "born": "2013-05-17", "group": "dziecko", "education": "ISCED 0-2", "status": "bierna zawodowo",
    "detail": "ucząca się", "education_end": "2027-06-25",
}  # fmt: skip
ADVICE, CULTURE, COURSE = "Doradztwo zawodowe", "Działania kulturalne i integracyjne", "Kurs języka polskiego"
IMPROVED, NOT_IMPROVED = "stwierdzam poprawę", "nie stwierdzam poprawy"
_surnames = count(1)


def pesel_for(born: str | datetime.date, sex: str = "K", serial: int = 0) -> str:
    """Return a valid PESEL of the years 1900–2099."""
    day = born if isinstance(born, datetime.date) else datetime.date.fromisoformat(born)
    month = day.month + (20 if day.year >= 2000 else 0)
    digits = f"{day:%y}{month:02}{day:%d}{serial:03}{2 * (serial % 5) + (sex == 'M')}"
    total = sum(int(d) * w for d, w in zip(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3), strict=True))
    return f"{digits}{-total % 10}"


@dataclass
class ListOfPeople:
    """A workbook in the making: rows by sheet, in the order of adding."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in HEADINGS})

    def person(self, lp: Any = ..., **values: Any) -> int:
        """Add a complete adult with the given differences; a letter surname of its own unless named."""
        number = len(self.rows["Uczestnicy"]) + 1
        surname = "Unikat" + "".join("bdfklmnprs"[int(d)] + "a" for d in str(next(_surnames)))
        facts = {**ADULT, "surname": surname, "given": "Maryna", **values, "lp": number if lp is ... else lp}
        self.rows["Uczestnicy"].append({NAMES[name]: value for name, value in facts.items()})
        return facts["lp"]

    def supported(self, *, on: Any = "2026-02-02", **values: Any) -> int:
        """Add a person with one delivery of support on that day, which is also the written start."""
        lp = self.person(**{"start": on, **values})
        self.support(lp, on=on)
        return lp

    def support(self, lp: Any, kind: str = CULTURE, on: Any = "2026-02-02", hours: Any = 2) -> None:
        """Add one delivery."""
        self._add("Wsparcie", lp, kind, on, hours, "M. Zielińska")

    def finding(self, lp: Any, on: Any, outcome: str = IMPROVED, categories: Any = "podjęcie wolontariatu",
                reason: Any = "rozmowa", assessor: Any = "A. Nowak") -> None:  # fmt: skip
        """Add a finding at exit, complete unless told otherwise."""
        self._add("Zakonczenie", lp, on, outcome, categories, reason, assessor)

    def event(self, lp: Any, on: Any, kind: str) -> None:
        """Add an event after leaving."""
        self._add("Zdarzenia", lp, on, kind)

    def diagnosis(self, lp: Any, stage: str = "początkowa", on: Any = "2026-02-02", level: int = 2) -> None:
        """Add a diagnosis with one level in all areas."""
        self._add("Diagnozy", lp, stage, on, *[level] * 5)

    def _add(self, sheet: str, *values: Any) -> None:
        self.rows[sheet].append(dict(zip(HEADINGS[sheet], values, strict=True)))

    def save(
        self,
        path: Path,
        *,
        title: str | None = "Lista uczestników",
        headings: dict[str, Iterable[str]] | None = None,
        written: Any = str,
        sheets: Iterable[str] = tuple(HEADINGS),
    ) -> Path:
        """Write the workbook; ``headings`` reorders columns, ``written`` changes how a heading is spelled."""
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name in sheets:
            sheet = book.create_sheet(name)
            columns = list((headings or {}).get(name, HEADINGS[name]))
            if title and name == "Uczestnicy":
                sheet.append([title])
                sheet.append([])
            sheet.append([written(column) for column in columns])
            for row in self.rows[name]:
                sheet.append([row.get(column) for column in columns])
        book.save(path)
        return path
