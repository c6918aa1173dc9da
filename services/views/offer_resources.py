"""Interpreters and childcare of a project, under administration."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.models import Organisation, User
from portal.clock import today
from portal.policy.gate import get_visible_or_404, project_asked, requires
from portal.programmes.models import GrantProject
from services.domain.keeping_resources import keep_resource
from services.forms.resources import ResourceForm
from services.models import Resource
from services.queries.offer import EDIT
from services.queries.resources import resources_of
from services.queries.staffing import teachers_of
from services.tables.resources import resource_row
from services.views.offer import METHODS, offer_form, offer_list


@requires(EDIT)
@require_safe
def resource_list(request: HttpRequest) -> HttpResponse:
    """List the interpreters and childcare of a project, those in use first."""
    project = project_asked(request, EDIT)
    found = sorted(resources_of(project, retired=True), key=lambda each: each.is_retired)
    return offer_list(
        request, "resource_list", project, [resource_row(each) for each in found], add_url=reverse("new_resource"),
        add=_("Add an interpreter or childcare"),
    )  # fmt: skip


@requires(EDIT)
@require_http_methods(METHODS)
def new_resource(request: HttpRequest) -> HttpResponse:
    """Add an interpreter or childcare."""
    project = project_asked(request, EDIT)
    return _form(request, project, Resource(grant_project=project), {})


@requires(EDIT)
@require_http_methods(METHODS)
def change_resource(request: HttpRequest, resource_id: Any) -> HttpResponse:
    """Change an interpreter or childcare; what is booked stays booked."""
    rows = Resource.objects.select_related("grant_project")
    found = get_visible_or_404(rows, request.user, EDIT, pk=resource_id)
    return _form(request, found.grant_project, found, ResourceForm.initial_of(found))


def _form(request: HttpRequest, project: GrantProject, resource: Resource, initial: dict[str, Any]) -> HttpResponse:
    accounts: dict[Any, User] = {account.pk: account for account, *_said in teachers_of(project, today())}
    if resource.account:
        accounts[resource.account.pk] = resource.account
    bodies = list(Organisation.objects.filter(memberships__grant_project=project).order_by("name").distinct())

    def build(data: Any = None, initial: Any = None) -> ResourceForm:
        return ResourceForm(data, initial=initial, accounts=list(accounts.values()), organisations=bodies)

    return offer_form(request, "resource_list", resource, build, initial, _keep)


def _keep(request: HttpRequest, resource: Resource, form: ResourceForm) -> None:
    keep_resource(resource, form.values(), form.spans, form.days, by=request.user)  # type: ignore[arg-type]
