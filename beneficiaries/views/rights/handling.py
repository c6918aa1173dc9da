"""One request: what happened, what comes next, and every act on it (GDPR 12–21)."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.domain import corrections, rights, rights_decisions, rights_package
from beneficiaries.domain.pesel_places import PeselTaken
from beneficiaries.enums import IdentityCheck, RightDecision
from beneficiaries.forms.rights import (
    CarryOutForm,
    DecisionForm,
    ExtendForm,
    FieldForm,
    IdentityForm,
    PartForm,
    PlainForm,
    StepForm,
    TellForm,
    WithdrawForm,
)
from beneficiaries.models import Participation, ParticipationVersion, RightsRequest
from beneficiaries.queries.rights import DECIDE, HANDLE, VIEW, latest_package, named_q, request_of, untold
from beneficiaries.rules.rights import IllegalStep, is_answered
from beneficiaries.tables.corrections import CorrectionRow, rows_of, values_now
from beneficiaries.tables.entry import not_here
from beneficiaries.tables.rights import PackagePart, current_facts, facts_of, left_of, review_parts, steps_of
from beneficiaries.views.rights.offers import field_offers, offered
from beneficiaries.views.rights.words import CHANGED, why_not
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.jobs.domain import latest_job, request_job
from portal.jobs.news import follow_jobs
from portal.policy.gate import requires
from portal.rights import recipients_of
from portal.submissions.once import already_answered, once
from portal.versions.actions import FactChanged

ACT = "act"
EDIT, CONTACT = "edit_person", "view_person_contact"
JOB = "rights-package"
Act = Callable[[RightsRequest, Any, User], Any]


@requires(VIEW, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def rights_request(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Show a request with the acts that its state offers, and do one of them."""
    asked = request_of(request.user, request_id)  # type: ignore[arg-type]
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    page = _Page(request, asked)
    if page.sent is not None and page.sent.is_valid():
        try:
            return once(request, page.sent.token, page.do)
        except rights.RightRefused as refused:
            page.sent.add_error(None, why_not(str(refused)))
        except PeselTaken:
            page.sent.add_error(None, not_here())
        except (FactChanged, IllegalStep):
            page.sent.add_error(None, why_not(CHANGED))
    subjects = [asked.participation.person_id] if page.is_named else []  # type: ignore[attr-defined]
    note_read(
        request, Action.VIEW, subjects=subjects, obj=asked, detail={"page": "rights"},
        grant_project=asked.grant_project,
    )  # fmt: skip
    return render(request, "beneficiaries/rights_request.html", page.context())


