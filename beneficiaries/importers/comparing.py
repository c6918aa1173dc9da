"""What a row says otherwise than the portal: field by field, so that a person can choose (contracts §4)."""

import datetime
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from beneficiaries.importers.merging import FROM_PROJECT, merged_values, with_project_defaults
from beneficiaries.importers.parsing import PersonRow
from beneficiaries.importers.writing import PeopleWriter, as_row
from beneficiaries.models import ParticipationVersion, Person
from portal.imports.models import ImportedRow
from portal.programmes.models import TargetGroup

OF_PERSON = (
    "surname", "given_names", "original_name", "sex", "birth_date", "pesel", "phone", "email", "address",
    "contact_language",
)  # fmt: skip
OF_PARTICIPATION = (
    "citizenships", "place", "postcode", "country", "voivodeship", "county", "commune", "degurba", "group",
    "education", "education_end", "labour_status", "labour_detail_text", "disability", "homelessness", "minority",
    "start", "end", "path_completed", "exit_situation", "notice_on",
)  # fmt: skip
FIELDS = OF_PERSON + OF_PARTICIPATION
LONGEST_SITUATION = ParticipationVersion._meta.get_field("exit_situation").max_length
BLANK = ("", None)


@dataclass(frozen=True)
class Difference:
    """One field: what the portal knows, what the row says, and whether the row's value is proposed."""

    field: str
    known: Any
    written: Any
    take: bool = True

    def stored(self) -> list[Any]:
        """Return field and values as a report keeps them."""
        return [self.field, as_stored(self.known), as_stored(self.written)]


def current_versions(participations: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, ParticipationVersion]:
    """Return the versions in force of some participations."""
    versions = ParticipationVersion.objects.current().select_related(
        "target_group", "grant_project", "participation__person__data_key"
    )
    return {version.participation_id: version for version in versions.filter(participation__in=list(participations))}


def differences(
    person: Person,
    current: ParticipationVersion,
    parsed: PersonRow,
    writer: PeopleWriter,
    emptied: Collection[str] = (),
) -> list[Difference]:
    """Return where a changed row says something else; a blank says nothing, but for cells that were ``emptied``."""
    known, written = known_values(person, current), written_values(parsed, writer)
    for name in emptied:
        if name in FROM_PROJECT and not written[name]:
            written[name] = getattr(current.grant_project, name)
    return [
        Difference(name, known[name], written[name])
        for name in FIELDS
        if written[name] != known[name]
        and (written[name] not in BLANK or (name in emptied and known[name] not in BLANK))
    ]


def changes_of(
    row: ImportedRow, current: ParticipationVersion, parsed: PersonRow, writer: PeopleWriter
) -> list[Difference]:
    """Return where a changed row that is kept says something else than the portal does now."""
    return differences(current.participation.person, current, parsed, writer, row.emptied.split())


def joining_differences(
    person: Person, current: ParticipationVersion, parsed: PersonRow, writer: PeopleWriter
) -> list[Difference]:
    """Return where a row that is to be joined differs; proposed is what two rows with one PESEL would give."""
    merged, _differing = merged_values([as_row(person, current), parsed])
    merged = with_project_defaults(merged, current.grant_project)
    known, written = known_values(person, current), written_values(parsed, writer)
    found = [
        Difference(each.field, each.known, each.written, each.known in BLANK or merged.get(each.field) == each.written)
        for each in differences(person, current, parsed, writer)
        if each.field != "end"
    ]
    if merged["end"] != known["end"] or written["end"] not in (None, known["end"]):
        offered = written["end"] if written["end"] is not None else merged["end"]
        found.append(Difference("end", known["end"], offered, merged["end"] == offered))
    return found


def known_values(person: Person, current: ParticipationVersion) -> dict[str, Any]:
    """Return what the portal knows, by the names of ``FIELDS``."""
    values = {name: getattr(person, name) for name in OF_PERSON}
    values.update({name: getattr(current, name) for name in OF_PARTICIPATION if hasattr(current, name)})
    values["group"] = current.target_group if current.target_group_written else None
    values["start"] = current.written_start or current.start_on
    values["end"] = current.end_on
    return values


def written_values(parsed: PersonRow, writer: PeopleWriter) -> dict[str, Any]:
    """Return what a row says, by the names of ``FIELDS``."""
    values = {name: parsed.values.get(name) for name in FIELDS}
    values["pesel"] = parsed.pesel.number if parsed.pesel else ""
    values["group"] = writer.group_of(parsed.values["group"])
    values["exit_situation"] = parsed.values["exit_situation"][:LONGEST_SITUATION]
    return values


def as_stored(value: Any) -> Any:
    """Return a value as JSON takes it."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, TargetGroup) else value
