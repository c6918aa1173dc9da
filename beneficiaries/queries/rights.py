"""Requests about one's own data: who sees which, and what is held of the person (GDPR 15, S67)."""

import datetime
import re
import uuid
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import override

from beneficiaries.enums import RightAsker, RightKind, RightStepKind
from beneficiaries.models import (
    Guardianship,
    HouseholdMember,
    Participation,
    Person,
    RightsPackage,
    RightsRequest,
    RightsStep,
)
from beneficiaries.queries.hiding import leads_to_somebody_hidden
from beneficiaries.rules.correctable import LEADING
from beneficiaries.rules.names import search_key
from portal.accounts.models import User as Account
from portal.policy.access import access_of
from portal.policy.gate import get_visible_or_404
from portal.policy.holders import reaching
from portal.policy.matrix import Reach
from portal.rights import HeldItem, HeldPart, held_parts

if TYPE_CHECKING:
    from portal.accounts.models import User

VIEW, HANDLE, DECIDE = "view_rights_request", "handle_rights_request", "decide_rights_request"
SHORTEST_NAME, SHORTEST_STEM, ENDINGS = 3, 4, "aeiouy"
"""Names are inflected: of those long enough the stem is looked for. Too much marked is read by a person anyway."""


def requests_for(user: "User") -> QuerySet[RightsRequest]:
    """Return the requests that ``user`` sees, what must be answered first on top (one query).

    ``is_named``: the name of the person may stand beside it; elsewhere the number does (S66).
    """
    named = Participation.objects.filter(named_q(user), pk=OuterRef("participation"))
    rows = RightsRequest.objects.visible_to(user).annotate(
        is_named=Exists(named), last_day=Coalesce("extended_to", "due_on")
    )
    order = F("ended_at").asc(nulls_first=True), "last_day", "received_at"
    return rows.select_related("participation__person", "grant_project").order_by(*order)  # type: ignore[return-value]


def named_q(user: "User") -> Q:
    """Return the condition on participations whose names ``user`` may read on pages of requests."""
    access = access_of(user)
    wholly = sorted({part.grant_project for part in access.scope(VIEW).named.clauses})
    seen = Participation.objects.visible_to(user, VIEW).filter(grant_project__in=wholly)
    return Q(pk__in=seen.values("pk"))


def request_of(user: "User", key: uuid.UUID, action: str = VIEW) -> RightsRequest:
    """Return one request that ``user`` may ``action``; hidden and absent are the same ``Refused``."""
    source = RightsRequest.objects.select_related(
        "data_key", "grant_project", "participation__person__data_key", "participation__grant_project",
        "guardianship__child", "received_by", "proposed_by", "decided_by",
    )  # fmt: skip
    return get_visible_or_404(source, user, action, pk=key)


def open_to(user: "User", participation: Participation, action: str) -> bool:
    """Tell whether ``user`` may ``action`` for the person; a restricted record is weighed as if it were not (S69)."""
    scope = access_of(user).scope(action)
    seen = Participation.objects.visible_to(user, HANDLE).filter(pk=participation.pk)
    care = participation.person.care.filter(scope.as_q(user), grant_project=participation.grant_project_id)  # type: ignore[attr-defined]
    return bool(scope) and care.exists() and seen.exists()


def deciders(request: RightsRequest, day: datetime.date, *, but: "User | None") -> list[Account]:
    """Return the accounts that may decide the request, without one of them and whoever is kept from the person.

    Of a confidential person only the named may (S26).
    """
    person = request.participation.person
    denied = set(person.denied_to.values_list("pk", flat=True))
    named = set(person.confidential_to.values_list("pk", flat=True)) if person.is_confidential else None
    held = [each.user for each, reach in reaching(DECIDE, request.grant_project, day) if reach is Reach.PROJECT]
    others = {user.pk: user for user in held if user.pk not in denied and user != but}
    return [user for key, user in others.items() if named is None or key in named]


def untold(request: RightsRequest) -> list[RightsStep]:
    """Return the recipients of the data who were not told yet (GDPR 19), in the order in which they were found."""
    told = request.steps.filter(kind=RightStepKind.RECIPIENTS).exclude(part="").values_list("part", flat=True)  # type: ignore[attr-defined]
    rows = request.steps.filter(kind=RightStepKind.TO_TELL).exclude(pk__in=list(told)).order_by("at", "id")  # type: ignore[attr-defined]
    steps = list(rows)
    for step in steps:
        step.request = request
    return steps


