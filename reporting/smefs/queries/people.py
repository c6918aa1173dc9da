"""The people of the file: who counts, as far as the exporter may see them, with what each column asks for (§1.3)."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from babel import Locale

from beneficiaries.enums import Answer, LabourDetail, LabourStatus
from beneficiaries.models import Participation, ParticipationVersion
from beneficiaries.queries.people import in_force
from beneficiaries.queries.quality_smefs import situation_late
from portal.crypto.models import DataKey
from portal.programmes.models import GrantProject
from reporting.indicators.catalogue import indicators_of
from reporting.queries.people import people_counted
from reporting.rules import Period
from reporting.smefs.queries.identifiers import identifiers_of
from reporting.smefs.rules.layout import Layout, Words
from reporting.smefs.rules.lines import folded
from services.models import SupportDelivery

if TYPE_CHECKING:
    from portal.accounts.models import User

CONTACT = "view_person_contact"
WORKS_IN = "Osoba pracująca w "
Support = tuple[Any, str, str]


@dataclass(frozen=True)
class Sent:
    """One person of the file: the number, the person, the key that seals the line, the value of each source.

    ``is_late``: the situation at the end was written down after its window (R23).
    """

    number: str
    person: uuid.UUID
    data_key: DataKey
    values: Mapping[str, str]
    is_late: bool = False


@dataclass(frozen=True)
class People:
    """Everybody who counts: those of the file, and how many the exporter may not see or may not send."""

    sent: Sequence[Sent]
    out_of_reach: int


def people_to_send(
    project: GrantProject, layout: Layout, words: Words, day: datetime.date, by: "User | None"
) -> People:
    """Return the people of the file in the order of their numbers: seven queries, whatever their number.

    Everybody is sent whom EECO01 counts (R31, R32). ``by`` limits them to those whose data the account may read in
    full: confidential people go with an account named for them (S26, S27). Without an account, from the command line,
    only frozen records stay behind (S69). Whoever has not left on ``day`` still takes part: nothing of the end is sent.
    """
    counted = people_counted(project, indicators_of(project)[0], Period(project.starts_on, project.ends_on))
    within = counted.visible_to(by, CONTACT) if by is not None else counted.filter(person__is_restricted=False)
    rows = list(within.annotate(in_force=in_force()).select_related("person__data_key", "in_force").order_by("number"))
    support, identifiers, late = _support_of(project), identifiers_of(project), _late_in(project, day)
    write = Writing(project, layout, words, day)
    sent = [
        Sent(
            row.number,
            row.person_id,
            row.person.data_key,
            write.values(row, row.in_force, support.get(row.pk, []), identifiers.get(row.number, "")),
            row.pk in late,
        )
        for row in rows
    ]
    return People(sent, counted.count() - len(rows))


def _support_of(project: GrantProject) -> dict[uuid.UUID, list[Support]]:
    """Return the support of each participation in the order of its days: one item for each delivery (R10)."""
    rows = SupportDelivery.objects.filter(superseded_at__isnull=True, participation__grant_project=project)
    found: dict[uuid.UUID, list[Support]] = defaultdict(list)
    columns = ("participation", "delivered_on", "service_type__smefs_kind", "service_type__smefs_detail")
    for key, *item in rows.order_by("delivered_on", "service_type__position", "fact_id").values_list(*columns):
        found[key].append(tuple(item))  # type: ignore[arg-type]
    return found


def _late_in(project: GrantProject, day: datetime.date) -> frozenset[uuid.UUID]:
    """Return whose situation at the end was written down too late, as the list of gaps says it (R23)."""
    people = Participation.objects.filter(grant_project=project).annotate(in_force=in_force())
    return frozenset(people.filter(situation_late(project, day)).values_list("pk", flat=True))


class Writing:
    """Says facts of the portal in the words of the file, byte for byte."""

    def __init__(self, project: GrantProject, layout: Layout, words: Words, day: datetime.date) -> None:
        self.project, self.layout, self.words, self.day = project, layout, words, day
        self._countries = Locale("pl").territories

    def values(
        self, row: Participation, version: ParticipationVersion, support: Sequence[Support], technical_id: str
    ) -> dict[str, str]:
        """Return the value of each source."""
        return {
            "project_number": self.project.agreement_number,
            "technical_id": technical_id,
            "participant_kind": self.word("smefs-participant", "individual"),
            **self._who(row),
            **self._state(version),
            **self._place(version),
            **self._days(version),
            **self._support(support),
        }

    def word(self, dictionary: str, code: str) -> str:
        """Return what the dictionary writes for a code; blank for none."""
        return self.words.get(dictionary, {}).get(code, "")

    def yes_or_no(self, answer: bool | None) -> str:
        """Return the word of an answer; blank for none."""
        return "" if answer is None else self.word("smefs-answer", Answer.YES if answer else Answer.NO)

    def _who(self, row: Participation) -> dict[str, str]:
        """Whoever has no PESEL goes by the number of the portal: it never changes and comes back with the listing."""
        person = row.person
        pesel, phone, email = str(person.pesel), str(person.phone), str(person.email)
        return {
            "given_names": person.given_names,
            "surname": person.surname,
            "identifier": pesel or row.number,
            "has_no_pesel": self.yes_or_no(not pesel),
            "phone": _phone(phone),
            "email": email,
        }

    def _state(self, version: ParticipationVersion) -> dict[str, str]:
        answers = {name: getattr(version, name) for name in ("minority", "homelessness", "disability")}
        return {
            "sex": self.layout.content["values"]["sex"].get(version.sex, ""),
            "age": "" if version.age_at_start is None else str(version.age_at_start),
            "citizenship": self.word("smefs-citizenship", version.citizenship_class),
            "education": self.word("smefs-education", version.education),
            "status": self.word("smefs-status", version.labour_status),
            "status_detail": self._detail(version),
            "foreign_background": self.yes_or_no(version.foreign_background),
            "third_country": self.yes_or_no(version.third_country),
            **{name: self.word("smefs-answer", answer) for name, answer in answers.items()},
        }

    def _detail(self, version: ParticipationVersion) -> str:
        """Return the „w tym” of the status: by its code, of people who work by the words of the employer (R54–R56)."""
        status, detail = version.labour_status, version.labour_detail
        details = self.words.get("smefs-status-detail", {})
        if detail == LabourDetail.PENSIONER and status == LabourStatus.INACTIVE:
            detail = LabourDetail.NOT_IN_EDUCATION
        text = version.labour_detail_text
        if status == LabourStatus.EMPLOYED and text and detail in ("", LabourDetail.OTHER):
            wanted = {folded(text), folded(WORKS_IN + text)}
            official = (value for code, value in details.items() if code.startswith(status) and folded(value) in wanted)
            return next(official, details.get(f"{status}-other", ""))
        return details.get(f"{status}-{detail}") or (details.get(f"{status}-other", "") if detail else "")

    def _place(self, version: ParticipationVersion) -> dict[str, str]:
        country = version.country or self.project.country
        return {
            "country": str(self._countries.get(country, country)),
            "voivodeship": (version.voivodeship or self.project.voivodeship).lower(),
            "county": version.county or self.project.county,
            "commune": version.commune or self.project.commune,
            "place": version.place,
            "postcode": version.postcode,
            "degurba": self.word("smefs-degurba", version.degurba or self.project.degurba),
        }

    def _days(self, version: ParticipationVersion) -> dict[str, str]:
        """Days, and of the end what belongs to it: nothing as long as the person takes part (H6, R22).

        An end after the day of the file is planned and no end yet.
        """
        days = {name: getattr(version, name) for name in ("start_on", "end_on", "education_end")}
        if has_left_by(version, self.day):
            said = {"exit_situation": version.exit_situation, "path_completed": self.yes_or_no(version.path_completed)}
        else:
            said = {"exit_situation": "", "path_completed": ""}
            days["end_on"] = None
        return {**{name: day.isoformat() if day else "" for name, day in days.items()}, **said}

    def _support(self, support: Sequence[Support]) -> dict[str, str]:
        mark = self.layout.content["file"]["list_separator"]
        scope = self.layout.content["values"]["support_scope"]
        return {
            "support_scope": mark.join(scope for _ in support),
            "support_kind": mark.join(kind for _, kind, _ in support),
            "support_detail": mark.join(detail for _, _, detail in support),
            "support_on": mark.join(day.isoformat() for day, _, _ in support),
        }


def has_left_by(version: ParticipationVersion, day: datetime.date) -> bool:
    """Tell whether participation has ended by a day, that day included."""
    return version.end_on is not None and version.end_on <= day


def _phone(phone: str) -> str:
    """Return the digits of a number; of a foreign one with 00, since a plus begins a formula (S39)."""
    digits = "".join(char for char in phone if char.isdecimal())
    polish = phone.strip().startswith("+48")
    return digits.removeprefix("48") if polish else f"00{digits}" if phone.strip().startswith("+") else digits
