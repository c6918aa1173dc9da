"""Finding one of the indicators that ship with the product."""

from portal.programmes.models import GrantProject
from reporting.indicators.catalogue import INDICATORS, indicators_of
from reporting.rules import Indicator


def find_indicator(code: str, project: GrantProject | None = None) -> Indicator | None:
    """Return the indicator with this code by the rules of a project; ``None`` when there is none."""
    known = indicators_of(project) if project else INDICATORS
    return next((indicator for indicator in known if indicator.code == code), None)
