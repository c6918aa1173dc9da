"""The list of events: those by name or open ones, each with figures of its own kind, which are never added together."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from portal.accounts.models import User
from portal.clock import now
from portal.policy.access import access_of
from portal.policy.gate import requires
from portal.ui.paging import page_of
from portal.ui.parts import Link
from services.enums import ActivityState
from services.queries.events import MANAGE, VIEW, EventFilters, listed_events, towns_for
from services.tables.events import event_row

SIZE = 25
KIND, STATE, WHEN, TOWN = "rodzaj", "stan", "kiedy", "miasto"
OPEN, PAST = "otwarte", "minione"


@requires(VIEW)
@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """List the events of one kind within reach; no name of anybody stands here."""
    account: User = request.user  # type: ignore[assignment]
    filters, kept = _filters(request)
    rows = listed_events(account, filters, now()).order_by("-last_at" if filters.is_past else "next_at", "pk")
    page = page_of(request, SIZE, lambda first, most: list(rows[first : first + most]), keep=kept)
    shown = {
        "rows": [event_row(each) for each in page.items],
        "page": page,
        "filters": filters,
        "kinds": [
            Link(pgettext("events", "By name"), _with(kept, KIND, ""), not filters.is_open),
            Link(pgettext("events", "Open"), _with(kept, KIND, OPEN), filters.is_open),
        ],
        "states": ActivityState.choices,
        "towns": towns_for(account),
        "is_narrowed": bool(filters.state or filters.town or filters.is_past),
        "make": reverse("new_event") if access_of(account).may(MANAGE) else "",
    }
    return render(request, "services/events/list.html", shown)


def _filters(request: HttpRequest) -> tuple[EventFilters, dict[str, str]]:
    asked = request.GET
    state = asked.get(STATE, "") if asked.get(STATE, "") in ActivityState.values else ""
    filters = EventFilters(asked.get(KIND) == OPEN, state, asked.get(WHEN) == PAST, asked.get(TOWN, "")[:80])
    kept = {
        KIND: OPEN if filters.is_open else "", STATE: state, WHEN: PAST if filters.is_past else "", TOWN: filters.town
    }  # fmt: skip
    return filters, kept


def _with(kept: dict[str, str], name: str, value: str) -> str:
    asked = {key: word for key, word in {**kept, name: value}.items() if word}
    return f"{reverse('event_list')}?{urlencode(asked)}" if asked else reverse("event_list")
