"""Citizenship: classes and what follows from them (R17–R19, R49–R50)."""

from collections.abc import Iterable

from beneficiaries.enums import CitizenshipClass

EU = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)
STATELESS, UNDETERMINED = "XS", "XU"


def citizenship_class(countries: Iterable[str]) -> str:
    """Return the class of a person with these citizenships (ISO 3166 alpha-2, or stateless/undetermined).

    One Polish citizenship decides, then one of another EU state; all else, stateless and undetermined
    people included, is third-country (R49). No citizenship known gives "".
    """
    known = set(countries)
    if not known:
        return ""
    if "PL" in known:
        return CitizenshipClass.POLISH
    return CitizenshipClass.EU if known & (EU | {"XE"}) else CitizenshipClass.THIRD_COUNTRY


def is_third_country(kind: str) -> bool:
    """EECO13: not a citizen of the Union (R49)."""
    return kind == CitizenshipClass.THIRD_COUNTRY


def has_foreign_background(kind: str) -> bool:
    """EECO14: in Polish practice every person without Polish citizenship (R50)."""
    return kind in {CitizenshipClass.EU, CitizenshipClass.THIRD_COUNTRY}


def in_target_population(kind: str, *, eu_citizens_eligible: bool) -> bool:
    """Say whether the project may take the person: foreigners, citizens of the EU by its setting (R53)."""
    return kind != CitizenshipClass.POLISH and (eu_citizens_eligible or kind != CitizenshipClass.EU)
