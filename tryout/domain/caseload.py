"""Whom each caseworker of the invented project is in charge of: the people about whom the day's work is written."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from beneficiaries.models import Care, Participation, ParticipationVersion
from portal.accounts.models import User
from tryout.domain.pen import Pen
from tryout.rules.calendar import TODAY


@dataclass(frozen=True)
class Case:
    """Somebody in the charge of a caseworker of an organisation (its code), as known now."""

    participation: Participation
    version: ParticipationVersion
    caseworker: User
    organisation: str

    @property
    def takes_part(self) -> bool:
        """Whether participation began and has not ended."""
        return self.version.start_on is not None and (self.version.end_on is None or self.version.end_on > TODAY)

    @property
    def age(self) -> int:
        """Age in whole years on the invented day."""
        born = self.version.birth_date
        return TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))


Cases = dict[User, list[Case]]


def hand_over_who_waits(pen: Pen) -> None:
    """Put the first caseworker of each organisation in charge of those who left and wait for a finding (R40)."""
    window = datetime.timedelta(days=pen.project.result_window_days)
    waiting = ParticipationVersion.objects.current().filter(
        grant_project=pen.project, end_on__range=(TODAY - window, TODAY), participation__findings=None
    )
    people = list(waiting.values_list("participation__person", flat=True))
    for code, team in pen.staff.caseworkers.items():
        care = Care.objects.filter(grant_project=pen.project, organisation__code=code, person__in=people)
        for first in team[:1]:
            care.update(caseworker=first)


def cases_of(pen: Pen) -> Cases:
    """Return the people of every caseworker, those who take part first; nobody protected (two queries)."""
    colleagues = {user.pk: (user, code) for code, team in pen.staff.caseworkers.items() for user in team}
    in_charge: dict[object, list[int]] = defaultdict(list)
    care = Care.objects.filter(grant_project=pen.project, caseworker__in=colleagues).order_by("pk")
    for person, caseworker in care.values_list("person", "caseworker"):
        in_charge[person].append(caseworker)
    cases: Cases = {user: [] for user, _code in colleagues.values()}
    for version in _versions(pen):
        participation = version.participation
        for caseworker in in_charge[participation.person_id]:
            user, code = colleagues[caseworker]
            cases[user].append(Case(participation, version, user, code))
    return {user: sorted(held, key=lambda case: not case.takes_part) for user, held in cases.items()}


def _versions(pen: Pen) -> Sequence[ParticipationVersion]:
    """Read those who started, the ones who left last first."""
    rows = ParticipationVersion.objects.current().filter(
        grant_project=pen.project,
        start_on__isnull=False,
        participation__person__is_confidential=False,
        participation__person__denied_to__isnull=True,
    )
    latest = rows.order_by(F("end_on").desc(nulls_first=True), "participation__number")
    return list(latest.select_related("participation__person__data_key", "participation__grant_project"))
