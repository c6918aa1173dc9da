"""What the questions of a registration share: they read an application and return it with the answer."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from beneficiaries.rules.registration import Application
from beneficiaries.rules.typed import clean_text
from portal.ui.typed import TypedForm

LONGEST = 2000
"""Characters of one answer; what is longer is cut, so that a page never grows without end."""
CHOOSE = gettext_lazy("Choose one answer.")
Typed = dict[str, list[str]]
"""What stands in the boxes of a page, by the name of the box."""


def as_typed(data: QueryDict | Mapping[str, Any] | None) -> QueryDict | None:
    """Return what was typed as it is kept: cut, without characters that nobody sees (S53)."""
    if data is None:
        return None
    typed = QueryDict(mutable=True)
    lists = data.lists() if isinstance(data, QueryDict) else ((name, [value]) for name, value in data.items())
    for name, values in lists:
        typed.setlist(name, [clean_text(str(value)[:LONGEST]) for value in values[:50]])
    return typed


def cards(choices: Any, words: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what makes a choice of cards, nothing preselected; ``words`` are small lines below the labels."""
    found = [(code, _with_words(label, (words or {}).get(code))) for code, label in choices]
    return {"choices": found, "widget": forms.RadioSelect, "error_messages": {"required": CHOOSE}}


def _with_words(label: Any, words: Any) -> Any:
    return Card(label, words) if words else label


class Card:
    """A label with a small line below it, in the language of the page."""

    def __init__(self, label: Any, words: Any) -> None:
        """Keep both, not translated yet."""
        self.label, self.words = label, words

    def __html__(self) -> SafeString:
        """Draw both."""
        return format_html("{} <small>{}</small>", self.label, self.words)

    def __str__(self) -> str:
        return self.__html__()


class AnswerForm(TypedForm):
    """One page of questions. ``title`` is its heading, ``lead`` the line below."""

    title: ClassVar[str | Promise]
    lead: ClassVar[str | Promise] = ""
    use_required_attribute = False
    error_css_class = ""

    def __init__(self, data: Any = None, *, application: Application, language: str = "", place: int = 0) -> None:
        """Show what is known; ``place`` is the member of the family that the page is about."""
        self.application, self.language, self.member_at = application, language, place
        super().__init__(as_typed(data), initial=self.known())

    def known(self) -> dict[str, Any]:
        """Return the answers of before, by field: those of the same name, unless a form says otherwise."""
        return {name: getattr(self.application, name) for name in self.base_fields if hasattr(self.application, name)}

    def answered(self) -> Application:
        """Return the application with the answers of a valid form."""
        mine = {name: value for name, value in self.cleaned_data.items() if hasattr(self.application, name)}
        return replace(self.application, **mine)

    def typed(self) -> Typed:
        """Return the words of a bound form as they can be kept until it is sent: those of its own fields alone."""
        names = tuple(self.fields)
        own = [name for name in self.data if name in names or name.rpartition("_")[0] in names]
        data: Any = self.data
        return {name: data.getlist(name) for name in own}
