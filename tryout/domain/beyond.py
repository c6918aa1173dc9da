"""Institutions, trained staff and products of the invented project: few, and in no figure of its participants."""

from portal.clock import recording_as_if_at
from services.domain.beyond import add_institution, add_product, add_trained, add_training
from services.enums import InstitutionKind, ProductKind
from services.models import Institution
from tryout.domain.pen import Pen
from tryout.rules.calendar import DAY, moment

INSTITUTIONS = (
    ("Szkoła Podstawowa „Latarnia”", InstitutionKind.SCHOOL, DAY(2025, 2, 3)),
    ("Przedszkole „Muszelka”", InstitutionKind.KINDERGARTEN, DAY(2025, 3, 3)),
    ("Biblioteka na Molo", InstitutionKind.CULTURE, DAY(2025, 3, 17)),
    ("Przychodnia „Nadmorska”", InstitutionKind.HEALTH, DAY(2025, 9, 1)),
)
FIRST, SECOND = "Komunikacja międzykulturowa", "Dziecko z doświadczeniem migracji"
TRAINED = (
    ("Halina", "Morska", "K", 0), ("Roman", "Bursztyn", "M", 0), ("Lidia", "Mewa", "K", 1), ("Irena", "Wydma", "K", 2),
    ("Konrad", "Falochron", "M", 2), ("Beata", "Przystań", "K", 3),
)  # fmt: skip
"""Names, sex, and which of the institutions."""
TRAINED_ON, TRAINED_AGAIN_ON = DAY(2025, 4, 11), DAY(2025, 10, 17)
PRODUCTS = (
    ("Poradnik dla szkół: pierwszy miesiąc", ProductKind.HANDBOOK, DAY(2025, 6, 30), "segregator 4, półka projektu"),
    ("Konferencja „Sopot wielu języków”", ProductKind.CONFERENCE, DAY(2025, 11, 21), "lista obecności, segregator 7"),
)


def reach_beyond(pen: Pen) -> int:
    """Write down institutions, who of their staff was trained, and products; return how many trainings."""
    by = pen.staff.coordinator
    if by is None:
        return 0
    with recording_as_if_at(moment(DAY(2025, 12, 1), 10)):
        bodies = [_institution(pen, *each) for each in INSTITUTIONS]
        said = {"title": FIRST, "day": TRAINED_ON, "hours": 16}
        made = [add_trained(pen.project, _who(each, bodies), said, by=by) for each in TRAINED]
        again = {"title": SECOND, "day": TRAINED_AGAIN_ON, "hours": 8}
        made += [add_training(each.person, again, by=by) for each in made[:2]]
        for title, kind, day, evidence in PRODUCTS:
            add_product(
                pen.project, {"title": title, "kind": kind, "pieces": 1, "day": day, "evidence": evidence}, by=by
            )
    return len(made)


def _institution(pen: Pen, name: str, kind: InstitutionKind, day: DAY) -> Institution:
    said = {"name": name, "kind": kind, "town": "Sopot", "day": day}
    return add_institution(pen.project, said, by=pen.staff.coordinator)


def _who(trained: tuple[str, str, str, int], bodies: list[Institution]) -> dict[str, object]:
    given_names, surname, sex, place = trained
    return {"given_names": given_names, "surname": surname, "sex": sex, "institution": bodies[place].fact_id}
