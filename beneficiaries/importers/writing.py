"""Write what rows say of a person: a new participant, or more about a known one."""

from collections.abc import Sequence
from typing import Any

from beneficiaries.domain.participations import correct_participation, enrol, look_after, next_number
from beneficiaries.domain.people import create_person, fill_blanks, keep_spellings
from beneficiaries.enums import Eligibility
from beneficiaries.importers.known_people import Candidate
from beneficiaries.importers.merging import Differing, merged_values, with_project_defaults, without_project_defaults
from beneficiaries.importers.parsing import PersonRow
from beneficiaries.models import ParticipationVersion, Person
from beneficiaries.rules.pesel import read_pesel
from portal.accounts.models import Organisation
from portal.imports.reading import Wordings, heading
from portal.imports.run import ImportRun
from portal.imports.workbook import SheetRow
from portal.programmes.enums import PartnerKind
from portal.programmes.models import TargetGroup

FROM_PERSON = ("given_names", "surname", "original_name", "phone", "email", "address", "contact_language")
COMPARED = (
    "sex", "birth_date", "citizenships", "citizenship_class", "education", "education_end", "labour_status",
    "labour_detail", "labour_detail_text", "disability", "homelessness", "minority", "place", "postcode",
    "country", "voivodeship", "county", "commune", "degurba", "path_completed", "exit_situation", "notice_on",
)  # fmt: skip


