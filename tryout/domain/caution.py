"""Where care is needed among invented people: contact, a note for few, an emergency access that waits for review."""

import datetime

from beneficiaries.enums import GlassCategory, GlassState
from beneficiaries.models import Care, EmergencyAccess
from beneficiaries.rules.breakglass import OPEN_FOR, review_due
from portal.crypto.models import DataKey
from services.models import ProtectedNote, SupportDelivery
from tryout.domain.caseload import Case, Cases
from tryout.domain.pen import MINUTE, Pen
from tryout.rules.calendar import TODAY, moment
from tryout.rules.casework import CAUTION, EMERGENCY, KEPT_FOR_FEW
from tryout.rules.stories import CITY, FOUNDATION

EVENING = 18


def take_care(pen: Pen, cases: Cases) -> None:
    """Mark three people; let the note and the emergency access wait in the ledger."""
    held = [people for people in cases.values() if people]
    for people, (way, words) in zip(held[::2], CAUTION, strict=False):
        _mark(people[-1] if len(people) == 1 else people[1], way, words)
    if held:
        _keep_for_few(pen, held[0][0])
    _ask_in_emergency(pen, cases)


def _mark(case: Case, way: str, words: str) -> None:
    person = case.participation.person
    person.is_cautious, person.contact_way, person.contact_safety = True, way, words
    person._history_user = case.caseworker  # type: ignore[attr-defined]
    person.save(update_fields=["is_cautious", "contact_way", "contact_safety"])


def _keep_for_few(pen: Pen, case: Case) -> None:
    support = SupportDelivery.objects.current().filter(participation=case.participation, delivered_by=case.caseworker)
    latest = support.order_by("-delivered_on", "pk").first()
    if latest is not None:
        note = ProtectedNote(
            participation=case.participation, support=latest.fact_id, author=case.caseworker, text=KEPT_FOR_FEW,
            recorded_by=case.caseworker,
        )  # fmt: skip
        pen.ledger.add(latest.recorded_at + MINUTE, note)


def _ask_in_emergency(pen: Pen, cases: Cases) -> None:
    """Let somebody of the foundation have opened the record of a person whom the city alone looks after."""
    asking = next(iter(pen.staff.caseworkers.get(FOUNDATION, [])[-1:]), None)
    of_both = Care.objects.filter(grant_project=pen.project, organisation__code=FOUNDATION).values_list("person")
    known = {person for (person,) in of_both}
    of_city = (case for people in cases.values() for case in people if case.organisation == CITY)
    case = next((case for case in of_city if case.participation.person_id not in known), None)
    if asking is None or case is None:
        return
    day = TODAY - datetime.timedelta(days=1)
    asked_at, key = moment(day, EVENING), DataKey.fresh()
    access = EmergencyAccess(
        account=asking, grant_project=pen.project, participation=case.participation, data_key=key,
        category=GlassCategory.LIFE, reason=EMERGENCY, state=GlassState.CLOSED, asked_at=asked_at,
        ends_at=asked_at + OPEN_FOR, closed_at=asked_at + OPEN_FOR, review_due=review_due(day),
    )  # fmt: skip
    pen.ledger.add(pen.ledger.latest, key, access)
