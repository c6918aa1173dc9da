"""People are found by a phone as it is dialled, by number and by names; one statement serves searches that are alike."""

import pytest

from beneficiaries.models import Participation
from beneficiaries.queries import people
from beneficiaries.queries.people import Position, Wanted, people_page
from beneficiaries.queries.search import matches
from portal import clock
from portal.statements import _kept, forget_statements
from tests.factories.beneficiaries import make_participant, make_participation, make_person


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


class TestListOfFound:
    """What the list of people finds, by statements that are built once for searches that are alike."""

    @pytest.fixture(autouse=True)
    def _anew(self):
        forget_statements()

    @pytest.fixture
    def found(self, sopot, coordinator):
        def numbers(typed: str) -> list[str]:
            page = people_page(coordinator, sopot, Wanted(search=typed), Position(), clock.today())
            return [row["number"] for row in page.rows]

        return numbers

    @pytest.fixture
    def named(self, city, sopot):
        names = (("Olga", "Kowal"), ("Oksana", "Kowal"), ("Maria", "Bondar"))
        return [make_participant(city, sopot, given_names=given, surname=surname).number for given, surname in names]

    def kept(self) -> int:
        return len([key for key in _kept if isinstance(key, tuple) and key[0] is people._page])

    def test_each_search_finds_its_own_people_by_the_statement_of_another(self, named, found):
        olga, oksana, maria = named
        assert [found(each) for each in ("Olga", "Bondar", "Nikt")] == [[olga], [maria], []]
        assert set(found("Kowal")) == {olga, oksana}
        assert self.kept() == 1
        assert found("Kowal Ol") == [olga]
        assert found("oks KOWAL") == [oksana]
        assert found("Bondar Olga") == []
        assert self.kept() == 2
        assert found("Mari") == [maria]  # a word of two forms
        assert found("Ковал") == found("Kowal")

    def test_numbers_are_found_as_they_are_written(self, named, found):
        olga, oksana, *_others = named
        assert [found(each) for each in (olga, oksana, "WS-9999")] == [[olga], [oksana], []]
        assert self.kept() == 1
        assert found(str(int(olga.split("-")[1]))) == [olga]

    def test_secret_is_never_kept_among_statements(self, city, sopot, found):
        made = make_participant(city, sopot, phone="+48 512 345 684")
        assert found("512 345 684") == [made.number]
        assert self.kept() == 0

    def test_more_words_than_are_kept_find_the_same(self, named, found):
        assert found(" ".join(["Olga", "Kowal"] * 10)) == [named[0]]
        assert found(" ".join(["Olga"] * 19 + ["Bondar"])) == []
        assert self.kept() == 0


@pytest.mark.parametrize("typed", ["bad" * 1500, "\ufdfa" * 900, "щ " * 4000, "1" * 4000, "x'|&!:*() \\"])
def test_whatever_is_typed_is_no_error(sopot, typed):
    make_participation(make_person(), sopot)
    assert list(Participation.objects.filter(matches(typed, sopot))) == []
