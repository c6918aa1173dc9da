"""A field of a form: label, hint and messages stand around its control, and every word of a person is escaped."""

import pytest
from django import forms
from django.utils import translation

from portal.accounts.models import User
from portal.ui.dates import DayField

HOSTILE = '"><script>alert(1)</script>'


class OneForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the <b>document</b>.")
    note = forms.CharField(label=HOSTILE, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], widget=forms.RadioSelect, required=False)
    sure = forms.BooleanField(label="Sure", required=False)
    told = forms.BooleanField(label="Told", help_text="By word.", required=False)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_hint_and_message_stand_between_label_and_control_under_the_ids_that_it_names():
    shown = OneForm({"name": ""})["name"].as_field_group()

    assert shown.startswith('<div class="field bad"><label class="label" for="id_name">Name</label>')
    assert '<div class="hint" id="id_name_helptext">As in the <b>document</b>.</div><div id="id_name_error">' in shown
    assert 'aria-describedby="id_name_helptext' in shown
    assert shown.index("id_name_error") < shown.index("<input")
    assert shown.endswith("></div>")


def test_what_may_stay_blank_says_so_and_a_choice_has_a_legend():
    form = OneForm()
    assert '<span class="optional">(optional)</span></label>' in form["note"].as_field_group()
    kind = form["kind"].as_field_group()
    assert kind.startswith('<div class="field"><fieldset class="choices"><legend class="label">Kind <span')
    assert form["sure"].as_field_group().endswith("<span>Sure</span></label></div>")


def test_hint_of_a_tick_stands_below_it():
    shown = OneForm()["told"].as_field_group()
    assert shown.index("<span>Told</span></label>") < shown.index(
        '<div class="hint" id="id_told_helptext">By word.</div>'
    )
    assert 'aria-describedby="id_told_helptext"' in shown


class Blank(forms.Form):
    word = forms.CharField()
    one = forms.ChoiceField(choices=[("a", "A")])
    some = forms.MultipleChoiceField(choices=[("a", "A")])
    model = forms.ModelChoiceField(User.objects.none())
    models = forms.ModelMultipleChoiceField(User.objects.none())
    day = DayField()
    time = forms.TimeField()
    sure = forms.BooleanField()
    own = forms.ChoiceField(choices=[("a", "A")], error_messages={"required": "Say which."})


def test_blank_field_says_what_is_to_be_done_there():
    assert {name: said for name, (said,) in Blank({}).errors.items()} == {
        "word": "This field is required.", "one": "Choose one of the options.", "some": "Choose at least one option.",
        "model": "Choose one of the options.", "models": "Choose at least one option.", "day": "Enter the day.",
        "time": "Enter the time.", "sure": "Tick this box.", "own": "Say which.",
    }  # fmt: skip


def test_words_of_a_label_and_of_a_message_are_escaped():
    form = OneForm({"name": "x"})
    form.add_error("note", HOSTILE)
    shown = form["note"].as_field_group()
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 2
