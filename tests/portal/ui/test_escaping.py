"""Words written without a template are escaped as the framework would."""

import pytest
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from portal.ui.escaping import escaped


@pytest.mark.parametrize(
    "word",
    ['<b> & "it\'s"', "", mark_safe("<b>&amp;</b>"), gettext_lazy("Name"), 7, None, type("Own", (str,), {})("<i>")],
)
def test_every_kind_of_word_is_escaped_as_by_the_framework(word):
    assert str(escaped(word)) == str(conditional_escape(word))
