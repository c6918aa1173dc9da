"""Whatever two records have been through: a merge does to figures what was told, and its undo leaves no trace."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from beneficiaries.domain.merging import merge_people, undo_merge
from beneficiaries.domain.merging_preview import effects_of_merge
from beneficiaries.domain.participations import correct_participation
from beneficiaries.enums import Education, LabourStatus, Sex
from beneficiaries.models import Participation, ParticipationVersion
from beneficiaries.rules.merging import AT_START, OF_PERSON
from cases.enums import Outcome
from portal.clock import today
from portal.effects import figures_of
from reporting.rules import Period
from services.domain.support import record_support, withdraw_support
from services.models import SupportDelivery
from tests.factories.beneficiaries import make_care, make_participation, make_person
from tests.factories.cases import make_diagnosis, make_exit_event, make_finding
from tests.merging import figures, photograph

FIRST = datetime.date(2026, 1, 5)
KINDS = ("career-advice-adults", "culture-integration", "polish-course")


@dataclass(frozen=True)
class History:
    """What one record has been through; days are counted from the first of the project."""

    supports: list[tuple[int, str]]
    withdrawn: bool
    ended_after: int | None
    outcome: str
    sex: str
    education: str
    status: str
    born: int
    phone: str
    events: int


HISTORIES = st.builds(
    History,
    supports=st.lists(st.tuples(st.integers(0, 120), st.sampled_from(KINDS)), max_size=3),
    withdrawn=st.booleans(),
    ended_after=st.none() | st.integers(0, 60),
    outcome=st.sampled_from(["", Outcome.IMPROVED, Outcome.NOT_IMPROVED]),
    sex=st.sampled_from(["", Sex.WOMAN, Sex.MAN]),
    education=st.sampled_from(["", Education.ISCED_3_4, Education.ISCED_5_8]),
    status=st.sampled_from([LabourStatus.EMPLOYED, LabourStatus.INACTIVE]),
    born=st.integers(1955, 2012),
    phone=st.sampled_from(["", "600100200", "700800900"]),
    events=st.integers(0, 2),
)
GROUPS = st.frozensets(st.sampled_from([*OF_PERSON, *(f"*-{name}" for name in (*AT_START, "end_on"))]))


def live(project, organisation, history: History) -> Participation:
    """Write a record and let it go through its history as the portal writes it."""
    person = make_person(
        sex=history.sex, birth_date=datetime.date(history.born, 5, 17), phone=history.phone, given_names="Olha"
    )
    make_care(person, organisation, project)
    participation = make_participation(
        person, project, start_on=None, education=history.education, labour_status=history.status
    )
    for after, kind in history.supports:
        day = FIRST + datetime.timedelta(days=after)
        service_type = project.service_types.get(code=kind)
        given = record_support(
            participation=participation, service_type=service_type, delivered_on=day, hours=Decimal(1), by=None
        )
    if history.supports and history.withdrawn:
        withdraw_support(given, by=None, why="a mistake")
    _end(participation, history)
    make_diagnosis(participation, note="before")
    return participation


def _end(participation: Participation, history: History) -> None:
    version = ParticipationVersion.objects.current().select_related("grant_project").get(participation=participation)
    if version.start_on is None or history.ended_after is None:
        return
    end = version.start_on + datetime.timedelta(days=history.ended_after)
    correct_participation(version, {"end_on": end}, list(version.grant_project.target_groups.all()), by=None, why="end")
    if history.outcome:
        make_finding(participation, history.outcome, found_on=end)
    for number in range(history.events):
        make_exit_event(participation, occurred_on=end + datetime.timedelta(days=number))


def tried(project, city, user, first: History, second: History, groups: frozenset[str]) -> None:
    kept, gone = (live(project, city, each) for each in (first, second))
    choices = {name.replace("*", str(project.pk)) for name in groups}
    before, counted, then = photograph(), figures(project), Period(datetime.date.min, datetime.date.max, timezone.now())
    known = figures(project, then)

    told = effects_of_merge(kept.person, gone.person, choices, by=user)
    assert photograph() == before, "a trial left something behind"
    merge = merge_people(kept.person, gone.person, choices, by=user)

    ((_project, changes),) = told.figures
    assert [each.after for each in changes] == figures_of(project), "what was told is not what happened"
    first_days = SupportDelivery.objects.current().filter(participation=kept).order_by("delivered_on")
    assert ParticipationVersion.objects.current().get(participation=kept).start_on == (
        first_days.first().delivered_on if first_days else None
    )
    assert figures(project, then) == known, "the past changed"

    undo_merge(merge, by=user, day=today())
    after = photograph()
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
    assert (figures(project), figures(project, then)) == (counted, known)


class Undone(Exception):
    """Ends an example: nothing of it stays."""


def over_histories(project, city, user, examples: int) -> None:
    @settings(
        max_examples=examples, deadline=None, database=None, phases=(Phase.generate, Phase.explicit),
        suppress_health_check=list(HealthCheck), derandomize=True,
    )  # fmt: skip
    @given(HISTORIES, HISTORIES, GROUPS)
    def holds(first: History, second: History, groups: frozenset[str]) -> None:
        with pytest.raises(Undone), transaction.atomic():
            tried(project, city, user, first, second, groups)
            raise Undone

    holds()


def test_a_few_histories(sopot, city, coordinator) -> None:
    over_histories(sopot, city, coordinator, 4)


@pytest.mark.long
def test_many_histories(sopot, city, coordinator) -> None:
    over_histories(sopot, city, coordinator, 150)
