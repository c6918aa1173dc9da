"""Signs of an unusual reading that depend on whom somebody read: one person's record at a time (S36)."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from portal.accounts.models import User
from portal.oversight.registry import Relations, relations_of
from portal.policy.holders import accounts_that_may

PROTECTED, NAMESAKE, EMERGENCY, NOT_IN_CHARGE = "protected", "namesake", "emergency", "not-in-charge"
MANY_OTHERS = 10
DECIDES_CHARGE = "assign_caseworker"
"""Who decides on who is in charge opens everybody's record for that; for others it is unusual beyond a number."""

Moment = datetime.datetime
Found = list[tuple[int, str, int, Moment, Moment]]


@dataclass
class RecordsRead:
    """The records that accounts opened in a week, and their emergency accesses."""

    opened: dict[tuple[int, str], list[Moment]] = field(default_factory=lambda: defaultdict(list))
    emergencies: dict[tuple[int, str], list[Moment]] = field(default_factory=lambda: defaultdict(list))

    def found(self, reader: User, day: datetime.date) -> Found:
        """Return account, sign, how often, first and last; nothing about people whom the reader is kept from."""
        people = {person for _account, person in (*self.opened, *self.emergencies)}
        known = relations_of(reader, people, {account for account, _person in self.opened})
        moments: dict[tuple[int, str], list[Moment]] = defaultdict(list)
        for (account, person), times in self.emergencies.items():
            if person not in known.kept:
                moments[account, EMERGENCY] += times
        for (account, person), times in self.opened.items():
            if person in known.kept:
                continue
            if person in known.protected and account not in known.in_charge.get(person, ()):
                moments[account, PROTECTED] += times
            if (account, person) in known.namesakes:
                moments[account, NAMESAKE] += times
        found = [(account, sign, len(times), min(times), max(times)) for (account, sign), times in moments.items()]
        return [*found, *self._of_others(known, day)]

    def _of_others(self, known: Relations, day: datetime.date) -> Found:
        """Return who opened the records of many people of whom a colleague is in charge."""
        others: dict[int, list[list[Moment]]] = defaultdict(list)
        for (account, person), times in self.opened.items():
            charge = known.in_charge.get(person)
            if charge and account not in charge and person not in known.kept:
                others[account].append(times)
        many = {account: read for account, read in others.items() if len(read) > MANY_OTHERS}
        deciding = {user.pk for user in accounts_that_may(DECIDES_CHARGE, day)} if many else set()
        return [
            (account, NOT_IN_CHARGE, len(read), min(map(min, read)), max(map(max, read)))
            for account, read in many.items()
            if account not in deciding
        ]
