"""How the access tests fill the parameters of addresses.

A page whose address has a new parameter name needs a line here, or the tests of access fail and say so:
``PERSON_KEYS`` for a parameter that leads to one person, ``OWNED_KEYS`` for what one account alone may see,
``PLAIN_KEYS`` for everything else.
"""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse

from cases.models import ExitEvent, ExitFinding, NeedsDiagnosis
from portal.imports.models import ImportedRow
from portal.policy.routes import Route
from services.models import SupportDelivery
from tests.stage import BATCH_ID, EDITION_ID, JOB_ID, JOB_OF, UPLOAD_ID, Target

ABSENT_ID = uuid.UUID("018f0000-0000-7000-8000-000000000000")


def _fact_of(model: Any, target: Target) -> uuid.UUID:
    """Return the fact of the kind that the stage gave the person."""
    given = model.objects.filter(participation=target.participation).first()
    return given.fact_id if given else ABSENT_ID


def _row_of(target: Target) -> uuid.UUID:
    """Return the row of a list that waits and speaks of the person."""
    subject = target.participation.pk if target.participation else ABSENT_ID
    row = ImportedRow.objects.filter(subject=subject).first()
    return row.pk if row else ABSENT_ID


#: Parameters that name one person: how the address of a target is written.
PERSON_KEYS: Mapping[str, Callable[[Target], str]] = {
    "number": lambda target: target.participation.number if target.participation else "WS-999999",
    "person_id": lambda target: str(target.participation.person_id if target.participation else ABSENT_ID),
    "fact_id": lambda target: str(_fact_of(SupportDelivery, target)),
    "diagnosis_id": lambda target: str(_fact_of(NeedsDiagnosis, target)),
    "finding_id": lambda target: str(_fact_of(ExitFinding, target)),
    "event_id": lambda target: str(_fact_of(ExitEvent, target)),
    "row": lambda target: str(_row_of(target)),
    "participation_id": lambda target: str(target.participation.pk if target.participation else ABSENT_ID),
}
#: Other parameters: a value that exists, and one that does not.
PLAIN_KEYS: Mapping[str, tuple[str, str]] = {
    "code": ("EECO01", "NOPE99"),
    "indicator": ("EECO01", "NOPE99"),
    "project": ("sopot-5.15", "no-project"),
    "pk": ("1", "999999"),
    "key": ("x-y", "x-y"),
    "uidb36": ("1", "zz"),
    "kind": ("culture-integration", "no-kind"),
    "check": ("incomplete", "no-check"),
    "batch": (str(BATCH_ID), str(ABSENT_ID)),
    "upload": (str(UPLOAD_ID), str(ABSENT_ID)),
    "edition": (str(EDITION_ID), str(ABSENT_ID)),
    "file_kind": ("pdf", "exe"),
    "form": ("quick-log", "no-form"),
}
#: Parameters that lead to something of one account's own: a value that exists, and whose it is.
OWNED_KEYS: Mapping[str, tuple[str, str]] = {"job": (str(JOB_ID), JOB_OF)}


def paths(route: Route, target: Target) -> list[tuple[str, bool]]:
    """Return the addresses of ``route`` for ``target``, each with whether all it names exists.

    Raises ``LookupError`` when the route has a parameter that nobody has described here.
    """
    unknown = [name for name in route.parameters if name not in {**PERSON_KEYS, **OWNED_KEYS, **PLAIN_KEYS}]
    if unknown:
        raise LookupError(
            f"the route {route.name} has the parameter “{unknown[0]}”, which the access tests cannot fill: "
            "add it to PERSON_KEYS, OWNED_KEYS or PLAIN_KEYS in tests/access.py"
        )
    person = {name: PERSON_KEYS[name](target) for name in route.parameters if name in PERSON_KEYS}
    plain = [name for name in route.parameters if name in PLAIN_KEYS]
    exists = not person or target.participation is not None
    owned = {name: OWNED_KEYS[name][0] for name in route.parameters if name in OWNED_KEYS}
    good = {**person, **owned, **{name: PLAIN_KEYS[name][0] for name in plain}}
    found = [(reverse(route.name, kwargs=good), exists)]
    if plain and PLAIN_KEYS[plain[0]][0] != PLAIN_KEYS[plain[0]][1]:
        found.append((reverse(route.name, kwargs={**good, plain[0]: PLAIN_KEYS[plain[0]][1]}), False))
    return found


def owner_of(route: Route) -> str:
    """Return who of the cast owns what the address of the route names; "" when it names nobody's own."""
    return next((OWNED_KEYS[name][1] for name in route.parameters if name in OWNED_KEYS), "")


def is_about_a_person(route: Route) -> bool:
    """Tell whether the address of the route names one person."""
    return any(name in PERSON_KEYS for name in route.parameters)
