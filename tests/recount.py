"""A second, naive count of a participants workbook, in plain Python and without any code of the product.

It reads the cells by itself and follows the written rules of import and counting; the tests hold the product against it.
"""

import datetime
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl

from tests.cells import (
    citizens,
    completed_years,
    day,
    lp_of,
    pesel_facts,
    pesel_of,
    plain,
    sheet_rows,
    skeleton,
)

KINDS = {
    "doradztwo edukacyjno-zawodowe": "career-advice-pupils",
    "doradztwo zawodowe": "career-advice-adults",
    "dzialania kulturalne i integracyjne": "culture-integration",
    "asystentura osobista": "personal-assistant",
    "kurs jezyka polskiego": "polish-course",
}
SEXES = {"k": "K", "kobieta": "K", "m": "M", "mezczyzna": "M"}
ANSWERS = {"tak": "yes", "nie": "no", "odmowa": "refused"}
EDUCATION = {"isced 0-2": "EECO09", "isced 3-4": "EECO10", "isced 5-8": "EECO11"}
STATUS = {"bezrobotna": "EECO02", "bierna zawodowo": "EECO04", "pracujaca": "EECO05"}
GROUPS = {"dziecko": "children", "emeryt": "seniors", "wiek produkcyjny": "working_age"}
EVENTS = {
    "poszukiwanie pracy": "EECR01",
    "podjecie nauki lub szkolenia": "EECR02",
    "uzyskanie kwalifikacji": "EECR03",
    "podjecie pracy": "EECR04",
}
TARGETS = {"EECO01": 207, "IMPROVED": 191, "children": 100, "seniors": 10, "working_age": 97}
CODES = [f"EECO{n:02}" for n in range(1, 20)] + [f"EECR{n:02}" for n in range(1, 5)] + ["IMPROVED"]


@dataclass
class Somebody:
    """One person: the rows that tell of them, and what happened to them."""

    rows: list[tuple[int, int, dict]] = field(default_factory=list)
    support: list[tuple[datetime.date, str, Decimal]] = field(default_factory=list)
    findings: list[dict] = field(default_factory=list)
    second_person: bool = False
    events: list[tuple[datetime.date, str]] = field(default_factory=list)

    def value(self, heading: str):
        """Return the value of the row with the earliest written start that has one."""
        ranked = sorted(self.rows, key=lambda r: day(r[2]["data rozpoczecia udzialu"]) or datetime.date.max)
        return next((r[2].get(heading) for r in ranked if plain(r[2].get(heading))), None)

    @property
    def end(self) -> datetime.date | None:
        """The later end; none when the row that starts last is still open."""
        starts = [day(r[2]["data rozpoczecia udzialu"]) for r in self.rows]
        last = [
            day(r[2]["data zakonczenia udzialu"]) for r, s in zip(self.rows, starts, strict=True) if s == max(starts)
        ]
        if not any(last):
            return None
        return max(e for r in self.rows if (e := day(r[2]["data zakonczenia udzialu"])))

    @property
    def pupil(self) -> bool:
        """Inactive and learning."""
        return self.status == "EECO04" and plain(self.value("w tym")) == "uczaca sie"

    @property
    def status(self) -> str | None:
        """The code of the labour status."""
        return STATUS.get(plain(self.value("status na rynku pracy")))

    @property
    def start(self) -> datetime.date | None:
        """The day of the first valid support."""
        return min((s[0] for s in self.support), default=None)

    @property
    def missing(self) -> list[str]:
        """Required data that no row gives."""
        known = {
            "sex": SEXES.get(plain(self.value("plec"))),
            "birth_date": day(self.value("data urodzenia")),
            "citizenship": citizens(self.value("obywatelstwo")) not in (set(), {None}),
            "education": EDUCATION.get(plain(self.value("wyksztalcenie"))),
            "labour_status": self.status,
            "place": self.value("miejscowosc"),
            "postcode": re.fullmatch(r"\d\d-?\d{3}", plain(self.value("kod pocztowy"))),
            "education_end": not self.pupil or self.value("planowana data zakonczenia edukacji"),
        }
        return [name for name, present in known.items() if not present]

    @property
    def counted(self) -> bool:
        """Support and every required datum."""
        return self.start is not None and not self.missing

    @property
    def group(self) -> str:
        """The written group, else the proposed one."""
        written = GROUPS.get(plain(self.value("grupa")))
        age = completed_years(day(self.value("data urodzenia")), self.start)
        if written or age < 18:
            return written or "children"
        limit = 60 if SEXES[plain(self.value("plec"))] == "K" else 65
        return "seniors" if age >= limit or plain(self.value("w tym")) == "emeryt" else "working_age"

    def codes(self) -> list[tuple[str, datetime.date]]:
        """Return every indicator that the person counts in, with the day on which it counts."""
        born, start = day(self.value("data urodzenia")), self.start
        age = completed_years(born, start)
        found = ["EECO01", self.status, EDUCATION[plain(self.value("wyksztalcenie"))], "EECO14", self.group]
        if self.status == "EECO02" and plain(self.value("w tym")) == "dlugotrwale":
            found.append("EECO03")
        found += ["EECO06"] * (age < 18) + ["EECO07"] * (18 <= age <= 29) + ["EECO08"] * (age >= 55)
        for code, heading in (("EECO12", "niepelnosprawnosc"), ("EECO15", "mniejszosc"), ("EECO16", "bezdomnosc")):
            found += [code] * (ANSWERS.get(plain(self.value(heading))) == "yes")
        found += ["EECO13"] * (citizens(self.value("obywatelstwo")) == {"third"})
        found += ["EECO17"] * plain(self.value("degurba")).startswith("3")
        return [(code, start) for code in found] + self.results()

    def results(self) -> list[tuple[str, datetime.date]]:
        """Return the results inside the 28 days after the end."""
        if not self.end:
            return []
        window = (self.end, self.end + datetime.timedelta(days=28))
        found = []
        complete = [f for f in self.findings if f["complete"] and window[0] <= f["on"] <= window[1]]
        if self.second_person:
            complete = [f for f in complete if f["confirmed"]]
        if complete:
            last = sorted(complete, key=lambda f: f["on"])[-1]
            found += [("IMPROVED", last["on"])] * last["improved"]
        inside = [e for e in self.events if window[0] <= e[0] <= window[1]]
        work = sorted((e for e in inside if e[1] in ("EECR01", "EECR04")), key=lambda e: e[0])
        if work:
            on, code = work[-1]
            allowed = self.status == "EECO04" if code == "EECR01" else self.status != "EECO05"
            found += [(code, on)] * allowed
        for code in ("EECR02", "EECR03"):
            days = [on for on, kind in inside if kind == code]
            if days and not (code == "EECR02" and self.pupil):
                found.append((code, min(days)))
        return found


