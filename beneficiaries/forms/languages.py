"""Up to three languages with their levels: names in any of the product's languages, or in the language itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.enums import LanguageLevel
from beneficiaries.rules.languages import MOST, OFTEN, as_spoken, as_text, language_name, own_name, read_language
from portal.ui.controls import PAIRS

LONGEST = 60
LIST = "languages"
LEVELS = [("", gettext_lazy("level not asked yet")), *LanguageLevel.choices]


class LanguagesWidget(forms.MultiWidget):
    """A box and a level for each language, with suggestions from the list ``languages`` of the page."""

    template_name = PAIRS
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Make the boxes."""
        box = {"class": "input w-m", "list": LIST, "maxlength": LONGEST, "autocomplete": "off"}
        boxes: list[forms.Widget] = []
        for _place in range(MOST):
            boxes += [forms.TextInput(attrs=dict(box)), forms.Select({"class": "select"}, choices=LEVELS)]
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[str]:
        """Return name and level of each language."""
        boxes = [part for code, level in as_spoken(str(value or "")) for part in (language_name(code), level)]
        return [*boxes, *[""] * (2 * MOST - len(boxes))]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give every box its label, and put each language beside its level."""
        context = super().get_context(name, value, attrs)
        boxes = context["widget"]["subwidgets"]
        for place in range(MOST):
            words = {"place": place + 1}
            boxes[2 * place]["label"] = _("Language %(place)s") % words
            boxes[2 * place + 1]["label"] = _("Level %(place)s") % words
        context["widget"]["pairs"] = list(zip(boxes[::2], boxes[1::2], strict=True))
        return context


class LanguagesField(forms.MultiValueField):
    """Languages and levels as text: ``uk:fluent pl:A2``; "" when nobody asked."""

    widget = LanguagesWidget

    def __init__(self, **kwargs: Any) -> None:
        """Take what any field takes."""
        boxes: list[forms.Field] = []
        for _place in range(MOST):
            boxes += [
                forms.CharField(max_length=LONGEST, required=False), forms.ChoiceField(choices=LEVELS, required=False),
            ]  # fmt: skip
        super().__init__(fields=boxes, require_all_fields=False, required=False, **kwargs)

    def compress(self, data_list: list[str]) -> str:
        """Read every box; one that names no language, a language said twice and a level alone are errors."""
        spoken: dict[str, str] = {}
        for written, level in zip(data_list[::2], data_list[1::2], strict=True):
            if not written.strip():
                if level:
                    raise forms.ValidationError(_("Write the language to which the level belongs."))
                continue
            code = read_language(written)
            if code is None:
                raise forms.ValidationError(_("No language is called “%(name)s”.") % {"name": written})
            if code in spoken:
                raise forms.ValidationError(_("“%(name)s” stands here twice.") % {"name": written})
            spoken[code] = level
        return as_text(spoken.items())

    def in_words(self, value: Any) -> str:
        """Return languages, or what was typed instead, as text for comparing."""
        boxes = value if isinstance(value, list) else self.widget.decompress(value)  # type: ignore[union-attr]
        levels = {code: str(label) for code, label in LanguageLevel.choices}
        pairs = zip(boxes[::2], boxes[1::2], strict=True)
        return ", ".join(f"{name} {levels.get(level, '')}".strip() for name, level in pairs if name)


def suggestions() -> list[str]:
    """Return languages by their names on this page and by their own."""
    names = {name for code in OFTEN for name in (language_name(code), own_name(code))}
    return sorted(names, key=str.casefold)
