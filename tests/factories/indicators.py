"""Indicators of a project's own."""

from portal.programmes.models import GrantProject
from reporting.domain.definitions import define_indicator
from reporting.indicators.spec import Spec
from reporting.models import IndicatorDefinition


def make_indicator(project: GrantProject, code: str = "OWN1", **values) -> IndicatorDefinition:
    """Build an indicator that counts everybody from the start of participation, unless told otherwise."""
    names = values.pop("names", {"pl": f"Wskaźnik {code}"})
    return define_indicator(project, code, Spec(names=names, **{"when": "enrolled", **values}), by=None)
