"""A field of a form: label, hint and messages stand around its control, and every word of a person is escaped."""

import pytest
from django import forms
from django.utils import translation

HOSTILE = '"><script>alert(1)</script>'


class OneForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the <b>document</b>.")
    note = forms.CharField(label=HOSTILE, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], widget=forms.RadioSelect, required=False)
    sure = forms.BooleanField(label="Sure", required=False)


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


def test_words_of_a_label_and_of_a_message_are_escaped():
    form = OneForm({"name": "x"})
    form.add_error("note", HOSTILE)
    shown = form["note"].as_field_group()
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 2
