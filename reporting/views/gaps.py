"""What is done about a gap: it is explained in writing, or given to those in charge as tasks."""

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.models import User
from portal.clock import today
from portal.policy.gate import Refused, requires
from portal.quality import Level, QualityCheck
from portal.submissions.once import OnceForm, already_answered, once
from portal.ui.formatting import number
from reporting.domain.gaps import HandedOut, explain_gap, hand_out
from reporting.forms.reports import ExplainForm
from reporting.indicators.catalogue import INDICATORS
from reporting.queries.behind import PEOPLE
from reporting.queries.explanations import explanations_of
from reporting.queries.quality import of_owner, people_found, with_owner
from reporting.tables.gate import OWNER, owner_asked, owner_key
from reporting.tables.periods import Chosen, period_in_words
from reporting.views.choices import chosen_for
from reporting.views.quality import STEER, check_or_404

DAYS_TO_MEND = 7


@requires(STEER)
@require_http_methods(["GET", "HEAD", "POST"])
def explain_gap_page(request: HttpRequest, check: str) -> HttpResponse:
    """Take down why a gap is so and stays so; what was written before stands beside it."""
    chosen, asked = chosen_for(request, STEER), check_or_404(check, STEER)
    if asked.level is Level.BLOCKING:
        raise Refused(STEER, "qualitycheck", asked.code)
    form = ExplainForm(request.POST or None)
    if request.method == "POST":
        if (answer := already_answered(request)) is not None:
            return answer
        if form.is_valid():
            return once(request, form.token, lambda: _explain(request, chosen, asked, form.cleaned_data["text"]))
    context = {
        "chosen": chosen,
        "check": asked,
        "form": form,
        "period_words": period_in_words(chosen.period),
        "people": people_found(chosen.project, INDICATORS[0], chosen.period, asked).count(),
        "written": explanations_of(chosen.project, chosen.period).get(asked.code, ()),
        "quality_url": _gate(chosen, asked),
    }
    return render(request, "reporting/explain_gap.html", context)


@requires(STEER)
@require_POST
def hand_out_gaps(request: HttpRequest, check: str) -> HttpResponse:
    """Give a gap to those in charge: a task about each person whom it concerns."""
    chosen, asked = chosen_for(request, STEER), check_or_404(check, STEER)
    if (answer := already_answered(request)) is not None:
        return answer
    form = OnceForm(request.POST)
    if not form.is_valid():
        return redirect(_gate(chosen, asked))
    return once(request, form.token, lambda: _hand_out(request, chosen, asked))


def _explain(request: HttpRequest, chosen: Chosen, check: QualityCheck, text: str) -> str:
    people = people_found(chosen.project, INDICATORS[0], chosen.period, check).count()
    explain_gap(chosen.project, check, chosen.period, people=people, text=text, by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The explanation is kept and goes into the report."))
    return _gate(chosen, check)


def _hand_out(request: HttpRequest, chosen: Chosen, check: QualityCheck) -> str:
    account: User = request.user  # type: ignore[assignment]
    project, owner = chosen.project, owner_asked(request.GET.get(OWNER, ""))
    found = people_found(project, INDICATORS[0], chosen.period, check).visible_to(account, PEOPLE)  # type: ignore[attr-defined]
    people = of_owner(found, project, owner_key(owner), account) if owner else with_owner(found, project)
    rows = list(people.select_related("person__data_key", "grant_project").order_by("number"))
    accounts = User.objects.in_bulk({each.owner for each in rows if each.owner})
    done = hand_out(rows, check, today() + datetime.timedelta(days=DAYS_TO_MEND), by=account, accounts=accounts)
    for words in _said(done):
        messages.info(request, words)
    return chosen.address(reverse("data_quality"), **{OWNER: owner}) + f"#{check.code}"


def _gate(chosen: Chosen, check: QualityCheck) -> str:
    return f"{chosen.address(reverse('data_quality'))}#{check.code}"


def _said(done: HandedOut) -> list[str]:
    made = ngettext("%(count)s task was made.", "%(count)s tasks were made.", done.made)
    said = [made % {"count": number(done.made)}]
    if done.known:
        words = ngettext(
            "%(count)s person has this task already.", "%(count)s people have this task already.", done.known
        )
        said.append(words % {"count": number(done.known)})
    if done.refused:
        words = ngettext(
            "For %(count)s person nobody could be given the task.",
            "For %(count)s people nobody could be given the task.",
            done.refused,
        )
        said.append(words % {"count": number(done.refused)})
    if done.left:
        words = ngettext(
            "%(count)s person is left: give them out once more.",
            "%(count)s people are left: give them out once more.",
            done.left,
        )
        said.append(words % {"count": number(done.left)})
    return said
