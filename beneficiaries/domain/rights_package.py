"""The copy of a person's data: kept, reviewed part by part, released by a person of the staff (GDPR 15, 20, S67)."""

import datetime
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from beneficiaries.domain.rights import NO_IDENTITY, NO_RIGHT, RightRefused, end, held_for, note_step, noted, save
from beneficiaries.enums import RightAsker, RightDecision, RightStepKind
from beneficiaries.models import RightsPackage, RightsRequest
from beneficiaries.queries.rights import open_to
from beneficiaries.rules.rights import ESTABLISHED, HANDS_OUT, RightEvent, may_ask_for
from portal.accounts.models import User
from portal.clock import now, today
from portal.messages.sending import ask_for_message

NOT_REVIEWED, CLOSED_PART, NO_PACKAGE = "not-reviewed", "closed-part", "no-package"
NEWS = "rights-news"
KEPT = datetime.timedelta(days=90)
"""How long a copy is kept; that it was handed over stays written for good."""


@transaction.atomic
def keep_package(request: RightsRequest, content: Mapping[str, Any], *, by: User) -> RightsPackage:
    """Keep what was gathered; parts of an earlier package must be reviewed again."""
    if request.kind not in HANDS_OUT:
        raise RightRefused(NO_PACKAGE)
    package = RightsPackage(
        request=request, content=json.dumps(content, ensure_ascii=False), made_at=now(), made_by=by,
        withheld=json.dumps(_proposed(content), ensure_ascii=False),
    )  # fmt: skip
    package.save(force_insert=True)
    note_step(request, RightStepKind.PACKAGE, by=by)
    noted(request, by, "package")
    return package


@transaction.atomic
def review_part(package: RightsPackage, code: str, left_out: Mapping[int, str], *, by: User) -> None:
    """Write that a part was read and what of it is left out, each entry with why.

    Raises ``RightRefused``: ``NO_PACKAGE`` after the release and for a part that is not there, ``CLOSED_PART`` when
    the account may not read all of it.
    """
    held = _held(package)
    part = next((each for each in parts_of(held) if each["code"] == code), None)
    if held.released_at or part is None:
        raise RightRefused(NO_PACKAGE)
    if any(not may_read(held, item, by) for item in part["items"]):
        raise RightRefused(CLOSED_PART)
    withheld = {key: why for key, why in withheld_of(held).items() if not key.startswith(f"{code}:")}
    withheld |= {f"{code}:{place}": why for place, why in left_out.items() if 0 <= place < len(part["items"])}
    held.withheld = json.dumps(withheld, ensure_ascii=False)
    held.reviewed_parts = " ".join(sorted({*held.reviewed_parts.split(), code}))
    held.save(update_fields=["withheld", "reviewed_parts"])
    note_step(held.request, RightStepKind.REVIEWED, by=by, part=code)
    noted(held.request, by, "reviewed")


@transaction.atomic
def release(package: RightsPackage, request: RightsRequest, *, by: User) -> RightsRequest:
    """Let the copy go out: only whole, read by people, to somebody whose identity and right are established.

    The person is told with neutral words. Raises ``RightRefused``: ``NOT_REVIEWED``, ``NO_IDENTITY``, and ``NO_RIGHT``
    when a guardian has lost the right meanwhile.
    """
    held, asked = _held(package), held_for(request)
    if held.released_at or unreviewed(held):
        raise RightRefused(NOT_REVIEWED)
    if asked.identity not in ESTABLISHED:
        raise RightRefused(NO_IDENTITY)
    if not may_still_ask(asked):
        raise RightRefused(NO_RIGHT)
    held.released_at, held.released_by = now(), by
    held.save(update_fields=["released_at", "released_by"])
    asked.decision = RightDecision.PARTLY if withheld_of(held) else RightDecision.GRANTED
    asked.decided_by = by
    end(asked, RightEvent.DECIDE)
    end(asked, RightEvent.FINISH)
    save(asked, "decision", "decided_by", "state", "ended_at")
    note_step(asked, RightStepKind.RELEASED, by=by)
    tell(asked, by=by)
    return noted(asked, by, "released")


def note_collected(request: RightsRequest, kind: str, *, by: User) -> None:
    """Keep that the copy was taken from the portal to be handed over, and in which form."""
    note_step(request, RightStepKind.COLLECTED, by=by, part=kind)


def tell(request: RightsRequest, *, by: User | None) -> None:
    """Let whoever asked know that there is an answer; it says nothing of what it is about (S24)."""
    if request.asker == RightAsker.PROXY:
        return
    to_guardian = request.asker == RightAsker.GUARDIAN
    kind = "guardian" if to_guardian else "person"
    key = request.guardianship_id if to_guardian else request.participation.person_id  # type: ignore[attr-defined]
    ask_for_message(NEWS, kind, str(key), request.language, grant_project=request.grant_project)
    note_step(request, RightStepKind.TOLD, by=by)


def may_still_ask(request: RightsRequest) -> bool:
    """Tell whether whoever asked may (still) be told about the person today (S30)."""
    return may_ask_for(request.asker, request.participation.person, request.guardianship, today())


def parts_of(package: RightsPackage) -> list[dict[str, Any]]:
    """Return the parts of a package."""
    return json.loads(str(package.content))["parts"]


def withheld_of(package: RightsPackage) -> dict[str, str]:
    """Return what is left out, under ``part:place``, with why."""
    return json.loads(str(package.withheld) or "{}")


def unreviewed(package: RightsPackage) -> set[str]:
    """Return the parts with entries that nobody has reviewed."""
    return {part["code"] for part in parts_of(package) if part["items"]} - set(package.reviewed_parts.split())


def may_read(package: RightsPackage, item: Mapping[str, Any], user: User) -> bool:
    """Tell whether an account may read an entry: of health, of protected notes only few."""
    return not item["action"] or open_to(user, package.request.participation, item["action"])


def released_content(package: RightsPackage) -> dict[str, Any]:
    """Return what goes out: the parts without what is left out, and how much that is."""
    left_out = withheld_of(package)
    parts = [
        {"code": part["code"], "label": part["label"], "items": items}
        for part in parts_of(package)
        if (items := [item for place, item in enumerate(part["items"]) if f"{part['code']}:{place}" not in left_out])
    ]
    return {"parts": parts, "left_out": len(left_out)}


def scans_of(package: RightsPackage) -> list[dict[str, str]]:
    """Return the scans that go out with a copy: the key of each file and its name in the copy."""
    items = [item for part in released_content(package)["parts"] for item in part["items"]]
    return [item["data"] for item in items if "file" in item["data"]]


def old_copies(now: datetime.datetime) -> QuerySet[RightsPackage]:
    """Return copies that were made long ago, with what was left out of them."""
    return RightsPackage.objects.filter(made_at__lt=now - KEPT)


def _proposed(content: Mapping[str, Any]) -> dict[str, str]:
    """Return what is left out unless the reviewer decides otherwise: entries that name somebody else."""
    return {
        f"{part['code']}:{place}": ""
        for part in content["parts"]
        for place, item in enumerate(part["items"])
        if item["others"]
    }


def _held(package: RightsPackage) -> RightsPackage:
    rows = RightsPackage.objects.select_for_update(of=("self",)).select_related(
        "request__data_key", "request__participation__person", "request__grant_project"
    )
    return rows.get(pk=package.pk)