def latest_package(request: RightsRequest) -> RightsPackage | None:
    """Return the package that was made last."""
    package = request.packages.order_by("-made_at").first()  # type: ignore[attr-defined]
    if package is not None:
        package.request = request
    return package


def content_of(request: RightsRequest) -> dict[str, Any]:
    """Return all that is held of the person, part by part, in the language of the request.

    An entry in which somebody of the family is named, or a number or address of theirs stands, is marked: a person
    reads it before it is handed out. So is what says where a child is reached, when its guardian asks and somebody
    hides there (S25, S67).
    """
    participation = request.participation
    only_portable = request.kind == RightKind.PORTABILITY
    hides = _hides_from_asker(request)
    others = marks_of_others(participation, with_shared=hides)
    with override(request.language):
        parts = [part for part in held_parts() if part.is_portable or not only_portable]
        found = [_part(part, participation, others, hides=hides) for part in parts]
        return {"language": request.language, "parts": found}


def _hides_from_asker(request: RightsRequest) -> bool:
    """Tell whether the copy goes to a guardian who could find somebody by it (a query, none for the person itself)."""
    if request.asker != RightAsker.GUARDIAN:
        return False
    guardian = request.guardianship.guardian if request.guardianship else None
    return leads_to_somebody_hidden(request.participation.person, guardian)


def marks_of_others(participation: Participation, *, with_shared: bool = False) -> set[str]:
    """Return words that name others around the person: names, phones, addresses of family and guardians.

    What the person shares with them is no such word, but ``with_shared``: then a shared phone or address is one.
    """
    person = participation.person
    homes = HouseholdMember.objects.filter(person=person).values("household")
    links = Guardianship.objects.filter(Q(child=person) | Q(guardian=person)).select_related(
        "child__data_key", "guardian__data_key"
    )
    around = Person.objects.filter(household_places__household__in=homes).exclude(pk=person.pk).distinct()
    people = {each.pk: each for each in around.select_related("data_key")}
    found: set[str] = set()
    for link in links:
        found |= _folded(str(link.outside_name), str(link.outside_phone)) if link.child_id == person.pk else set()
        people |= {each.pk: each for each in (link.child, link.guardian) if each is not None and each.pk != person.pk}
    for each in people.values():
        found |= _marks(each)
    return found - (_names(person) if with_shared else _marks(person))


def _names(person: Person) -> set[str]:
    return _folded(person.given_names, person.surname, person.original_name)


def _marks(person: Person) -> set[str]:
    """Return the words by which a person can be recognised in a text: names, phone, e-mail and address as a whole."""
    return (
        _names(person)
        | _folded(str(person.phone))
        | {_plain(str(text)) for text in (person.email, person.address) if text}
    )


def _part(part: HeldPart, participation: Participation, others: set[str], *, hides: bool) -> dict[str, Any]:
    items = [_item(item, others, hides=hides) for item in part.read(participation)]
    return {"code": part.code, "label": str(part.label), "items": items}


def _item(item: HeldItem, others: set[str], *, hides: bool) -> dict[str, Any]:
    facts = [[str(label), str(value)] for label, value in item.facts]
    text = " ".join(value for _label, value in facts)
    return {
        "title": str(item.title), "facts": facts, "data": dict(item.data), "free": item.is_free, "action": item.action,
        "others": (hides and not LEADING.isdisjoint(item.data)) or (item.is_free and names_somebody(text, others)),
    }  # fmt: skip


def names_somebody(text: str, others: set[str]) -> bool:
    """Tell whether a text has a word, a number or an address of somebody else in it, in any alphabet or spelling."""
    words, plain = _folded(text), _plain(text)
    stems = tuple(stem for mark in others if len(stem := mark.rstrip(ENDINGS)) >= SHORTEST_STEM and stem.isalpha())
    inflected = any(word.startswith(stems) for word in words) if stems else False
    return inflected or bool(words & others) or any(mark in plain for mark in others if " " in mark)


def _folded(*texts: str) -> set[str]:
    """Return the words of texts as search folds them, and long numbers without what stands between their digits."""
    words = {word for text in texts for word in search_key(text or "").split() if len(word) >= SHORTEST_NAME}
    numbers = {re.sub(r"\D", "", text or "")[-9:] for text in texts}
    return words | {number for number in numbers if len(number) == 9}  # noqa: PLR2004 - a Polish number


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", text.casefold()).split())
