"""What is chosen on the pages of figures: a period, a report that is frozen, and what an auditor draws and notes."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.submissions.once import OnceForm
from reporting.enums import ReviewResult, Section, Stratum

EARLIEST, LATEST = datetime.date(1990, 1, 1), datetime.date(2100, 1, 1)


class PeriodForm(forms.Form):
    """Two days, both included."""

    od = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    do = forms.DateField(label=gettext_lazy("To"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> None:
        """Refuse a period that ends before it starts, or days no project knows."""
        first, last = self.cleaned_data.get("od"), self.cleaned_data.get("do")
        for name, day in (("od", first), ("do", last)):
            if day and not EARLIEST <= day <= LATEST:
                self.add_error(name, _("This year cannot be right."))
        if first and last and last < first:
            self.add_error("do", _("The period ends before it starts."))


class FreezeForm(OnceForm):
    """A report is frozen; before the end of its period only on purpose, with a reason that stays in it."""

    early = forms.BooleanField(
        label=gettext_lazy("The period has not ended; I freeze the report all the same"), required=False
    )
    early_reason = forms.CharField(
        label=gettext_lazy("Reason for freezing before the end"), required=False, max_length=300,
        help_text=gettext_lazy("It stays in the report for good. No names of people."),
    )  # fmt: skip

    def __init__(self, *args: Any, is_early: bool, **kwargs: Any) -> None:
        """Ask for the reason only while the period has not ended."""
        super().__init__(*args, **kwargs)
        if not is_early:
            del self.fields["early"], self.fields["early_reason"]
        else:
            self.fields["early"].is_needed = self.fields["early_reason"].is_needed = True  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Ask for both: that it is on purpose, and why."""
        if "early" not in self.fields:
            return
        if not self.cleaned_data.get("early"):
            self.add_error("early", _("Tick this to freeze the report before the end of its period."))
        if not self.cleaned_data.get("early_reason") and "early_reason" not in self.errors:
            self.add_error("early_reason", _("Say why the report cannot wait for the end of the period."))


MOST_BESIDE = 4
MOST_DRAWN = 60
"""So many records at most: what one inspection can look at, and what one list can print."""


class DrawForm(OnceForm):
    """Which figure a sample is drawn from, how many records, divided by what; a seed repeats an earlier draw."""

    indicator = forms.ChoiceField(label=gettext_lazy("Figure"))
    size = forms.IntegerField(
        label=gettext_lazy("How many records"), min_value=1, max_value=MOST_DRAWN, initial=10,
        widget=forms.NumberInput(attrs={"class": "w-xs"}),
    )  # fmt: skip
    stratum = forms.ChoiceField(
        label=gettext_lazy("How to draw"), required=False, widget=forms.RadioSelect,
        choices=[("", gettext_lazy("simple: everybody with the same chance")), *Stratum.choices],
    )  # fmt: skip
    seed = forms.RegexField(
        r"^[0-9A-Za-z-]{1,40}$", label=gettext_lazy("Seed"), required=False,
        help_text=gettext_lazy("Leave it empty, and the portal makes one. The same seed draws the same records."),
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, indicators: Mapping[str, str], **kwargs: Any) -> None:
        """Offer the figures of the edition."""
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [(code, f"{name} ({code})") for code, name in indicators.items()]  # type: ignore[attr-defined]


class ReviewForm(OnceForm):
    """What an auditor says of a record: which evidence was looked at, the result, a note."""

    seen = forms.MultipleChoiceField(
        label=gettext_lazy("Evidence that I looked at"), required=False, widget=forms.CheckboxSelectMultiple
    )
    result = forms.ChoiceField(
        label=gettext_lazy("Result"), choices=ReviewResult.choices,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Note or question"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=gettext_lazy("The coordinators read it with a question. No names of people."),
    )  # fmt: skip

    def __init__(self, *args: Any, checks: Mapping[str, Any], **kwargs: Any) -> None:
        """Offer the conditions of the checklist."""
        super().__init__(*args, **kwargs)
        self.fields["seen"].choices = list(checks.items())  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Ask for words when there is a question."""
        if self.cleaned_data.get("result") == ReviewResult.QUESTION and not self.cleaned_data.get("note", "").strip():
            self.add_error("note", _("Write what you ask the project."))


class AnswerForm(OnceForm):
    """What the project answers to the question of an auditor."""

    text = forms.CharField(
        label=gettext_lazy("Answer of the project"), max_length=2000, widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=gettext_lazy("The auditor reads it beside the record. No names of people."),
    )  # fmt: skip


class OpenNameForm(OnceForm):
    """Why an auditor opens one name."""

    purpose = forms.CharField(
        label=gettext_lazy("What you need the name for"), min_length=10, max_length=300,
        widget=forms.Textarea(attrs={"rows": "2"}),
        help_text=gettext_lazy("It is kept for good, and the person reads it on their own page."),
    )  # fmt: skip


class BuildForm(OnceForm):
    """What a report says: its sections, the earlier reports beside it, and whether to tell when it is there."""

    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Sections"), widget=forms.CheckboxSelectMultiple,
        initial=[section.value for section in Section if section is not Section.ANNEX],
    )  # fmt: skip
    beside = forms.MultipleChoiceField(
        label=gettext_lazy("Periods beside it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Their cumulative values stand in columns of their own. At most four."),
    )
    notice = forms.BooleanField(
        label=gettext_lazy("Tell me by e-mail when the files are ready"), required=False,
        help_text=gettext_lazy("The e-mail says only that; the files stay in the portal."),
    )  # fmt: skip

    def __init__(self, *args: Any, editions: Mapping[str, str], lists_people: bool, **kwargs: Any) -> None:
        """Offer the other frozen reports, and the annex to whoever may see the people behind the figures."""
        super().__init__(*args, **kwargs)
        offered = [each for each in Section.choices if lists_people or each[0] != Section.ANNEX]
        self.fields["sections"].choices = offered  # type: ignore[attr-defined]
        self.fields["beside"].choices = list(editions.items())  # type: ignore[attr-defined]
        if not editions:
            del self.fields["beside"]

    def clean_beside(self) -> list[str]:
        """Refuse more columns than a page holds."""
        chosen = self.cleaned_data["beside"]
        if len(chosen) > MOST_BESIDE:
            raise forms.ValidationError(_("Choose at most four."))
        return chosen