class PeopleWriter:
    """Enrols and completes; knows the project's groups and organisations, loaded once.

    Whoever lets it enrol keeps the keys of the people ``made`` afterwards, all at once (``keep_keys``).
    """

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.made: list[Person] = []
        self.groups = list(run.project.target_groups.all())
        self._group_by_code = {group.code: group for group in self.groups}
        self._group_wordings = Wordings(
            {group.code: [group.name_pl or "", *group.wordings] for group in self.groups}  # type: ignore[attr-defined]
        )
        self._organisations: dict[str, Organisation] = {}
        self._leader: Organisation | None = None
        for partner in run.project.partners.select_related("organisation"):
            for word in (partner.organisation.name, partner.organisation.code, *partner.wordings):
                self._organisations[heading(word)] = partner.organisation
            if partner.kind == PartnerKind.LEADER or self._leader is None:
                self._leader = partner.organisation
        self._last_number = ""

    def enrol(self, candidate: Candidate, rows: list[PersonRow]) -> Differing:
        """Make the participant that these rows describe; return the fields in which the rows differ."""
        values, differing = merged_values(self._with_known_groups(rows))
        values = with_project_defaults(values, self.run.project)
        is_known = candidate.person is not None
        if candidate.person is None:
            candidate.person = create_person({**values, "pesel_place": candidate.place}, keys=False)
            self.made.append(candidate.person)
        else:
            fill_blanks(candidate.person, values)
        if is_known or len(rows) > 1:
            keep_spellings(candidate.person, spellings(rows))
        organisations = self.organisations_of(rows)
        participation = enrol(
            person=candidate.person,
            grant_project=self.run.project,
            groups=self.groups,
            number=self._next_number(),
            declared=values,
            organisations=organisations,
            written_group=self.group_of(values["group"]),
            eligibility=Eligibility.ASSERTED,
            eligibility_source=f"{organisations[0].name}, {self.run.listed_at:%Y-%m-%d}" if organisations else "",
            by=self.run.by,
            why=self.run.why,
            written_start=values["start"],
            written_end=values["end"],
            end_on=values["end"],
            path_completed=values["path_completed"],
            exit_situation=values["exit_situation"][:100],
            notice_on=values["notice_on"],
        )
        candidate.participation = participation.pk
        return differing

    def complete(self, candidate: Candidate, rows: list[PersonRow], known: Sequence[PersonRow] = ()) -> Differing:
        """Add what further rows of a known participant say; return the fields in which they differ.

        ``known`` are the participant's rows in the same list. When they say all that is stored, they speak for
        themselves, so that rows give the same in one list as in two; else what is stored speaks as one row.
        """
        current = (
            ParticipationVersion.objects.current()
            .select_related("grant_project", "target_group")
            .get(participation=candidate.participation)
        )
        told = self._with_known_groups(list(known))
        told = told if self._say_what_is_stored(told, current) else [as_row(candidate.person, current)]
        _before, differed = merged_values(told)
        values, differing = merged_values([*told, *self._with_known_groups(rows)])
        values = with_project_defaults(values, self.run.project)
        fill_blanks(candidate.person, values)
        keep_spellings(candidate.person, spellings(rows))
        look_after(candidate.person, self.run.project, self.organisations_of(rows))
        changes = {name: values[name] for name in COMPARED if values[name] != getattr(current, name)}
        if values["start"] != current.written_start:
            changes["written_start"] = values["start"]
        group = self.group_of(values["group"])
        if group is not None and not (current.target_group_written and current.target_group == group):
            changes["target_group"] = group
        if values["end"] != current.end_on:
            changes["written_end"] = changes["end_on"] = values["end"]
        if changes:
            correct_participation(current, changes, self.groups, by=self.run.by, why=self.run.why)
        return {name: pair for name, pair in differing.items() if differed.get(name) != pair}

    def _say_what_is_stored(self, rows: list[PersonRow], current: ParticipationVersion) -> bool:
        """Say whether rows alone give the participation as it stands: nobody corrected it, none of its rows is away."""
        if not rows:
            return False
        values = with_project_defaults(merged_values(rows)[0], current.grant_project)
        group = current.target_group if current.target_group_written else None
        said = [values[name] for name in COMPARED] + [values["start"], values["end"], self.group_of(values["group"])]
        stored = [getattr(current, name) for name in COMPARED] + [current.written_start, current.end_on, group]
        return said == stored

    def unknown_words(self, row: PersonRow) -> list[str]:
        """Return which of group and organisation hold a wording that the project does not know."""
        group, organisation = row.values["group"], row.values["organisation"]
        unknown = [("group", group and self.group_of(group) is None)]
        unknown.append(("organisation", organisation and heading(organisation) not in self._organisations))
        return [name for name, applies in unknown if applies]

    def is_another_partner(self, row: PersonRow, candidate: Candidate) -> bool:
        """Say whether the row names a partner who has not looked after this known person so far."""
        organisation = self._organisations.get(heading(row.values["organisation"]))
        return organisation is not None and organisation.pk not in candidate.organisations

    def _with_known_groups(self, rows: list[PersonRow]) -> list[PersonRow]:
        """A wording that the project does not know says nothing, so another row's group fills it."""
        for row in rows:
            row.values["group"] = self._group_wordings.find(row.values["group"]) or ""
        return rows

    def group_of(self, written: str) -> TargetGroup | None:
        """Return the group that a list wrote; ``None`` for a blank and for a wording that nobody knows."""
        return self._group_by_code.get(self._group_wordings.find(written) or "")

    def organisations_of(self, rows: list[PersonRow]) -> list[Organisation]:
        """Return who looks after the person by what the rows say; the leader where they name nobody known."""
        found = [self._organisations.get(heading(row.values["organisation"]), self._leader) for row in rows]
        return list(dict.fromkeys(each for each in found if each is not None))

    def _next_number(self) -> str:
        if not self._last_number:
            self._last_number = next_number(self.run.project)
        else:
            prefix, digits = self._last_number.rsplit("-", 1)
            self._last_number = f"{prefix}-{int(digits) + 1:0{len(digits)}d}"
        return self._last_number


def spellings(rows: list[PersonRow]) -> list[str]:
    """Return every way in which rows write the name."""
    return [name for row in rows for name in row.names]


def as_row(person: Person, current: ParticipationVersion) -> PersonRow:
    """Return the known participant in the form of a row, so that one rule joins rows of all ages.

    Only a written start decides which row is the earlier one; where no list speaks, the start stands for it.
    """
    values: dict[str, Any] = {name: getattr(person, name) for name in FROM_PERSON}
    values.update({name: getattr(current, name) for name in COMPARED})
    values = without_project_defaults(values, current.grant_project)
    values.update(
        start=current.written_start or (None if current.eligibility == Eligibility.ASSERTED else current.start_on),
        end=current.end_on,
        group=current.target_group.code if current.target_group and current.target_group_written else "",
        organisation="",
        remarks="",
    )
    pesel = read_pesel(person.pesel) if person.pesel else None
    return PersonRow(SheetRow(0, {}), None, values, pesel)
