"""Why two records may be one person, in codes, the most telling first; and what speaks against it (R109)."""

import datetime
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from beneficiaries.enums import AGAINST
from beneficiaries.enums import DuplicateReason as Reason
from beneficiaries.rules.likeness import (
    SAME_WORD,
    SLIP_OF_DATE,
    Sketch,
    Word,
    date_likeness,
    matched,
    name_likeness,
    sketch_of,
    word_likeness,
)
from beneficiaries.rules.sounds import KNOWN, is_mixed, is_patronymic, sounds, words_of

_LIKE, _SIMILAR = 0.75, 0.55
_PHONE, _EMAIL = 4, 6
MOST_SUPPORT = _PHONE + _EMAIL
Best = tuple[tuple[Word, ...], tuple[Word, ...], list[tuple[int, int, float]]]
"""The two spellings that are most alike, and which of their words met."""


@dataclass(frozen=True)
class Described:
    """What is known of somebody; ``pesel``, ``phone`` and ``email`` are marks to compare, blank when not known."""

    surname: str
    given_names: str
    other_names: tuple[str, ...] = ()
    birth_date: datetime.date | None = None
    pesel: bytes | None = None
    phone: bytes | None = None
    email: bytes | None = None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every written name, surname first."""
        own = f"{self.surname} {self.given_names}".strip()
        return tuple(dict.fromkeys(name for name in (own, *self.other_names) if name))

    @cached_property
    def sketch(self) -> Sketch:
        """What comparing needs."""
        return sketch_of(self.names, self.birth_date)

    @cached_property
    def given_sounds(self) -> list[Word]:
        """How the words of the given names sound."""
        return _sounds(self.given_names)

    @cached_property
    def surname_sounds(self) -> list[Word]:
        """How the words of the surname sound."""
        return _sounds(self.surname)

    @cached_property
    def plain(self) -> set[str]:
        """The names without case and order of words."""
        return _plain(self.names)

    @cached_property
    def is_mixed(self) -> bool:
        """True where a word of a name mixes alphabets that look alike."""
        return any(is_mixed(name) for name in self.names)


def support_of(left: Described, right: Described) -> int:
    """Return what an equal phone and e-mail add to a score; a family often shares one phone."""
    return _PHONE * _equal(left.phone, right.phone) + _EMAIL * _equal(left.email, right.email)


def reasons_for(left: Described, right: Described) -> list[Reason]:
    """Return why two records may be one person, in the order in which staff read them.

    What speaks against it comes first, so that nobody reads „the same” of twins.
    """
    named = _by_name(left, right)
    against = [reason for reason in named if reason in AGAINST]
    contact = [(Reason.SAME_PHONE, left.phone, right.phone), (Reason.SAME_EMAIL, left.email, right.email)]
    found = [Reason.SAME_PESEL] if _equal(left.pesel, right.pesel) else against
    found += [reason for reason in named if reason not in against]
    found += _by_date(left.birth_date, right.birth_date)
    found += [reason for reason, one, other in contact if _equal(one, other)]
    if left.pesel and right.pesel and left.pesel != right.pesel:
        found.append(Reason.OTHER_PESEL)
    return list(dict.fromkeys(found))


def _equal(one: bytes | None, other: bytes | None) -> bool:
    return bool(one) and one == other


def _by_name(left: Described, right: Described) -> list[Reason]:
    found = []
    if left.plain & right.plain:
        found.append(Reason.SAME_NAME)
    else:
        best = _best(left.sketch, right.sketch)
        found.append(_kind_of_name(left, right, best))
        if _is_swapped(left, right):
            found.insert(0, Reason.SWAPPED_NAMES)
        found += _parts(best)
    if left.is_mixed or right.is_mixed:
        found.append(Reason.LOOK_ALIKE)
    return found


def _kind_of_name(left: Described, right: Described, best: Best) -> Reason:
    one, other, met = best
    if not met:
        return Reason.OTHER_NAME
    if any(_other_given_name(one[i], other[j]) for i, j, _value in met):
        return Reason.OTHER_GIVEN_NAME
    if _differing_given(left, right):
        return Reason.OTHER_GIVEN_NAME
    if all(set(one[i]) & set(other[j]) for i, j, _value in met) and len(met) > 1:
        return Reason.OTHER_SCRIPT if _alphabets(left.names) != _alphabets(right.names) else Reason.OTHER_SPELLING
    return Reason.SIMILAR_NAME if name_likeness(left.sketch, right.sketch) >= _SIMILAR else Reason.OTHER_NAME


def _best(left: Sketch, right: Sketch) -> Best:
    laid = ((matched(one, other), one, other) for one in left.spellings for other in right.spellings)
    best = max(laid, key=lambda each: each[0][0], default=None)
    return (best[1], best[2], best[0][1]) if best else ((), (), [])


def _other_given_name(one: Word, other: Word) -> bool:
    known = all(word[0].endswith(KNOWN) for word in (one, other))
    return known and not set(one) & set(other)


def _differing_given(left: Described, right: Described) -> bool:
    """Tell whether the surnames sound the same and no given name of the one is like one of the other."""
    given, other = left.given_sounds, right.given_sounds
    same_surname = _meet(left.surname_sounds, right.surname_sounds)
    likes = (word_likeness(one, another) for one in given for another in other)
    return bool(given and other) and same_surname and max(likes) < _LIKE


def _is_swapped(left: Described, right: Described) -> bool:
    pairs = ((left.surname_sounds, right.given_sounds), (left.given_sounds, right.surname_sounds))
    straight = ((left.surname_sounds, right.surname_sounds), (left.given_sounds, right.given_sounds))
    return all(_meet(*pair) for pair in pairs) and not any(_meet(*pair) for pair in straight)


def _meet(left: Iterable[Word], right: Iterable[Word]) -> bool:
    return any(word_likeness(one, other) >= SAME_WORD for one in left for other in right)


def _parts(best: Best) -> list[Reason]:
    """Say whether a word of the one name has no counterpart in the other."""
    one, other, met = best
    alone = [word for place, word in enumerate(one) if place not in {i for i, _j, _value in met}]
    alone += [word for place, word in enumerate(other) if place not in {j for _i, j, _value in met}]
    if not alone or not met:
        return []
    return [Reason.PATRONYMIC if all(is_patronymic(word[0]) for word in alone) else Reason.PART_OF_NAME]


def _sounds(name: str) -> list[Word]:
    return [sound for word in words_of(name) if (sound := sounds(word))]


def _plain(names: Iterable[str]) -> set[str]:
    folded = (unicodedata.normalize("NFKC", name).casefold() for name in names)
    return {" ".join(sorted(words_of(name))) for name in folded} - {""}


def _alphabets(names: Iterable[str]) -> frozenset[str]:
    letters = {unicodedata.name(letter, "").split(" ")[0] for name in names for letter in name if letter.isalpha()}
    return frozenset(letters)


def _by_date(one: datetime.date | None, other: datetime.date | None) -> list[Reason]:
    alike = date_likeness(one, other)
    if one is None or other is None or alike is None:
        return []
    if alike == 1:
        return [Reason.SAME_BIRTH_DATE]
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return [Reason.DAY_AND_MONTH]
    if one.year == other.year and (1, 1) in ((one.month, one.day), (other.month, other.day)):
        return [Reason.FIRST_JANUARY]
    return [Reason.BIRTH_TYPO if alike >= SLIP_OF_DATE else Reason.OTHER_BIRTH_DATE]
