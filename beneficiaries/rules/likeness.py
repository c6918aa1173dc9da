"""How alike two people are by names and birth date, and under which keys they meet (R109). A score is a hint (S70).

A sketch is all that comparing needs: every spelling of the name as it sounds, and the birth date. Two people are
compared when they share a key; each key survives another kind of mistake.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, islice, permutations, product
from math import fsum

from rapidfuzz.distance import OSA, JaroWinkler

from beneficiaries.rules.sounds import KNOWN, bones, is_patronymic, sounds, words_of

Word = tuple[str, ...]
"""A word of a name by its readings."""
MOST_WORDS = 5
MOST_SPELLINGS = 6
MOST_PAIRS = 6
SLIP_OF_DATE = 0.75
"""From here on two birth dates may be one, written wrongly."""
SAME_WORD = 0.93
"""From here on two words are one word in two spellings; below it they are similar at best."""
BOTH_GIVEN, ANOTHER_NAME = 0.45, 0.6
"""Between these lie two known given names that are different: of siblings the rest is the same."""
_SAME_BONES, _FOR_BONES = 0.94, 0.2
_WORST_SHARE = 0.5
_LONG_ENOUGH = 3
_ROUNDING = 1e-9
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐-―](?=[^\W\d_])")
_DOUBLE = re.compile(r"([^\W\d_]+)[-‐-―]([^\W\d_]+)")
_NAME_SHARE = 65
_DATE_SHARE = 35
_WITHOUT_DATE = 85
_MISSING, _MISSING_FATHER, _ONE_WORD = 0.04, 0.01, 0.12


@dataclass(frozen=True)
class Sketch:
    """A person as far as comparing goes."""

    spellings: tuple[tuple[Word, ...], ...]
    birth_date: datetime.date | None

    def as_text(self) -> str:
        """Return the form in which a sketch is kept."""
        lines = [" ".join("|".join(word) for word in spelling) for spelling in self.spellings]
        return "\n".join([self.birth_date.isoformat() if self.birth_date else "", *lines])


def sketch_of(names: Iterable[str], birth_date: datetime.date | None) -> Sketch:
    """Return the sketch of a person with these written names.

    What a hyphen joins is two words, and one to whoever leaves it out: there the likeliest reading is enough, because
    whoever is compared with it brings all of theirs. A second half that sounds like the name of a father, as many
    Belarusian surnames do, stands first once: there it is none.
    """
    written = list(names)
    spellings = [_read(name) for name in written]
    turned = [_read(_DOUBLE.sub(r"\2-\1", name, count=1)) for name in written if _HYPHEN.search(name)]
    spellings += [each for each in turned if each and is_patronymic(each[0][0])]
    joined = [_read(_HYPHEN.sub("", name)) for name in written if _HYPHEN.search(name)]
    spellings += [tuple(word[:1] for word in each) for each in joined if each not in spellings]
    return Sketch(tuple(islice(dict.fromkeys(each for each in spellings if each), MOST_SPELLINGS)), birth_date)


def _read(name: str) -> tuple[Word, ...]:
    return tuple(sound for word in words_of(name)[:MOST_WORDS] if (sound := sounds(word)))


def parse_sketch(text: str) -> Sketch:
    """Return the sketch that was kept as ``text``."""
    born, *lines = text.split("\n")
    spellings = tuple([tuple([tuple(word.split("|")) for word in line.split(" ")]) for line in lines if line])
    return Sketch(spellings, datetime.date.fromisoformat(born) if born else None)


def key_texts(sketch: Sketch) -> frozenset[str]:
    """Return what other spellings of this person, and usual mistakes, have in common with this one.

    ``d``: the birth date, day and month in either order, and how the consonants of a word begin. ``n``: the
    consonants of two words. ``s``: the same with one consonant too few, so that one more, one less and another one
    meet. ``m``: the consonants of a name of one word.
    """
    found: set[str] = set()
    for spelling in sketch.spellings:
        own = [word for place, word in enumerate(spelling) if place == 0 or not is_patronymic(word[0])]
        words = own if len(own) > 1 else list(spelling)
        found.update(_date_keys(words, sketch.birth_date))
        for left, right in islice(combinations(words, 2), MOST_PAIRS):
            for one, other in product({bones(each) for each in left}, {bones(each) for each in right}):
                found.update(_pair_keys(one, other))
        if len(words) == 1:
            found.update(f"m{bones(each)}" for each in words[0])
    return frozenset(found)


def is_strong(text: str) -> bool:
    """Tell whether few people share such a key: by these everybody is compared with everybody."""
    return text[0] in "dn"


def _date_keys(words: Iterable[Word], born: datetime.date | None) -> Iterator[str]:
    if born is not None:
        low, high = sorted((born.month, born.day))
        yield from (f"d{born.year}.{low}.{high}{bones(each)[:2]}" for word in words for each in word)


def _pair_keys(one: str, other: str) -> Iterator[str]:
    low, high = sorted((one, other))
    yield f"n{low} {high}"
    yield f"s{low} {high}"
    for kept, cut in ((low, high), (high, low)):
        if len(kept) >= _LONG_ENOUGH or len(cut) >= _LONG_ENOUGH:
            for index in range(len(cut)):
                one_less = sorted((kept, cut[:index] + cut[index + 1 :]))
                yield f"s{one_less[0]} {one_less[1]}"


@lru_cache(maxsize=65536)
def word_likeness(left: Word, right: Word) -> float:
    """Return how alike two words sound, 0–1; two given names that are known as different are never nearly the same.

    A name of the father is never nearly the same as what is none.
    """
    if is_patronymic(left[0]) != is_patronymic(right[0]):
        return min(_sound_likeness(left[0], right[0]), ANOTHER_NAME)
    if left[0].endswith(KNOWN) and right[0].endswith(KNOWN):
        return _sound_likeness(left[0], right[0])
    if not set(left).isdisjoint(right):
        return 1.0
    return max(_sound_likeness(one, other) for one in left for other in right)


def _sound_likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    plain, other_plain = one.removesuffix(KNOWN), other.removesuffix(KNOWN)
    value = (JaroWinkler.similarity(plain, other_plain) + OSA.normalized_similarity(plain, other_plain)) / 2
    if one.endswith(KNOWN) and other.endswith(KNOWN):
        return min(max(value, BOTH_GIVEN), ANOTHER_NAME)
    left, right = bones(one), bones(other)
    if left == right and len(left) >= _LONG_ENOUGH:
        return max(value, min(value + _FOR_BONES, _SAME_BONES))
    return value


Met = list[tuple[int, int, float]]
"""Which words met: place in the one spelling, place in the other, how alike."""


def matched(left: tuple[Word, ...], right: tuple[Word, ...], at_least: float = 0.0) -> tuple[float, Met]:
    """Lay two spellings over each other, in any order of words; return how alike they are and which words met.

    Every word of the shorter one meets a word of the other. A word without a counterpart costs a little, the name of
    the father next to nothing. Less than ``at_least`` may be told as 0: one word far off is enough to know.
    """
    if len(left) > len(right):
        value, met = matched(right, left, at_least)
        return value, [(j, i, each) for i, j, each in met]
    best: tuple[float, Met] = (0.0, [])
    worst = 1 - (1 - at_least + _ROUNDING) / (1 / len(left) + _WORST_SHARE) if at_least else 0.0
    alike = []
    for one in left:
        alike.append([word_likeness(one, other) for other in right])
        if max(alike[-1]) < worst:
            return best
    for places in permutations(range(len(right)), len(left)):
        met = [(i, j, alike[i][j]) for i, j in enumerate(places)]
        if (value := _laid(left, right, met)) > best[0]:
            best = value, met
    return best


def _laid(left: tuple[Word, ...], right: tuple[Word, ...], met: Met) -> float:
    """Return how alike two spellings are: the words on average, less where one of them is far off."""
    values = [each for _i, _j, each in met]
    value = fsum(values) / len(values) - _WORST_SHARE * (1 - min(values))
    if len(left) == len(right):
        return value
    seen = {j for _i, j, _value in met}
    alone = [word for j, word in enumerate(right) if j not in seen]
    lost = [_MISSING_FATHER if is_patronymic(word[0]) else _MISSING for word in alone]
    return value - fsum([*lost, _ONE_WORD if len(met) == 1 else 0.0])


def name_likeness(left: Sketch, right: Sketch, at_least: float = 0.0) -> float:
    """Return how alike two people are by their best pair of spellings, 0–1; less than ``at_least`` may be told as 0."""
    return max((matched(one, other, at_least)[0] for one in left.spellings for other in right.spellings), default=0.0)


def date_likeness(one: datetime.date | None, other: datetime.date | None) -> float | None:
    """Return how alike two birth dates are, 0–1; ``None`` when one of them is not known."""
    if one is None or other is None:
        return None
    if one == other:
        return 1.0
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return 0.94
    if one.year == other.year and (1, 1) in ((one.month, one.day), (other.month, other.day)):
        return 0.8
    if differs_in_one_figure(one, other) or ((one.month, one.day) == (other.month, other.day) and near(one, other)):
        return 0.82
    return 0.4 if one.year == other.year else 0.0


def near(one: datetime.date, other: datetime.date) -> bool:
    """Tell whether two years of birth are next to each other."""
    return abs(one.year - other.year) == 1


def differs_in_one_figure(one: datetime.date, other: datetime.date) -> bool:
    """Tell whether one figure is another one, or two that stand together changed places."""
    if one.day != other.day and one.month != other.month and one.year != other.year:
        return False  # nothing of the kind, told without writing the figures
    left, right = f"{one:%d%m%Y}", f"{other:%d%m%Y}"
    apart = [index for index in range(len(left)) if left[index] != right[index]]
    if len(apart) == 2 and apart[1] == apart[0] + 1:  # noqa: PLR2004
        return left[apart[0]] == right[apart[1]] and left[apart[1]] == right[apart[0]]
    return len(apart) == 1


def score(left: Sketch, right: Sketch, *, support: int = 0, at_least: int = 0) -> int:
    """Return how likely two records are one person, 0–100; ``support`` adds what phone and e-mail say.

    Symmetrical. Without a birth date on both sides it stays below what name and date give together. Where names and
    dates alone stay below ``at_least``, any smaller number may be told: most of those who share a key are far off.
    """
    by_date = date_likeness(left.birth_date, right.birth_date)
    share, dated = (_WITHOUT_DATE, 0.0) if by_date is None else (_NAME_SHARE, _DATE_SHARE * by_date)
    by_name = name_likeness(left, right, (at_least - 0.5 - dated) / share if at_least else 0.0)
    if by_date is None:
        return min(round(_WITHOUT_DATE * by_name) + support, 99)
    return min(round(_NAME_SHARE * by_name + _DATE_SHARE * by_date) + support, 100)
