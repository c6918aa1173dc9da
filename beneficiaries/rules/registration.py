"""What somebody who registers says: one application with its people, as it is kept in a sealed field (S53, S58).

The shape has a version; whatever an older one lacks is blank, whatever it knows besides is passed over.
"""

import datetime
import json
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

SHAPE = 1
SELF, PARTNER, CHILD, RELATIVE = "self", "partner", "child", "relative"
MOST_PEOPLE = 16
"""In one application; whoever has a larger family says so, and the rest is added in the conversation."""


@dataclass(frozen=True)
class AppliedPerson:
    """One person of an application: first who registers, then the family, each once.

    Names stand as they were typed, in any script; ``latin_*`` as they shall stand in documents, which people may
    correct (R107, R110). ``citizenships`` are codes of countries. ``relation`` is to who registers. ``mark`` is that of
    the page on which a member of the family was written: by it the member is found again, whatever place it has.
    """

    relation: str = SELF
    given_names: str = ""
    surname: str = ""
    latin_given_names: str = ""
    latin_surname: str = ""
    preferred_name: str = ""
    birth_date: datetime.date | None = None
    citizenships: tuple[str, ...] = ()
    mark: str = ""

    @property
    def name(self) -> str:
        """The name as typed, given names first; one word is a whole name."""
        return f"{self.given_names} {self.surname}".strip()

    @property
    def latin_name(self) -> str:
        """The name for documents."""
        return f"{self.latin_given_names} {self.latin_surname}".strip()

    @property
    def original_name(self) -> str:
        """The name in its own script; blank where that is the Latin form."""
        return "" if self.name == self.latin_name else self.name


@dataclass(frozen=True)
class Application:
    """Everything one registration says. Blank means: not asked yet, or left open on purpose.

    ``contact_language`` is one of the five or blank for ``other_language`` in words; ``contact_way`` is a value of
    ``ContactWay`` (S24); ``stay`` of ``StayGround``; ``needs`` of ``Need``; ``lives_here`` is ``yes`` or ``no``.
    ``decisions`` pairs a consent text with what was decided, ``notices`` names the information that was shown.
    ``typed`` holds, by step and box, words that nobody sent yet: another language was chosen while they stood there.
    """

    people: tuple[AppliedPerson, ...] = (AppliedPerson(),)
    contact_language: str = ""
    other_language: str = ""
    needs_interpreter: str = ""
    email: str = ""
    phone: str = ""
    contact_way: str = ""
    contact_safety: str = ""
    stay: str = ""
    stay_until: datetime.date | None = None
    stay_unlimited: bool = False
    lives_here: str = ""
    street: str = ""
    postcode: str = ""
    place: str = ""
    has_family: str = ""
    needs: tuple[str, ...] = ()
    needs_words: str = ""
    decisions: dict[str, bool] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    typed: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    @property
    def registrant(self) -> AppliedPerson:
        """Who registers."""
        return self.people[0]

    @property
    def family(self) -> tuple[AppliedPerson, ...]:
        """Everybody else."""
        return self.people[1:]

    @property
    def address(self) -> str:
        """Street, postcode and place in one line; blank for who has no fixed address."""
        town = f"{self.postcode} {self.place}".strip()
        return ", ".join(part for part in (self.street, town) if part)

    def with_typed(self, step: str, words: dict[str, list[str]]) -> "Application":
        """Return the application with words that stand on the page of a step and were not sent."""
        return replace(self, typed={**self.typed, step: words})

    def without_typed(self, step: str) -> "Application":
        """Return the application without such words: the page was sent since."""
        return replace(self, typed={each: words for each, words in self.typed.items() if each != step})

    def decided(self, notices: tuple[str, ...], decisions: dict[str, bool]) -> "Application":
        """Return the application with the information that was shown and what was decided."""
        return replace(self, notices=notices, decisions=decisions)

    def with_registrant(self, **values: Any) -> "Application":
        """Return the application with changed words about who registers."""
        return replace(self, people=(replace(self.registrant, **values), *self.family))

    def with_member(self, place: int | None, member: AppliedPerson) -> "Application":
        """Return the application with one more member, or with another one at ``place`` (1 is the first)."""
        people = list(self.people)
        people[place or len(people) : (place or len(people)) + 1] = [member]
        return replace(self, people=tuple(people))

    def place_marked(self, mark: str) -> int:
        """Return where the member with a mark stands; 0 where there is none."""
        return next((at for at, each in enumerate(self.people) if at and mark and each.mark == mark), 0)

    def without_member(self, place: int) -> "Application":
        """Return the application without the member at ``place``; who registers stays."""
        return replace(self, people=tuple(each for at, each in enumerate(self.people) if at != place or at == 0))


def to_json(application: Application) -> str:
    """Return the text that is sealed."""
    return json.dumps({"shape": SHAPE, **asdict(application)}, ensure_ascii=False, default=datetime.date.isoformat)


def from_json(text: str) -> Application:
    """Return the application that ``to_json`` wrote; a blank text is a blank application."""
    said = json.loads(text or "{}")
    people = tuple(_person(each) for each in said.pop("people", ())) or (AppliedPerson(),)
    return Application(people=people, **_known(Application, said))


def _person(said: dict[str, Any]) -> AppliedPerson:
    return AppliedPerson(**_known(AppliedPerson, said))


def _known(shape: type, said: dict[str, Any]) -> dict[str, Any]:
    names = {each.name for each in fields(shape)}
    return {name: _value(name, value) for name, value in said.items() if name in names}


def _value(name: str, value: Any) -> Any:
    if name in ("birth_date", "stay_until"):
        return datetime.date.fromisoformat(value) if value else None
    return tuple(value) if isinstance(value, list) else value
