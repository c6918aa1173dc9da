"""What one person did alone, as lines: of reports, of files and of removals, the latest first."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.retention.models import ReleaseDecision
from portal.ui.formatting import moment, number
from reporting.models import EditionApproval
from reporting.smefs.models import SmefsRelease
from reporting.smefs.rules.releasing import opens_at


@dataclass(frozen=True)
class AloneLine:
    """What was done, in which project, by whom, when, why nobody else did it; ``note`` says from when it holds."""

    what: str
    project: str
    name: str
    at: datetime.datetime
    reason: str
    note: str = ""


def alone_lines(
    approvals: Iterable[EditionApproval], releases: Iterable[SmefsRelease], removals: Iterable[ReleaseDecision]
) -> list[AloneLine]:
    """Return a line for each, the latest first."""
    lines = [_approval(each) for each in approvals] + [_release(each) for each in releases]
    lines += [_removal(each) for each in removals]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _approval(row: EditionApproval) -> AloneLine:
    what = _("Approved the report %(label)s") % {"label": row.edition.label}
    return AloneLine(what, str(row.edition.grant_project), row.approved_by.name, row.approved_at, row.alone_reason)


def _release(row: SmefsRelease) -> AloneLine:
    export = row.export
    what = _("Released the file of SM EFS of %(moment)s") % {"moment": moment(export.made_at)}
    begins = _("The file leaves from %(begins)s.") % {"begins": moment(opens_at(row.decided_at, alone=True))}
    return AloneLine(what, str(export.grant_project), row.decided_by.name, row.decided_at, row.alone_reason, begins)


def _removal(row: ReleaseDecision) -> AloneLine:
    said = {"people": number(row.release.people)}
    words = ngettext(
        "Confirmed the removal of data of %(people)s person", "Confirmed the removal of data of %(people)s people",
        row.release.people,
    )  # fmt: skip
    begins = _("Data are removed from %(begins)s.") % {"begins": moment(opens_at(row.decided_at, alone=True))}
    return AloneLine(words % said, "", row.decided_by.name, row.decided_at, row.alone_reason, begins)
