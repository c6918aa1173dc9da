"""Correct what is known of a person: nobody's words are overwritten in silence (L5)."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.domain.entry import Entry, assign_caseworker, correct_person
from beneficiaries.domain.participations import derive_anew, differing, out_of_step
from beneficiaries.domain.pesel_places import PeselTaken
from beneficiaries.forms.entry import PERSON_VERSION, DeriveForm, InChargeForm, PersonCorrectionForm, initial_of
from beneficiaries.models import Care, Participation
from beneficiaries.queries.colleagues import bodies_within, colleagues_of
from beneficiaries.queries.record import care_of, last_change_of
from beneficiaries.queries.walls import walls_of
from beneficiaries.tables.changes import changes_ahead
from beneficiaries.views.entry import DRAFT, METHODS, alike, page_of_form, refuse_pesel
from beneficiaries.views.record import opened_record, record_head
from portal.accounts.models import User
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import requires
from portal.records import may
from portal.submissions.conflicts import differences
from portal.submissions.drafts import draft_content, draft_initial, drop_draft
from portal.submissions.once import already_answered, once
from portal.versions.actions import FactChanged

RIGHT, CONTACT, ASSIGN = "edit_person", "view_person_contact", "assign_caseworker"


@requires(RIGHT)
@require_http_methods(METHODS)
def person_edit(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is known of the person in a form, and correct it."""
    participation = opened_record(request, RIGHT, number, "edit")
    account: User = request.user  # type: ignore[assignment]
    subject = participation.pk.hex
    if request.method == "POST" and "start_over" in request.POST:
        drop_draft(account, DRAFT, subject)
        return redirect("person_edit", number=number)
    in_charge = _in_charge(request, participation)
    if request.method != "POST":
        form = _form(participation)
        kept = draft_content(account, DRAFT, subject)
        if kept is not None:
            form.initial.update(draft_initial(form, kept[0]))
        return _page(request, participation, form, in_charge, kept_at=kept[1] if kept else None)
    if (answer := already_answered(request)) is not None:
        return answer
    if "derive" in request.POST:
        return _derived(request, participation) or redirect("person_edit", number=number)
    form = _form(participation, request.POST)
    return _answered(request, participation, form, in_charge)


def _answered(
    request: HttpRequest, participation: Participation, form: PersonCorrectionForm, in_charge: InChargeForm | None
) -> HttpResponse:
    if not form.is_valid() or (in_charge is not None and not in_charge.is_valid()):
        return _page(request, participation, form, in_charge)
    person, version = participation.person, participation.in_force  # type: ignore[attr-defined]
    if (form.cleaned_data["version"], form.cleaned_data[PERSON_VERSION]) != (version.pk, person.version):
        return _page(request, participation, form, in_charge, **_conflict(participation, form))
    if _needs_reason(participation, form):
        form.add_error("why", _("Write why: this was fixed on the day of the first support."))
    elif form.is_answered(_questions(request, participation, form)):
        try:
            return once(request, form.token, lambda: _save(request, participation, form, in_charge))
        except PeselTaken as taken:
            refuse_pesel(request, form, taken.person, RIGHT)
        except FactChanged:
            form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
    return _page(request, participation, form, in_charge)


def _derived(request: HttpRequest, participation: Participation) -> HttpResponse | None:
    """Work out anew what follows from the declared values; say so when somebody was faster."""
    form, version = DeriveForm(request.POST), participation.in_force  # type: ignore[attr-defined]
    try:
        if form.is_valid() and form.cleaned_data["version"] == version.pk:
            return once(request, form.token, lambda: _derive(request, participation))
    except FactChanged:
        pass
    messages.warning(request, _("Somebody changed this at the same moment. Load the page again."))
    return None


def _derive(request: HttpRequest, participation: Participation) -> str:
    version = participation.in_force  # type: ignore[attr-defined]
    version.grant_project = participation.grant_project
    if derive_anew(participation, version, by=request.user):  # type: ignore[arg-type]
        messages.success(request, _("The characteristics follow from what is written again."))
    else:
        messages.info(request, _("Nothing was different, so nothing was changed."))
    return reverse("person_data", args=[participation.number])


