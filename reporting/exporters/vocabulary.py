"""The vocabulary of own indicators as a page for people: made from the declarations, never by hand."""

from reporting.enums import When, Whom
from reporting.indicators.filters import BREAKDOWNS, FILTERS
from reporting.indicators.own import ANY, BESIDE, FIRST, MOMENTS

INTRODUCTION = """## Own indicators

Coordinators of the leading organisation build further indicators of their project in the portal
(`/koordynacja/wskazniki/reguly/`), from the words below and nothing else. A definition is data
(`reporting.IndicatorDefinition`), versioned like every fact; compiled (`reporting/indicators/own.py`) it is like the
indicators above: the common rules (`started`, `complete`, `eligible`, `target_population`), one rule for each filter, a
column with the day. So it has a place in the table – the same single statement –, a list of people, a funnel, an
explanation, evidence in frozen reports and a target that may be a minimum. What somebody chose is bound as a parameter
and never stands in the text of a statement.

A change is a new version with its reason. Reports keep the version with which they were frozen, and a table *as known
on* a past moment uses the version of that moment. A retired indicator leaves the tables; its code is not given again.
`manage.py indicators` lists own indicators after those of the fund, `manage.py explain` knows them by code.
"""
BY_RULES = "Counts people by the rules and filters below."
FACTS = {
    Whom.PARTICIPANTS: "beneficiaries.Participation", Whom.TRAINED_STAFF: "services.Training",
    Whom.INSTITUTIONS: "services.Institution", Whom.VISITORS: "services.HeadCount",
    Whom.PRODUCTS: "services.Product",
}  # fmt: skip
DAY_OF_SUPPORT = {When.FIRST_SUPPORT: FIRST, When.ANY_SUPPORT: ANY}


def vocabulary_section() -> list[str]:
    """Return the lines about whom, when and by what own indicators count."""
    whom = ["### Whom", "", "| Word | Whom | How | Facts |", "| --- | --- | --- | --- |"]
    whom += [f"| `{each.value}` | {each.label} | {BESIDE.get(each, BY_RULES)} | `{FACTS[each]}` |" for each in Whom]
    whom += [
        "",
        "Participants alone have filters and a breakdown. The others are figures of their own that are never added to",
        "people who take part (R33, R37); women and men stand apart for staff who were trained. Institutions, staff",
        "and products are written down under `/koordynacja/poza-uczestnikami/`.",
    ]
    when = ["### When", "", "| Word | People count | Which day |", "| --- | --- | --- |"]
    when += [f"| `{each.value}` | {each.label} | {_day(each)} |" for each in When]
    filters = ["### Filters", "", "| Filter | Over | Fact | Reference |", "| --- | --- | --- | --- |"]
    filters += [f"| `{each.code}` | {each.name} | `{each.fact}` | {each.reference} |" for each in FILTERS]
    filters += [
        "| `kind`, `organisation` | one delivery of a kind, given by an organisation | first such day | R30 |",
        "| `outcome` | the outcome of the finding at exit (with `finding` alone) | `found_on` | R60, R62 |",
    ]
    by = (
        "A figure is broken down by "
        + ", ".join(f"`{code}`" for code in BREAKDOWNS)
        + "; women and men always stand apart."
    )
    return [INTRODUCTION, *whom, "", *when, "", *filters, "", by, ""]


def _day(when: When) -> str:
    if when in DAY_OF_SUPPORT:
        return str(DAY_OF_SUPPORT[when]) % {"kinds": "…"}
    return str(MOMENTS[when][2])
