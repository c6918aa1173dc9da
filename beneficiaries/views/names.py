"""The names of a person: the official one, and those by which the person is found too (R107)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.domain.naming import add_name, remove_name
from beneficiaries.forms.names import AliasForm
from beneficiaries.models import NameAlias, Participation
from beneficiaries.tables.names import name_facts
from beneficiaries.views.record import opened_record, record_head
from portal.policy.gate import requires
from portal.submissions.once import already_answered, once

EDIT = "edit_person"
REMOVE, LONGEST_KEY = "remove", 12


@requires(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def person_names(request: HttpRequest, number: str) -> HttpResponse:
    """Show every name, add one, take one away."""
    participation = opened_record(request, EDIT, number, "names")
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    if request.method == "POST" and REMOVE in request.POST:
        return _removed(request, participation, request.POST[REMOVE])
    form = AliasForm(request.POST or None)
    if form.is_bound and form.is_valid():
        return once(request, form.token, lambda: _add(request, participation, form))
    page = {
        **record_head(participation, "names"),
        "form": form,
        "names": name_facts(participation.person),
        "aliases": NameAlias.objects.filter(person=participation.person).order_by("name"),
    }
    return render(request, "beneficiaries/names.html", page)


def _add(request: HttpRequest, participation: Participation, form: AliasForm) -> str:
    given = form.cleaned_data
    if add_name(participation, given["name"], given["kind"], by=request.user):  # type: ignore[arg-type]
        messages.success(request, _("The name is kept: the person is found by it too."))
    else:
        messages.info(request, _("The person is known by this name already."))
    return reverse("person_names", args=[participation.number])


def _removed(request: HttpRequest, participation: Participation, key: str) -> HttpResponse:
    known = key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY
    if known and remove_name(participation, int(key), by=request.user):  # type: ignore[arg-type]
        messages.success(request, _("The name is removed."))
    return redirect("person_names", number=participation.number)
