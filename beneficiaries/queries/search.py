"""What a person typed into the search, as a condition on participations (R107–R110, S59).

Names are found in any script and spelling through ``search_key``; a number, PESEL or phone only as a whole, because
the sealed values can be compared but not read.
"""

import re

from django.db.models import Q

from beneficiaries.models import Participation, Person
from beneficiaries.rules.names import search_key
from beneficiaries.rules.pesel import InvalidPesel, read_pesel
from portal.crypto.sealing import blind_index
from portal.programmes.models import GrantProject

NUMBER_DIGITS = 4
_NUMBER = re.compile(r"([A-Za-z]{1,8})\s*-?\s*([0-9]{1,9})")
_SHORT_NUMBER = re.compile(r"[0-9]{1,6}")
_PHONE = re.compile(r"\+?[0-9()\s.\-\u2013\u00a0]{6,30}")
_BETWEEN_NAMES = re.compile(r"[\s\-\u2010-\u2015.,;:/()\u00a0]+")
_COUNTRY = "48"
_PHONE_DIGITS = 9


def matches(search: str, grant_project: GrantProject) -> Q:
    """Return the condition for participations that fit what was typed; nothing usable fits nobody."""
    typed = search.strip()
    condition = _by_number(typed, grant_project) | _by_pesel(typed) | _by_phone(typed)
    return condition or _by_name(typed)


def _by_number(typed: str, grant_project: GrantProject) -> Q:
    """Fit „WS-0142”, „ws 142” and „142”; the number of a merged record finds the one that stayed."""
    whole, short = _NUMBER.fullmatch(typed), _SHORT_NUMBER.fullmatch(typed)
    if not whole and not short:
        return Q()
    prefix, digits = whole.groups() if whole else (grant_project.number_prefix, typed)
    spellings = {f"{prefix.upper()}-{int(digits):0{NUMBER_DIGITS}}", f"{prefix.upper()}-{digits}"}
    merged = Participation.objects.filter(number__in=sorted(spellings), person__merged_into__isnull=False)
    return Q(number__in=sorted(spellings)) | Q(person__in=merged.values("person__merged_into"))


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


def _by_name(typed: str) -> Q:
    """Fit people of whom some word of some spelling begins like each typed word, in any order."""
    words = [beginnings(word) for word in _BETWEEN_NAMES.split(typed)]
    usable = [forms for forms in words if forms]
    if not usable:
        return Q(pk__in=[])
    condition = Q()
    for forms in usable:
        either = Q()
        for form in forms:
            either |= Q(person__search_key__contains=f" {form}")
        condition &= either
    return condition


def beginnings(word: str) -> list[str]:
    """Return the folded forms with which a name may begin that is typed as far as ``word``.

    A last „i” can be the softening before the next vowel, which a fold leaves out („Mari” of „Maria”).
    """
    forms = set(search_key(word).split())
    return sorted(forms | {form[:-1] for form in forms if form.endswith("i") and len(form) > 2})  # noqa: PLR2004
