"""An application in words: as its owner checks it before sending, and wherever else it is read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.enums import LANGUAGES, ContactWay, Need, Relation, StayGround
from beneficiaries.rules import registration_steps as way
from beneficiaries.rules.countries import country_name
from beneficiaries.rules.registration import Application, AppliedPerson
from portal.ui.formatting import long_date

ANSWERS = {"yes": gettext_lazy("Yes"), "no": gettext_lazy("No"), "none": gettext_lazy("I have no fixed address")}
WAYS: dict[str, Promise] = {
    ContactWay.CALL: gettext_lazy("you can call"),
    ContactWay.MESSAGE: gettext_lazy("SMS only"),
    ContactWay.NEVER: gettext_lazy("I will come myself"),
}


@dataclass(frozen=True)
class Line:
    """One answer: what it is, its words, and the step that changes it; ``beside`` are smaller words below."""

    label: str | Promise
    words: tuple[str, ...]
    step: str
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """Answers that belong together."""

    title: str | Promise
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Member:
    """Somebody of the family in a list: place, mark, both spellings of the name, and what else was said."""

    place: int
    mark: str
    step: str
    name: str
    original: str
    words: str


def members(said: Application) -> list[Member]:
    """Return the family, in its order."""
    return [
        Member(place, each.mark, way.member_step(place), each.latin_name, each.original_name, ", ".join(_about(each)))
        for place, each in enumerate(said.people)
        if place
    ]


def sections(said: Application) -> list[Section]:
    """Return everything that was answered, in the order of the steps."""
    return [
        Section(_("About you"), tuple(_own(said))),
        Section(_("Family"), tuple(_family(said))),
        Section(_("What to help with first"), tuple(_needs(said))),
    ]


def _own(said: Application) -> Iterator[Line]:
    who = said.registrant
    spoken = LANGUAGES.get(said.contact_language, said.other_language)
    yield _line(_("Language"), [spoken], way.LANGUAGE)
    yield _line(_("Interpreter"), [_in_words(said.needs_interpreter)], way.LANGUAGE)
    yield _line(_("E-mail"), [said.email], way.EMAIL)
    yield _line(_("Name and surname"), [who.latin_name], way.NAME, who.original_name, who.preferred_name)
    yield _line(_("Date of birth"), [long_date(who.birth_date)], way.BIRTH)
    yield _line(_("Phone number"), [said.phone, str(WAYS.get(said.contact_way, "")), said.contact_safety], way.BIRTH)
    yield _line(_("Citizenship"), [country_name(code) for code in who.citizenships], way.CITIZENSHIP)
    ground = str(StayGround(said.stay).label) if said.stay in StayGround.values else ""
    yield _line(_("Stay in Poland"), [ground, long_date(said.stay_until)], way.STAY)
    at = [said.address] if said.address else [_in_words(said.lives_here)]
    yield _line(_("Address"), at, way.ADDRESS)


def _family(said: Application) -> Iterator[Line]:
    words = [f"{each.name} ({each.words})" for each in members(said)]
    yield _line(_("Registered with you"), words or [_("nobody")], way.FAMILY)


def _needs(said: Application) -> Iterator[Line]:
    chosen = [str(Need(code).label) for code in said.needs if code in Need.values]
    yield _line(_("Chosen"), [*chosen, said.needs_words], way.NEEDS)


def _about(person: AppliedPerson) -> Iterable[str]:
    relation = Relation(person.relation).label if person.relation in Relation.values else ""
    return [str(words) for words in (relation, long_date(person.birth_date)) if words]


def _line(label: str, words: Iterable[str], step: str, *beside: str) -> Line:
    found = tuple(str(each) for each in words if each)
    return Line(label, found or ("–",), step, tuple(each for each in beside if each))


def _in_words(answer: str) -> str:
    return str(ANSWERS.get(answer, ""))
