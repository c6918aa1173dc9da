"""What a person says about an appointment from their own page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.submissions.once import OnceForm

LONGEST = 300
CANNOT_COME, OTHER_TIME = "cannot-come", "other-time"


class MeetingForm(OnceForm):
    """Ask for another time, or say that one cannot come; a colleague decides."""

    wish = forms.ChoiceField(
        label=pgettext_lazy("about a meeting", "What do you want"),
        choices=[
            (OTHER_TIME, pgettext_lazy("about a meeting", "another day or hour")),
            (CANNOT_COME, pgettext_lazy("about a meeting", "I cannot come")),
        ],
        widget=forms.RadioSelect(attrs={"class": "choices"}),
        error_messages={"required": gettext_lazy("Choose what you want.")},
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("When would suit you"), max_length=LONGEST, required=False,
        help_text=gettext_lazy("You may write in your language."), widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class SlotForm(OnceForm):
    """Choose one of the free times."""

    time = forms.ChoiceField(
        label=gettext_lazy("Free times"), widget=forms.RadioSelect(attrs={"class": "chips"}),
        error_messages={
            "required": gettext_lazy("Choose a time."),
            "invalid_choice": gettext_lazy("Somebody took this time meanwhile. Choose another."),
        },
    )  # fmt: skip

    def __init__(self, *args: Any, days: Sequence[tuple[str, list[tuple[str, str]]]], **kwargs: Any) -> None:
        """Take the times under their days."""
        super().__init__(*args, **kwargs)
        self.fields["time"].choices = days  # type: ignore[attr-defined]
