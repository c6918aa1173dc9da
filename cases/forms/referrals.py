"""A referral as a colleague writes it, and what is done to one."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.models import Participation
from beneficiaries.rules.age import completed_years
from cases.enums import Basis, ConsentForm, ConsentOf, OutsideBody, Purpose, Recipient, Step
from cases.rules.referrals import DEFAULT_DAYS, NEEDED, TOO_EARLY, is_unusual, why_no_expiry
from portal.accounts.models import Organisation, User
from portal.sharing import shared_parts
from portal.submissions.once import OnceForm
from portal.submissions.questions import QuestionsForm
from portal.ui.dates import DayField

LONGEST_NAME, LONGEST_TEXT, ADULT = 120, 2000, 18
NOTHING = ("", "–")
NEEDED_BY_SOME = (
    "organisation", "colleague", "outside_kind", "outside_name", "basis", "consent_on", "consent_how", "consent_of",
    "guardian_name", "expires_on",
)  # fmt: skip
"""What some recipients and grounds need: never marked as optional."""
NEEDS_WORDS = (Step.REFUSE, Step.WITHDRAW, Step.ANSWER)


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    day = forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d")
    return DayField(label=label, widget=day, required=False, **kwargs)


def _chips() -> forms.RadioSelect:
    return forms.RadioSelect(attrs={"class": "chips"})


def _words(label: Any, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": "4"}), **kwargs
    )  # fmt: skip


class ReferralForm(QuestionsForm, OnceForm):
    """To whom, for what, what goes with it, on what ground, until when (S29)."""

    recipient = forms.ChoiceField(
        label=gettext_lazy("To whom"), choices=Recipient.choices, widget=_chips(), initial=Recipient.ORGANISATION
    )
    organisation = forms.TypedChoiceField(label=gettext_lazy("Organisation of the portal"), required=False, coerce=int)
    colleague = forms.TypedChoiceField(label=gettext_lazy("Colleague"), required=False, coerce=int)
    outside_kind = forms.ChoiceField(
        label=gettext_lazy("Outside body"), required=False, choices=[NOTHING, *OutsideBody.choices]
    )
    outside_name = forms.CharField(
        label=gettext_lazy("Its name"), max_length=LONGEST_NAME, required=False,
        help_text=gettext_lazy("Office, unit or person, as it stands on the letter."),
    )  # fmt: skip
    purpose = forms.ChoiceField(label=gettext_lazy("Purpose"), choices=[NOTHING, *Purpose.choices])
    request = _words(
        gettext_lazy("What is asked for"),
        help_text=gettext_lazy("The recipient reads these words. Only what is needed to help."),
    )
    fields_agreed = forms.MultipleChoiceField(
        label=gettext_lazy("What goes with it"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The recipient sees these parts and nothing else of the record."),
    )  # fmt: skip
    basis = forms.ChoiceField(label=gettext_lazy("Ground"), required=False, choices=[NOTHING, *Basis.choices])
    consent_on = _day(gettext_lazy("Day of the consent"))
    consent_how = forms.ChoiceField(
        label=gettext_lazy("How it was given"), required=False, choices=ConsentForm.choices, widget=_chips()
    )
    consent_of = forms.ChoiceField(
        label=gettext_lazy("Who gave it"), required=False, choices=ConsentOf.choices, widget=_chips(),
        help_text=gettext_lazy("For a child it is a parent or legal guardian."),
    )  # fmt: skip
    guardian_name = forms.CharField(label=gettext_lazy("Name of the guardian"), max_length=LONGEST_NAME, required=False)
    expires_on = _day(
        gettext_lazy("Holds until"),
        help_text=gettext_lazy("After this day the recipient no longer sees the referral. At most a year."),
    )
    looks_after = forms.BooleanField(
        label=gettext_lazy("The organisation looks after the person once it accepts, and sees the record."),
        help_text=gettext_lazy("This care goes on after the last day, until you withdraw it."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        participation: Participation,
        day: datetime.date,
        organisations: Sequence[Organisation],
        colleagues: Sequence[User],
        **kwargs: Any,
    ) -> None:
        """Offer the organisations, the colleagues and the parts of the record."""
        super().__init__(*args, **kwargs)
        self._day, self._person = day, participation.person
        self._caring = participation.grant_project.organisations
        self._bodies = {body.pk: body for body in organisations}
        self._colleagues = {user.pk: user for user in colleagues}
        fields: dict[str, Any] = self.fields
        fields["organisation"].choices = [NOTHING, *((body.pk, body.name) for body in organisations)]
        fields["colleague"].choices = [NOTHING, *((user.pk, user.name) for user in colleagues)]
        fields["fields_agreed"].choices = [(part.code, part.label) for part in shared_parts()]
        self.initial.setdefault("fields_agreed", ["name"])
        self.initial.setdefault("expires_on", day + datetime.timedelta(days=DEFAULT_DAYS))
        for name in NEEDED_BY_SOME:
            fields[name].is_needed = True

    def clean(self) -> None:
        """Ask for what the kind of recipient needs (S29, R86)."""
        recipient = self.cleaned_data.get("recipient")
        if recipient is None:
            return
        if recipient == Recipient.COLLEAGUE:
            self._need("colleague", _("Choose a colleague."))
            return
        if recipient == Recipient.ORGANISATION:
            self._need("organisation", _("Choose an organisation."))
            self._clean_care()
        else:
            self._need("outside_kind", _("Choose what kind of body it is."))
            self._need("outside_name", _("Write the name of the body."))
        self._clean_expiry(recipient)
        self._need("basis", _("Choose the ground: consent or a duty under the law."))
        if self.cleaned_data.get("basis") == Basis.CONSENT:
            self._clean_consent()

    def questions_to_ask(self) -> list[str]:
        """Return what is unlikely and must be confirmed."""
        typed, asked = self.cleaned_data, []
        leaves = typed["recipient"] != Recipient.COLLEAGUE
        if typed["recipient"] == Recipient.OUTSIDE and is_unusual(typed["outside_kind"], typed["basis"]):
            asked.append(_("People are usually referred to this body only with their consent."))
        if leaves and self._person.is_confidential:
            asked.append(_("The case is confidential. The recipient will learn that the person is known here."))
        return asked

    def values(self) -> dict[str, Any]:
        """Return what a valid form says, as ``Referral`` names it, without what the recipient has no use for."""
        typed, recipient = self.cleaned_data, Recipient(self.cleaned_data["recipient"])
        found: dict[str, Any] = {name: typed[name] for name in ("purpose", "request")}
        found["recipient"] = recipient
        if recipient == Recipient.COLLEAGUE:
            return {**found, "to_account": self._colleagues[typed["colleague"]]}
        found.update(fields=typed["fields_agreed"], basis=typed["basis"], expires_on=typed["expires_on"])
        if typed["basis"] == Basis.CONSENT:
            found.update({name: typed[name] for name in ("consent_on", "consent_how", "consent_of")})
            if typed["consent_of"] == ConsentOf.GUARDIAN:
                found["guardian_name"] = typed["guardian_name"]
        if recipient == Recipient.ORGANISATION:
            return {
                **found, "to_organisation": self._bodies[typed["organisation"]], "looks_after": typed["looks_after"]
            }  # fmt: skip
        return {**found, "outside_kind": typed["outside_kind"], "outside_name": " ".join(typed["outside_name"].split())}

    def _need(self, name: str, words: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, words)

    def _clean_care(self) -> None:
        body = self.cleaned_data.get("organisation")
        if self.cleaned_data.get("looks_after") and body and not self._caring.filter(pk=body).exists():
            self.add_error("looks_after", _("Only an organisation of this project can look after the person."))

    def _clean_expiry(self, recipient: str) -> None:
        if "expires_on" in self.errors:
            return
        why_not = why_no_expiry(
            self.cleaned_data.get("expires_on"), self._day, needed=recipient == Recipient.ORGANISATION
        )
        if why_not:
            said = {NEEDED: _("Write until when it holds."), TOO_EARLY: _("This day is over.")}
            self.add_error("expires_on", said.get(why_not, _("A referral holds for a year at most.")))

    def _clean_consent(self) -> None:
        self._need("consent_on", _("Write when the consent was given."))
        self._need("consent_how", _("Choose how the consent was given."))
        self._need("consent_of", _("Choose who gave the consent."))
        given = self.cleaned_data.get("consent_on")
        if given and given > self._day:
            self.add_error("consent_on", _("This day has not come yet."))
        of = self.cleaned_data.get("consent_of")
        if of == ConsentOf.PERSON and completed_years(self._person.birth_date, self._day) < ADULT:
            self.add_error("consent_of", _("The person is under 18: a parent or legal guardian gives the consent."))
        if of == ConsentOf.GUARDIAN:
            self._need("guardian_name", _("Write the name of the guardian."))


class StepForm(OnceForm):
    """What is done to a referral, and the words that go with it."""

    step = forms.ChoiceField(label=gettext_lazy("What happens"), widget=_chips())
    words = _words(gettext_lazy("Reason or answer"), required=False)

    def __init__(self, *args: Any, steps: Sequence[tuple[Step, Any]], hint: Any, **kwargs: Any) -> None:
        """Offer the steps that may follow; a single one is chosen already."""
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [(step.value, label) for step, label in steps]  # type: ignore[attr-defined]
        self.fields["words"].help_text = hint
        self.fields["words"].is_needed = True  # type: ignore[attr-defined]
        if len(steps) == 1:
            self.initial.setdefault("step", steps[0][0].value)

    def clean(self) -> None:
        """Ask for the reason of a refusal or a withdrawal, and for the words of an answer."""
        step = self.cleaned_data.get("step")
        if step in NEEDS_WORDS and not self.cleaned_data.get("words") and "words" not in self.errors:
            words = _("Write what was done.") if step == Step.ANSWER else _("Write the reason.")
            self.add_error("words", words)
