"""The page of one file of SM EFS, and how an account reaches it."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.policy.access import access_of
from portal.policy.gate import Refused
from reporting.smefs.domain.exports import explanations_of
from reporting.smefs.domain.releases import is_own, refusal_of
from reporting.smefs.forms import PassphraseForm, ReleaseForm
from reporting.smefs.models import SmefsExport
from reporting.smefs.queries.exports import people_of
from reporting.smefs.queries.releases import RELEASE
from reporting.smefs.tables.prepare import explained_lines, rule_names
from reporting.smefs.tables.releasing import refusal_in_words, standing_in_words, standing_tag
from reporting.smefs.views.projects import RIGHT, frame_of, reach


def export_for(request: HttpRequest, key: uuid.UUID, action: str = RIGHT) -> SmefsExport:
    """Return a file of a project in which the account may ``action`` as a whole."""
    rows = SmefsExport.objects.select_related(
        "grant_project", "layout", "order__asked_by", "order__data_key", "release__decided_by"
    )
    found = rows.filter(pk=key, grant_project__in=reach(request)).first()
    if found is None or found.grant_project_id not in access_of(request.user).scope(action).whole_project_ids:
        raise Refused(action, "smefsexport", str(key))
    return found


def export_page(
    request: HttpRequest,
    export: SmefsExport,
    form: PassphraseForm | None = None,
    release_form: ReleaseForm | None = None,
) -> HttpResponse:
    """Show one file: its hash, what was explained, what was left out, how far its release is."""
    own = is_own(export, request.user)  # type: ignore[arg-type]
    reads = own or people_of(export, request.user) is not None  # type: ignore[arg-type]
    decides = export.decided is None and access_of(request.user).may(RELEASE, export.grant_project)
    refusal = refusal_of(export, request.user) if decides else ""  # type: ignore[arg-type]
    note_read(request, Action.VIEW, obj=export, grant_project=export.grant_project)
    now = timezone.now()
    context = {
        **frame_of(request, export.grant_project),
        "export": export,
        "explained": explained_lines(explanations_of(export.order) if reads else {}),
        "left_out": rule_names(export.left_out),
        "is_own": own,
        "is_apart": not reads,
        "tag": standing_tag(export, now),
        "standing": standing_in_words(export, now),
        "is_open": export.standing(now) == "open",
        "decides": decides and not refusal,
        "release_refusal": refusal_in_words(refusal) if decides else "",
        "release_form": release_form or ReleaseForm(is_alone=own),
        "form": release_form or form or PassphraseForm(),
        "pass_form": form or PassphraseForm(),
    }
    return render(request, "smefs/export.html", context)
