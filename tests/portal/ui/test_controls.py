"""Controls written without templates: the same HTML as the framework's, with nothing let through."""

import datetime

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from portal.ui.forms import Renderer

NASTY = """<script>alert("'&')</script>"""
GROUPED = [("", gettext_lazy("Day")), ("a", NASTY), (NASTY, [("b", "B"), (3, NASTY)])]
ATTRS = {"id": "id_it", "class": "input", "data-words": NASTY, "required": True, "disabled": False, "maxlength": 2000}


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.TextInput(), NASTY), (forms.TextInput(), None), (forms.TextInput(), ""), (forms.NumberInput(), 1234567),
        (forms.EmailInput(), "a@b.example"), (forms.PasswordInput(), "secret"), (forms.HiddenInput(), NASTY),
        (forms.DateInput(format="%Y-%m-%d"), datetime.date(2026, 3, 1)), (forms.TimeInput(), datetime.time(9, 5)),
        (forms.FileInput(), None), (forms.CheckboxInput(), True), (forms.CheckboxInput(), False),
        (forms.CheckboxInput(), NASTY), (forms.Textarea({"rows": 2}), NASTY), (forms.Textarea({"rows": 2}), None),
        (forms.Textarea({"rows": 2}), mark_safe("a &amp; b")), (forms.Select(choices=GROUPED), "3"),
        (forms.Select(choices=GROUPED), ""), (forms.Select(choices=()), None), (forms.TextInput({"a": mark_safe("&amp;")}), "x"),
    ],
)  # fmt: skip
def test_a_control_says_what_the_framework_would_say(widget: forms.Widget, value: object) -> None:
    """Values, names and words are escaped the same way; attributes that are off stay away."""
    kind = {
        "class": "area"
        if isinstance(widget, forms.Textarea)
        else "select"
        if isinstance(widget, forms.Select)
        else "input"
    }
    ours = widget.render("it", value, {**ATTRS, **kind}, Renderer())
    theirs = widget.render("it", value, {**ATTRS, **kind}, DjangoTemplates())
    assert parse_html(ours) == parse_html(theirs)
    assert "<script" not in ours


@pytest.mark.parametrize("kind", [forms.RadioSelect, forms.CheckboxSelectMultiple])
@pytest.mark.parametrize("look", ["chips", ""])
def test_each_choice_has_its_label(kind: type[forms.RadioSelect], look: str) -> None:
    """The label names its box; what was chosen is chosen; names of groups stand over them, escaped."""
    widget = kind({"class": look} if look else {}, GROUPED)
    page = str(widget.render("it", ["b"], {"id": "id_it"}, Renderer()))
    assert page.count("<label") == page.count("<input") == 4
    assert f'<label class="{look[:4] or "choice"}" for="id_it_2_0">' in page
    assert page.count(" checked") == 1
    assert page.index('value="b"') < page.index(" checked") < page.index('value="3"')
    assert page.count('<p class="label">&lt;script&gt;') == 1
    assert "<script" not in page


def test_a_single_choice_is_a_box_alone() -> None:
    """Pages that stand choices on their own write the labels themselves."""

    class One(forms.Form):
        default_renderer = Renderer()
        it = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)

    first, second = One({"it": "b"})["it"]
    assert first.tag() == '<input type="radio" name="it" value="a" id="id_it_0" required>'
    assert second.tag() == '<input type="radio" name="it" value="b" id="id_it_1" required checked>'
