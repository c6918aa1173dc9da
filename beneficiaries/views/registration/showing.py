"""What every page of a registration shows around its question."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from beneficiaries.models import Registration
from beneficiaries.rules.recruiting import Finishing, finishing
from beneficiaries.rules.registration import Application
from beneficiaries.rules.registration_steps import LAST_PART, PAUSE, part_of, step_before
from portal.clock import today
from portal.ui.typed import LANGUAGE_CHOSEN

PART_NAMES = {
    1: gettext_lazy("Language and reply"),
    2: gettext_lazy("Who you are"),
    3: gettext_lazy("Date of birth and phone"),
    4: gettext_lazy("Your stay"),
    5: gettext_lazy("Family"),
    6: gettext_lazy("What to help with"),
    7: gettext_lazy("Check and send"),
}


PAUSED, BACK = "pause", "back"
"""Posted by the buttons that leave for later, and to the step before."""


def show(
    request: HttpRequest, template: str, step: str, form: BaseForm | None, said: Application, **context: Any
) -> HttpResponse:
    """Draw a step: its part of seven, the way back, the form."""
    part, back = part_of(step), way_back(said, step)
    parts = ["done" if each < part else "now" if each == part else "" for each in range(1, LAST_PART + 1)]
    registration = context.get("registration")
    until = finishing_of(registration).until if registration else None
    context["finish_until"] = until
    around = {"step": step, "part": part, "parts": parts, "part_name": PART_NAMES[part], "back": back, "form": form}
    return render(request, f"registration/{template}.html", {**around, "said": said, **context})


def finishing_of(registration: Registration) -> Finishing:
    """Tell whether a draft may still be finished today, and until when."""
    return finishing(registration.grant_project, today(), is_reserve=registration.is_reserve)


def is_for_later(request: HttpRequest) -> bool:
    """Tell whether a page is left with words on it that are not sent yet: for another language, later, or back."""
    return bool({LANGUAGE_CHOSEN, PAUSED, BACK} & set(request.POST))


def way_back(said: Application, step: str) -> str:
    """Return the address of the step before; of the first page from the first step."""
    before = step_before(said, step)
    return reverse("registration_step", kwargs={"step": before}) if before else reverse("registration")


def away(request: HttpRequest, said: Application, step: str) -> HttpResponse:
    """Lead where a page is left for: to the code, to the step before, or to the same step in another language."""
    if BACK in request.POST:
        return redirect(way_back(said, step))
    return to(PAUSE if PAUSED in request.POST else step)


def to(step: str) -> HttpResponse:
    """Lead to a step, in the language of the page."""
    return redirect("registration_step", step=step)
