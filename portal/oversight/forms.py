"""What a reader of the trail asks for. Names of fields stand in addresses, so they are Polish."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.oversight.scope import accounts_in_reach, person_with

MINUTE = "%Y-%m-%dT%H:%M"
YEAR = datetime.timedelta(days=365)
LONGEST_NUMBER = 20


class AccountField(forms.ModelChoiceField):
    """An account by name, with its address where two could have the same."""

    def label_from_instance(self, obj: Any) -> str:
        """Return name and address."""
        return f"{obj.name} · {obj.email}"


class PersonField(forms.CharField):
    """The number of a person; ``clean`` of the form turns it into an id."""

    def __init__(self, **kwargs: Any) -> None:
        """Take a short text."""
        widget = forms.TextInput(attrs={"class": "input w-m", "autocomplete": "off", "spellcheck": "false"})
        super().__init__(max_length=LONGEST_NUMBER, widget=widget, **kwargs)


class _ReaderForm(forms.Form):
    """Knows who asks: only accounts and people within reach can be chosen."""

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        """Offer the accounts within reach."""
        super().__init__(*args, **kwargs)
        self.reader, self.person = reader, None
        if "konto" in self.fields:
            self.fields["konto"].queryset = accounts_in_reach(reader)  # type: ignore[attr-defined]

    def clean_osoba(self) -> str:
        """Find the person with the number; one out of reach is not there."""
        number = self.cleaned_data["osoba"]
        if number:
            self.person = person_with(self.reader, number)
            if self.person is None:
                raise forms.ValidationError(_("There is no person with this number."))
        return number

    def clean(self) -> dict[str, Any]:
        """Refuse a time that ends before it begins."""
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("od"), cleaned.get("do")
        if start and end and end < start:
            self.add_error("do", _("The end is before the beginning."))
        return cleaned


class LogForm(_ReaderForm):
    """Narrows the log; nothing is required."""

    konto = AccountField(label=gettext_lazy("Account"), queryset=User.objects.none(), required=False)
    czynnosc = forms.ChoiceField(label=gettext_lazy("What was done"), required=False)
    od = forms.DateField(label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    do = forms.DateField(label=gettext_lazy("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    osoba = PersonField(label=gettext_lazy("Number of a person"), required=False)
    odmowy = forms.BooleanField(label=gettext_lazy("Refusals only"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer everything that can be done."""
        super().__init__(*args, **kwargs)
        self.fields["czynnosc"].choices = [("", _("everything")), *Action.choices]  # type: ignore[attr-defined]
        self.fields["konto"].empty_label = _("everybody")  # type: ignore[attr-defined]


class _SpanForm(_ReaderForm):
    """Asks about a stretch of time, to the minute; without an answer the last year."""

    od = forms.DateTimeField(
        label=gettext_lazy("From"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE)
    )
    do = forms.DateTimeField(
        label=gettext_lazy("To"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE)
    )

    @staticmethod
    def last_year() -> dict[str, datetime.datetime]:
        """Return the time that stands in the fields before anybody chose one: a year, up to the minute that follows."""
        now = timezone.localtime() + datetime.timedelta(minutes=1)
        return {"od": now - YEAR, "do": now}


class ReadsForm(_SpanForm):
    """Whose data an account read."""

    field_order = ("konto", "od", "do")
    konto = AccountField(label=gettext_lazy("Account"), queryset=User.objects.none(), empty_label="")


class PersonForm(_SpanForm):
    """Who read the data of a person."""

    field_order = ("osoba", "od", "do")
    osoba = PersonField(label=gettext_lazy("Number of a person"))


class ReviewForm(forms.Form):
    """What came of a review."""

    outcome = forms.CharField(
        label=gettext_lazy("What came of it"),
        help_text=gettext_lazy("Whom you asked, what it was, what follows. Name nobody who is looked after."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
