"""The row of marks: words until the programme's files are there."""

from portal.ui import marks


def test_a_file_under_the_name_of_a_slot_takes_the_place_of_the_words(monkeypatch, settings):
    there = {"img/marks/unia-europejska.png", "img/marks/norway-grants.svg"}
    monkeypatch.setattr(marks.finders, "find", lambda path: path in there)
    row = marks.marks_of([*settings.PORTAL_MARKS, "Norway Grants"])
    assert [mark.name for mark in row] == [*settings.PORTAL_MARKS, "Norway Grants"]
    assert [mark.file for mark in row] == ["", "", "img/marks/unia-europejska.png", "", "img/marks/norway-grants.svg"]