def _form(participation: Participation, typed: Any = None) -> PersonCorrectionForm:
    open_ = may(participation, CONTACT)
    project, version = participation.grant_project, participation.in_force  # type: ignore[attr-defined]
    version.grant_project = project
    return PersonCorrectionForm(
        typed, project=project, groups=list(project.target_groups.all()), day=today(), start_on=version.start_on,
        shows_contact=open_, initial=initial_of(participation, shows_contact=open_),
    )  # fmt: skip


def _in_charge(request: HttpRequest, participation: Participation) -> InChargeForm | None:
    """Return the part of the form about who is in charge, for those who may decide it."""
    if not may(participation, ASSIGN):
        return None
    project = participation.grant_project
    bodies = bodies_within(access_of(request.user).scope(ASSIGN, project), project)
    care = [each for each in care_of(participation) if each.organisation in bodies]
    everybody = colleagues_of(project, [each.organisation for each in care], today())
    key = participation.person_id  # type: ignore[attr-defined]
    walls = walls_of([key])
    colleagues = [each for each in everybody if walls.let_through(each.user_id, key)]  # type: ignore[attr-defined]
    return InChargeForm(request.POST or None, care=care, colleagues=colleagues, hints=_hints(participation, care))


def _hints(participation: Participation, care: Sequence[Care]) -> dict[int, Any]:
    """Return the way to the proposal, where nobody is in charge."""
    way = format_html(
        '<a href="{}">{}</a>', reverse("choose_caseworker", args=[participation.number]),
        _("See who is proposed and why"),
    )  # fmt: skip
    return {each.pk: way for each in care if each.caseworker_id is None}  # type: ignore[attr-defined]


def _needs_reason(participation: Participation, form: PersonCorrectionForm) -> bool:
    version = participation.in_force  # type: ignore[attr-defined]
    if version.start_on is None or form.cleaned_data["why"]:
        return False
    changes = differing(version, form.participation_values(), form.groups)
    return bool(changes) and changes != out_of_step(version, form.groups)


def _questions(request: HttpRequest, participation: Participation, form: PersonCorrectionForm) -> list[Any]:
    """Ask only about what is typed anew: a person who is known was asked about before."""
    asked = form.unlikely() if {"birth_date", "citizenships"} & set(form.changed_data) else []
    renamed = {"given_names", "surname", "original_name", "birth_date"} & set(form.changed_data)
    return [*asked, *(alike(request, form, but=participation.person) if renamed else [])]


def _save(
    request: HttpRequest, participation: Participation, form: PersonCorrectionForm, in_charge: InChargeForm | None
) -> str:
    account: User = request.user  # type: ignore[assignment]
    changed = correct_person(
        participation, participation.in_force, form.cleaned_data[PERSON_VERSION],  # type: ignore[attr-defined]
        Entry(form.own_values(), form.participation_values()), by=account, why=form.cleaned_data["why"],
    )  # fmt: skip
    moved = [assign_caseworker(care, user, by=account) for care, user in (in_charge.chosen() if in_charge else [])]
    drop_draft(account, DRAFT, participation.pk.hex)
    if changed or any(moved):
        messages.success(request, _("The changes are saved."))
    else:
        messages.info(request, _("Nothing was different, so nothing was changed."))
    return reverse("person_data", args=[participation.number])


def _conflict(participation: Participation, form: PersonCorrectionForm) -> dict[str, Any]:
    version = participation.in_force  # type: ignore[attr-defined]
    form.renew(version.pk, participation.person.version)
    changed_by, changed_at = last_change_of(participation)
    return {"differences": differences(form, form.initial), "changed_by": changed_by, "changed_at": changed_at}


def _page(
    request: HttpRequest, participation: Participation, form: PersonCorrectionForm, in_charge: InChargeForm | None,
    **context: Any,
) -> HttpResponse:  # fmt: skip
    version = participation.in_force  # type: ignore[attr-defined]
    page = {
        **record_head(participation, "edit"),
        **page_of_form(form),
        "out_of_step": changes_ahead(version, out_of_step(version, form.groups)),
        "derive": DeriveForm(initial={"version": version.pk}),
        "in_charge": in_charge,
        "subject": participation.pk.hex,
        "started": version.start_on is not None,
    }
    return render(request, "beneficiaries/person_edit.html", page | context)
