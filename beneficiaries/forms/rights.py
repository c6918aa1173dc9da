"""What is asked about a request of a person: who asks, who they are, what was decided (GDPR 12, S67)."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.enums import IdentityCheck, RightAsker, RightChannel, RightDecision, RightKind
from beneficiaries.models import Guardianship, RightsStep
from beneficiaries.rules.rights import longest
from portal.clock import today
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from portal.ui.languages import LANGUAGE_NAMES

WORDS = 4000
DAY = {"type": "date", "class": "w-date"}
CHANNELS = [choice for choice in RightChannel.choices if choice[0] != RightChannel.OWN_SPACE]
CHECKS = [choice for choice in IdentityCheck.choices if choice[0] not in ("", IdentityCheck.SIGNED_IN)]


class AskForm(OnceForm):
    """A request that somebody made to a colleague."""

    kind = forms.ChoiceField(label=gettext_lazy("What is asked"), choices=RightKind.choices, widget=forms.RadioSelect)
    channel = forms.ChoiceField(label=gettext_lazy("How it came in"), choices=CHANNELS)
    asked_on = forms.DateField(
        label=gettext_lazy("Came in on"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text=gettext_lazy("The month for the answer runs from this day, also where it came to a colleague."),
    )  # fmt: skip
    asker = forms.ChoiceField(label=gettext_lazy("Who asks"), choices=RightAsker.choices, widget=forms.RadioSelect)
    guardianship = forms.ChoiceField(label=gettext_lazy("Who stands for the child"), required=False)
    proxy = forms.CharField(label=gettext_lazy("Name of the proxy"), max_length=200, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of the answer"), choices=list(LANGUAGE_NAMES.items()))
    words = forms.CharField(
        label=gettext_lazy("In the person’s words"), max_length=WORDS, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("For a rectification: what is wrong, and how it should be."),
    )  # fmt: skip

    def __init__(self, *args: Any, guardians: Sequence[tuple[Guardianship, str]], **kwargs: Any) -> None:
        """Offer those who stand for the child, each with a name."""
        super().__init__(*args, **kwargs)
        self._links = {str(link.pk): link for link, _name in guardians}
        field: Any = self.fields["guardianship"]
        field.choices = [("", "–"), *((str(link.pk), name) for link, name in guardians)]
        if not guardians:
            del self.fields["guardianship"]

    def clean_asked_on(self) -> datetime.date:
        """Refuse a day to come."""
        day = self.cleaned_data["asked_on"]
        if day > today():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def clean(self) -> None:
        """Ask for what belongs to who asks."""
        asker = self.cleaned_data.get("asker")
        if asker == RightAsker.GUARDIAN and not self.cleaned_data.get("guardianship"):
            name = "guardianship" if "guardianship" in self.fields else "asker"
            self.add_error(
                name, _("Choose who stands for the child. Whoever is not there is entered on the record first.")
            )
        if asker == RightAsker.PROXY and not self.cleaned_data.get("proxy"):
            self.add_error("proxy", _("Write the name of the proxy."))

    def values(self) -> dict[str, Any]:
        """Return what a valid form says, as the action takes it."""
        said = {name: self.cleaned_data[name] for name in ("asked_on", "words", "language")}
        link = self._links.get(self.cleaned_data.get("guardianship") or "")
        is_guardian = self.cleaned_data["asker"] == RightAsker.GUARDIAN
        return said | {
            "channel": RightChannel(self.cleaned_data["channel"]),
            "asker": RightAsker(self.cleaned_data["asker"]),
            "guardianship": link if is_guardian else None,
            "proxy": self.cleaned_data["proxy"] if self.cleaned_data["asker"] == RightAsker.PROXY else "",
        }


class StepForm(OnceForm, VersionForm):
    """A form that acts once, on the version that its writer saw."""


class IdentityForm(StepForm):
    """How it was established who asks."""

    identity = forms.ChoiceField(
        label=gettext_lazy("How you know who asks"), choices=CHECKS, widget=forms.RadioSelect,
        help_text=gettext_lazy("No copy of a document is kept for this (R88)."),
    )  # fmt: skip
    words = forms.CharField(label=gettext_lazy("Remark"), max_length=300, required=False)


class ExtendForm(StepForm):
    """Until when the answer is put off, and why."""

    until = forms.DateField(label=gettext_lazy("Answer by"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    reason = forms.CharField(
        label=gettext_lazy("Why it takes longer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The person is told this within the first month."),
    )  # fmt: skip

    def __init__(self, *args: Any, asked_on: datetime.date, **kwargs: Any) -> None:
        """Propose the last day there is."""
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = longest(asked_on)


class DecisionForm(StepForm):
    """What was decided, and why."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"), widget=forms.RadioSelect,
        choices=[choice for choice in RightDecision.choices if choice[0]],
    )  # fmt: skip
    reasons = forms.CharField(
        label=gettext_lazy("Reasons"), max_length=WORDS, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For the person: facts, rule, and the way to complain to the supervisory authority."),
    )  # fmt: skip

    def __init__(self, *args: Any, only_refusal: bool = False, **kwargs: Any) -> None:
        """Offer a yes only where it is not given by releasing a copy."""
        super().__init__(*args, **kwargs)
        self.only_refusal = only_refusal
        if only_refusal:
            field: Any = self.fields["decision"]
            field.choices = [(RightDecision.REFUSED.value, RightDecision.REFUSED.label)]
            field.initial = RightDecision.REFUSED.value

    def clean(self) -> None:
        """Ask for reasons unless all was granted."""
        if self.cleaned_data.get("decision") not in (None, RightDecision.GRANTED) and not self.cleaned_data["reasons"]:
            self.add_error("reasons", _("Write the reasons: the person has a right to them."))


