"""What the data protection officer says of two records that nobody may compare."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.forms.protection import LONGEST_REASON
from portal.submissions.once import OnceForm

ONE, TWO = "one", "two"


class SettleForm(OnceForm):
    """One person or two; for one, why. The words are sealed with the merge."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Are they one person?"), widget=forms.RadioSelect,
        choices=[
            (ONE, gettext_lazy("One person: make one record of the two")),
            (TWO, gettext_lazy("Two people: leave both records as they are")),
        ],
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=LONGEST_REASON, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=gettext_lazy("Needed to make one record. It is sealed."),
    )  # fmt: skip

    def __init__(self, *args: Any, may_merge: bool, **kwargs: Any) -> None:
        """Offer one record only where somebody could open it."""
        super().__init__(*args, **kwargs)
        if not may_merge:
            answer: Any = self.fields["answer"]
            answer.choices = [each for each in answer.choices if each[0] != ONE]

    def clean(self) -> None:
        """Ask why two records are to become one."""
        if self.cleaned_data.get("answer") == ONE and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Write why they are one person."))

    @property
    def is_one_person(self) -> bool:
        """Tell what a valid form says."""
        return bool(self.cleaned_data["answer"] == ONE)
