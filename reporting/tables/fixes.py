"""From a condition that is not met to the form that mends it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.quality import Words, find_check

CHECK_OF_RULE = {
    "started": "no-support",
    "complete": "incomplete",
    "eligible": "eligibility-not-seen",
    "target_population": "outside-target-population",
    "finding_in_window": "no-finding",
}
"""Conditions whose opposite a quality check finds; its form mends them."""
EVENT = ("new_exit_event", _("Record an event"), "record_finding")
FORM_OF_RULE: dict[str, tuple[str, Words, str]] = {
    "finding_confirmed": ("person_diagnosis", _("See the finding"), "confirm_finding"),
    "ended": ("end_participation", _("End participation"), "end_participation"),
    "job_search_last": EVENT,
    "education_after": EVENT,
    "qualification": EVENT,
    "job_last": EVENT,
}
"""Conditions that no check is about: route, words of the button, right. Every other one says what was so."""


@dataclass(frozen=True)
class Fix:
    """A form that mends something for one person, the words of its button, and the right it asks for."""

    url_name: str
    label: Words
    action: str
    place: str = ""

    def url(self, number: str) -> str:
        """Return the address for the person with this number."""
        return reverse(self.url_name, args=[number]) + (f"#{self.place}" if self.place else "")


def fix_of_check(code: str) -> Fix | None:
    """Return the form of a quality check; ``None`` when there is no such check."""
    check = find_check(code)
    return Fix(check.fix, check.fix_label, check.fix_action, check.fix_at) if check else None


def fix_of_rule(code: str) -> Fix | None:
    """Return the form that makes a condition come true; ``None`` where there is nothing to mend."""
    if code in CHECK_OF_RULE:
        return fix_of_check(CHECK_OF_RULE[code])
    return Fix(*FORM_OF_RULE[code]) if code in FORM_OF_RULE else None
