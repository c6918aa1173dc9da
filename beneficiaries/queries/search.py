"""What a person typed into the search, as a condition on participations (R107–R110, S59).

Names are found in any script and spelling through ``search_key``; a number, PESEL or phone only as a whole, because
the sealed values can be compared but not read.
"""

import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from itertools import islice
from operator import or_
from typing import Any

from django.db.models import Q

from beneficiaries.models import Participation, Person
from beneficiaries.rules.names import search_key
from beneficiaries.rules.pesel import InvalidPesel, read_pesel
from portal.crypto.sealing import blind_index
from portal.programmes.models import GrantProject
from portal.statements import many

NUMBER_DIGITS = 4
LONGEST_TYPED, LONGEST_WORD = 300, 60
"""So many signs are looked at, and so many letters of a word: more would only be refused by the database."""
_NUMBER = re.compile(r"([A-Za-z]{1,8})\s*-?\s*([0-9]{1,9})")
_SHORT_NUMBER = re.compile(r"[0-9]{1,6}")
_PHONE = re.compile(r"\+?[0-9()\s.\-\u2013\u00a0]{6,30}")
_BETWEEN_NAMES = re.compile(r"[\s\-\u2010-\u2015.,;:/()\u00a0]+")
_COUNTRY = "48"
_PHONE_DIGITS = 9


@dataclass(frozen=True)
class Search:
    """What was typed, taken apart: the values, and how the condition is made of them.

    ``shape`` names everything but the values that the condition depends on; None where it is made for these alone.
    """

    values: tuple[Any, ...]
    shape: tuple[int, ...] | None
    condition_of: Callable[[Sequence[Any]], Q]


def matches(search: str, grant_project: GrantProject) -> Q:
    """Return the condition for participations that fit what was typed; nothing usable fits nobody."""
    found = taken_apart(search, grant_project)
    return found.condition_of(found.values)


def taken_apart(search: str, grant_project: GrantProject) -> Search:
    """Return what was typed as its values and a condition that can be made once for all values of its shape."""
    typed = search.strip()[:LONGEST_TYPED]
    numbers, others = _numbers(typed, grant_project), _by_pesel(typed) | _by_phone(typed)
    keys = (many(_bearing(numbers)),) if numbers else ()
    if others:
        return Search(keys, None, lambda values: _by_keys(values) | others if values else others)
    if numbers:
        return Search(keys, (1,), _by_keys)
    words = [forms for word in _BETWEEN_NAMES.split(typed) if (forms := beginnings(word))]
    lengths = tuple(map(len, words))
    return Search(tuple(form for forms in words for form in forms), (0, *lengths), partial(_by_name, lengths))


def _numbers(typed: str, grant_project: GrantProject) -> tuple[str, ...]:
    """Return the numbers that are meant by „WS-0142”, „ws 142” and „142”."""
    whole, short = _NUMBER.fullmatch(typed), _SHORT_NUMBER.fullmatch(typed)
    if not whole and not short:
        return ()
    prefix, digits = whole.groups() if whole else (grant_project.number_prefix, typed)
    return tuple(sorted({f"{prefix.upper()}-{int(digits):0{NUMBER_DIGITS}}", f"{prefix.upper()}-{digits}"}))


def _bearing(numbers: Sequence[str]) -> list[uuid.UUID]:
    """Return the participations with one of these numbers; that of a merged record leads to the one that stayed.

    Asked beforehand (one query): as alternatives of a condition both would be asked of every participation.
    """
    merged = Participation.objects.filter(number__in=numbers, person__merged_into__isnull=False)
    stayed = Participation.objects.filter(person__in=merged.values("person__merged_into"))
    found = Participation.objects.filter(number__in=numbers)
    both = (each.order_by().values_list("pk", flat=True) for each in (found, stayed))
    return list(next(both).union(*both, all=True))


def _by_keys(keys: Sequence[Any]) -> Q:
    return Q(pk__among_many=keys[0])


def _by_pesel(typed: str) -> Q:
    if not re.fullmatch(r"[0-9\s\-\u00a0]{8,20}", typed):
        return Q()
    try:
        mark = blind_index("pesel", read_pesel(typed).number)
    except InvalidPesel:
        return Q()
    merged = Person.objects.filter(pesel_index=mark, merged_into__isnull=False)
    return Q(person__pesel_index=mark) | Q(person__in=merged.values("merged_into"))


def _by_phone(typed: str) -> Q:
    """Fit a phone as it was kept, with and without the code of the country.

    Zeros at the beginning stand for „+” only where more digits follow than a Polish number has.
    """
    forms = phone_indexes(typed)
    return Q(person__phone_index__in=forms) if forms else Q()


def phone_indexes(typed: str) -> list[bytes | None]:
    """Return the blind indexes under which a typed phone number may have been kept; none for what is no number."""
    digits = re.sub(r"\D", "", typed)
    if not _PHONE.fullmatch(typed) or len(digits) < _PHONE_DIGITS - 3:
        return []
    bare = digits.removeprefix("00") if len(digits) > _PHONE_DIGITS else digits
    national = bare.removeprefix(_COUNTRY) if len(bare) > _PHONE_DIGITS else bare
    forms = {digits, f"+{bare}", bare, national, f"+{_COUNTRY}{national}", f"{_COUNTRY}{national}"}
    forms.add(f"00{_COUNTRY}{national}")
    return [blind_index("phone", form) for form in sorted(forms)]


def _by_name(lengths: tuple[int, ...], forms: Sequence[str]) -> Q:
    """Fit people of whom some word of some spelling begins like each typed word, in any order.

    ``lengths`` tells how many of the forms belong to each word.
    """
    if not lengths:
        return Q(pk__in=[])
    condition, left = Q(), iter(forms)
    for length in lengths:
        condition &= reduce(or_, (Q(person__search_key__has_word=each) for each in islice(left, length)))
    return condition


def beginnings(word: str) -> list[str]:
    """Return the folded forms with which a name may begin that is typed as far as ``word``.

    A last „i” can be the softening before the next vowel, which a fold leaves out („Mari” of „Maria”).
    """
    forms = {form[:LONGEST_WORD] for form in search_key(word).split()}
    return sorted(forms | {form[:-1] for form in forms if form.endswith("i") and len(form) > 2})  # noqa: PLR2004
