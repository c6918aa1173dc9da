"""Taking a listing that came back: identifiers of SM EFS for our people, and what could not be matched (R6, R11)."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.programmes.models import GrantProject
from reporting.smefs.enums import Mismatch
from reporting.smefs.models import ReturnedListing, TechnicalId
from reporting.smefs.queries.identifiers import identifiers_of
from reporting.smefs.queries.matching import Known, known_people
from reporting.smefs.rules.layout import Layout
from reporting.smefs.rules.lines import Line, Listing

LONGEST = 60


@dataclass
class _Taken:
    """What becomes of the lines, one after the other."""

    known: dict[str, str]
    new: dict[str, str] = field(default_factory=dict)
    unchanged: int = 0
    report: list[dict[str, object]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def refuse(self, line: Line, why: Mismatch, number: str = "") -> None:
        """Note a line that was not taken; never what stands in it."""
        self.report.append({"line": line.number, "why": why.value, "number": number})


@transaction.atomic
def take_listing(listing: Listing, layout: Layout, project: GrantProject, *, by: User | None) -> ReturnedListing:
    """Match the lines with our people and keep new technical identifiers; nothing else of the listing is kept.

    Taken again, the same listing adds nothing (H8).
    """
    GrantProject.objects.select_for_update().get(pk=project.pk)  # one after the other
    known = known_people(project, [line.of(layout, "identifier") for line in listing.lines])
    taken = _Taken(dict(identifiers_of(project)))
    for line in listing.lines:
        _take(line, layout, project, known, taken)
    kept = ReturnedListing.objects.create(
        grant_project=project, sent_by=by, sha256=listing.sha256, counts=_counts(listing, taken), report=taken.report
    )
    TechnicalId.objects.bulk_create(
        [
            TechnicalId(grant_project=project, number=number, technical_id=identifier, listing=kept)
            for number, identifier in taken.new.items()
        ]
    )
    record(Action.IMPORT, by=by, obj=kept, grant_project=project, detail=kept.counts)
    return kept


def _take(line: Line, layout: Layout, project: GrantProject, known: Known, taken: _Taken) -> None:
    identifier = line.of(layout, "technical_id")[:LONGEST]
    number = known.number_of(line.of(layout, "identifier"), identifier)
    holder = known.by_technical_id.get(identifier, "")
    if line.is_of_another(layout, project.agreement_number):
        taken.refuse(line, Mismatch.OTHER_PROJECT)
    elif not number:
        taken.refuse(line, Mismatch.UNKNOWN)
    elif number in taken.seen:
        taken.refuse(line, Mismatch.TWICE, number)
    elif not identifier:
        taken.refuse(line, Mismatch.NO_ID, number)
    elif taken.known.get(number) == identifier or holder == number:
        taken.unchanged += 1
    elif number in taken.known:
        taken.refuse(line, Mismatch.OTHER_ID, number)
    elif identifier in taken.new.values():
        taken.refuse(line, Mismatch.TAKEN, number)
    else:
        taken.new[number] = identifier
    if number:
        taken.seen.add(number)


def _counts(listing: Listing, taken: _Taken) -> dict[str, int]:
    reasons = Counter(str(each["why"]) for each in taken.report)
    return {
        "lines": len(listing.lines), "new": len(taken.new), "unchanged": taken.unchanged,
        "not_taken": len(taken.report), **reasons,
    }  # fmt: skip
