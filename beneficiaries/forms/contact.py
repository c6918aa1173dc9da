"""How a person may be reached, as fields: the channels one by one, and the hours (S24)."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from beneficiaries.enums import Channel


class ChannelsField(forms.MultipleChoiceField):
    """Codes of channels divided by spaces; "" when nobody asked."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "chips"})

    def __init__(self, **kwargs: Any) -> None:
        """Offer every channel."""
        super().__init__(choices=Channel.choices, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return the codes that are ticked."""
        return value.split() if isinstance(value, str) else value or []

    def clean(self, value: Any) -> str:
        """Return the codes in the order of the channels."""
        ticked = super().clean(value)
        return " ".join(code for code in Channel.values if code in ticked)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the codes, in whatever order they were sent."""
        return super().has_changed(self.prepare_value(initial), data)


def time_field(label: Any) -> forms.TimeField:
    """Return a time of the day in the browser's own control."""
    return forms.TimeField(
        label=label, required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "w-date"}, format="%H:%M"),
    )  # fmt: skip


class HoursInput(forms.MultiWidget):
    """Two times of the day side by side, each under its label."""

    use_fieldset = True
    LABELS = (pgettext_lazy("time of the day", "From"), pgettext_lazy("time of the day", "Until"))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Make the two boxes."""
        box = {"type": "time", "class": "input w-date"}
        super().__init__([forms.TimeInput(attrs=box, format="%H:%M") for _each in self.LABELS], attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Return both times of „09:00 17:00”."""
        return value.split() if value else [None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give every box its label."""
        context = super().get_context(name, value, attrs)
        for box, label in zip(context["widget"]["subwidgets"], self.LABELS, strict=True):
            box["label"] = label
        return context


class HoursField(forms.MultiValueField):
    """Both hours of contact as text, „09:00 17:00”; "" when none is given."""

    widget = HoursInput

    def __init__(self, **kwargs: Any) -> None:
        """Take what any field takes; both hours or none."""
        times = [forms.TimeField(required=False) for _each in HoursInput.LABELS]
        super().__init__(fields=times, require_all_fields=False, required=False, **kwargs)

    def compress(self, data_list: list[datetime.time | None]) -> str:
        """Join the times; raises ``ValidationError`` for one alone and for two that are the same."""
        times = [each for each in data_list if each is not None]
        if len(times) == 1:
            raise forms.ValidationError(_("Enter both hours, or none."))
        if times and times[0] == times[1]:
            raise forms.ValidationError(_("The hours begin and end at the same time."))
        return " ".join(f"{each:%H:%M}" for each in times)


class ReachedFields(forms.Form):
    """Channels, the one that is liked best, the hours, and whether a word may be left."""

    contact_channels = ChannelsField(
        label=gettext_lazy("Allowed ways of contact"),
        help_text=gettext_lazy("Only those that the person named. None ticked: not asked yet."),
    )
    preferred_channel = forms.ChoiceField(
        label=gettext_lazy("Preferred way of contact"), required=False,
        choices=[("", gettext_lazy("not asked yet")), *Channel.choices],
    )  # fmt: skip
    contact_from = time_field(gettext_lazy("Contact from"))
    contact_until = time_field(gettext_lazy("Contact until"))
    leaves_no_message = forms.BooleanField(
        label=gettext_lazy("Never leave a message"), required=False,
        help_text=gettext_lazy("Neither on the voicemail nor with whoever answers."),
    )  # fmt: skip


def problems_of(typed: Mapping[str, Any]) -> dict[str, str]:
    """Return what contradicts itself among the answers, by field."""
    found: dict[str, str] = {}
    preferred, channels = typed.get("preferred_channel"), (typed.get("contact_channels") or "").split()
    if preferred and channels and preferred not in channels:
        found["preferred_channel"] = _("This way is not among the allowed ones.")
    start, end = typed.get("contact_from"), typed.get("contact_until")
    if (start is None) != (end is None):
        found["contact_until" if end is None else "contact_from"] = _("Enter both hours, or none.")
    elif start is not None and start == end:
        found["contact_until"] = _("The hours begin and end at the same time.")
    return found