@dataclass
class OwnCount:
    """An indicator that a project built itself, counted naively: when people count, and the filters by code."""

    when: str
    filters: dict = field(default_factory=dict)

    def days(self, person: Somebody) -> list[datetime.date]:
        """Return every day on which the person counts, the first one first; none when a filter leaves them out."""
        if not person.counted or not all(self._meets(person, *each) for each in self.filters.items()):
            return []
        kinds = self.filters.get("kind")
        given = sorted(on for on, kind, _hours in person.support if not kinds or kind in kinds)
        if self.when in ("first-support", "any-support"):
            return given[: 1 if self.when == "first-support" else None]
        days = self._own_days(person)
        return [on for on in days if not kinds or (given and given[0] <= on)]

    def _own_days(self, person: Somebody) -> list[datetime.date]:
        if self.when == "enrolled":
            return [person.start]
        if not person.end:
            return []
        if self.when == "left":
            return [person.end]
        window = (person.end, person.end + datetime.timedelta(days=28))
        if self.when == "finding":
            complete = [f for f in person.findings if f["complete"] and window[0] <= f["on"] <= window[1]]
            last = sorted(complete, key=lambda f: f["on"])[-1:]
            said = self.filters.get("outcome", ["improved", "not-improved"])
            return [f["on"] for f in last if ("improved" if f["improved"] else "not-improved") in said]
        code = {"job-search": "EECR01", "education": "EECR02", "qualification": "EECR03", "job": "EECR04"}[self.when]
        inside = [e for e in person.events if window[0] <= e[0] <= window[1]]
        if code in ("EECR02", "EECR03"):
            return sorted(on for on, kind in inside if kind == code)[:1]
        work = sorted((e for e in inside if e[1] in ("EECR01", "EECR04")), key=lambda e: e[0])[-1:]
        return [on for on, kind in work if kind == code]

    def _meets(self, person: Somebody, code: str, chosen: list) -> bool:
        if code in ("kind", "outcome"):
            return True
        if code == "age":
            age = completed_years(day(person.value("data urodzenia")), person.start)
            return chosen[0] <= age <= chosen[1]
        said = {
            "sex": SEXES.get(plain(person.value("plec"))),
            "group": person.group,
            "disability": ANSWERS.get(plain(person.value("niepelnosprawnosc"))),
            "labour_status": {"EECO02": "unemployed", "EECO04": "inactive", "EECO05": "employed"}[person.status],
            "education": EDUCATION[plain(person.value("wyksztalcenie"))],
            "place": person.value("miejscowosc"),
            "citizenship": {"third": "third-country", "union": "eu"}.get(
                "union" if "union" in citizens(person.value("obywatelstwo")) else "third"
            ),
        }[code]
        named = {"EECO09": "isced-0-2", "EECO10": "isced-3-4", "EECO11": "isced-5-8"}.get(said, said)
        return named in chosen

    def figures(self, people: list[Somebody], first: datetime.date, last: datetime.date) -> tuple[int, int]:
        """Return how many people count in the period, and up to its end."""
        days = [self.days(person) for person in people]
        return sum(any(first <= on <= last for on in each) for each in days), sum(
            any(on <= last for on in each) for each in days
        )


