"""The second of two writers sees both texts (L5)."""

import datetime
import uuid

from django import forms
from django.http import QueryDict

from portal.submissions.conflicts import Difference, VersionForm, differences


class SomeForm(VersionForm):
    note = forms.CharField(label="Note")
    day = forms.DateField(label="Day", widget=forms.DateInput(format="%d.%m.%Y"), input_formats=["%d.%m.%Y"])
    kind = forms.ChoiceField(label="Kind", choices=[("", "–"), ("a", "Advice"), ("b", "Course")])
    areas = forms.MultipleChoiceField(label="Areas", choices=[("w", "Work"), ("h", "Health")])


IN_FORCE = {"note": "Hers", "day": datetime.date(2026, 3, 1), "kind": "a", "areas": ["w"]}


def typed(**changes):
    data = QueryDict(mutable=True)
    data.update({"version": str(uuid.uuid4()), "note": "Hers", "day": "01.03.2026", "kind": "a"})
    data.setlist("areas", changes.pop("areas", ["w"]))
    for name, value in changes.items():
        data[name] = value
    return SomeForm(data)


def test_equal_values_are_no_difference():
    assert differences(typed(), IN_FORCE) == []


def test_both_texts_are_shown_in_words():
    assert differences(typed(note="Mine", kind="b", day="02.03.2026", areas=["h", "w"]), IN_FORCE) == [
        Difference("Note", "Hers", "Mine"),
        Difference("Day", "01.03.2026", "02.03.2026"),
        Difference("Kind", "Advice", "Course"),
        Difference("Areas", "Work", "Health, Work"),
    ]


def test_form_shown_again_keeps_what_was_typed_and_carries_the_version_in_force():
    form, version = typed(note="Mine"), uuid.uuid4()
    form.renew(version)
    assert form["version"].value() == str(version)
    assert form["note"].value() == "Mine"
