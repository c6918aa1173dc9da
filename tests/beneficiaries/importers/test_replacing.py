"""A mended name of somebody without a PESEL makes nobody a second person; siblings stay two people."""

import pytest
from django.utils.translation import gettext as _

from beneficiaries.models import ParticipationVersion, Person
from portal.imports.deciding import DecisionRefused
from portal.imports.enums import DecisionKind, RowState
from portal.imports.models import ImportedRow
from tests.workbooks import NAMES, pesel_for

PESEL = pesel_for("1990-03-13")
NEAR = "A similar name, and the date of birth of a person already in the project."


class TestMendedName:
    """A row that stands where a known one stood, without a PESEL in common and with a name nearly the same."""

    OKSANA = {"surname": "Kovalenko", "given": "Oskana", "born": "1990-03-13"}

    def rename(self, people, row: int = 0, **values) -> None:
        people.rows["Uczestnicy"][row].update({NAMES[name]: value for name, value in values.items()})

    @pytest.fixture
    def oksana(self, take, people):
        people.supported(**self.OKSANA)
        people.supported()
        take(people)

    @pytest.mark.parametrize(
        "values",
        [{"given": "Oksana"}, {"given": "Oksana", "pesel": PESEL}, {"surname": "Kovalanko"}, {"given": "Oksena"}],
    )
    def test_waits_with_its_support_and_counts_nobody_twice(self, oksana, take, people, values):
        self.rename(people, **values)
        done = take(people)
        assert [(row["lp"], row["reason"]) for row in done.report["held_rows"]] == [(1, "possible-duplicate")]
        assert done.report["held_rows"][0]["message"] == _(NEAR)
        assert (done.report["created"], done.report["unchanged"], done.total("EECO01")) == (0, 1, 2)
        again = take(people).report
        assert (again["held_rows"], again["created"]) == (done.report["held_rows"], 0)

    def test_can_be_joined_or_accepted_as_another_person(self, oksana, take, people, decide):
        self.rename(people, given="Oksana")
        take(people)
        row = ImportedRow.objects.get(state=RowState.HELD)
        with pytest.raises(DecisionRefused):
            decide(DecisionKind.ACCEPT, row)
        version = ParticipationVersion.objects.current().get(participation__person__given_names="Oskana")
        decide(DecisionKind.JOIN, row, subject=version.participation_id, take=frozenset({"given_names"}),
               leave_out_known=True)  # fmt: skip
        done = take(people)
        assert (done.report["held"], done.report["unchanged"], done.total("EECO01")) == (0, 2, 2)
        assert Person.objects.filter(given_names="Oksana").count() == 1

    def test_siblings_of_one_list_are_two(self, take, people):
        people.supported(**self.OKSANA)
        people.supported(**{**self.OKSANA, "given": "Oksana"})
        assert take(people).total("EECO01") == 2
        people.supported(**{**self.OKSANA, "given": "Olena"})
        assert take(people).total("EECO01") == 3

    def test_a_sibling_who_moves_the_known_row_down_is_another_person(self, oksana, take, people):
        people.rows["Uczestnicy"][0].update({NAMES["lp"]: 3, NAMES["phone"]: "88"})
        people.person(lp=1, **{**self.OKSANA, "given": "Olena"})
        report = take(people).report
        assert (report["created"], report["held"], report["unchanged"]) == (1, 0, 2)

    @pytest.mark.parametrize(
        "values",
        [
            {"given": "Oksana", "lp": 7},
            {"given": "Oksana", "born": "1990-03-14"},
            {"given": "Bohdan", "surname": "Rudenko"},
            {"given": "Oksana", "organisation": "Fundacja Społecznie Bezpieczni"},
        ],
    )
    def test_another_row_is_another_person(self, oksana, take, people, values):
        self.rename(people, **values)
        people.rows["Wsparcie"][0]["Lp. uczestnika"] = values.get("lp", 1)
        assert take(people).total("EECO01") == 3

    def test_two_PESELs_are_two_people(self, take, people):
        people.supported(**self.OKSANA, pesel=pesel_for("1990-03-13", serial=1))
        take(people)
        self.rename(people, given="Oksana", pesel=pesel_for("1990-03-13", serial=2))
        assert take(people).total("EECO01") == 2
