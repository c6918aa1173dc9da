"""Who counts for what, from the rows in force, in plain Python: no SQL and no rule of the product."""

import datetime
from collections.abc import Iterator
from typing import Any

from beneficiaries.models import ParticipationVersion
from cases.models import ExitEvent, ExitFinding
from portal.programmes.models import GrantProject
from services.models import SupportDelivery

STATUS = {"unemployed": "EECO02", "inactive": "EECO04", "employed": "EECO05"}
SCHOOL = {"isced-0-2": "EECO09", "isced-3-4": "EECO10", "isced-5-8": "EECO11"}
WINDOW = datetime.timedelta(days=28)

Counted = dict[tuple[str, str], tuple[datetime.date, str, str]]


def counted_now(project: GrantProject, last: datetime.date) -> Counted:
    """Return everybody who counts up to a day: indicator and number → day, sex and group; one PESEL once (R34)."""
    found: Counted = {}
    people = {}
    for each in sorted(_that_count(project), key=lambda each: (each.start_on, each.participation_id)):
        people.setdefault(_person(each), each)
    for each in people.values():
        group = each.target_group.code if each.target_group else ""
        for code, on in (*_outputs(each), *_results(each)):
            if on <= last:
                found[code, each.participation.number] = (on, each.sex, group)
    return found


def supported_now(project: GrantProject, first: datetime.date, last: datetime.date) -> dict[tuple[str, str], tuple]:
    """Return the support of everybody who counts on whatever day: kind and number → times and hours."""
    counted = {each.participation.number for each in _that_count(project)}
    found: dict[tuple[str, str], tuple] = {}
    given = SupportDelivery.objects.filter(superseded_at=None, participation__grant_project=project)
    for each in given.select_related("participation", "service_type"):
        if each.participation.number in counted and first <= each.delivered_on <= last:
            key = (each.service_type.code, each.participation.number)
            times, hours = found.get(key, (0, 0))
            found[key] = (times + 1, hours + each.hours)
    return found


def people_supported_now(project: GrantProject, first: datetime.date, last: datetime.date) -> dict[str, int]:
    """Return how many people were given each kind of support, whichever of their records holds it (R34)."""
    people = {each.participation.number: _person(each) for each in _that_count(project)}
    kinds: dict[str, set] = {}
    for kind, number in supported_now(project, first, last):
        kinds.setdefault(kind, set()).add(people[number])
    return {kind: len(found) for kind, found in kinds.items()}


def _that_count(project: GrantProject) -> list[Any]:
    versions = ParticipationVersion.objects.filter(superseded_at=None, grant_project=project)
    return [
        each
        for each in versions.select_related("participation__person", "target_group")
        if each.start_on and not each.missing and each.eligibility and each.in_target_population
    ]


def _person(each: Any) -> Any:
    """By what one person is known in several records: the hash of the PESEL."""
    index = each.participation.person.pesel_index
    return bytes(index) if index else each.participation_id


def _outputs(each: Any) -> Iterator[tuple[str, datetime.date]]:
    age, start = each.age_at_start, each.start_on
    said = {
        "EECO01": True, STATUS.get(each.labour_status, ""): True, SCHOOL.get(each.education, ""): True,
        "EECO03": each.labour_status == "unemployed" and each.labour_detail == "long-term",
        "EECO06": age < 18, "EECO07": 18 <= age < 30, "EECO08": age >= 55, "EECO12": each.disability == "yes",
        "EECO13": each.third_country, "EECO14": each.foreign_background, "EECO15": each.minority == "yes",
        "EECO16": each.homelessness == "yes", "EECO17": each.degurba == "3",
    }  # fmt: skip
    yield from ((code, start) for code, true in said.items() if code and true)


def _results(each: Any) -> Iterator[tuple[str, datetime.date]]:
    end, status = each.end_on, each.labour_status
    if end is None:
        return
    own = {"participation": each.participation_id, "superseded_at": None}
    findings = [
        row for row in ExitFinding.objects.filter(**own) if row.is_complete and end <= row.found_on <= end + WINDOW
    ]
    if findings:
        decides = max(findings, key=lambda row: (row.found_on, row.fact_id))
        if decides.outcome == "improved":
            yield "IMPROVED", decides.found_on
    events = [row for row in ExitEvent.objects.filter(**own) if end <= row.occurred_on <= end + WINDOW]
    work = [row for row in events if row.kind in ("job", "job-search")]
    if work:
        decides = max(work, key=lambda row: (row.occurred_on, row.fact_id))
        if decides.kind == "job" and status != "employed":
            yield "EECR04", decides.occurred_on
        if decides.kind == "job-search" and status == "inactive":
            yield "EECR01", decides.occurred_on
    for code, kind in (("EECR02", "education"), ("EECR03", "qualification")):
        days = [row.occurred_on for row in events if row.kind == kind]
        if days and not (code == "EECR02" and status == "inactive" and each.labour_detail == "in-education"):
            yield code, min(days)
