"""Changes of people as far as one account may see them: names, numbers alone, or only how many (S26, S66)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.policy.access import access_of
from portal.ui.formatting import number
from reporting.exporters.differences import ChangeOfPerson
from reporting.models import ReportEdition
from reporting.queries.behind import reached_by_number

RECORD = "view_person"


@dataclass(frozen=True)
class Shown(ChangeOfPerson):
    """A change with the name of the person, for who may read it."""

    name: str = ""
    url: str = ""


def within_reach(
    request: HttpRequest, edition: ReportEdition, said: Sequence[ChangeOfPerson]
) -> tuple[list[Shown], list[str]]:
    """Return the changes of people whom the account may see, with names as far as it may; and how many else there are.

    Leaves a mark of reading where there is anybody.
    """
    if not said:
        return [], []
    numbers = {each.number for each in said}
    reached = reached_by_number(request.user, edition.grant_project, numbers)  # type: ignore[arg-type]
    people = {number: each for number, each in reached.items() if each is not None}
    note_read(
        request, Action.LIST, subjects=[each.person_id for each in people.values()], obj=edition,  # type: ignore[attr-defined]
        detail={"differences": edition.label}, grant_project=edition.grant_project,
    )  # fmt: skip
    opens = access_of(request.user).may(RECORD, edition.grant_project)
    shown = [
        Shown(**vars(each), **_name(people.get(each.number), opens=opens)) for each in said if each.number in reached
    ]
    return shown, _hidden_in_words(len(numbers - reached.keys()))


def _name(participation: Any, *, opens: bool) -> dict[str, str]:
    if participation is None or not participation.named:
        return {}
    url = reverse("person_record", args=[participation.number]) if opens else ""
    return {"name": participation.person.list_name or participation.person.original_name, "url": url}


def _hidden_in_words(hidden: int) -> list[str]:
    if not hidden:
        return []
    words = ngettext(
        "%(count)s person more counts otherwise whom you may not see",
        "%(count)s people more count otherwise whom you may not see",
        hidden,
    )
    return [words % {"count": number(hidden)}]
