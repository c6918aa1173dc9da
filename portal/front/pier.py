"""The pier of the landing page: its planks are the languages, each speaking its own."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.ui.context import address
from portal.ui.formatting import current_language
from portal.ui.languages import LANGUAGE_NAMES, front_door

REGISTRATION = "registration"


@dataclass(frozen=True)
class Plank:
    """One language: a greeting, what the step does, and where it leads."""

    code: str
    greeting: str
    step: str
    url: str
    current: bool


def planks() -> list[Plank]:
    """Return the planks; each leads to the registration in its own language."""
    here = current_language()
    return [_plank(code, current=code == here) for code in LANGUAGE_NAMES]


def _plank(code: str, *, current: bool) -> Plank:
    with override(code):
        # Translators: the first word to a newcomer on the landing page, as on meeting: “Dzień dobry”.
        greeting = _("Hello")
        # Translators: a choice of language. Name your own language, not English: “Zacznij po polsku”.
        step = _("Register") if current else _("Start in English")
        url = address(REGISTRATION) or front_door(code)
    return Plank(code, greeting, step, url, current)