class FieldForm(StepForm):
    """The answer to one field that somebody wants corrected; the button says which."""

    correction = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=280, required=False,
        help_text=gettext_lazy("The person reads it. Needed when the field stays as it is."),
    )  # fmt: skip


class CarryOutForm(StepForm):
    """That it was done, and who else was told of it (GDPR 19)."""

    recipients = forms.CharField(
        label=gettext_lazy("Who got the data before and was told"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class TellForm(StepForm):
    """That one recipient was told, and how."""

    step = forms.ChoiceField(label=gettext_lazy("Who was told"), widget=forms.RadioSelect)
    how = forms.CharField(
        label=gettext_lazy("How and when"), max_length=300, help_text=gettext_lazy("For example: by letter of 3 March.")
    )

    def __init__(self, *args: Any, untold: Sequence[RightsStep], **kwargs: Any) -> None:
        """Offer those who were not told yet."""
        super().__init__(*args, **kwargs)
        self._steps = {str(step.pk): step for step in untold}
        field: Any = self.fields["step"]
        field.choices = [(key, str(step.words)) for key, step in self._steps.items()]

    @property
    def told(self) -> RightsStep:
        """The recipient that was chosen."""
        return self._steps[self.cleaned_data["step"]]


class WithdrawForm(StepForm):
    """That whoever asked wants it no more."""

    words = forms.CharField(label=gettext_lazy("Remark"), max_length=300, required=False)


class PlainForm(StepForm):
    """An act without anything to fill in."""


class PartForm(OnceForm):
    """One part of a copy: which entries are left out, and why."""

    part = forms.CharField(max_length=40, widget=forms.HiddenInput)
    left_out = forms.TypedMultipleChoiceField(required=False, coerce=int)
    why = forms.CharField(label=gettext_lazy("Why entries are left out"), max_length=300, required=False)

    def __init__(self, *args: Any, entries: int, **kwargs: Any) -> None:
        """Take the places of the entries of the part."""
        super().__init__(*args, **kwargs)
        self.fields["left_out"].choices = [(str(place), "") for place in range(entries)]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Ask why something is left out."""
        if self.cleaned_data.get("left_out") and not self.cleaned_data.get("why"):
            self.add_error("why", _("Write why: the person reads it."))
