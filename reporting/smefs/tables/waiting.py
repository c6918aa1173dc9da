"""Files of others that wait for a second person, as a card of „my day”."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.policy.access import access_of
from portal.ui.formatting import moment, number
from portal.worklist.registry import Desk, NextAct, WorkList, WorkRow
from reporting.smefs.models import SmefsExport
from reporting.smefs.queries.releases import RELEASE, waiting_for_release
from reporting.smefs.rules.releasing import LASTS


def waiting_releases(desk: Desk) -> WorkList:
    """Return the files that wait, the oldest first (one query)."""
    projects = access_of(desk.account).projects(RELEASE)
    rows = list(waiting_for_release(projects, desk.account, timezone.now())) if projects else []
    return WorkList([_row(each) for each in rows[: desk.most]], len(rows), reverse("smefs_home"))


def _row(export: SmefsExport) -> WorkRow:
    url = f"{reverse('smefs_export', args=[export.pk])}#release"
    words = ngettext("%(name)s, %(people)s person", "%(name)s, %(people)s people", export.people)
    by = export.order.asked_by.name if export.order.asked_by else ""
    note = words % {"name": by, "people": number(export.people)}
    title = _("File of SM EFS, %(moment)s") % {"moment": moment(export.made_at)}
    last = timezone.localdate(export.made_at + LASTS)
    return WorkRow(title, url, [NextAct(_("Decide"), url)], note=note, due_on=last)
