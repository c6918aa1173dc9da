"""What every page of a registration shows around its question."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from beneficiaries.rules.registration import Application
from beneficiaries.rules.registration_steps import LAST_PART, part_of, step_before

PART_NAMES = {
    1: gettext_lazy("Language and reply"),
    2: gettext_lazy("Who you are"),
    3: gettext_lazy("Date of birth and phone"),
    4: gettext_lazy("Your stay"),
    5: gettext_lazy("Family"),
    6: gettext_lazy("What to help with"),
    7: gettext_lazy("Check and send"),
}


def show(
    request: HttpRequest, template: str, step: str, form: BaseForm | None, said: Application, **context: Any
) -> HttpResponse:
    """Draw a step: its part of seven, the way back, the form."""
    part, before = part_of(step), step_before(said, step)
    back = reverse("registration_step", kwargs={"step": before}) if before else reverse("registration")
    parts = ["done" if each < part else "now" if each == part else "" for each in range(1, LAST_PART + 1)]
    around = {"step": step, "part": part, "parts": parts, "part_name": PART_NAMES[part], "back": back, "form": form}
    return render(request, f"registration/{template}.html", {**around, "said": said, **context})


def to(step: str) -> HttpResponse:
    """Lead to a step, in the language of the page."""
    return redirect("registration_step", step=step)
