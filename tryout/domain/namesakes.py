"""Three people who wrote to the portal a second time, in another spelling: pairs for whoever tries merging.

They have no support under the second record, so no figure rests on it.
"""

from collections.abc import Iterator

from beneficiaries.domain.duplicate_keys import keep_keys
from beneficiaries.domain.duplicates import Found, keep_pairs
from beneficiaries.domain.entry import Entry, add_person
from beneficiaries.domain.participations import DECLARED
from beneficiaries.models import Participation, Person
from beneficiaries.queries.candidates import candidates_anywhere, described_person
from tryout.domain.caseload import Case, Cases
from tryout.domain.pen import Pen
from tryout.rules.names import IN_POLISH, polish_spelling
from tryout.rules.stories import CITY

PAIRS = 3
YOUNGEST = 20
NEW_ADDRESS = "ul. Wymyślona 21"


def write_twice(pen: Pen, cases: Cases) -> None:
    """Enter three people a second time and keep the pairs that the portal would find."""
    for place, case in enumerate(_chosen(cases)):
        again = _enter(pen, case, moved=place == 0)
        keep_keys([case.participation.person, again.person])
        found = candidates_anywhere(described_person(again.person, []), but=again.person)
        known = case.participation.person_id  # type: ignore[attr-defined]
        keep_pairs(
            Found((again.person_id, known), each.score, each.reasons)  # type: ignore[attr-defined]
            for each in found
            if each.person.pk == known
        )


def _chosen(cases: Cases) -> Iterator[Case]:
    """Yield one adult of each of the city's caseworkers, then others, whose name reads differently in Polish."""
    held = [[each for each in people if _is_fit(each)] for people in cases.values()]
    in_turn = [case for some in zip(*[each for each in held if each], strict=False) for case in some]
    yield from in_turn[:PAIRS]


def _is_fit(case: Case) -> bool:
    person = case.participation.person
    other = _spelled_otherwise(person) != (person.given_names, person.surname)
    return case.organisation == CITY and case.takes_part and case.age >= YOUNGEST and other and bool(person.phone)


def _enter(pen: Pen, case: Case, *, moved: bool) -> Participation:
    known, version = case.participation.person, case.version
    given_names, surname = _spelled_otherwise(known)
    person = {
        "given_names": given_names,
        "surname": surname,
        "birth_date": known.birth_date,
        "sex": known.sex,
        "phone": known.phone,
        "contact_language": known.contact_language,
        "address": NEW_ADDRESS if moved else known.address,
    }
    declared = {name: getattr(version, name) for name in DECLARED}
    organisation = pen.project.organisations.get(code=CITY)
    return add_person(
        Entry(person, declared), grant_project=pen.project, organisation=organisation, caseworker=case.caseworker,
        by=case.caseworker,
    )  # fmt: skip


def _spelled_otherwise(person: Person) -> tuple[str, str]:
    return IN_POLISH.get(person.given_names, person.given_names), polish_spelling(person.surname)
