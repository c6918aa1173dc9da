"""People are found by a phone as it is dialled, with and without the code of the country."""

import pytest

from beneficiaries.models import Participation
from beneficiaries.queries.search import matches
from tests.factories.beneficiaries import make_participation, make_person


@pytest.mark.parametrize("kept", ["+48 000 345 684", "000345684", "0048 000 345 684"])
@pytest.mark.parametrize(
    "typed", ["000 345 684", "000345684", "+48 000 345 684", "0048 000 345 684", "48000345684", "(000) 345-684"]
)
def test_phone_that_begins_with_zeros_is_found_however_it_is_typed(sopot, kept, typed):
    made = make_participation(make_person(phone=kept), sopot)
    make_participation(make_person(phone="+48 512 345 684"), sopot)
    assert list(Participation.objects.filter(matches(typed, sopot))) == [made]


def test_phone_of_another_country_is_found_by_its_code_in_both_spellings(sopot):
    made = make_participation(make_person(phone="+380 50 111 22 33"), sopot)
    for typed in ("+380 50 111 22 33", "00380 50 111 22 33"):
        assert list(Participation.objects.filter(matches(typed, sopot))) == [made]
