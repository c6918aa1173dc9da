"""People get others in charge: one person by a proposal, or people of a colleague who is away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from beneficiaries.domain.entry import assign_caseworker
from beneficiaries.domain.handing import NotInCharge, Wish, hand_over_people, planned
from beneficiaries.forms.handing import ChooseForm, HandOverForm
from beneficiaries.models import HandOver, Participation
from beneficiaries.queries.caseload import Held, Load, keys_of, without_anybody
from beneficiaries.queries.colleagues import colleagues_of
from beneficiaries.queries.handing import ASSIGN, handed_of
from beneficiaries.queries.record import care_of
from beneficiaries.queries.walls import walls_of
from beneficiaries.tables.caseload import (
    FROM,
    ORGANISATION,
    PROJECT,
    away,
    by_urgency,
    carried,
    in_pile,
    offered,
    preview,
    short,
    takers,
)
from beneficiaries.views.caseload import Team, page_address, team_of
from beneficiaries.views.record import opened_record, record_head
from portal.accounts.models import Organisation, User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.gate import Refused, requires
from portal.submissions.once import already_answered, once

METHODS = ["GET", "HEAD", "POST"]


@requires(ASSIGN)
@require_http_methods(METHODS)
def choose_caseworker(request: HttpRequest, number: str) -> HttpResponse:
    """Propose who takes a person, with the reason; a person decides."""
    participation = opened_record(request, ASSIGN, number, "in-charge")
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    form = _choosing(request, participation)
    if form.is_bound and form.is_valid():
        return once(request, form.token, lambda: _assign(request, participation, form))
    page = {**record_head(participation, "in-charge"), "form": form}
    return render(request, "beneficiaries/choose_caseworker.html", page)


@requires(ASSIGN)
@require_http_methods(METHODS)
def hand_over(request: HttpRequest) -> HttpResponse:
    """Give people of a colleague, or those of nobody, to others; say first how many go to whom."""
    if not request.GET.get(ORGANISATION):
        return redirect("caseload")
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    team = team_of(request, request.GET.get(PROJECT, ""))
    body, former, held = _pile(request, team)
    form = _form(request, team, body, former, held)
    if form.is_bound and form.is_valid():
        wish = Wish(team.project, body, former, form.cares, form.takers)
        try:
            if form.is_answered(preview(planned(wish), len(wish.cares))):
                return once(request, form.token, lambda: _hand_over(request, wish, form))
        except NotInCharge:
            form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
    note_read(request, Action.LIST, subjects=keys_of(held), detail={"page": "hand_over"}, grant_project=team.project)
    page = {"form": form, "former": former, "organisation": short(body), "back": page_address(team.project),
            "people": len(held)}  # fmt: skip
    return render(request, "beneficiaries/hand_over.html", page)


def _choosing(request: HttpRequest, participation: Participation) -> ChooseForm:
    project = participation.grant_project
    team = team_of(request, project.code)
    held = [each for each in team.held if each.person == participation.person_id]  # type: ignore[attr-defined]
    keys = {each.care for each in held}
    care = [each for each in care_of(participation) if each.pk in keys]
    walls = walls_of(keys_of(held))
    able = {each.care: offered(team.loads, each, walls) for each in held}
    chosen = {key for pairs in able.values() for key, _words in pairs}
    members = [
        each
        for each in colleagues_of(project, [each.organisation for each in care], today())
        if each.user_id in chosen  # type: ignore[attr-defined]
    ]
    sent = request.POST if request.method == "POST" else None
    return ChooseForm(sent, care=care, colleagues=members, ordered=able)


def _assign(request: HttpRequest, participation: Participation, form: ChooseForm) -> str:
    by: User = request.user  # type: ignore[assignment]
    changed = [assign_caseworker(care, user, by=by) for care, user in form.chosen()]
    if any(changed):
        messages.success(request, _("The changes are saved."))
    else:
        messages.info(request, _("Nothing was different, so nothing was changed."))
    return page_address(participation.grant_project)


def _pile(request: HttpRequest, team: Team) -> tuple[Organisation, User | None, list[Held]]:
    """Return the organisation, the colleague (``None``: nobody) and the people of the pile that the address names."""
    code, account = request.GET.get(ORGANISATION, ""), request.GET.get(FROM, "")
    body = next((each for each in team.bodies if each.code == code), None)
    if body is None:
        raise Refused(ASSIGN, "organisation", code[:40])
    if not account:
        return body, None, [each for each in without_anybody(team.held, today()) if each.organisation == body.pk]
    loads = [load for load in team.loads if load.organisation == body and str(load.account) == account]
    if not loads:
        raise Refused(ASSIGN, "user", account[:40])
    return body, User.objects.get(pk=loads[0].account), loads[0].held


def _form(
    request: HttpRequest, team: Team, body: Organisation, former: User | None, held: list[Held]
) -> HandOverForm:  # fmt: skip
    colleagues = colleagues_of(team.project, [body], today())
    users = {each.user_id: each.user for each in colleagues if each.user != former}  # type: ignore[attr-defined]
    loads = [load for load in team.loads if load.organisation == body and load.account in users]
    said = [(users[load.account], _colleague(load, loads)) for load in loads]
    day = today()
    people = [(str(each.care), in_pile(each, team.project, day)) for each in by_urgency(held, team.project, day)]
    sent = request.POST if request.method == "POST" else None
    initial = {"people": [key for key, _said in people]}
    return HandOverForm(sent, people=people, to=said, day=day, can_return=former is not None, initial=initial)


def _colleague(load: Load, loads: list[Load]) -> str:
    return f"{load.name} – {'; '.join([*away(load), carried(load, loads)])}"


def _hand_over(request: HttpRequest, wish: Wish, form: HandOverForm) -> str:
    by: User = request.user  # type: ignore[assignment]
    until_on, why = form.cleaned_data.get("until_on"), form.cleaned_data["why"]
    act: HandOver = hand_over_people(wish, until_on=until_on, by=by, why=why)
    handed = handed_of([act])
    words = ngettext(
        "%(count)s person changed hands: %(takers)s. The colleagues are told on their first page.",
        "%(count)s people changed hands: %(takers)s. The colleagues are told on their first page.",
        len(handed),
    )
    messages.success(request, words % {"count": len(handed), "takers": takers(handed)})
    return page_address(wish.grant_project)
