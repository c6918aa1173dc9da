"""One screen per act of a plan: shown, sent once, kept as a draft, never over somebody else's words (L3, L5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from beneficiaries.models import Participation
from beneficiaries.views.record import record_head
from cases.domain.plans import PlanClosed, PlanOpenAlready
from portal.accounts.models import User
from portal.records import Words
from portal.submissions.conflicts import differences
from portal.submissions.drafts import draft_content, draft_initial, drop_draft
from portal.submissions.once import once
from portal.submissions.taking_back import PREFIX, TakeBackForm
from portal.versions.actions import FactChanged

TAB = "plan"


@dataclass(frozen=True)
class Screen:
    """One form: its words, how it is made, and what saving it does.

    ``fact`` is what it changes; then the form carries the version seen. ``take_back(account, why)`` takes it back.
    ``draft`` is the code of the draft that is kept about ``subject``; blank for none. ``note`` is said beside the form.
    """

    title: Words
    button: Words
    saved: Words
    make: Callable[..., Any]
    save: Callable[[User, dict[str, Any]], Any]
    initial: Mapping[str, Any] = field(default_factory=dict)
    fact: Any = None
    take_back: Callable[[User, str], None] | None = None
    draft: str = ""
    subject: str = ""
    note: Words = ""

    @property
    def keeps_by_page(self) -> bool:
        """Tell whether the draft is kept by the page alone, for want of a code of its own."""
        return not self.draft


def tab_of(participation: Participation) -> str:
    """Return the address of the plan of a person."""
    return reverse(f"person_{TAB}", args=[participation.number])


def answer(
    request: HttpRequest, participation: Participation, screen: Screen, proposed: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Show the form or do what was sent; with ``proposed`` the form is shown with these values.

    A form that was sent already is answered before.
    """
    account: User = request.user  # type: ignore[assignment]
    if request.method == "POST" and "start_over" in request.POST:
        drop_draft(account, screen.draft, screen.subject)
        return redirect(request.path)
    if request.method == "POST" and "take_back" in request.POST and screen.take_back is not None:
        return _take_back(request, participation, screen)
    if request.method == "POST" and proposed is None:
        return _send(request, participation, screen)
    return _show(request, participation, screen, proposed)


def _show(
    request: HttpRequest, participation: Participation, screen: Screen, proposed: Mapping[str, Any] | None
) -> HttpResponse:
    account: User = request.user  # type: ignore[assignment]
    form = screen.make(initial=_initial(screen) | dict(proposed or {}))
    kept = draft_content(account, screen.draft, screen.subject) if screen.draft and proposed is None else None
    if kept is not None:
        form.initial.update(draft_initial(form, kept[0]))
    return _page(request, participation, screen, form, kept_at=kept[1] if kept else None)


def _send(request: HttpRequest, participation: Participation, screen: Screen) -> HttpResponse:
    form = screen.make(request.POST, initial=_initial(screen))
    if not form.is_valid():
        return _page(request, participation, screen, form)
    if screen.fact is not None and form.cleaned_data["version"] != screen.fact.pk:
        form.renew(screen.fact.pk)
        who = screen.fact.recorded_by.name if screen.fact.recorded_by else ""
        return _page(
            request, participation, screen, form, differences=differences(form, _initial(screen)), changed_by=who,
            changed_at=screen.fact.recorded_at,
        )  # fmt: skip
    try:
        return once(request, form.token, lambda: _save(request, participation, screen, form))
    except (FactChanged, PlanClosed):
        form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
    except PlanOpenAlready:
        form.add_error(None, _("There is an open plan already. Close it before you make another."))
    return _page(request, participation, screen, form)


def _save(request: HttpRequest, participation: Participation, screen: Screen, form: Any) -> str:
    account: User = request.user  # type: ignore[assignment]
    saved = screen.save(account, form.values())
    if screen.draft:
        drop_draft(account, screen.draft, screen.subject)
    if screen.fact is not None and saved is screen.fact:
        messages.info(request, _("Nothing was different, so nothing was changed."))
    else:
        messages.success(request, str(screen.saved))
    return tab_of(participation)


def _take_back(request: HttpRequest, participation: Participation, screen: Screen) -> HttpResponse:
    withdrawal = TakeBackForm(request.POST, prefix=PREFIX)
    form = screen.make(initial=_initial(screen))
    if withdrawal.is_valid():
        try:
            if withdrawal.cleaned_data["version"] != screen.fact.pk:
                raise FactChanged(str(screen.fact.fact_id))
            return once(request, withdrawal.token, lambda: _withdraw(request, participation, screen, withdrawal))
        except (FactChanged, PlanClosed):
            withdrawal.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
    return _page(request, participation, screen, form, withdrawal=withdrawal)


def _withdraw(request: HttpRequest, participation: Participation, screen: Screen, form: TakeBackForm) -> str:
    screen.take_back(request.user, form.cleaned_data["why"])  # type: ignore[misc, arg-type]
    messages.success(request, _("The entry is taken back. Its history stays."))
    return tab_of(participation)


def _initial(screen: Screen) -> dict[str, Any]:
    return {**screen.initial, **({"version": screen.fact.pk} if screen.fact is not None else {})}


def _page(
    request: HttpRequest, participation: Participation, screen: Screen, form: Any, **context: Any
) -> HttpResponse:
    page: dict[str, Any] = {**record_head(participation, TAB), "form": form, "screen": screen, "withdrawal": None}
    page["back"] = tab_of(participation)
    if screen.take_back is not None:
        page["withdrawal"] = TakeBackForm(initial={"version": screen.fact.pk}, prefix=PREFIX)
    return render(request, "cases/plan_form.html", page | context)
