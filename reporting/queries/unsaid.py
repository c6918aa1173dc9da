"""Two rules that no indicator declares and an explanation must name: the day is not too late, people are counted."""

from django.utils.translation import gettext_lazy as _

from reporting.rules import Rule

BY_PERIOD_END = Rule(
    "by_period_end", "TRUE", "counted_on",
    _("counted up to the end of the period"),
    _("The day on which it counts, %(fact)s, is not after the end of the period."),
    _("Counts only from %(fact)s, after the end of the period."), "R69",
)  # fmt: skip
PEOPLE = Rule(
    "people", "FALSE", "",
    _("counts people"),
    _("This indicator counts people."),
    _("Organisations are supported here by no service; people count elsewhere."), "R46",
)  # fmt: skip
