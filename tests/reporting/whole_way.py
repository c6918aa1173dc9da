"""Worked cases as rows of one list, each with what the rules say of it by hand (``test_the_whole_way``).

``codes`` are the indicators and groups in which the person counts, ``cells`` the columns of the line of SM EFS by
position, ``None`` when there is no line; ``held`` is the reason why the row waits. The days: project of Sopot,
01.01.2025–31.12.2026, window of 28 days.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.workbooks import ADVICE, COURSE, CULTURE, NOT_IMPROVED, PUPIL, ListOfPeople, pesel_for

EU = "Brak polskiego obywatelstwa – obywatel kraju UE"
THIRD = "Brak polskiego obywatelstwa lub UE – obywatel kraju spoza UE/ bezpaństwowiec"
UNEMPLOYED, INACTIVE, EMPLOYED = "Osoba bezrobotna", "Osoba bierna zawodowo", "Osoba pracująca"
SEARCH, STUDY, JOB = "poszukiwanie pracy", "podjęcie nauki lub szkolenia", "podjęcie pracy"
WHO, WORK, LEVEL, ORIGIN = "EECO01", "EECO05", "EECO10", "EECO13 EECO14"
BASE = f"{WHO} {WORK} {LEVEL} {ORIGIN} working_age"
"""A woman of 35 from Ukraine who works, with a secondary education."""
CHILD = f"{WHO} EECO04 EECO06 EECO09 {ORIGIN} children"
LEFT = {"path": "tak", "situation": "Inne"}
Cells = Mapping[int, str]
NO_LINE: Cells = {-1: ""}
"""Counted, and still without a line: something that SM EFS asks is open."""


@dataclass(frozen=True)
class Case:
    """One worked case; ``rows`` writes it into a list and returns the Lp. of its person."""

    name: str
    rows: Callable[[ListOfPeople], int]
    codes: str = ""
    cells: Cells | None = field(default_factory=dict)
    held: str = ""


def one(name: str, codes: str = BASE, cells: Cells | None = None, held: str = "", **values: object) -> Case:
    """A person with one support on the start day."""
    has_line = "EECO01" in codes and cells is not NO_LINE
    return Case(name, lambda people: people.supported(**values), codes, (cells or {}) if has_line else None, held)


def _left(
    name: str, improved: int, findings: list, end: str | None = "2026-06-10", cells: Cells | None = None, **values
):
    def rows(people: ListOfPeople) -> int:
        lp = people.supported(end=end, **{**(LEFT if end else {}), **values})
        for on, *how in findings:
            people.finding(lp, on, *how)
        return lp

    known = {22: end, 26: "Inne", 27: "Tak"} if end else {22: "", 26: "", 27: ""}
    return Case(name, rows, BASE + (" IMPROVED" if improved else ""), {**known, **(cells or {})})


def _events(name: str, result: str, events: list, status: str = "bierna zawodowo", **values) -> Case:
    def rows(people: ListOfPeople) -> int:
        lp = people.supported(status=status, detail="inne", **{"end": "2026-03-31", **LEFT, **values})
        for on, kind in events:
            people.event(lp, on, kind)
        return lp

    work = {"bierna zawodowo": "EECO04", "bezrobotna": "EECO02", "pracująca": "EECO05"}[status]
    return Case(name, rows, f"{WHO} {work} {LEVEL} {ORIGIN} working_age {result}")


def _supports(name: str, days: list, codes: str = BASE, cells: Cells | None = None, **values: object) -> Case:
    def rows(people: ListOfPeople) -> int:
        lp = people.person(**values)
        for kind, on in days:
            people.support(lp, kind, on)
        return lp

    return Case(name, rows, codes, cells if cells is not None or not codes else {})


def _returned(name: str, second: Mapping[str, str], findings: list, improved: int, cells: Cells) -> Case:
    """Unemployed from 01.02. to 31.05.2025, back on 12.01.2026 and employed."""
    serial = sum(map(ord, name)) % 900 + 1

    def rows(people: ListOfPeople) -> int:
        same = {
            "pesel": pesel_for("1990-05-17", serial=serial),
            "surname": f"Powrotna{name}".replace("-", ""),
            "given": "Maryna",
        }
        first = people.supported(on="2025-02-01", end="2025-05-31", status="bezrobotna", detail="inne", **LEFT, **same)
        people.supported(on="2026-01-12", status="pracująca", **second, **same)
        for on in findings:
            people.finding(first, on)
        return first

    codes = f"{WHO} EECO02 {LEVEL} {ORIGIN} working_age" + (" IMPROVED" if improved else "")
    return Case(name, rows, codes, {10: "34", 21: "2025-02-01", 23: UNEMPLOYED, 31: "2025-02-01|2026-01-12", **cells})


def _beside(name: str, codes: str, helped: Mapping[str, object], other: Mapping[str, object]) -> Case:
    """Somebody supported, and somebody beside them who is not."""

    def rows(people: ListOfPeople) -> int:
        lp = people.supported(**helped)
        people.person(**other)
        return lp

    return Case(name, rows, codes)


def _pupil_studies(people: ListOfPeople) -> int:
    lp = people.supported(end="2026-03-31", **LEFT, **PUPIL)
    people.event(lp, "2026-04-05", STUDY)
    return lp


def _improved(people: ListOfPeople, **values: object) -> int:
    lp = people.supported(**values)
    people.finding(lp, "2026-06-15")
    return lp


def _earlier_below(people: ListOfPeople) -> int:
    same = {"pesel": pesel_for("1990-05-17", serial=901), "surname": "Powrotnapod", "given": "Maryna"}
    people.supported(on="2026-01-12", status="pracująca", **same)
    return people.supported(on="2025-02-01", end="2025-05-31", status="bezrobotna", detail="inne", **LEFT, **same)


YOUNG, OLDER = f"{BASE} EECO07", f"{BASE} EECO08"
SENIOR = f"{WHO} {WORK} {LEVEL} {ORIGIN} EECO08 seniors"
NOT = (NOT_IMPROVED, None)
CASES = (
    _supports("A1", [(ADVICE, "12.03.2026")], cells={21: "2026-03-12", 31: "2026-03-12"}, start="2026-03-05"),
    _supports("A2", [], "", start="2026-03-05"),
    _supports(
        "A3", [(ADVICE, "2026-02-02"), (ADVICE, "2026-02-03"), (ADVICE, "2026-02-04"), ("Asystentura osobista", "2026-02-05"), (COURSE, "2026-02-06")],
        cells={21: "2026-02-02", 31: "2026-02-02|2026-02-03|2026-02-04|2026-02-05|2026-02-06"},
    ),
    _returned("A4", {"end": "2026-03-20", **LEFT}, [], 0, {22: "2026-03-20", 26: "Inne", 27: "Tak"}),
    _returned("A4-the-first-result-is-not-kept", {"end": "2026-03-20", **LEFT}, ["2025-06-10"], 0, {22: "2026-03-20"}),
    _returned("A4-the-second-result-counts", {"end": "2026-03-20", **LEFT}, ["2025-06-10", "2026-04-17"], 1, {22: "2026-03-20"}),
    _returned("A4-the-last-exit-tells-the-path", {"end": "2026-03-20", "path": "nie", "situation": "Osoba poszukująca pracy"}, [], 0, {26: "Osoba poszukująca pracy", 27: "Nie"}),
    _returned("A4-still-taking-part", {}, ["2025-06-10"], 0, {22: "", 26: "", 27: ""}),
    _supports("A10", [(ADVICE, "2026-01-12"), (CULTURE, "2026-06-01")], cells={21: "2026-01-12", 31: "2026-01-12|2026-06-01"}),
    _beside("A12", f"{BASE}", {"detail": "szkoła"}, PUPIL),
    one("A13", CHILD, {24: "Osoba ucząca się/odbywająca kształcenie", 25: "2027-06-25"}, **PUPIL),
    _beside("A14", CHILD, PUPIL, {}),
    one("A17", "", None, education=None),
    one("A19", BASE, {37: "Odmowa podania informacji"}, disability="Odmowa podania informacji"),
    one("A20", "", None, sex=None),
    _supports("A21", [(ADVICE, "2024-12-15")], "", start="2026-03-02"),
    _supports("A21-first-day", [(ADVICE, "2025-01-01")], cells={10: "34", 21: "2025-01-01"}, start="2025-01-01"),
    _supports("A22", [(ADVICE, "2027-01-05")], "", start="2026-03-02"),
    _supports("A22-last-day", [(ADVICE, "2026-12-31")], cells={10: "36", 21: "2026-12-31"}, start="2026-12-31"),
    one("A22-written-start-outside", "", None, "start-outside-project", start="2027-01-01"),
    one("A23", BASE, {21: "2026-04-28"}, on="2026-04-28", remarks="pobyt do 30.04.2026"),
    one("A25", BASE, {22: "2026-04-30", 26: "Inne", 27: "Nie"}, end="2026-04-30", **{**LEFT, "path": "nie"}),
    one("B1", f"{WHO} {WORK} {LEVEL} {ORIGIN} EECO06 children", {10: "17"}, born="2008-03-16", on="2026-03-15"),
    one("B2", YOUNG, {10: "18"}, born="2008-03-15", on="2026-03-15"),
    one("B3", YOUNG, {10: "29"}, born="1996-05-04", on="2026-05-03"),
    one("B3-30-on-the-start", BASE, {10: "30"}, born="1996-05-03", on="2026-05-03"),
    one("B5", BASE, {10: "54"}, born="1971-09-02", on="2026-09-01"),
    one("B6", OLDER, {10: "55"}, born="1971-09-01", on="2026-09-01"),
    one("B8", f"{WHO} {WORK} {LEVEL} {ORIGIN} EECO06 children", {10: "17"}, born="2008-02-29", on="2026-02-27"),
    one("B8-the-28th", YOUNG, {10: "18"}, born="2008-02-29", on="2026-02-28"),
    one("B8-30-on-the-28th", BASE, {10: "30"}, born="1996-02-29", on="2026-02-28"),
    one("B8-29-on-the-27th", YOUNG, {10: "29"}, born="1996-02-29", on="2026-02-27"),
    one("B9", CHILD, {10: "17"}, on="2026-06-01", end="2026-09-30", **LEFT, **{**PUPIL, "born": "2008-06-10"}),
    one("B10", CHILD, {10: "6", 11: "Średnie I stopnia lub niższe (ISCED 0–2)"}, on="2026-03-01", **{**PUPIL, "born": "2019-11-05"}),
    one("B-newborn", CHILD, {10: "0"}, on="2026-03-01", **{**PUPIL, "born": "2026-03-01", "detail": "nieuczestnicząca w kształceniu lub szkoleniu", "education_end": None}),
    one("senior-60-on-the-start", SENIOR, {10: "60"}, born="1966-02-02"),
    one("senior-60-a-day-later", OLDER, {10: "59"}, born="1966-02-03"),
    one("senior-65-on-the-start", SENIOR, {9: "Mężczyzna", 10: "65"}, born="1961-02-02", sex="M"),
    one("senior-65-a-day-later", OLDER, {10: "64"}, born="1961-02-03", sex="M"),
    one("senior-man-of-60", OLDER, {10: "60"}, born="1966-02-02", sex="M"),
    one("senior-by-pension", f"{WHO} EECO04 {LEVEL} {ORIGIN} seniors", {23: INACTIVE}, status="bierna zawodowo", detail="emeryt"),
    one("C1", YOUNG.replace(WORK, "EECO02 EECO03"), {23: UNEMPLOYED, 24: "Osoba długotrwale bezrobotna"}, born="2002-01-10", status="bezrobotna", detail="długotrwale"),
    one("C2", YOUNG.replace(WORK, "EECO02"), {23: UNEMPLOYED, 24: "Inne"}, born="2001-01-10", status="bezrobotna", detail="inne"),
    one("C3", YOUNG.replace(WORK, "EECO02 EECO03"), {24: "Osoba długotrwale bezrobotna"}, born="2001-01-10", status="bezrobotna", detail="długotrwale bezrobotna"),
    one("C5", BASE.replace(WORK, "EECO02"), {23: UNEMPLOYED}, status="bezrobotna", detail="ucząca się"),
    one("C6", BASE.replace(WORK, "EECO04"), {23: INACTIVE, 24: "Osoba nieuczestnicząca w kształceniu lub szkoleniu"}, status="bierna zawodowo", detail="nieuczestnicząca w kształceniu lub szkoleniu"),
    one("C7", OLDER, {10: "64", 23: EMPLOYED}, born="1961-12-01", sex="M", detail="emeryt", group="wiek produkcyjny"),
    one("C8", f"{WHO} EECO04 {LEVEL} {ORIGIN} EECO08 seniors", {10: "58", 23: INACTIVE, 24: "Osoba nieuczestnicząca w kształceniu lub szkoleniu"}, born="1967-06-01", sex="M", status="bierna zawodowo", detail="emeryt"),
    one("C10", BASE, {24: "Osoba prowadząca działalność na własny rachunek"}, detail="działalność na własny rachunek"),
    one("C11", CHILD, {11: "Średnie I stopnia lub niższe (ISCED 0–2)", 25: "2028-06-25"}, **{**PUPIL, "born": "2009-03-01", "education_end": "2028-06-25"}),
    one("C12", BASE.replace(LEVEL, "EECO11"), {11: "Wyższe (ISCED 5–8)"}, education="Wyższe (ISCED 5-8)"),
    one("C13", "", None, **{**PUPIL, "education_end": None}),
    one("D1", BASE, {1: THIRD, 33: "Tak", 34: "Tak"}),
    one("D2", BASE.replace(ORIGIN, "EECO14"), {1: EU, 33: "Tak", 34: "Nie"}, citizen="Bułgaria"),
    one("D3", BASE, {1: THIRD, 33: "Tak", 34: "Tak"}, citizen="bezpaństwowiec"),
    one("D4", BASE, {1: THIRD, 33: "Tak", 34: "Tak"}, citizen="obywatelstwo nieustalone"),
    one("D-two-one-of-the-EU", BASE.replace(ORIGIN, "EECO14"), {1: EU, 33: "Tak", 34: "Nie"}, citizen="Ukraina, Bułgaria"),
    one("D-two-of-third-countries", BASE, {1: THIRD, 34: "Tak"}, citizen="Ukraina, Białoruś"),
    one("D-stateless-and-undetermined", BASE, {1: THIRD, 34: "Tak"}, citizen="bezpaństwowiec, obywatelstwo nieustalone"),
    one("D6", "", None, "polish-citizen", citizen="Polska"),
    one("D-two-one-Polish", "", None, "polish-citizen", citizen="Polska, Ukraina"),
    one("D7", CHILD, {1: THIRD, 33: "Tak", 34: "Tak"}, citizen="Wietnam", remarks="urodzona w Gdańsku", **{**PUPIL, "born": "2015-02-01"}),
    one("D11", BASE, {35: "Odmowa podania informacji", 37: "Odmowa podania informacji"}, disability="odmowa", minority="odmawiam podania danych"),
    one("D12", BASE, NO_LINE, homeless=None, remarks="ośrodek dla uchodźców"),
    one("D13", f"{BASE} EECO17", {18: "3"}, degurba="3"),
    one("D-traits", f"{BASE} EECO12 EECO15 EECO16", {35: "Tak", 36: "Tak", 37: "Tak"}, disability="tak", homeless="tak", minority="tak"),
    _events("E1", "EECR04", [("2026-04-05", SEARCH), ("2026-04-20", JOB)]),
    _events("E1-search-last", "EECR01", [("2026-04-05", JOB), ("2026-04-20", SEARCH)]),
    _events("E3", "EECR04", [("2026-04-28", JOB)], "bezrobotna"),
    _events("E4", "", [("2026-04-29", JOB)], "bezrobotna"),
    _events("E4-search-in-time-job-late", "EECR01", [("2026-04-28", SEARCH), ("2026-04-29", JOB)]),
    _events("E4-February", "EECR04", [("2026-03-28", JOB)], end="2026-02-28"),
    _events("E4-February-late", "", [("2026-03-29", JOB)], end="2026-02-28"),
    Case("E6", _pupil_studies, CHILD),
    _events("E7", "", []),
    _events("E8", "", [("2026-04-05", JOB)], "pracująca"),
    _events("E-on-the-day-of-the-end", "EECR04", [("2026-03-31", JOB)]),
    _events("E-before-the-end", "", [("2026-03-30", JOB)]),
    _left("E9", 1, [("2026-07-08",)]),
    _left("E9-day-29", 0, [("2026-07-09",)]),
    _left("E9-day-28-over-the-change-of-the-clock", 1, [("2026-04-12",)], "2026-03-15"),
    _left("E9-day-29-over-the-change-of-the-clock", 0, [("2026-04-13",)], "2026-03-15"),
    _left("E9-day-28-of-February", 1, [("2026-03-29",)], "2026-03-01"),
    _left("E9-the-day-before-the-end", 0, [("2026-06-09",)]),
    _left("E11", 0, [("2026-07-08",)], None),
    _left("E12", 0, []),
    _left("E13", 0, []),
    _left("E15", 1, [("2026-06-20", "stwierdzam poprawę", "wolontariat", "bez zmian w diagnozie")]),
    _left("E16", 1, [("2026-06-20",)], cells={27: "Nie"}, path="nie"),
    _left("E18", 1, [("2027-01-28",)], "2026-12-31"),
    _left("E18-a-day-late", 0, [("2027-01-29",)], "2026-12-31"),
    _left("E-end-is-the-day-of-support-and-of-the-finding", 1, [("2026-02-02",)], "2026-02-02", {21: "2026-02-02", 31: "2026-02-02"}),
    _left("E-two-findings-of-one-day-the-later-says-no", 0, [("2026-06-20",), ("2026-06-20", *NOT)]),
    _left("E-two-findings-of-one-day-the-later-says-yes", 1, [("2026-06-20", *NOT), ("2026-06-20",)]),
    _left("E-the-later-finding-is-late", 1, [("2026-06-20",), ("2026-07-09", *NOT)]),
    Case("E20", lambda people: _improved(people, end="2026-06-10", education=None, **LEFT), "", None),
    Case("E21", lambda people: _improved(people, end="2026-06-10", **LEFT, **{**PUPIL, "born": "2019-11-05"}), f"{CHILD} IMPROVED"),
    one("G1", SENIOR, {6: "44051401458", 7: "Nie", 9: "Mężczyzna", 10: "81"}, born="1944-05-14", sex="M", pesel="44051401458"),
    one("G2", "", None, "pesel-invalid", pesel="44051401459"),
    one("G3", YOUNG, {6: "07231512359", 10: "18"}, born="2007-03-15", sex="M", pesel=7231512359),
    one("G4", YOUNG, {6: "07321512337", 10: "18"}, born="2007-12-15", sex="M", pesel="07321512337"),
    one("G5", SENIOR, {6: "99923100120", 7: "Nie", 9: "Kobieta", 10: "126"}, born="1899-12-31", pesel="99923100120"),
    one("G5-a-day-younger", SENIOR, {6: pesel_for("1900-01-01"), 10: "126"}, born="1900-01-01", pesel=int(pesel_for("1900-01-01"))),
    one("G5-first-day-of-2000", YOUNG, {6: pesel_for("2000-01-01"), 10: "26"}, born="2000-01-01", pesel=int(pesel_for("2000-01-01"))),
    one("G5-wrong-century", "", None, "pesel-mismatch", born="1999-12-31", pesel="99923100120"),
    one("G7", "", None, "pesel-invalid", born="1990-03-02", sex="M", pesel="90023012340"),
    one("G-wrong-sex", "", None, "pesel-mismatch", sex="M", pesel=pesel_for("1990-05-17", "K", 7)),
    one("row-born-after-the-start", "", None, "birth-date", born="2026-02-03"),
    one("row-PESEL-of-2100", "", None, "birth-date", born="2100-05-17", pesel="00451700005"),
    one("row-ends-on-the-start", BASE, {21: "2026-02-02", 22: "2026-02-02"}, end="2026-02-02", **LEFT),
    one("row-ends-before-the-start", "", None, "end-before-start", end="2026-02-01"),
    one("row-of-a-group-against-the-age", BASE.replace("working_age", "children"), {10: "35"}, group="dziecko"),
    one("row-of-an-unknown-citizenship", "", None, citizen="Atlantyda"),
    one("row-without-sex-beside-a-PESEL", "", None, sex=None, pesel=pesel_for("1990-05-17", "K", 11)),
    one("row-postcode-as-a-number", BASE, {17: "81-862"}, postcode=81862),
    _supports(
        "row-supported-after-the-end", [(ADVICE, "2026-02-02"), (ADVICE, "2026-03-11")],
        cells={22: "2026-03-10", 31: "2026-02-02|2026-03-11"}, end="2026-03-10", **LEFT,
    ),
    _supports(
        "row-supported-before-the-written-start", [(ADVICE, "2026-01-15")],
        cells={21: "2026-01-15", 31: "2026-01-15"}, start="2026-02-02",
    ),
    Case(
        "row-of-the-earlier-entry-stands-below", _earlier_below, BASE.replace(WORK, "EECO02"),
        {21: "2025-02-01", 22: "", 23: UNEMPLOYED, 26: "", 27: ""},
    ),
    one("H1", BASE, {8: "", 12: "Polska", 13: "pomorskie", 17: "81-862", 38: "", 39: "", 40: "", 41: ""}, postcode="81862"),
    one("H3", BASE, {11: "Ponadgimnazjalne (ISCED 3) lub policealne (ISCED 4)"}, education="ISCED 3"),
    one("H6", BASE, {22: "", 26: "", 27: ""}),
)  # fmt: skip
