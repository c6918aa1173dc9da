"""Names in any script, one word is enough; the Latin form is shown at once and can be corrected (R107–R110)."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.forms.registration.base import AnswerForm
from beneficiaries.rules.latin import is_latin, latin
from beneficiaries.rules.registration import Application, AppliedPerson
from beneficiaries.rules.registration_steps import SPELLING

LONGEST_NAME = 100
SEEN = "spelling_seen"
NAMES, LATIN = ("given_names", "surname"), ("latin_given_names", "latin_surname")


def name_field(label: Any, autocomplete: str, hint: Any = "") -> forms.CharField:
    """Return a box for a name: nothing corrects it, nothing underlines it."""
    attrs = {"autocomplete": autocomplete, "spellcheck": "false", "autocapitalize": "words"}
    field = forms.CharField(
        label=label, help_text=hint, max_length=LONGEST_NAME, required=False, widget=forms.TextInput(attrs=attrs)
    )
    field.is_needed = True  # type: ignore[attr-defined]
    return field


class NamesMixin(forms.Form):
    """The four fields of a name, for whom ever."""

    given_names = name_field(gettext_lazy("Given name or names"), "given-name")
    surname = name_field(
        gettext_lazy("Surname"), "family-name", gettext_lazy("If you have several surnames, write all of them.")
    )
    latin_given_names = name_field(gettext_lazy("Given names in Latin letters"), "off")
    latin_surname = name_field(gettext_lazy("Surname in Latin letters"), "off")

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two names; take Latin letters alone where Latin letters are asked for."""
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) or name in self.errors for name in NAMES):
            self.add_error("given_names", _("Write your name. One word is enough."))
        for name in LATIN:
            if not is_latin(cleaned.get(name, "")):
                self.add_error(name, _("Write it in Latin letters, as in a passport."))
        return cleaned

    def spelt(self, person: AppliedPerson, language: str) -> AppliedPerson:
        """Return the person with the names: a Latin form that was corrected stays, others follow the name."""
        cleaned = self.cleaned_data
        values = {name: cleaned[name] for name in NAMES}
        for name, form, other in zip(NAMES, LATIN, reversed(NAMES), strict=True):
            is_new = cleaned[name] != getattr(person, name)
            given = cleaned.get(form, "")
            is_own = given and (given != getattr(person, form) or not is_new)
            values[form] = given if is_own else latin(cleaned[name], language=language, beside=cleaned[other])
        return replace(person, **values)

    @property
    def shows_latin(self) -> bool:
        """True when a name is not written in Latin letters, so that its Latin form is worth a look."""
        return not is_latin(" ".join(str(self[name].value() or "") for name in NAMES))


class NameForm(NamesMixin, AnswerForm):
    """How somebody is called."""

    title = gettext_lazy("Name and surname")
    lead = gettext_lazy("Write it as in your passport or residence card. Any alphabet is fine.")

    preferred_name = forms.CharField(
        label=gettext_lazy("How shall we call you?"), max_length=LONGEST_NAME, required=False,
        widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "nickname", "spellcheck": "false"}),
    )  # fmt: skip

    def known(self) -> dict[str, Any]:
        """Return the names of who registers."""
        return {name: getattr(self.application.registrant, name) for name in self.base_fields}

    def answered(self) -> Application:
        """Keep the names; the spelling is asked anew where it is new and was not seen on this page."""
        before = self.application.registrant
        who = replace(self.spelt(before, self.language), preferred_name=self.cleaned_data["preferred_name"])
        said = replace(self.application, people=(who, *self.application.family))
        if SEEN in self.data:
            return replace(said, done=(*said.done, SPELLING))
        is_same = (who.latin_name, who.name) == (before.latin_name, before.name)
        return said if is_same else replace(said, done=tuple(each for each in said.done if each != SPELLING))


class SpellingForm(AnswerForm):
    """How the name will stand in documents."""

    title = gettext_lazy("Your name in Latin letters")
    lead = gettext_lazy("This is how we will write it in documents. Correct it if your passport says otherwise.")

    latin_given_names = name_field(gettext_lazy("Given name or names"), "off")
    latin_surname = name_field(gettext_lazy("Surname"), "off")

    def known(self) -> dict[str, Any]:
        """Return what is proposed."""
        return {name: getattr(self.application.registrant, name) for name in LATIN}

    def clean(self) -> dict[str, Any]:
        """Take Latin letters, and one name at least."""
        cleaned = super().clean() or self.cleaned_data
        for name in LATIN:
            if not is_latin(cleaned.get(name, "")):
                self.add_error(name, _("Write it in Latin letters, as in a passport."))
        if not any(cleaned.get(name) or name in self.errors for name in LATIN):
            self.add_error("latin_given_names", _("Write your name. One word is enough."))
        return cleaned

    def answered(self) -> Application:
        """Keep the spelling."""
        return self.application.with_registrant(**{name: self.cleaned_data[name] for name in LATIN})
