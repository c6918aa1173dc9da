"""The listing that SM EFS gave back: send it, see what was taken and what was not."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from beneficiaries.models import Participation
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.gate import Refused, project_asked, requires
from portal.programmes.models import GrantProject
from portal.submissions.once import already_answered, once
from reporting.smefs.domain.listings import take_listing
from reporting.smefs.forms import ReturnedForm
from reporting.smefs.importers.listings import read_listing
from reporting.smefs.importers.sheets import UnreadableFile
from reporting.smefs.models import ReturnedListing
from reporting.smefs.queries.layouts import layout_on
from reporting.smefs.queries.people import CONTACT
from reporting.smefs.tables.returned import reasons
from reporting.smefs.views.projects import RIGHT, frame_of, reach, sent_bytes


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def smefs_return(request: HttpRequest) -> HttpResponse:
    """Take a listing and lead to what became of its lines."""
    project = project_asked(request, RIGHT)
    form = ReturnedForm()
    if request.method == "POST":
        if (answer := already_answered(request)) is not None:
            return answer
        form = ReturnedForm(request.POST, request.FILES, sent_bytes=sent_bytes(request))
        if form.is_valid():
            try:
                return once(request, form.token, lambda: _take(request, form, project))
            except UnreadableFile as unreadable:
                form.add_error("file", str(unreadable))
    return render(request, "smefs/return.html", {**frame_of(request, project), "form": form})


@requires(RIGHT)
@require_safe
def smefs_returned(request: HttpRequest, smefs_listing: uuid.UUID) -> HttpResponse:
    """Show what became of a listing: how many identifiers are new, which lines were not taken and why."""
    rows = ReturnedListing.objects.filter(grant_project__in=reach(request)).select_related("grant_project", "sent_by")
    listing = rows.filter(pk=smefs_listing).first()
    if listing is None:
        raise Refused(RIGHT, "returnedlisting", str(smefs_listing))
    numbers = [each["number"] for each in listing.report if each["number"]]
    seen = Participation.objects.visible_to(request.user, CONTACT).filter(  # type: ignore[arg-type]
        grant_project=listing.grant_project_id, number__in=numbers
    )
    people = dict(seen.values_list("number", "person"))
    note_read(request, Action.LIST, subjects=people.values(), obj=listing, grant_project=listing.grant_project)
    context = {
        **frame_of(request, listing.grant_project),
        "listing": listing,
        "reasons": reasons(listing.report, people),
    }
    return render(request, "smefs/returned.html", context)


def _take(request: HttpRequest, form: ReturnedForm, project: GrantProject) -> str:
    layout = layout_on(today(), project)
    kept = take_listing(read_listing(form.content(), layout), layout, project, by=request.user)  # type: ignore[arg-type]
    return reverse("smefs_returned", args=[kept.pk])
