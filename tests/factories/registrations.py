"""Applications as they were sent."""

import datetime
import secrets
from itertools import count

from django.utils import timezone

from beneficiaries.enums import RegistrationState
from beneficiaries.models import RegisteredPerson, Registration
from beneficiaries.rules.registration import Application, AppliedPerson
from portal.crypto.models import DataKey
from portal.programmes.models import GrantProject

DAY = datetime.date
_numbers = count(1)

MOTHER = AppliedPerson(
    relation="self", given_names="Оксана", surname="Бондаренко", latin_given_names="Oksana",
    latin_surname="Bondarenko", birth_date=DAY(1988, 3, 27), citizenships=("UA",),
)  # fmt: skip
FATHER = AppliedPerson(
    relation="partner", given_names="Тарас", surname="Бондаренко", latin_given_names="Taras",
    latin_surname="Bondarenko", birth_date=DAY(1985, 1, 2), citizenships=("UA",),
)  # fmt: skip
DAUGHTER = AppliedPerson(
    relation="child", given_names="Софія", surname="Бондаренко", latin_given_names="Sofiia",
    latin_surname="Bondarenko", birth_date=DAY(2016, 6, 1), citizenships=("UA",),
)  # fmt: skip
SON = AppliedPerson(
    relation="child", given_names="Максим", surname="Бондаренко", latin_given_names="Maksym",
    latin_surname="Bondarenko", birth_date=DAY(2022, 9, 9), citizenships=("UA",),
)  # fmt: skip
FAMILY = (MOTHER, FATHER, DAUGHTER, SON)


def make_registration(grant_project: GrantProject, *people: AppliedPerson, **values) -> Registration:
    """Let a mother from Ukraine, or these people, have sent an application; ``said`` are answers of it."""
    said = {
        "contact_language": "uk", "phone": "+48 501 234 567", "contact_way": "call", "stay": "ukraine",
        "lives_here": "yes", "street": "ul. Haffnera 7/3", "postcode": "81-717", "place": "Sopot",
        "needs": ("polish", "papers"), "needs_words": "Потрібен курс польської ввечері",
        **values.pop("said", {}),
    }  # fmt: skip
    key = DataKey.fresh()
    key.save()
    number = next(_numbers)
    defaults = {
        "reference": f"SP{number:04}-{secrets.token_hex(3)}", "code": secrets.token_hex(8), "language": "uk",
        "state": RegistrationState.SENT, "sent_at": timezone.now() - datetime.timedelta(hours=number % 7),
    }  # fmt: skip
    registration = Registration(data_key=key, grant_project=grant_project, **{**defaults, **values})
    registration.application = Application(people=people or (MOTHER,), **said)
    registration.save(force_insert=True)
    RegisteredPerson.objects.bulk_create(
        RegisteredPerson(registration=registration, position=place) for place in range(len(people or (MOTHER,)))
    )
    return registration
