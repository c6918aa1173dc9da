"""The day’s work of the invented caseworkers: tasks, plans, referrals, legalisation, and where care is needed."""

from tryout.domain.caseload import cases_of, hand_over_who_waits
from tryout.domain.caution import take_care
from tryout.domain.legalisation import add_legalisation
from tryout.domain.namesakes import write_twice
from tryout.domain.pen import Pen
from tryout.domain.plans import add_plans
from tryout.domain.referrals import add_referrals
from tryout.domain.tasks import add_tasks


def add_casework(pen: Pen) -> dict[str, int]:
    """Write what caseworkers keep besides the facts that are counted; return how many rows of each table."""
    hand_over_who_waits(pen)
    cases = cases_of(pen)
    for chapter in (add_tasks, add_plans, add_referrals, add_legalisation, take_care):
        chapter(pen, cases)
    written = pen.ledger.write_until(pen.ledger.latest)
    write_twice(pen, cases)
    return written
