"""An independent reader of the file of SM EFS: the 43 headers by heart, counting as the authority does."""

import csv
import datetime
import io

HEADERS = (
    "Numer projektu", "Obywatelstwo", "Rodzaj uczestnika", "Nazwa instytucji", "Imię", "Nazwisko",
    "PESEL/Inny identyfikator", "brak PESEL", "Techniczny identyfikator uczestnika", "Płeć",
    "Wiek w chwili przystąpienia do projektu", "Wykształcenie", "Kraj", "Województwo", "Powiat", "Gmina",
    "Miejscowość", "Kod pocztowy", "Obszar według stopnia urbanizacji (DEGURBA)", "Telefon kontaktowy", "Adres e-mail",
    "Data rozpoczęcia udziału w projekcie", "Data zakończenia udziału w projekcie",
    "Status osoby na rynku pracy w chwili przystąpienia do projektu", "w tym",
    "Planowana data zakończenia edukacji (w placówce edukacyjnej, w której skorzystano ze wsparcia)",
    "Sytuacja osoby w momencie zakończenia udziału w projekcie",
    "Zakończenie udziału osoby w projekcie zgodnie z zaplanowaną dla niej ścieżką uczestnictwa", "Zakres wsparcia",
    "Rodzaj przyznanego wsparcia", "w tym", "Data rozpoczęcia udziału we wsparciu",
    "Data założenia działalności gospodarczej", "Osoba obcego pochodzenia", "Obywatel państwa trzeciego",
    "Osoba należąca do mniejszości narodowej lub etnicznej (w tym społeczności marginalizowane)",
    "Osoba bezdomna lub dotknięta wykluczeniem z dostępu do mieszkań", "Osoba z niepełnosprawnościami", "Data dodania",
    "Użytkownik, który dodał uczestnika", "Data modyfikacji", "Użytkownik modyfikujący", "Uwagi",
)  # fmt: skip
BOM = b"\xef\xbb\xbf"
THIRD = "Brak polskiego obywatelstwa lub UE – obywatel kraju spoza UE/ bezpaństwowiec"
GOOD = {
    0: "FEPM.05.15-IZ.00-0001/24", 1: THIRD, 2: "Indywidualny", 4: "Olena", 5: "Petrenko", 6: "90051712349", 7: "Nie",
    9: "Kobieta", 10: "35", 11: "Wyższe (ISCED 5–8)", 12: "Polska", 13: "pomorskie", 14: "Sopot", 15: "Sopot",
    16: "Sopot", 17: "81-862", 18: "1", 19: "512334218", 21: "2026-02-02", 23: "Osoba pracująca", 24: "Inne",
    28: "Aktywizacja społeczna i zawodowa", 29: "doradztwo/konsultacje", 30: "doradztwo zawodowe", 31: "2026-02-02",
    33: "Tak", 34: "Tak", 35: "Nie", 36: "Nie", 37: "Nie",
}  # fmt: skip
"""A complete line, of a woman of 35 who works and still takes part."""


def row(**changes: str) -> list[str]:
    """Return a good line with some columns changed: ``row(c9="Mężczyzna")``."""
    cells = {**GOOD, **{int(name[1:]): value for name, value in changes.items()}}
    return [cells.get(place, "") for place in range(43)]


def file_of(*rows: list[str], headers=HEADERS, separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """Return a listing as another program would write it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerows([headers, *rows])
    return out.getvalue().encode(encoding)


def rows_of(content: bytes) -> list[list[str]]:
    """Return the lines below the header; the form of the bytes is asserted on the way."""
    assert content.startswith(BOM)
    text = content.removeprefix(BOM).decode("utf-8")
    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r\n")
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert tuple(header) == HEADERS
    assert {len(each) for each in rows} <= {43}
    return rows


def counts_of(rows: list[list[str]]) -> dict[str, tuple[int, int]]:
    """Count women and men of each common indicator from the columns alone."""
    asked = {
        "EECO01": lambda r: True,
        "EECO02": lambda r: r[23] == "Osoba bezrobotna",
        "EECO03": lambda r: r[24] == "Osoba długotrwale bezrobotna",
        "EECO04": lambda r: r[23] == "Osoba bierna zawodowo",
        "EECO05": lambda r: r[23] == "Osoba pracująca",
        "EECO06": lambda r: int(r[10]) < 18,
        "EECO07": lambda r: 18 <= int(r[10]) <= 29,
        "EECO08": lambda r: int(r[10]) >= 55,
        "EECO09": lambda r: r[11].endswith("(ISCED 0–2)"),
        "EECO10": lambda r: "(ISCED 3)" in r[11],
        "EECO11": lambda r: r[11].endswith("(ISCED 5–8)"),
        "EECO12": lambda r: r[37] == "Tak",
        "EECO13": lambda r: r[34] == "Tak",
        "EECO14": lambda r: r[33] == "Tak",
        "EECO15": lambda r: r[35] == "Tak",
        "EECO16": lambda r: r[36] == "Tak",
        "EECO17": lambda r: r[18] == "3",
    }
    return {
        code: tuple(sum(r[9] == sex and of(r) for r in rows) for sex in ("Kobieta", "Mężczyzna"))
        for code, of in asked.items()
    }


def days_of(cell: str) -> list[datetime.date]:
    """Return the days of a packed list."""
    return [datetime.date.fromisoformat(item) for item in cell.split("|")]
