"""The row of marks: words until the programme's files are there."""

from portal.ui import marks


def test_a_file_under_the_name_of_a_slot_takes_the_place_of_the_words(monkeypatch):
    monkeypatch.setattr(marks.finders, "find", lambda path: path == "img/marks/unia-europejska.png")
    row = marks.programme_marks.__wrapped__()
    assert [mark.name for mark in row] == list(marks.PROGRAMME_MARKS)
    assert [mark.file for mark in row] == ["", "", "img/marks/unia-europejska.png", ""]