class _Page:
    """What stands on the page of a request, and the form that was sent."""

    def __init__(self, request: HttpRequest, asked: RightsRequest) -> None:
        self.request, self.asked = request, asked
        self.user: User = request.user  # type: ignore[assignment]
        self.rights = {each: _reaches(asked, self.user, each) for each in (HANDLE, DECIDE)}
        self.is_named = Participation.objects.filter(named_q(self.user), pk=asked.participation_id).exists()  # type: ignore[attr-defined]
        self.package = latest_package(asked) if self.is_named else None
        self.parts = review_parts(self.package, self.user) if self.package is not None else []
        self.act = request.POST.get(ACT, "") if request.method == "POST" else ""
        self.offers = offered(asked, self.rights, self.package)
        if "tell" in self.offers and not (self.is_named and untold(asked)):
            self.offers.discard("tell")
        self.forms = {act: _form(act, asked, request.POST if act == self.act else None) for act in self.offers}
        self.part_forms = {part.code: self._part_form(part) for part in self.parts}
        self.fields = self._fields()
        self.field_acts = field_offers(asked, self.rights, writes=self._may_write()) if self.fields else set()
        self.sent = self._sent()

    def _fields(self) -> dict[str, tuple[CorrectionRow, FieldForm]]:
        """Return the fields of a correction by key, each with the form of its answer; only where names are read."""
        if not self.is_named:
            return {}
        participation = self.asked.participation
        version = ParticipationVersion.objects.current().filter(participation=participation).first()
        rows = rows_of(self.asked, values_now(participation, version))
        return {str(row.correction.pk): (row, self._field_form(str(row.correction.pk))) for row in rows}

    def _may_write(self) -> bool:
        """Tell whether the account may write on the record of the person: not while it is frozen (S69)."""
        here = Participation.objects.filter(pk=self.asked.participation_id)  # type: ignore[attr-defined]
        return here.visible_to(self.user, EDIT).exists() and here.visible_to(self.user, CONTACT).exists()

    def _field_form(self, key: str) -> FieldForm:
        is_sent = self.act in FIELD_ACTS and self.request.POST.get("correction") == key
        initial = {"correction": key, "version": self.asked.version}
        return FieldForm(self.request.POST if is_sent else None, initial=initial, auto_id=f"id_{key}_%s")

    def _part_form(self, part: PackagePart) -> PartForm:
        is_sent = self.act == "review" and self.request.POST.get("part") == part.code
        data = self.request.POST if is_sent and "review" in self.offers else None
        return PartForm(data, entries=len(part.items), initial={"part": part.code}, auto_id=f"id_{part.code}_%s")

    def _sent(self) -> Any:
        if self.act == "review":
            return self.part_forms.get(self.request.POST.get("part", "")) if "review" in self.offers else None
        if self.act in FIELD_ACTS:
            _row, form = self.fields.get(self.request.POST.get("correction", ""), (None, None))
            return form if self.act in self.field_acts else None
        return self.forms.get(self.act)

    def do(self) -> str:
        """Do what was sent; return the address of the answer."""
        assert self.sent is not None  # noqa: S101 - for the type checker
        said = self.sent.cleaned_data
        if self.act == "review":
            left_out = dict.fromkeys(said["left_out"], said["why"])
            rights_package.review_part(self.package, said["part"], left_out, by=self.user)  # type: ignore[arg-type]
        elif self.act == "gather":
            about = {"request": str(self.asked.pk)}
            request_job(
                JOB, by=self.user, grant_project=self.asked.grant_project, params=about, about=self.asked.number
            )
            follow_jobs(self.request)
        else:
            self.asked.version = said["version"]
            if self.act in FIELD_ACTS:
                row, _form = self.fields[str(said["correction"])]
                FIELD_ACTS[self.act](self.asked, row.correction, by=self.user, reason=said["reason"])
            else:
                ACTS[self.act](self.asked, {**said, "form": self.sent}, self.user)
            if self.act == "release":
                messages.success(self.request, _("The copy is released. Download it and hand it over."))
        return reverse("rights_request", args=[self.asked.pk])

    def context(self) -> dict[str, Any]:
        """Return what the template shows."""
        job = latest_job(JOB, grant_project=self.asked.grant_project, params={"request": str(self.asked.pk)})
        shows_run = "decide" in self.offers or "carry_out" in self.offers
        erases = self.asked.kind == "erase" and self.is_named and shows_run
        told = "carry_out" in self.offers and self.is_named
        is_in_work = self.asked.kind == "rectify" and self.asked.state == "in-work" and self.is_named
        corrects = is_in_work and not self.fields
        return {
            "current": current_facts(self.asked) if corrects else [],
            "fields": list(self.fields.values()),
            "field_acts": self.field_acts,
            "recipients": recipients_of(self.asked.participation) if told else [],
            "asked": self.asked,
            "is_named": self.is_named,
            "facts": facts_of(self.asked, is_named=self.is_named),
            "steps": steps_of(self.asked, is_named=self.is_named),
            "left": left_of(self.asked, today()),
            "forms": self.forms,
            "sent": self.sent if self.sent is not None and self.sent.errors else None,
            "package": self.package,
            "parts": [(part, self.part_forms[part.code]) for part in self.parts],
            "may_review": "review" in self.offers,
            "unfinished": job if job is not None and job.is_unfinished else None,
            "dry_run": rights_decisions.dry_run(self.asked.participation) if erases else [],
            "restriction": self.asked.restrictions.filter(lifted_at=None).first(),  # type: ignore[attr-defined]
            "may_handle": self.rights[HANDLE],
            "has_letter": is_answered(self.asked.kind, self.asked.state, self.asked.decision),
            "has_scans": bool(self.package) and bool(rights_package.scans_of(self.package)),  # type: ignore[arg-type]
            "may_download": bool(self.package and self.package.released_at and self.rights[HANDLE]),
        }


def _reaches(asked: RightsRequest, user: User, action: str) -> bool:
    return RightsRequest.objects.visible_to(user, action).filter(pk=asked.pk).exists()  # type: ignore[attr-defined]


def _form(act: str, asked: RightsRequest, data: Any) -> StepForm:
    how: dict[str, Any] = {"initial": {"version": asked.version}, "auto_id": f"id_{act}_%s"}
    if act == "extend":
        return ExtendForm(data, asked_on=asked.asked_on, **how)
    if act == "tell":
        return TellForm(data, untold=untold(asked), **how)
    if act == "decide":
        return DecisionForm(data, only_refusal=asked.kind in rights_decisions.HANDS_OUT, **how)
    return {"identity": IdentityForm, "carry_out": CarryOutForm, "withdraw": WithdrawForm}.get(act, PlainForm)(
        data, **how
    )


FIELD_ACTS: dict[str, Callable[..., Any]] = {"accept": corrections.accept, "turn_down": corrections.turn_down}


def _release(asked: RightsRequest, said: dict[str, Any], by: User) -> None:
    package = latest_package(asked)
    if package is None:
        raise rights.RightRefused(rights_package.NO_PACKAGE)
    rights_package.release(package, asked, by=by)


def _lift(asked: RightsRequest, said: dict[str, Any], by: User) -> None:
    restriction = asked.restrictions.filter(lifted_at=None).first()  # type: ignore[attr-defined]
    if restriction is not None:
        rights_decisions.lift(restriction, asked.participation, by=by)


ACTS: dict[str, Act] = {
    "identity": lambda asked, said, by: rights.check_identity(
        asked, IdentityCheck(said["identity"]), by=by, words=said["words"]
    ),
    "extend": lambda asked, said, by: rights.extend(asked, said["until"], reason=said["reason"], by=by),
    "withdraw": lambda asked, said, by: rights.withdraw(asked, by=by, words=said["words"]),
    "decide": lambda asked, said, by: rights_decisions.decide(
        asked, RightDecision(said["decision"]), reasons=said["reasons"], by=by
    ),
    "carry_out": lambda asked, said, by: rights_decisions.carry_out(asked, by=by, recipients=said["recipients"]),
    "tell": lambda asked, said, by: rights_decisions.tell_recipient(asked, said["form"].told, by=by, how=said["how"]),
    "release": _release,
    "lift": _lift,
}
