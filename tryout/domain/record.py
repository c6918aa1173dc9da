"""What makes the records of invented people whole: languages, channels and hours, addresses of before (R111, S24)."""

import datetime
import random
from collections.abc import Iterable

from beneficiaries.domain.coming_of_age import note_coming_of_age
from beneficiaries.enums import AddressKind, LanguageLevel
from beneficiaries.models import Person, PersonAddress, PersonLanguage
from tryout.domain.ledger import CHUNK
from tryout.rules.calendar import TODAY
from tryout.rules.people import STREETS

_ASKED_LANGUAGES, _ASKED_CHANNELS, _MOVED, _LETTERS = 0.75, 0.35, 0.12, 0.04
_POLISH = (LanguageLevel.NONE, LanguageLevel.BASIC, "A1", "A2", "A2", "B1", LanguageLevel.COMMUNICATIVE)
_BESIDE = {"uk": "ru", "ru": "uk", "be": "ru", "en": "ru"}
_CHANNELS = (("phone sms", "sms"), ("phone sms email", "phone"), ("sms email", "sms"), ("email letter", "email"))
_HOURS = ((8, 16), (9, 20), (17, 20))
_REACHED = ("contact_channels", "preferred_channel", "contact_from", "contact_until")


def complete_records(people: Iterable[Person]) -> None:
    """Write languages, ways of contact and former addresses; find who comes of age.

    The dice of each person are their own, so that the rest of the invented project stays as it is.
    """
    everybody = list(people)
    for person in everybody:
        _ask(person, random.Random(f"{person.sort_key}{person.birth_date}"))  # noqa: S311 - invention, not secrecy
    asked = [person for person in everybody if person.contact_channels]
    Person.objects.bulk_update(asked, _REACHED, batch_size=CHUNK)
    dice = {person.pk: random.Random(f"{person.birth_date}{person.sort_key}") for person in everybody}  # noqa: S311
    PersonLanguage.objects.bulk_create(
        (row for person in everybody for row in _languages(person, dice[person.pk])), batch_size=CHUNK
    )
    PersonAddress.objects.bulk_create(
        (row for person in everybody for row in _addresses(person, dice[person.pk])), batch_size=CHUNK
    )
    note_coming_of_age(TODAY)


def _ask(person: Person, dice: random.Random) -> None:
    if dice.random() < _ASKED_CHANNELS:
        start, end = dice.choice(_HOURS)
        person.contact_channels, person.preferred_channel = dice.choice(_CHANNELS)
        person.contact_from, person.contact_until = datetime.time(start), datetime.time(end)


def _languages(person: Person, dice: random.Random) -> list[PersonLanguage]:
    if dice.random() > _ASKED_LANGUAGES:
        return []
    first, polish = person.contact_language or "ru", dice.choice(_POLISH)
    spoken = {first: LanguageLevel.FLUENT, "pl": polish} if first != "pl" else {"pl": LanguageLevel.FLUENT}
    if first in _BESIDE and dice.random() < 0.5:  # noqa: PLR2004 - every second one
        spoken[_BESIDE[first]] = dice.choice((LanguageLevel.COMMUNICATIVE, LanguageLevel.FLUENT))
    return [
        PersonLanguage(person=person, position=place, language=code, level=level)
        for place, (code, level) in enumerate(spoken.items(), 1)
    ]


def _addresses(person: Person, dice: random.Random) -> list[PersonAddress]:
    found = []
    street = f"ul. {dice.choice(STREETS)} {dice.randint(1, 80)}, 81-7{dice.randrange(100):02} Sopot"
    if dice.random() < _MOVED:
        last = TODAY - datetime.timedelta(days=dice.randint(40, 500))
        found.append(PersonAddress(person=person, kind=AddressKind.LIVING, address=street, valid_until=last))
    elif dice.random() < _LETTERS:
        found.append(PersonAddress(person=person, kind=AddressKind.LETTERS, address=street, is_safe=True))
    return found
