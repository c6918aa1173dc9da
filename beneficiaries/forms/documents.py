"""A document that a person showed, in the order in which it is printed; scans only where they are needed (R88)."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.enums import DocumentKind
from beneficiaries.models import PersonDocument
from portal.clock import today
from portal.programmes.dictionaries import TITLES
from portal.programmes.entries import entries_on
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from portal.ui.dates import DateTrioField, DayField
from portal.ui.formatting import short_date
from portal.uploads.forms import UploadForm

LONGEST_NUMBER, LONGEST_NOTE = 40, 500
FIELDS = (
    "kind", "title", "number_end", "valid_from", "valid_to", "is_unlimited", "prolonged_to", "is_unconfirmed",
    "abroad_since", "abroad_until", "seen_on", "note",
)  # fmt: skip
RARE = ("prolonged_to", "is_unconfirmed", "abroad_since", "abroad_until")


class _DocumentForm(UploadForm, OnceForm):
    """What was seen, and its scans."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Which document"), choices=[("", gettext_lazy("choose")), *DocumentKind.choices]
    )
    title = forms.ChoiceField(
        label=gettext_lazy("Residence title"), required=False,
        help_text=gettext_lazy("Where the document proves one. Law may prolong a title beyond the printed day."),
    )  # fmt: skip
    number_end = forms.CharField(
        label=gettext_lazy("Last characters of the number"), required=False, max_length=LONGEST_NUMBER,
        widget=forms.TextInput(attrs={"class": "w-s", "autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("Four are enough to recognise it. Only the last four are kept."),
    )  # fmt: skip
    valid_from = DateTrioField(label=gettext_lazy("Valid from"), required=False)
    valid_to = DateTrioField(
        label=gettext_lazy("Valid until"), required=False, help_text=gettext_lazy("As printed on the document.")
    )
    is_unlimited = forms.BooleanField(label=gettext_lazy("Valid without a time limit"), required=False)
    prolonged_to = DateTrioField(
        label=gettext_lazy("Prolonged by law until"), required=False,
        help_text=gettext_lazy("If law prolongs it beyond the printed day. Check the day that is in force now."),
    )  # fmt: skip
    is_unconfirmed = forms.BooleanField(
        label=gettext_lazy("Given without a valid travel document and not confirmed yet"), required=False,
        help_text=gettext_lazy("Law may want it confirmed until a day: then the portal reminds of that day."),
    )  # fmt: skip
    abroad_since = DateTrioField(
        label=gettext_lazy("Abroad since"), required=False,
        help_text=gettext_lazy("Law may count days abroad in a row: then the portal reminds of the last of them."),
    )  # fmt: skip
    abroad_until = DateTrioField(label=gettext_lazy("Back in Poland since"), required=False)
    seen_on = DayField(
        label=gettext_lazy("Seen on"),
        widget=forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=gettext_lazy("Remark about the document"), required=False, max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Only facts that the support needs. Nothing about health, religion or criminal matters."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the residence titles of today, and the one that was written down (one query)."""
        super().__init__(*args, **kwargs)
        titles = {each.code: each.name for each in entries_on(TITLES, today())}
        kept = self.initial.get("title") or ""
        if kept:
            titles.setdefault(kept, kept)
        self.fields["title"].choices = [("", gettext_lazy("none or not known")), *titles.items()]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Compare the days; a day that is over is no mistake (R100)."""
        super().clean()
        typed = self.cleaned_data
        if typed.get("seen_on") and typed["seen_on"] > today():
            self.add_error("seen_on", _("This day has not come yet."))
        if typed.get("is_unlimited") and typed.get("valid_to"):
            self.add_error("is_unlimited", _("Either a last day or no time limit."))
        self._compare("valid_from", "valid_to", _("The last day is before the first one."))
        self._compare("valid_to", "prolonged_to", _("Law prolongs to a day after the printed one."))
        if typed.get("prolonged_to") and not typed.get("valid_to") and "valid_to" not in self.errors:
            self.add_error("valid_to", _("Enter the printed day that law prolongs."))
        self._compare("abroad_since", "abroad_until", _("The return is before the departure."))
        if typed.get("abroad_until") and not typed.get("abroad_since") and "abroad_since" not in self.errors:
            self.add_error("abroad_since", _("Enter since when the person was abroad."))
        if typed.get("abroad_since") and not typed.get("title") and "title" not in self.errors:
            self.add_error("title", _("Choose for which residence title days abroad are counted."))
        elif typed.get("is_unconfirmed") and not typed.get("title") and "title" not in self.errors:
            self.add_error("title", _("Choose which residence title is to be confirmed."))

    @property
    def has_more(self) -> bool:
        """Tell whether anything that few titles need is filled or wrong: then it is not folded away."""
        return any(self[name].errors or self[name].field.has_changed(None, self[name].value()) for name in RARE)

    def values(self) -> dict[str, Any]:
        """Return what a valid form says."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    def _compare(self, first: str, second: str, said: str) -> None:
        start, end = self.cleaned_data.get(first), self.cleaned_data.get(second)
        if start and end and end < start:
            self.add_error(second, said)


class DocumentForm(_DocumentForm):
    """A document that was seen now; an older one may be replaced by it."""

    replaces = forms.ChoiceField(
        label=gettext_lazy("It replaces"), required=False,
        help_text=gettext_lazy("The older one reminds of its last day no more. Its scans stay."),
    )  # fmt: skip

    def __init__(self, *args: Any, others: Sequence[PersonDocument], **kwargs: Any) -> None:
        """Offer the documents in use that the writer may change."""
        super().__init__(*args, **kwargs)
        self._others = {str(each.fact_id): each for each in others}
        choices = [(key, _name(each)) for key, each in self._others.items()]
        self.fields["replaces"].choices = [("", _("no older document")), *choices]  # type: ignore[attr-defined]
        if not others:
            del self.fields["replaces"]

    @property
    def replaced(self) -> PersonDocument | None:
        """The older document of a valid form."""
        return self._others.get(self.cleaned_data.get("replaces", ""))


class DocumentCorrection(VersionForm, _DocumentForm):
    """A correction of what was noted; more scans may be added."""

    why = forms.CharField(
        label=gettext_lazy("Reason for the correction"), max_length=300,
        help_text=gettext_lazy("It stays in the history beside the earlier entry."),
    )  # fmt: skip


def initial_of(document: PersonDocument) -> dict[str, Any]:
    """Return the values of the fields for a document."""
    return {**{name: getattr(document, name) for name in FIELDS}, "version": document.pk}


def _name(document: PersonDocument) -> str:
    end = short_date(document.last_day)
    return f"{document.get_kind_display()}, {end}" if end else str(document.get_kind_display())
