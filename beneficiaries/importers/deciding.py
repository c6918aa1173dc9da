"""Carry out what a person decided about a row of the sheet of people (contracts §4)."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from beneficiaries.domain.duplicate_keys import keep_keys
from beneficiaries.domain.participations import correct_participation, look_after
from beneficiaries.domain.people import change_values, keep_spellings
from beneficiaries.domain.pesel_places import PeselTaken, place_for
from beneficiaries.importers.comparing import (
    OF_PARTICIPATION,
    OF_PERSON,
    Difference,
    changes_of,
    current_versions,
    joining_differences,
    known_values,
)
from beneficiaries.importers.holding import hold_reasons, must_be_corrected
from beneficiaries.importers.known_people import Candidate, KnownPeople
from beneficiaries.importers.merging import OF_THE_EXIT
from beneficiaries.importers.parsing import PersonRow, columns_of, parse_person, pesel_disagrees
from beneficiaries.importers.writing import PeopleWriter, spellings
from beneficiaries.models import ParticipationVersion, Person
from beneficiaries.rules.citizenship import in_target_population
from beneficiaries.rules.pesel import read_pesel
from portal.accounts.models import User
from portal.imports.contents import cells_of
from portal.imports.deciding import Decision, DecisionRefused
from portal.imports.enums import DecisionKind, HoldReason
from portal.imports.models import ImportedRow
from portal.imports.reading import Cell
from portal.imports.rereading import DecisionRun
from portal.imports.workbook import SheetRow
from portal.programmes.models import GrantProject

ONLY_A_PERSON_KNOWS = (HoldReason.LP, HoldReason.POSSIBLE_DUPLICATE)
"""Reasons that the row itself does not show: they stand until somebody answers them."""

COUPLED = {"citizenships": "citizenship_class", "labour_detail_text": "labour_detail"}
"""Values that stand or fall with another one."""


@dataclass(frozen=True)
class Weighed:
    """A row as it reads now: what stands in its way, who has its PESEL, who may be the same person."""

    parsed: PersonRow
    objections: list[HoldReason]
    same: Candidate | None
    similar: list[Candidate]
    place: int = 0
    is_near: bool = False
    """Whether the names of those who may be the same person are not the same but nearly so."""

    @property
    def to_correct(self) -> dict[HoldReason, str]:
        """The objections that only a correction answers, each with its field."""
        fields = {reason: must_be_corrected(reason, self.parsed) for reason in self.objections}
        return {reason: name for reason, name in fields.items() if name}


def read_row(row: ImportedRow, project: GrantProject, cells: Mapping[str, Cell] | None = None) -> PersonRow:
    """Read a stored row, with ``cells`` in place of what the list wrote."""
    content = dict(cells_of(row.payload) if cells is None else cells)
    return parse_person(SheetRow(row.row_number, content), columns_of(dict.fromkeys(content, "")), project)


def weigh(
    row: ImportedRow, parsed: PersonRow, project: GrantProject, first_support: datetime.date | None, by: User | None
) -> Weighed:
    """Ask of a row what the import asks, and what only a person can answer; people hidden from ``by`` are not there."""
    people = KnownPeople(project, [parsed], by)
    same = people.same_pesel(parsed)
    similar = [] if same or parsed.values["birth_date"] is None else people.same_name_and_birth(parsed)
    found = hold_reasons(parsed, project, first_support)
    if similar:
        found.append(HoldReason.POSSIBLE_DUPLICATE)
    if row.reason in ONLY_A_PERSON_KNOWS and row.reason not in found and not same:
        found.append(HoldReason(row.reason))
    is_near = row.reason == HoldReason.POSSIBLE_DUPLICATE and not same and not similar
    near = people.near_name_and_birth(parsed) if is_near else []
    return Weighed(parsed, found, same, similar or near, people.place_of(parsed), bool(near))


def decide_person(run: DecisionRun, row: ImportedRow, decision: Decision) -> uuid.UUID | None:
    """Carry out a decision and return the participation; ``None`` when the row is refused.

    Raises ``DecisionRefused``.
    """
    if decision.kind == DecisionKind.REFUSE:
        return None
    if decision.kind == DecisionKind.KEEP:
        return row.subject
    parsed = read_row(row, run.project, decision.cells)
    if decision.kind == DecisionKind.ACCEPT:
        return _accept(run, row, parsed, decision)
    return _put_together(run, row, parsed, decision)


def _accept(run: DecisionRun, row: ImportedRow, parsed: PersonRow, decision: Decision) -> uuid.UUID | None:
    weighed = weigh(row, parsed, run.project, min(run.first_dates.values(), default=None), run.by)
    open_ones = tuple(weighed.to_correct) or tuple(
        reason for reason in weighed.objections if reason not in decision.accepted
    )
    if open_ones:
        raise DecisionRefused(objections=open_ones)
    writer = PeopleWriter(run)
    candidate = weighed.same or Candidate(
        parsed.pesel is not None, parsed.values["birth_date"], frozenset(), place=weighed.place
    )
    run.created = candidate.participation is None
    if candidate.participation is None:
        writer.enrol(candidate, [parsed])
        keep_keys(writer.made)
    else:
        writer.complete(candidate, [parsed])
    if pesel_disagrees(parsed) and candidate.person is not None:
        change_values(candidate.person, {"pesel_mismatch_reason": decision.why})
    return candidate.participation


def _put_together(run: DecisionRun, row: ImportedRow, parsed: PersonRow, decision: Decision) -> uuid.UUID:
    """Join a row to a person, or take over what a changed row says: the values that were chosen, nothing else."""
    joins = decision.kind == DecisionKind.JOIN
    participation = decision.subject if joins else row.subject
    current = current_versions([participation]).get(participation) if participation else None
    if current is None or current.grant_project_id != run.project.pk:
        raise DecisionRefused(_("There is no such person in the project."))
    if decision.seen_version not in (None, current.pk):
        raise DecisionRefused(_("The person’s data were changed meanwhile. Compare once more."))
    writer, person = PeopleWriter(run), current.participation.person
    found = joining_differences(person, current, parsed, writer) if joins else changes_of(row, current, parsed, writer)
    chosen = [each for each in found if each.field in decision.take]
    if not joins and not chosen:
        raise DecisionRefused(_("Choose at least one value of the list, or keep those of the portal."))
    values = _values(chosen, parsed)
    _take(run, writer, current, {**_of_another_exit(values, parsed), **values} if joins else values)
    if joins:
        keep_spellings(person, spellings([parsed]))
        look_after(person, run.project, writer.organisations_of([parsed]))
    return current.participation_id


def _values(chosen: list[Difference], parsed: PersonRow) -> dict[str, Any]:
    """Return the chosen values with those that stand or fall with them."""
    values = {each.field: each.written for each in chosen}
    return values | {name: parsed.values[name] for leader, name in COUPLED.items() if leader in values}


def _of_another_exit(values: Mapping[str, Any], parsed: PersonRow) -> dict[str, Any]:
    """Return the blanks that go with another end: of an exit that counts no more nothing stays (R35)."""
    if "end" not in values:
        return {}
    return {name: blank for name, blank in OF_THE_EXIT.items() if parsed.values[name] in ("", None)}


def _take(run: DecisionRun, writer: PeopleWriter, current: ParticipationVersion, values: dict[str, Any]) -> None:
    person = current.participation.person
    after = {**known_values(person, current), **values}
    _refuse_impossible(run.project, after, current, values)
    place = _place_of_pesel(run, values, person)
    names = [person.list_name, person.original_name]
    of_person = {name: value for name, value in values.items() if name in OF_PERSON}
    if after["pesel"] and not _agrees(after) and of_person.keys() & {"pesel", "sex", "birth_date"}:
        of_person["pesel_mismatch_reason"] = run.why
    if of_person:
        change_values(person, of_person | place)
        keep_spellings(person, [name for name in names if name])
    changes = _changes(values, current)
    if changes:
        correct_participation(current, changes, writer.groups, by=run.by, why=run.why)


def _changes(values: dict[str, Any], current: ParticipationVersion) -> dict[str, Any]:
    """Return chosen values by the names that a version of a participation has."""
    of_both = ("sex", "birth_date")
    names = (*OF_PARTICIPATION, *COUPLED.values(), *of_both)
    changes = {name: value for name, value in values.items() if name in names}
    if "start" in changes:
        changes["written_start"] = changes.pop("start")
    if "end" in changes:
        changes["written_end"] = changes["end_on"] = changes.pop("end")
    if "group" in changes:
        changes["target_group"] = changes.pop("group")
    return changes


def _refuse_impossible(
    project: GrantProject, after: dict[str, Any], current: ParticipationVersion, values: dict[str, Any]
) -> None:
    """Refuse what would block a report or belong to somebody else; the reason answers none of it."""
    start = after["start"] or current.start_on
    if after["end"] and start and after["end"] < start and values.keys() & {"start", "end"}:
        raise DecisionRefused(objections=(HoldReason.END_BEFORE_START,))
    if "birth_date" in values and after["birth_date"] > (start or project.ends_on):
        raise DecisionRefused(objections=(HoldReason.BIRTH_DATE,))
    if "citizenship_class" in values and not in_target_population(
        values["citizenship_class"], eu_citizens_eligible=project.eu_citizens_eligible
    ):
        raise DecisionRefused(objections=(HoldReason.POLISH_CITIZEN,))


def _place_of_pesel(run: DecisionRun, values: dict[str, Any], person: Person) -> dict[str, int]:
    if "pesel" not in values:
        return {}
    try:
        return {"pesel_place": place_for(values["pesel"], by=run.by, but=person)}
    except PeselTaken:
        raise DecisionRefused(_("This PESEL belongs to another person. Join the row to that person.")) from None


def _agrees(after: dict[str, Any]) -> bool:
    pesel = read_pesel(after["pesel"])
    return (not after["sex"] or pesel.sex == after["sex"]) and pesel.birth_date == after["birth_date"]
