"""The indicators as a page for people: ``docs/indicators.md`` is made from the declarations, never by hand."""

from pathlib import Path

from django.utils import translation

from reporting.exporters.vocabulary import vocabulary_section
from reporting.indicators.catalogue import INDICATORS, all_rules
from reporting.rules import Indicator

PAGE = Path(__file__).parents[2] / "docs" / "indicators.md"
INTRODUCTION = """# Indicators

Made from `reporting/indicators/` by `manage.py indicator_docs --write`; a test fails when the two differ.

A participation counts for an indicator when every rule of the indicator is met. Outputs count on the day of the
start, results on the day of the finding or event. The table, the lists of people and the sentence why somebody
counts or does not are all made from these declarations. The references are the rules of the fund that the code
names (`R30`).
"""


def indicators_page() -> str:
    """Return the page in English: every indicator with its rules, then every rule in words."""
    with translation.override("en"):
        table = ["| Code | Indicator | Counts on the day of | Rules | Version |", "| --- | --- | --- | --- | --- |"]
        rules = ["| Rule | Who meets it | Reference |", "| --- | --- | --- |"]
        table += [_line(indicator) for indicator in INDICATORS]
        rules += [f"| `{rule.code}` | {rule.condition} | {rule.reference} |" for rule in all_rules()]
        return "\n".join([INTRODUCTION, *table, "", "## Rules", "", *rules, "", *vocabulary_section()])


def _line(indicator: Indicator) -> str:
    day = f"`{indicator.moment}`" if indicator.rules else "–"
    names = ", ".join(f"`{rule.code}`" for rule in indicator.rules) or f"none: {_lower(indicator)}"
    return f"| {indicator.code} | {indicator.name} | {day} | {names} | {indicator.version} |"


def _lower(indicator: Indicator) -> str:
    text = str(indicator.definition)
    return text[:1].lower() + text[1:].rstrip(".")
