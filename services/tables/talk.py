"""How a talk went, in words: two lines at most, and value by value for the history."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.records import Words
from portal.ui.formatting import duration, short_date
from services.enums import TALK_LANGUAGES, Place, Tier
from services.models import SupportDelivery

MINUTES_OF_HOUR = 60
DOT = " · "
TIERS, PLACES = ({each.value: each.label for each in kind} for kind in (Tier, Place))
"""Words of the choices by value. The model's own method translates every choice to find one, for each row anew."""


def talk_lines(delivery: SupportDelivery) -> list[str]:
    """Return at most two lines: by whom, where, in which language – and what came with it; none for old entries."""
    first = (_tier(delivery), _place(delivery), _language(delivery))
    second = (_interpreter(delivery), _childcare(delivery), _travel(delivery), _next_step(delivery))
    lines = (DOT.join(part for part in parts if part) for parts in (first, second))
    return [line for line in lines if line]


def talk_in_words(delivery: SupportDelivery) -> dict[Words, str]:
    """Return every value about the talk in words by its label, blank ones too."""
    travel = delivery.travel_minutes
    return {
        gettext_lazy("Who advised"): _tier(delivery),
        gettext_lazy("Where"): str(PLACES.get(delivery.place, delivery.place)),
        gettext_lazy("Language of the talk"): _language(delivery),
        gettext_lazy("Interpreter"): delivery.interpreter,
        gettext_lazy("Childcare during the talk"): _("yes") if delivery.has_childcare else "",
        gettext_lazy("Which authority"): delivery.authority,
        gettext_lazy("Travel there and back"): length_of_travel(travel) if travel else "",
        gettext_lazy("What next"): delivery.next_step,
        gettext_lazy("By when"): short_date(delivery.next_step_on),
    }


def length_of_travel(minutes: int) -> str:
    """Return minutes of travel as people say a length."""
    return duration(Decimal(minutes) / MINUTES_OF_HOUR)


def _tier(delivery: SupportDelivery) -> str:
    return str(TIERS.get(delivery.tier, delivery.tier))


def _place(delivery: SupportDelivery) -> str:
    if delivery.place == Place.AUTHORITY and delivery.authority:
        return _("accompaniment to an authority: %(authority)s") % {"authority": delivery.authority}
    return str(PLACES.get(delivery.place, delivery.place))


def _language(delivery: SupportDelivery) -> str:
    return str(TALK_LANGUAGES.get(delivery.language, ""))


def _interpreter(delivery: SupportDelivery) -> str:
    return _("interpreter: %(name)s") % {"name": delivery.interpreter} if delivery.interpreter else ""


def _childcare(delivery: SupportDelivery) -> str:
    return _("with childcare") if delivery.has_childcare else ""


def _travel(delivery: SupportDelivery) -> str:
    minutes = delivery.travel_minutes
    return _("travel %(length)s") % {"length": length_of_travel(minutes)} if minutes else ""


def _next_step(delivery: SupportDelivery) -> str:
    if not delivery.next_step:
        return ""
    if delivery.next_step_on is None:
        return _("next: %(step)s") % {"step": delivery.next_step}
    return _("next: %(step)s, by %(day)s") % {"step": delivery.next_step, "day": short_date(delivery.next_step_on)}