class Recount:
    """What a workbook must give: the import's figures, and the table of any period."""

    def __init__(self, path, start: datetime.date, end: datetime.date, confirmed: set | None = None):
        """Read the workbook at ``path`` for a project from ``start`` to ``end``.

        ``confirmed``, in a project with a second person: the Lp. and the day of the findings that one has confirmed.
        """
        self.start, self.end, self.confirmed = start, end, confirmed
        book = openpyxl.load_workbook(path)
        self.rows = sheet_rows(book, "Uczestnicy")
        self.held, self.people, self.merged, self.refused = [], [], 0, Counter()
        self._by_lp: dict[int, Somebody | None] = {}
        self._sort_rows()
        self._read_support(sheet_rows(book, "Wsparcie"))
        self._read_findings(sheet_rows(book, "Zakonczenie"))
        self._read_events(sheet_rows(book, "Zdarzenia"))

    def _sort_rows(self) -> None:
        by_pesel: dict[str, Somebody] = {}
        taken, held_contents = [], {}
        for number, row in self.rows:
            lp, pesel, born = lp_of(row["lp."]), pesel_of(row["pesel"]), day(row["data urodzenia"])
            repeated = lp is None or lp in self._by_lp
            reason = self._reason(row, pesel) or ("lp" if repeated else None)
            names = {
                skeleton(f"{row['nazwisko'] or ''} {row['imie'] or ''}"),
                skeleton(row["nazwisko i imie w oryginale"]),
            }
            names.discard("")
            content = tuple(str(value) for heading, value in row.items() if heading != "lp.")
            person = by_pesel.get(pesel) if pesel else None
            if not reason and not person and any(b == born and n & names and not (p and pesel) for b, n, p in taken):
                reason = "possible-duplicate"
            reason = reason or held_contents.get(content)
            if reason:
                held_contents.setdefault(content, "possible-duplicate" if reason == "lp" else reason)
                self.held.append((number, lp, reason))
                person = None
            else:
                taken.append((born, names, pesel))
                self.merged += person is not None
                if person is None:
                    person = by_pesel[pesel] = Somebody()
                    self.people.append(person)
                person.rows.append((number, lp, row))
            if not repeated:
                self._by_lp[lp] = person

    def _reason(self, row: dict, pesel: str) -> str | None:
        born, start = day(row["data urodzenia"]), day(row["data rozpoczecia udzialu"])
        end = day(row["data zakonczenia udzialu"])
        facts = pesel_facts(pesel) if pesel else None
        if pesel and not facts:
            return "pesel-invalid"
        sex = SEXES.get(plain(row["plec"]))
        if facts and ((isinstance(born, datetime.date) and facts[0] != born) or (sex and facts[1] != sex)):
            return "pesel-mismatch"
        if not isinstance(born, datetime.date) or (isinstance(start, datetime.date) and born > start):
            return "birth-date"
        if start is not None and not (isinstance(start, datetime.date) and self.start <= start <= self.end):
            return "start-outside-project"
        if end is not None and not (isinstance(end, datetime.date) and (start is None or end >= start)):
            return "end-before-start"
        return "polish-citizen" if "polish" in citizens(row["obywatelstwo"]) else None

    def _somebody(self, row: dict) -> Somebody | None:
        return self._by_lp.get(lp_of(row["lp. uczestnika"]))

    def _read_support(self, rows: list) -> None:
        for _, row in rows:
            on, kind, person = day(row["data"]), KINDS.get(plain(row["rodzaj wsparcia"])), self._somebody(row)
            if lp_of(row["lp. uczestnika"]) not in self._by_lp:
                self.refused["lp"] += 1
            elif not isinstance(on, datetime.date) or not self.start <= on <= self.end:
                self.refused["date"] += 1
            elif not kind:
                self.refused["kind"] += 1
            elif person:
                person.support.append((on, kind, Decimal(str(row["liczba godzin"]).replace(",", "."))))

    def _read_findings(self, rows: list) -> None:
        for _, row in rows:
            person, on = self._somebody(row), day(row["data oceny"])
            if person and isinstance(on, datetime.date):
                improved = plain(row["stwierdzenie"]) == "stwierdzam poprawe"
                complete = all(plain(row[h]) for h in ("uzasadnienie", "oceniajacy"))
                complete = complete and (not improved or bool(re.sub(r"[;\s]", "", plain(row["kategorie poprawy"]))))
                confirmed = (lp_of(row["lp. uczestnika"]), on) in (self.confirmed or ())
                person.second_person = self.confirmed is not None
                person.findings.append({"on": on, "improved": improved, "complete": complete, "confirmed": confirmed})

    def _read_events(self, rows: list) -> None:
        for _, row in rows:
            person, on = self._somebody(row), day(row["data"])
            if person and isinstance(on, datetime.date):
                person.events.append((on, EVENTS[plain(row["zdarzenie"])]))

    @property
    def incomplete(self) -> list[tuple[int, int, list[str]]]:
        """Row, Lp. and missing data of everybody whose data do not suffice."""
        found = [(*min(p.rows, key=lambda r: r[0])[:2], p.missing) for p in self.people if p.missing]
        return sorted(found)

    def table(self, first: datetime.date, last: datetime.date) -> dict:
        """Return period and cumulative of every code and group, and the support inside the period."""
        period, cumulative = defaultdict(Counter), defaultdict(Counter)
        support = defaultdict(lambda: [set(), 0, Decimal(0)])
        for number, person in enumerate(self.people):
            if not person.counted:
                continue
            sex = SEXES[plain(person.value("plec"))]
            for code, on in person.codes():
                if on <= last:
                    cumulative[code].update((sex, "all"))
                    if on >= first:
                        period[code].update((sex, "all"))
            for on, kind, hours in person.support:
                if first <= on <= last:
                    entry = support[kind]
                    entry[0].add(number)
                    entry[1] += 1
                    entry[2] += hours
        return {"period": period, "cumulative": cumulative, "support": support}

    def figures(self, first: datetime.date, last: datetime.date) -> dict[str, tuple]:
        """Return one flat line per figure, in a form that ``figures_of`` gives for the product's JSON as well."""
        table = self.table(first, last)
        lines = {}
        for code in [*CODES, "children", "seniors", "working_age"]:
            target = TARGETS.get(code)
            done = table["cumulative"][code]["all"]
            percent = Decimal(100 * done) / target if target else None
            for part in ("period", "cumulative"):
                counts = table[part][code]
                sexes = (None, None) if code in ("EECO18", "EECO19") else (counts["K"], counts["M"])
                lines[f"{code} {part}"] = (*sexes, counts["all"])
            lines[f"{code} percent"] = target and str(percent.quantize(Decimal("0.01"), ROUND_HALF_UP))
        for kind in KINDS.values():
            people, deliveries, hours = table["support"].get(kind, (set(), 0, Decimal(0)))
            lines[f"{kind} support"] = (len(people), deliveries, f"{hours:.2f}")
        return lines


def figures_of(answer: dict) -> dict[str, tuple]:
    """Flatten the product's JSON of the indicator table to the lines of ``Recount.figures``."""
    lines = {}
    for entry in [*answer["indicators"], *answer["groups"]]:
        for part in ("period", "cumulative"):
            counts = entry[part]
            lines[f"{entry['code']} {part}"] = (counts["women"], counts["men"], counts["total"])
        lines[f"{entry['code']} percent"] = entry["percent"]
    for entry in answer["support"]:
        lines[f"{entry['code']} support"] = (entry["persons"], entry["deliveries"], entry["hours"])
    return lines


def truth() -> dict:
    """Return what the city's workbook must report."""
    return json.loads((Path(__file__).parent / "data" / "truth.json").read_text(encoding="utf-8"))
