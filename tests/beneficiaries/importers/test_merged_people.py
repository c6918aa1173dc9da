"""Next week's list knows that two rows are one person now, and undoing the merge lets it know two again (R34)."""

from beneficiaries.domain.merging import merge_people, undo_merge
from beneficiaries.models import Participation, Person
from portal.clock import today
from tests.counting import figures
from tests.workbooks import pesel_for


def two(take, people, **second):
    """Import two people and merge the second into the first."""
    people.supported(surname="Stepanowa", on="2026-02-02")
    people.supported(surname="Sciapanawa", on="2026-03-02", **second)
    done = take(people)
    kept, gone = Participation.objects.order_by("number")
    return done.project, kept, gone, merge_people(kept.person, gone.person, by=None)


def test_the_same_list_changes_nothing(take, people):
    project, *_rest = two(take, people)
    counted = figures(project)

    report = take(people).report

    assert (report["unchanged"], report["created"], report["held"]) == (2, 0, 0)
    assert figures(project) == counted


def test_both_rows_are_the_person_who_stayed(take, people):
    _project, kept, _gone, _merge = two(take, people)

    assert {row["person"] for row in take(people).report["people"]} == {kept.number}


def test_new_support_of_the_second_row_goes_to_the_person_who_stayed(take, people):
    _project, kept, gone, _merge = two(take, people)
    people.support(2, on="2026-05-05")

    take(people)

    assert kept.support.current().filter(delivered_on="2026-05-05").count() == 1
    assert not gone.support.current().exists()


def test_a_pesel_of_the_record_that_went_is_recognised(take, people):
    first, second = (pesel_for("1990-05-17", serial=serial) for serial in (1, 2))
    people.supported(surname="Stepanowa", pesel=first)
    people.supported(surname="Sciapanawa", pesel=second)
    take(people)
    kept, gone = Participation.objects.order_by("number")
    merge_people(kept.person, gone.person, by=None)
    people.supported(surname="Stepanova", given="Olha", pesel=second, on="2026-06-01")

    report = take(people).report

    assert report["created"] == 0
    assert Person.objects.filter(merged_into=None).count() == 1
    assert kept.support.current().filter(delivered_on="2026-06-01").exists()


def test_the_name_of_the_record_that_went_holds_a_new_row(take, people):
    two(take, people)
    people.supported(surname="Sciapanawa", on="2026-06-01")

    report = take(people).report

    assert [row["reason"] for row in report["held_rows"]] == ["possible-duplicate"]


def test_after_an_undo_the_list_knows_two_people(take, people):
    project, kept, gone, merge = two(take, people)
    undo_merge(merge, by=None, day=today())

    report = take(people).report

    assert {row["person"] for row in report["people"]} == {kept.number, gone.number}
    assert figures(project)["EECO01 cumulative"][2] == 2
