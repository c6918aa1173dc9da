"""The family: each member once, with what is known of who registers filled in already (design §7)."""

import datetime
import re
import secrets
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.enums import Relation
from beneficiaries.forms.registration.base import AnswerForm, cards
from beneficiaries.forms.registration.contact import NO, YES, YES_OR_NO, likely
from beneficiaries.forms.registration.names import NamesMixin
from beneficiaries.rules.countries import country_name, read_citizenships
from beneficiaries.rules.registration import MOST_PEOPLE, Application, AppliedPerson
from portal.ui.dates import DateTrioField

MARK = re.compile("[0-9a-f]{16}")


class FamilyForm(AnswerForm):
    """Whether somebody else of the family is to be registered."""

    title = gettext_lazy("Your family")
    lead = gettext_lazy("You can register your husband, wife or partner and your children together with you.")

    more = forms.ChoiceField(label=gettext_lazy("Do you want to register somebody of your family?"), **cards(YES_OR_NO))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask in other words once there is somebody."""
        super().__init__(*args, **kwargs)
        if self.application.family:
            self.fields["more"].label = _("Do you want to add another person?")
        if self.is_full:
            del self.fields["more"]

    def known(self) -> dict[str, Any]:
        """Return what was said; with a list the question is asked anew."""
        return {} if self.application.family else {"more": self.application.has_family}

    @property
    def is_full(self) -> bool:
        """True when an application holds no more people."""
        return len(self.application.people) >= MOST_PEOPLE

    @property
    def wants_more(self) -> bool:
        """True when a page for another member shall follow."""
        return self.cleaned_data.get("more") == YES

    def answered(self) -> Application:
        """Keep whether there is a family."""
        return replace(self.application, has_family=YES if self.application.family else NO)


class MemberForm(NamesMixin, AnswerForm):
    """One member of the family.

    Each page for somebody new bears a mark of its own. Sent again it is the same member, whatever else was sent
    meanwhile from another tab; and the member of another tab is another one.
    """

    title = gettext_lazy("A person of your family")

    relation = forms.ChoiceField(
        label=gettext_lazy("Who is this person to you?"), **cards([
            (Relation.CHILD.value, gettext_lazy("My child")),
            (Relation.PARTNER.value, gettext_lazy("My husband, wife or partner")),
            (Relation.RELATIVE.value, gettext_lazy("Another relative")),
        ]),
    )  # fmt: skip
    birth_date = DateTrioField(
        label=gettext_lazy("Date of birth"), help_text=gettext_lazy("For example 27 3 1988, or 27 March 1988.")
    )
    citizenships = forms.CharField(
        label=gettext_lazy("Citizenship"), max_length=120, required=False,
        help_text=gettext_lazy("Write the country in any of the five languages. Several are divided by a comma."),
        widget=forms.TextInput(attrs={"class": "w-m", "list": "countries", "autocomplete": "off"}),
    )  # fmt: skip
    sure = forms.CharField(max_length=10, required=False, widget=forms.HiddenInput)
    mark = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)
    field_order = (
        "relation",
        "given_names",
        "surname",
        "latin_given_names",
        "latin_surname",
        "birth_date",
        "citizenships",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Let no browser fill in the owner's own name for somebody else."""
        super().__init__(*args, **kwargs)
        for name in ("given_names", "surname"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["surname"].help_text = ""
        if MARK.fullmatch(sent := self.data.get("mark", "")):
            self.member_at = self.application.place_marked(sent) or len(self.application.people)

    @property
    def member(self) -> AppliedPerson:
        """Who stands at this place; a new member begins with the surname and the countries of who registers."""
        people = self.application.people
        if 0 < self.member_at < len(people):
            return people[self.member_at]
        who = self.application.registrant
        return AppliedPerson(
            relation="", surname=who.surname, latin_surname=who.latin_surname, citizenships=who.citizenships,
            mark=secrets.token_hex(8),
        )  # fmt: skip

    def known(self) -> dict[str, Any]:
        """Return what is known of the member."""
        member = self.member
        names = ", ".join(country_name(code) for code in member.citizenships)
        known = {name: getattr(member, name) for name in self.base_fields if hasattr(member, name)}
        return {**known, "citizenships": names}

    def clean_birth_date(self) -> datetime.date:
        """Refuse a day to come; ask about an unlikely age once."""
        return likely(self, "birth_date")

    def clean_citizenships(self) -> tuple[str, ...]:
        """Read the countries; none is an answer that is completed in the conversation."""
        typed = self.cleaned_data["citizenships"]
        codes = read_citizenships(typed)
        if codes is None:
            raise forms.ValidationError(_("No country is called “%(name)s”.") % {"name": typed})
        return tuple(codes)

    def answered(self) -> Application:
        """Put the member in its place."""
        values = {name: self.cleaned_data[name] for name in ("relation", "birth_date", "citizenships")}
        if MARK.fullmatch(sent := self.cleaned_data["mark"]):
            values["mark"] = sent
        member = replace(self.spelt(self.member, self.language), **values)
        said = self.application.with_member(self.member_at, member)
        return replace(said, has_family=YES)
