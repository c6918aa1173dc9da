"""Two people edit the same: the second sees both texts and decides; nothing is overwritten in silence (L5).

A form of something that exists carries ``version``, the version its writer saw. When another is in force by
the time it is sent, the action raises ``FactChanged`` and the view shows ``differences`` above the form, which
keeps what was typed and now carries the version in force.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

VERSION = "version"


class VersionForm(forms.Form):
    """A form that remembers which version its writer saw."""

    version = forms.UUIDField(widget=forms.HiddenInput)

    def renew(self, version: Any) -> None:
        """Carry the version in force, so that sending again is a decision made in sight of both texts."""
        typed: QueryDict = self.data.copy()  # type: ignore[attr-defined]
        typed[self.add_prefix(VERSION)] = str(version)
        self.data = typed


@dataclass(frozen=True)
class Difference:
    """One field in which what is in force differs from what was typed."""

    label: str
    theirs: str
    yours: str


def differences(form: forms.Form, in_force: Mapping[str, Any]) -> list[Difference]:
    """Compare a bound form with the values in force, field by field, in words."""
    found = []
    for bound in form.visible_fields():
        theirs = in_words(bound, in_force.get(bound.name))
        yours = in_words(bound, bound.value())
        if theirs != yours:
            found.append(Difference(str(bound.label), theirs, yours))
    return found


def in_words(bound: BoundField, value: Any) -> str:
    """Return a value as the form's reader knows it: labels of choices, dates and numbers as the form writes them.

    A field of several boxes says it by its own ``in_words``; one box says "yes" or nothing.
    """
    if hasattr(bound.field, "in_words"):
        return bound.field.in_words(value)
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return _("yes") if value else ""
    value = bound.field.prepare_value(value)
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(sorted(in_words(bound, each) for each in value))
    choices = getattr(bound.field, "choices", None)
    if choices is not None:
        labels = {str(code): str(label) for code, label in _flat(choices)}
        return labels.get(str("" if value is None else value), "") if value not in (None, "") else ""
    formatted = bound.field.widget.format_value(value) if hasattr(bound.field.widget, "format_value") else value
    return "" if formatted is None else str(formatted).strip()


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for code, label in choices:
        found += list(label) if isinstance(label, list | tuple) else [(code, label)]
    return found
