"""The languages of a person as part of the one statement that reads a record: no page pays a query for them."""

from django.db.models import CharField, F, OuterRef, Subquery, Value
from django.db.models.functions import Concat

from beneficiaries.models import Participation, PersonLanguage
from beneficiaries.rules.languages import MOST, Spoken, as_spoken

PLACES = tuple(f"spoken_{place}" for place in range(1, MOST + 1))


def spoken_places() -> dict[str, Subquery]:
    """Return what to annotate participations with: each language and its level as one word."""
    word = Concat(F("language"), Value(":"), F("level"), output_field=CharField())
    rows = PersonLanguage.objects.filter(person=OuterRef("person")).order_by()
    return {
        name: Subquery(rows.filter(position=place).values_list(word), output_field=CharField())
        for place, name in enumerate(PLACES, 1)
    }


def spoken_text(participation: Participation) -> str:
    """Return the languages of a record of ``spoken_places`` as forms carry them."""
    return " ".join(word for word in (getattr(participation, name) for name in PLACES) if word)


def spoken_in(participation: Participation) -> list[Spoken]:
    """Return language and level, in order, of a record of ``spoken_places``."""
    return as_spoken(spoken_text(participation))
