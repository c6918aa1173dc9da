"""What views hand to components: small records, so that a template never builds structure itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Link:
    """A destination: in sub-navigation, chips or the path above a heading."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, eq=False)
class AccountPage:
    """A page of the account's own settings, the same only as itself."""

    url: str
    label: str | Promise
    icon: str


@dataclass(frozen=True)
class Fact:
    """A label with its value; with a ``url`` the value is a link, ``lang`` marks a foreign word."""

    label: str
    value: object
    url: str = ""
    lang: str = ""


@dataclass(frozen=True)
class FunnelStep:
    """How many remain after a rule, and in ``out`` the sentence about those left out before the next step."""

    count: int
    label: str
    url: str = ""
    out: str = ""
    out_url: str = ""


@dataclass(frozen=True)
class PlacedStep:
    """A funnel step with its share of the first one, ready for an attribute."""

    step: FunnelStep
    width: str


def placed(steps: Sequence[FunnelStep]) -> list[PlacedStep]:
    """Give every step its width in percent of the first step's count."""
    first = steps[0].count if steps else 0
    return [PlacedStep(step, f"{100 * step.count / first:.2f}%" if first else "0%") for step in steps]
