"""Parse one row of the sheet of people; what cannot be read is said, never guessed."""

import datetime
import re
from dataclasses import dataclass, field
from typing import Any

from beneficiaries.importers import wordings
from beneficiaries.rules.citizenship import citizenship_class
from beneficiaries.rules.countries import names_poland, read_citizenships
from beneficiaries.rules.pesel import InvalidPesel, Pesel, disagrees, read_pesel
from portal.imports.reading import Cell, Unreadable, Wordings, date, heading, is_blank, lp, text
from portal.imports.workbook import SheetRow
from portal.programmes.models import GrantProject

_HEADINGS = {heading(written): name for name, headings in wordings.COLUMNS.items() for written in headings}
_AS_NUMBER = re.compile(r"^'|\.0+$")
"""What programs leave of a number that was to be a text, and of a text that was to be a number."""


@dataclass
class PersonRow:
    """The values of one row. ``unreadable`` names fields that hold something that cannot be read."""

    row: SheetRow
    lp: Any
    values: dict[str, Any]
    pesel: Pesel | None = None
    pesel_is_invalid: bool = False
    unreadable: set[str] = field(default_factory=set)

    @property
    def names(self) -> tuple[str, ...]:
        """All written forms of the name."""
        latin = f"{self.values['surname']} {self.values['given_names']}".strip()
        return tuple(name for name in (latin, self.values["original_name"]) if name)

    @property
    def start(self) -> datetime.date | None:
        """The written start."""
        return self.values["start"]

    @property
    def end(self) -> datetime.date | None:
        """The written end."""
        return self.values["end"]


def columns_of(headings: dict[str, str]) -> dict[str, str]:
    """Return field name → normalised heading for the columns that the product reads.

    Of several columns with one meaning the first counts.
    """
    found: dict[str, str] = {}
    for name in headings:
        if name in _HEADINGS:
            found.setdefault(_HEADINGS[name], name)
    return found


def parse_person(row: SheetRow, columns: dict[str, str], project: GrantProject) -> PersonRow:
    """Read one row; problems go into ``unreadable`` and the caller decides what they mean."""
    cell = {name: row.cells.get(columns[name]) if name in columns else None for name in wordings.COLUMNS}
    parsed = PersonRow(row, lp(cell["lp"]), {})
    _names(parsed, cell)
    _dates(parsed, cell)
    _words(parsed, cell)
    _pesel(parsed, cell)
    _place(parsed, cell, project)
    for name in ("phone", "email", "address", "exit_situation", "remarks"):
        parsed.values[name] = "" if is_blank(cell[name]) else text(cell[name])
    return parsed


def _names(parsed: PersonRow, cell: dict[str, Cell]) -> None:
    for name in ("surname", "given_names", "original_name"):
        plain = "" if is_blank(cell[name]) else text(cell[name])[:120]
        parsed.values[name] = plain.title() if plain.isupper() and len(plain) > 2 else plain  # noqa: PLR2004


def _dates(parsed: PersonRow, cell: dict[str, Cell]) -> None:
    for name in ("birth_date", "start", "end", "education_end", "notice_on"):
        try:
            parsed.values[name] = date(cell[name])
        except Unreadable:
            parsed.values[name] = None
            parsed.unreadable.add(name)


def _words(parsed: PersonRow, cell: dict[str, Cell]) -> None:
    dictionaries: dict[str, Wordings] = {
        "sex": wordings.SEX, "education": wordings.EDUCATION, "labour_status": wordings.LABOUR_STATUS,
        "disability": wordings.ANSWER, "homelessness": wordings.PLAIN_ANSWER, "minority": wordings.ANSWER,
        "path_completed": wordings.ANSWER, "contact_language": wordings.CONTACT_LANGUAGE,
    }  # fmt: skip
    for name, dictionary in dictionaries.items():
        found = dictionary.find(cell[name])
        parsed.values[name] = found or ""
        if found is None:
            parsed.unreadable.add(name)
    parsed.values["labour_detail"] = wordings.LABOUR_DETAIL.find(cell["labour_detail"]) or ""
    if not parsed.values["labour_detail"] and wordings.EMPLOYER.find(cell["labour_detail"]) is None:
        parsed.unreadable.add("labour_detail")
    parsed.values["labour_detail_text"] = "" if is_blank(cell["labour_detail"]) else text(cell["labour_detail"])[:160]
    parsed.values["path_completed"] = {"yes": True, "no": False}.get(parsed.values["path_completed"])
    citizenships = read_citizenships(cell["citizenship"])
    if citizenships is None:
        parsed.unreadable.add("citizenship")
        citizenships = ["PL"] if names_poland(cell["citizenship"]) else []
    parsed.values["citizenships"] = " ".join(citizenships)
    parsed.values["citizenship_class"] = citizenship_class(citizenships)
    parsed.values["group"] = "" if is_blank(cell["group"]) else text(cell["group"])
    parsed.values["organisation"] = "" if is_blank(cell["organisation"]) else text(cell["organisation"])


def _pesel(parsed: PersonRow, cell: dict[str, Cell]) -> None:
    if is_blank(cell["pesel"]) or heading(cell["pesel"]) in wordings.NO_PESEL:
        return
    try:
        parsed.pesel = read_pesel(_AS_NUMBER.sub("", text(cell["pesel"])))
    except InvalidPesel:
        parsed.pesel_is_invalid = True


def _place(parsed: PersonRow, cell: dict[str, Cell], project: GrantProject) -> None:
    place = "" if is_blank(cell["place"]) else text(cell["place"])[:80]
    parsed.values["place"] = project.commune if heading(place) == heading(project.commune) and place else place
    written = text(cell["postcode"])
    codes = re.findall(r"(?<![0-9])[0-9]{2}-[0-9]{3}(?![0-9])", written)  # „81-862 Sopot”
    digits = re.sub(r"[\s\-–]", "", codes[0] if len(codes) == 1 else written)
    is_postcode = bool(re.fullmatch(r"[0-9]{5}", digits))
    parsed.values["postcode"] = f"{digits[:2]}-{digits[2:]}" if is_postcode else ""
    if not is_postcode and not is_blank(cell["postcode"]):
        parsed.unreadable.add("postcode")
    for name in ("voivodeship", "county", "commune"):
        parsed.values[name] = "" if is_blank(cell[name]) else text(cell[name])[:60]
    degurba = re.search("[123]", text(cell["degurba"]))
    parsed.values["degurba"] = degurba.group() if degurba else ""
    country = read_citizenships(cell["country"]) or [""]
    parsed.values["country"] = country[0]


def pesel_disagrees(parsed: PersonRow) -> bool:
    """Say whether the PESEL contradicts the written sex or birth date; a blank one is no contradiction (R105)."""
    if parsed.pesel is None:
        return False
    return disagrees(parsed.pesel, sex=parsed.values["sex"], born=parsed.values["birth_date"])
