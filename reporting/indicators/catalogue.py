"""The indicators that ship with the product: Annex I of Regulation (EU) 2021/1057 and the 191 (R46–R62)."""

from django.utils.translation import gettext_lazy as _

from portal.programmes.models import GrantProject
from reporting.indicators import conditions as c
from reporting.rules import Indicator, Rule, Words


def _output(code: str, name: Words, *rules: Rule) -> Indicator:
    definition = rules[-1].condition if rules else c.STARTED.condition
    return Indicator(code, name, definition, (*c.BASE, *rules))


def _result(code: str, name: Words, moment: str, *rules: Rule) -> Indicator:
    return Indicator(code, name, rules[-1].condition, (*c.BASE, *rules), moment=moment, is_result=True)


def _improved(*rules: Rule) -> Indicator:
    name = _("People whose social situation improved after leaving the programme")
    return _result("IMPROVED", name, "found_on", *rules)


def _entities(code: str, name: Words) -> Indicator:
    return Indicator(code, name, _("Organisations are supported here by no service; people count elsewhere."), (),
                     unit="entities")  # fmt: skip


INDICATORS: tuple[Indicator, ...] = (
    _output("EECO01", _("Total number of participants")),
    _output("EECO02", _("Unemployed, including long-term unemployed"), c.UNEMPLOYED),
    _output("EECO03", _("Long-term unemployed"), c.UNEMPLOYED, c.LONG_TERM),
    _output("EECO04", _("Inactive"), c.INACTIVE),
    _output("EECO05", _("Employed, including self-employed"), c.EMPLOYED),
    _output("EECO06", _("Children below 18 years of age"), c.UNDER_18),
    _output("EECO07", _("Young people aged 18–29"), c.AGED_18_29),
    _output("EECO08", _("Participants 55 years of age and above"), c.AGED_55),
    _output("EECO09", _("With lower secondary education or less (ISCED 0–2)"), c.ISCED_0_2),
    _output("EECO10", _("With upper secondary or post-secondary education (ISCED 3–4)"), c.ISCED_3_4),
    _output("EECO11", _("With tertiary education (ISCED 5–8)"), c.ISCED_5_8),
    _output("EECO12", _("Participants with disabilities"), c.DISABLED),
    _output("EECO13", _("Third-country nationals"), c.THIRD_COUNTRY),
    _output("EECO14", _("Participants with a foreign background"), c.FOREIGN_BACKGROUND),
    _output("EECO15", _("Minorities, including marginalised communities such as the Roma"), c.MINORITY),
    _output("EECO16", _("Homeless or affected by housing exclusion"), c.HOMELESS),
    _output("EECO17", _("Participants from rural areas"), c.RURAL),
    _entities("EECO18", _("Supported public administrations or public services")),
    _entities("EECO19", _("Supported micro, small and medium-sized enterprises")),
    _result(
        "EECR01", _("Engaged in job searching upon leaving"), "job_search_on", c.ENDED, c.INACTIVE, c.JOB_SEARCH
    ),
    _result(
        "EECR02", _("In education or training upon leaving"), "education_on", c.ENDED, c.NOT_PUPIL, c.EDUCATION_AFTER
    ),
    _result("EECR03", _("Gaining a qualification upon leaving"), "qualification_on", c.ENDED, c.QUALIFICATION),
    _result(
        "EECR04", _("In employment, including self-employment, upon leaving"), "job_on",
        c.ENDED, c.NOT_EMPLOYED, c.JOB,
    ),
    _improved(c.ENDED, c.FOUND_IN_WINDOW, c.IMPROVED),
)  # fmt: skip
WITH_SECOND_PERSON = (*INDICATORS[:-1], _improved(c.ENDED, c.FOUND_IN_WINDOW, c.CONFIRMED, c.IMPROVED))
"""The same for projects in which a second person stands behind a finding (R62)."""


def indicators_of(project: GrantProject) -> tuple[Indicator, ...]:
    """Return the indicators by the rules of a project."""
    return WITH_SECOND_PERSON if project.result_second_person else INDICATORS


def known_indicators() -> list[str]:
    """Return the codes for which a project can set targets: those of the fund, not a project's own."""
    return [indicator.code for indicator in INDICATORS]


def headline_indicators(project: GrantProject | None = None) -> tuple[Indicator, ...]:
    """Return the two on which the grant stands: enrolled, and improved after leaving."""
    known = indicators_of(project) if project else INDICATORS
    return (known[0], known[-1])


def all_rules() -> tuple[Rule, ...]:
    """Return every rule of every indicator once, in the order of first use."""
    every = (*INDICATORS, *WITH_SECOND_PERSON)
    return tuple(dict.fromkeys(rule for indicator in every for rule in indicator.rules))
