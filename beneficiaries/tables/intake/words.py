"""Applications in words: where one stands, how long it waits, who is in it."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext, pgettext_lazy

from beneficiaries.enums import LANGUAGES, Need, RefusalReason, RegistrationState
from beneficiaries.models import Registration
from beneficiaries.queries.intake import QUARANTINE
from beneficiaries.rules.intake import Stage, answer_due, family_size, is_alone_and_minor, read_refusal, stage_of
from beneficiaries.rules.registration import Application, AppliedPerson
from portal.clock import local_day, today
from portal.records import Words
from portal.ui.formatting import DASH, number
from portal.worklist.words import Countdown

STAGE_NAMES: dict[str, Words] = {
    "": gettext_lazy("To decide"),
    Stage.NEW: pgettext_lazy("applications", "New"),
    Stage.ANSWERED: pgettext_lazy("applications", "Answered"),
    Stage.ASKED: pgettext_lazy("applications", "We wait for an answer"),
    Stage.DECIDED: pgettext_lazy("applications", "Decided"),
    QUARANTINE: pgettext_lazy("applications", "Quarantine"),
}
STAGE_TAGS: dict[Stage, tuple[Words, str]] = {
    Stage.NEW: (pgettext_lazy("an application", "new"), "info"),
    Stage.ANSWERED: (pgettext_lazy("an application", "answered"), "info"),
    Stage.ASKED: (pgettext_lazy("an application", "we wait for an answer"), "line"),
}
STATE_TONES = {RegistrationState.ACCEPTED: "ok", RegistrationState.LINKED: "ok"}
DOUBTS: dict[str, Words] = {
    "fast": gettext_lazy("answered faster than anybody reads"),
    "honeypot": gettext_lazy("a hidden field was filled in, as programs do"),
    "network": gettext_lazy("many applications from one network"),
    "flood": gettext_lazy("many applications at the same time"),
}


@dataclass(frozen=True)
class Mark:
    """A tag: words and tone."""

    text: Words
    tone: str


def days_waited(registration: Registration) -> int:
    """Return for how many days the application waits."""
    sent = registration.sent_at
    return max((today() - local_day(sent)).days, 0) if sent else 0


def is_late(registration: Registration) -> bool:
    """Tell whether somebody has waited longer than the portal promises."""
    return _days_left(registration) < 0


def _days_left(registration: Registration) -> int:
    day = today()
    return (answer_due(day - datetime.timedelta(days=days_waited(registration))) - day).days


def waiting_tile(registration: Registration) -> Countdown:
    """Return the tile of the days that somebody waits; late beyond the working days that the portal promises."""
    days, left = days_waited(registration), _days_left(registration)
    tone = "over" if left < 0 else "" if left == 0 else "ok"
    return Countdown(number(days), npgettext("under a figure", "day", "days", days), tone)


def state_mark(registration: Registration) -> Mark:
    """Return where an application stands."""
    stage = stage_of(registration.state, registration.asked_at)
    if stage is Stage.DECIDED:
        state = RegistrationState(registration.state)
        return Mark(state.label, STATE_TONES.get(state, ""))
    return Mark(*STAGE_TAGS[stage])


def warnings(registration: Registration, application: Application, day: datetime.date) -> list[Mark]:
    """Return what everybody has to see beside a name."""
    found = []
    if registration.is_quarantined:
        found.append(Mark(_("quarantine"), "warn"))
    if registration.is_reserve:
        found.append(Mark(_("reserve list"), "info"))
    if is_alone_and_minor(application, day):
        found.append(Mark(_("under age, without a guardian"), "danger"))
    return found


def doubts_in_words(registration: Registration) -> list[str]:
    """Say why an application stands in quarantine."""
    return [str(DOUBTS.get(code, code)) for code in registration.doubts.split()]


def name_of(person: AppliedPerson) -> str:
    """Return the name by which pages call somebody of an application: as documents write it."""
    return person.latin_name or person.name or DASH


def family_in_words(application: Application, day: datetime.date) -> str:
    """Say how many people register, and how many of them are children."""
    people, children = family_size(application.people, day)
    whole = ngettext("%(count)s person", "%(count)s people", people) % {"count": number(people)}
    if not children:
        return whole
    young = ngettext("%(count)s child", "%(count)s children", children) % {"count": number(children)}
    if children == people:
        return young
    return _("%(people)s, of them %(children)s") % {"people": whole, "children": young}


def language_in_words(application: Application, registration: Registration) -> tuple[str, str]:
    """Return the language in which somebody wants to be spoken to, by its own name, and its code."""
    if application.contact_language in LANGUAGES:
        return LANGUAGES[application.contact_language], application.contact_language
    if application.other_language:
        return application.other_language, ""
    return LANGUAGES.get(registration.language, DASH), registration.language


def needs_in_words(application: Application) -> list[str]:
    """Return what the person wants help with first."""
    return [str(Need(each).label) for each in application.needs if each in Need.values]


def refusal_in_words(registration: Registration) -> tuple[str, str]:
    """Return the reason of a refusal and the words beside it."""
    reason, words = read_refusal(str(registration.decision_reason))
    return (str(RefusalReason(reason).label) if reason else "", words)
