"""The page of a frozen report, and how an account reaches it."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.policy.access import access_of
from portal.policy.gate import Refused
from reporting.domain.approvals import is_alone, refusal_of
from reporting.exporters.presented import presented
from reporting.forms.reports import ApproveForm
from reporting.models import ReportEdition
from reporting.queries.approvals import APPROVE
from reporting.queries.files import files_of
from reporting.queries.snapshot import is_untouched
from reporting.rules import Period
from reporting.tables.approving import refusal_in_words
from reporting.tables.periods import PROJECT, Chosen, period_in_words
from reporting.views.reaching import within_reach

VIEW = "view_indicator"


def edition_for(request: HttpRequest, key: uuid.UUID, action: str = VIEW) -> ReportEdition:
    """Return an edition of a project whose totals the account may see as a whole and in which it may ``action``."""
    known = ReportEdition.objects.select_related("grant_project", "frozen_by", "approval__approved_by")
    found, access = known.filter(pk=key).first(), access_of(request.user)
    if found is None or any(
        found.grant_project_id not in access.scope(each).whole_project_ids for each in dict.fromkeys((VIEW, action))
    ):
        raise Refused(action, "reportedition", str(key))
    return found


def edition_page(request: HttpRequest, found: ReportEdition, form: ApproveForm | None = None) -> HttpResponse:
    """Show a frozen report; ``form`` is the one of approving, when it was sent and has errors."""
    may_approve = found.approved is None and access_of(request.user).may(APPROVE, found.grant_project)
    report = presented(found)
    changes, hidden = within_reach(request, found, report.differences)
    support_changes, _others = within_reach(request, found, report.support_changes)
    alone = is_alone(found, request.user)  # type: ignore[arg-type]
    return render(
        request,
        "reporting/report_edition.html",
        {
            "report": report,
            "changes": changes,
            "support_changes": support_changes,
            "out_of_reach": hidden,
            "edition": found,
            "approval": found.approved,
            "may_approve": may_approve,
            "approval_refusal": refusal_in_words(refusal_of(found, request.user)) if may_approve else "",  # type: ignore[arg-type]
            "approve_form": form or ApproveForm(is_alone=alone),
            "form": form,
            "files": files_of(found, request.user),  # type: ignore[arg-type]
            "is_untouched": is_untouched(found),
            "period_words": period_in_words(Period(found.starts_on, found.ends_on)),
            "as_known_url": _as_known(found),
            "list_url": f"{reverse('report_list')}?{PROJECT}={found.grant_project.code}",
        },
    )


def _as_known(edition: ReportEdition) -> str:
    """Return the address of the indicators of the same period as known when the edition was frozen."""
    period = Period(edition.starts_on, edition.ends_on, edition.known_on)
    choice = Chosen(edition.grant_project, period, None, is_whole=False)
    return choice.address(reverse("indicator_dashboard"))
