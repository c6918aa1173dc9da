"""The languages of a person are written as a whole: up to three, in the order in which they were said."""

from collections.abc import Sequence

from beneficiaries.models import Person, PersonLanguage
from beneficiaries.rules.languages import MOST, Spoken


def spoken_of(person: Person) -> list[Spoken]:
    """Return language and level, in order (one query)."""
    rows = PersonLanguage.objects.filter(person=person).order_by("position")
    return list(rows.values_list("language", "level"))


def write_languages(person: Person, spoken: Sequence[Spoken]) -> None:
    """Put languages in place of those known; the caller holds the person and notes the change."""
    PersonLanguage.objects.filter(person=person).delete()
    PersonLanguage.objects.bulk_create(
        PersonLanguage(person=person, position=place, language=code, level=level)
        for place, (code, level) in enumerate(spoken[:MOST], 1)
    )
