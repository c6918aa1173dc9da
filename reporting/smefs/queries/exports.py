"""Files that were sent: the list, one of them put together again from its lines."""

import hashlib
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils import timezone

from beneficiaries.models import Participation
from portal.programmes.models import GrantProject
from reporting.smefs.models import SentLine, SmefsExport
from reporting.smefs.queries.people import CONTACT
from reporting.smefs.rules.writing import header_of

if TYPE_CHECKING:
    from portal.accounts.models import User


class FileGone(Exception):
    """The lines do not make the file that was sent any more: one was erased or damaged."""


def exports_of(project: GrantProject) -> QuerySet[SmefsExport]:
    """Return the files of a project, the latest first."""
    rows = SmefsExport.objects.filter(grant_project=project).select_related("order__asked_by", "layout", "release")
    return rows.defer("words", "layout__content").order_by("-made_at", "-id")


def name_of(export: SmefsExport) -> str:
    """Return the usual name of a file, with the day on which it was made (R7)."""
    return export.layout.as_layout().name_on(timezone.localdate(export.made_at))


def content_of(export: SmefsExport) -> bytes:
    """Return the bytes as they were sent (one query); raises ``FileGone`` when the hash is another one."""
    lines = SentLine.objects.filter(export=export).select_related("data_key").order_by("position")
    content = header_of(export.layout.as_layout()) + b"".join(str(line.content).encode() for line in lines)
    if hashlib.sha256(content).hexdigest() != export.sha256:
        raise FileGone(str(export.pk))
    return content


def people_of(export: SmefsExport, user: "User") -> list[Participation] | None:
    """Return everybody in a file if the account may still read the data of each; ``None`` otherwise (S38)."""
    numbers = list(SentLine.objects.filter(export=export).values_list("number", flat=True))
    here = Participation.objects.filter(grant_project=export.grant_project_id, number__in=numbers)
    seen = list(here.visible_to(user, CONTACT))
    return seen if len(seen) == len(numbers) else None
