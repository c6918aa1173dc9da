"""Sign-ups as those find them who signed up: by the code alone (S22)."""

import uuid
from collections import defaultdict
from collections.abc import Sequence

from beneficiaries.rules.codes import CODE, read_code
from portal.crypto.sealing import blind_index
from services.models import Enrolment, SignUp

CODE_CONTEXT = "sign-up code"


def sign_up_by_code(typed: str) -> SignUp | None:
    """Return the sign-up with this code, however it was typed (one query); ``None`` for every other text."""
    code = read_code(typed, CODE)
    rows = SignUp.objects.filter(code_index=blind_index(CODE_CONTEXT, code or "-none-"))
    return rows.select_related("data_key", "activity__grant_project", "activity__edition__course").first()


def places_of(sign_up: SignUp) -> list[tuple[Enrolment, int]]:
    """Return the places of a sign-up, in the order in which they were asked for, each with its turn (two queries).

    The turn is 1 for who is asked next, 0 for who does not wait.
    """
    rows = list(
        Enrolment.objects.filter(sign_up=sign_up).select_related("sign_up__data_key", "activity").order_by("pk")
    )
    queues: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    waiting = Enrolment.objects.in_turn().filter(activity__in={row.activity_id for row in rows})  # type: ignore[attr-defined]
    for activity, key in waiting.values_list("activity", "pk"):
        queues[activity].append(key)
    return [(row, _turn(queues[row.activity_id], row)) for row in rows]  # type: ignore[attr-defined]


def _turn(queue: Sequence[uuid.UUID], row: Enrolment) -> int:
    return queue.index(row.pk) + 1 if row.pk in queue else 0
