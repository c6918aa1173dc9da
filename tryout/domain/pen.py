"""What everything that writes the invented past holds in its hand."""

import datetime
import random
from dataclasses import dataclass

from django.utils import timezone

from portal.programmes.models import GrantProject, ServiceType, TargetGroup
from tryout.domain.ledger import Ledger
from tryout.domain.staff import Staff
from tryout.rules.calendar import TODAY, WARSAW

MINUTE = datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class Pen:
    """The project that is written about, who works in it, the ledger, and the dice."""

    project: GrantProject
    staff: Staff
    ledger: Ledger
    dice: random.Random
    kinds: dict[str, ServiceType]
    groups: list[TargetGroup]

    @classmethod
    def for_project(cls, project: GrantProject, dice: random.Random) -> "Pen":
        """Return a pen with an empty ledger."""
        kinds = {kind.code: kind for kind in project.service_types.all()}
        groups = list(project.target_groups.all())
        return cls(project, Staff.of(project), Ledger(latest_moment()), dice, kinds, groups)

    def days(self, low: int, high: int) -> datetime.timedelta:
        """Return some days."""
        return datetime.timedelta(days=self.dice.randint(low, high))


def latest_moment() -> datetime.datetime:
    """Return the moment after which nothing is recorded: now, or the evening of the invented day."""
    return min(timezone.now(), datetime.datetime(TODAY.year, TODAY.month, TODAY.day, 17, tzinfo=WARSAW))
