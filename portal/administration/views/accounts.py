"""The list of accounts of the staff, and one account."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.models import User
from portal.accounts.querysets import MANAGE
from portal.administration.forms import RoleFilter, SearchForm
from portal.administration.places import name_of
from portal.administration.presented import happened, held_role, line_of, status_of
from portal.administration.queries import Colleague, State, Wanted, colleague, colleagues, history_of
from portal.administration.rights import STAFF, sight_of
from portal.audit.enums import Action
from portal.audit.trail import note_read, search_mark
from portal.clock import today
from portal.policy.access import weighable
from portal.policy.gate import get_visible_or_404, requires
from portal.ui.formatting import moment
from portal.ui.paging import page_of
from portal.ui.parts import Fact, Link
from portal.ui.searches import keep_search, kept_search

VIEW, ROLE, SEARCH = "widok", "rola", "s"
PAGE_SIZE = 25


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def staff_list(request: HttpRequest) -> HttpResponse:
    """Show who has access, by name; what is searched for is taken out of the body, so that no address holds it."""
    if request.method == "POST":
        return _search(request)
    wanted, searched = _wanted(request)
    kept = {VIEW: wanted.view, ROLE: wanted.role, SEARCH: searched if wanted.search else ""}
    day, asker = today(), request.user
    page = page_of(
        request,
        PAGE_SIZE,
        lambda first, most: colleagues(asker, wanted, first, most, day),
        keep=kept,  # type: ignore[arg-type]
    )
    detail = {"page": "accounts", **{name: value for name, value in kept.items() if value and name != SEARCH}}
    if wanted.search:
        detail["search"] = search_mark(wanted.search)
    note_read(request, Action.SEARCH if wanted.search else Action.LIST, detail=detail)
    context = {
        "lines": [line_of(known) for known in page.items],
        "page": page,
        "wanted": wanted,
        "chips": _chips(kept, wanted),
        "kept": {name: value for name, value in kept.items() if value and name != ROLE},
        "filters": RoleFilter(initial={"rola": wanted.role}),
        "search_form": SearchForm(initial={"q": wanted.search}),
        "is_narrowed": any((wanted.view, wanted.role, wanted.search)),
    }
    return render(request, "administration/staff_list.html", context)


@requires(MANAGE)
@require_safe
def account_page(request: HttpRequest, account: int) -> HttpResponse:
    """Show one account: its roles, what they open, what was done with it."""
    known = known_or_404(request, account)
    asker: User = request.user  # type: ignore[assignment]
    day = today()
    note_read(request, Action.VIEW, obj=known.user)
    valid = weighable(known.user.memberships.visible_to(asker).valid_on(day))  # type: ignore[attr-defined]
    context = {
        "known": known,
        "status": status_of(known),
        "initials": User(name=known.name).initials,
        "facts": [
            Fact(_("E-mail"), known.user.email),
            Fact(_("Last sign-in"), moment(known.last_sign_in) or _("not yet")),
        ],
        "roles": [held_role(held, day) for held in known.memberships],
        "loads": [(load, name_of_load(load)) for load in known.caseloads],
        "sight": sight_of(valid),
        "history": [happened(event) for event in history_of(asker, known)],
        "is_own": known.user.pk == asker.pk,
    }
    return render(request, "administration/account.html", context)


def known_or_404(request: HttpRequest, account: int) -> Colleague:
    """Return an account that the asker may administer; anything else is not there."""
    user = get_visible_or_404(User, request.user, MANAGE, pk=account)  # type: ignore[arg-type]
    return colleague(request.user, user, today())  # type: ignore[arg-type]


def name_of_load(load: object) -> str:
    """Say for whom somebody keeps a caseload."""
    return name_of(load, several_projects=False)  # type: ignore[arg-type]


def _search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.POST)
    address = reverse("staff_list")
    if form.is_valid() and form.cleaned_data["q"]:
        found = keep_search(request.session, request.user, form.cleaned_data["q"])  # type: ignore[arg-type]
        return redirect(f"{address}?{urlencode({SEARCH: found})}")
    return redirect(address)


def _wanted(request: HttpRequest) -> tuple[Wanted, str]:
    """Return what the address narrows the list to; what is on no list is as if it were not there."""
    view, role, searched = (request.GET.get(name, "") for name in (VIEW, ROLE, SEARCH))
    search = kept_search(request.session, request.user, searched)  # type: ignore[arg-type]
    offered = {State.INVITED, State.ACTIVE, State.SOON, State.ENDED}
    return Wanted(
        view if view in offered else "", role if role in {each.value for each in STAFF} else "", search
    ), searched


def _chips(kept: dict[str, str], wanted: Wanted) -> list[Link]:
    names = {
        "": _("Everybody"),
        State.ACTIVE: _("Active"),
        State.SOON: _("Ending soon"),
        State.INVITED: _("Invited"),
        State.ENDED: pgettext("access", "Ended"),
    }
    return [Link(label, _address({**kept, VIEW: str(view)}), view == wanted.view) for view, label in names.items()]


def _address(parameters: dict[str, str]) -> str:
    named = {name: value for name, value in parameters.items() if value}
    return f"{reverse('staff_list')}?{urlencode(named)}" if named else reverse("staff_list")
