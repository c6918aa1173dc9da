"""Language, e-mail, day of birth and phone, and whether it is safe to call (S24, R111)."""

import datetime
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beneficiaries.enums import LANGUAGES, ContactWay
from beneficiaries.forms.registration.base import AnswerForm, cards
from beneficiaries.rules.age import completed_years
from beneficiaries.rules.phones import WrongLength, read_phone
from beneficiaries.rules.registration import Application
from portal.clock import today
from portal.ui.dates import DateTrio, DateTrioField

OTHER = "other"
YES, NO = "yes", "no"
YES_OR_NO = ((YES, gettext_lazy("Yes")), (NO, gettext_lazy("No")))
ALONE_FROM, OLD_FROM = 16, 101
"""Ages at which somebody registers alone without a question, and from which a year is asked about."""


class LanguageForm(AnswerForm):
    """In which language to talk."""

    title = gettext_lazy("In which language shall we talk with you?")
    lead = gettext_lazy("You can choose another language than that of this page.")

    contact_language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        **cards([
            *((code, format_html('<span lang="{}">{}</span>', code, name)) for code, name in LANGUAGES.items()),
            (OTHER, gettext_lazy("Another language")),
        ]),
    )  # fmt: skip
    other_language = forms.CharField(
        label=gettext_lazy("If another: which one?"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "off"}),
    )  # fmt: skip
    needs_interpreter = forms.ChoiceField(
        label=gettext_lazy("Do you need an interpreter when you talk in Polish?"), **cards(YES_OR_NO)
    )

    def known(self) -> dict[str, Any]:
        """Show „another” where words were typed."""
        return {**super().known(), **({"contact_language": OTHER} if self.application.other_language else {})}

    def clean(self) -> dict[str, Any]:
        """Ask which other language; another than that is nobody's answer."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("contact_language") != OTHER:
            cleaned["other_language"] = ""
        elif not cleaned.get("other_language"):
            self.add_error("other_language", _("Write which language you speak best."))
        else:
            cleaned["contact_language"] = ""
        return cleaned


class EmailForm(AnswerForm):
    """An e-mail address, if there is one that is safe."""

    title = gettext_lazy("Your e-mail address")
    lead = gettext_lazy("Leave it blank if you have none, or if somebody else reads your mail.")

    email = forms.EmailField(
        label=gettext_lazy("E-mail"), max_length=200, required=False,
        help_text=gettext_lazy("We send neutral messages only, without words about help."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"invalid": gettext_lazy("Check the address. It looks like this: name@example.com")},
    )  # fmt: skip


class OwnBirthday(DateTrio):
    """The three boxes, which a browser may fill in for its owner."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Name the parts."""
        super().__init__(attrs)
        for box, part in zip(self.widgets, ("day", "month", "year"), strict=True):
            box.attrs["autocomplete"] = f"bday-{part}"


class BirthForm(AnswerForm):
    """When somebody was born, and how to reach them safely."""

    title = gettext_lazy("When you were born, and how to call you")

    birth_date = DateTrioField(
        label=gettext_lazy("Date of birth"), help_text=gettext_lazy("For example 27 3 1988, or 27 March 1988."),
        widget=OwnBirthday,
    )  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("Phone number"), max_length=40, required=False,
        help_text=gettext_lazy("From any country. We send neutral messages only, without words about help."),
        widget=forms.TextInput(attrs={"type": "tel", "class": "w-m", "autocomplete": "tel"}),
    )  # fmt: skip
    contact_way = forms.ChoiceField(
        label=gettext_lazy("Is it safe to call you?"),
        help_text=gettext_lazy("If somebody else may take your phone, choose another way."),
        **cards(
            (
                (ContactWay.CALL.value, gettext_lazy("Yes, you can call")),
                (ContactWay.MESSAGE.value, gettext_lazy("SMS only")),
                (ContactWay.NEVER.value, gettext_lazy("No, I will come myself")),
            ),
            {ContactWay.MESSAGE.value: gettext_lazy("We write the day and the hour, nothing more")},
        ),
    )  # fmt: skip
    contact_safety = forms.CharField(
        label=gettext_lazy("What else shall we know so that contact is safe?"), max_length=500, required=False,
        help_text=gettext_lazy("For example: only in the morning, or who must not know."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    sure = forms.CharField(max_length=10, required=False, widget=forms.HiddenInput)

    phone.is_needed = True  # type: ignore[attr-defined]

    def known(self) -> dict[str, Any]:
        """Return the day of who registers, and the ways to reach them."""
        return {**super().known(), "birth_date": self.application.registrant.birth_date}

    def clean_birth_date(self) -> datetime.date:
        """Refuse a day to come; ask about an unlikely age once."""
        return likely(self, "birth_date", lowest=ALONE_FROM)

    def clean_phone(self) -> str:
        """Say how many digits are lacking or too many."""
        return phone_of(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        """Ask for a number where somebody wants to be called or written to."""
        cleaned = super().clean() or self.cleaned_data
        wants_contact = cleaned.get("contact_way") in (ContactWay.CALL, ContactWay.MESSAGE)
        if wants_contact and not cleaned.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Write your phone number, or choose that you will come yourself."))
        return cleaned

    def answered(self) -> Application:
        """Keep all of it."""
        return super().answered().with_registrant(birth_date=self.cleaned_data["birth_date"])


def likely(form: forms.Form, field: str, *, lowest: int = 0) -> datetime.date:
    """Return a day of birth; an unlikely one is asked about, and taken when it is sent a second time."""
    day: datetime.date = form.cleaned_data[field]
    if day > today():
        raise forms.ValidationError(_("This day has not come yet. Check the year."))
    age = completed_years(day, today())
    typed: Any = form.data
    if lowest <= age < OLD_FROM or typed.get("sure") == day.isoformat():
        return day
    typed["sure"] = day.isoformat()
    if age >= OLD_FROM:
        raise forms.ValidationError(_("Is the year right? If it is, press “Next” once more."))
    words = _("You are under 16. A parent or guardian should register you. To go on alone, press “Next” once more.")
    raise forms.ValidationError(words)


def phone_of(typed: str) -> str:
    """Return a phone number as it is kept; raises ``ValidationError`` that says what to do."""
    try:
        return read_phone(typed)
    except WrongLength as wrong:
        raise forms.ValidationError(_wrong_length(wrong.difference)) from None
    except ValueError:
        raise forms.ValidationError(_("Write the phone number in digits, for example 512 334 218.")) from None


def _wrong_length(difference: int) -> str:
    count = abs(difference)
    if difference < 0:
        words = ngettext(
            "One digit is missing in the phone number.", "%(count)s digits are missing in the phone number.", count
        )
    else:
        words = ngettext(
            "The phone number has one digit too many.", "The phone number has %(count)s digits too many.", count
        )
    return words % {"count": count}
