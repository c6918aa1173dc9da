"""The two forms of a person: a new one with who looks after them, and a correction."""

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.enums import Answer, Eligibility
from beneficiaries.forms.person import CONTACT, DECLARED_HERE, NAMES, SPOKEN, PersonForm
from beneficiaries.models import Care, Participation
from beneficiaries.queries.spoken import spoken_text
from portal.accounts.models import Membership, Organisation, User
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from portal.ui.dates import DateTrioField

_EVIDENCE = re.compile(r"(?P<who>.*), (?P<day>\d{4}-\d{2}-\d{2})")
PERSON_VERSION = "person_version"


class PlaceOfCare(forms.Form):
    """Which organisation looks after the person, and who of its colleagues is in charge."""

    organisation = forms.ChoiceField(label=gettext_lazy("Organisation that looks after the person"))
    caseworker = forms.ChoiceField(label=gettext_lazy("In charge"), required=False)

    def offer_care(self, bodies: Sequence[Organisation], colleagues: Sequence[Membership], hint: str = "") -> None:
        """Offer the organisations within reach and their colleagues; ``hint`` says who is proposed and why."""
        self._bodies = {str(body.pk): body for body in bodies}
        self._colleagues = {(str(each.organisation_id), str(each.user_id)): each.user for each in colleagues}  # type: ignore[attr-defined]
        self.fields["organisation"].choices = [(key, body.name) for key, body in self._bodies.items()]  # type: ignore[attr-defined]
        self.fields["caseworker"].choices = in_charge_choices(colleagues)  # type: ignore[attr-defined]
        self.fields["caseworker"].help_text = hint

    def clean(self) -> None:
        """Weigh also whether the colleague works for the organisation."""
        super().clean()
        if self.cleaned_data.get("caseworker") and self.cleaned_data.get("organisation") and not self.in_charge:
            self.add_error("caseworker", _("This colleague does not work for the organisation above."))

    @property
    def body(self) -> Organisation:
        """The organisation of a valid form."""
        return self._bodies[self.cleaned_data["organisation"]]

    @property
    def in_charge(self) -> User | None:
        """Who is in charge, of a valid form."""
        return self._colleagues.get((self.cleaned_data["organisation"], self.cleaned_data["caseworker"]))


class NewPersonForm(PlaceOfCare, PersonForm):
    """A person who is not known yet."""

    def __init__(
        self,
        *args: Any,
        bodies: Sequence[Organisation],
        colleagues: Sequence[Membership],
        hint: str = "",
        **kwargs: Any,
    ) -> None:
        """Offer the organisations within reach and their colleagues."""
        super().__init__(*args, **kwargs)
        self.offer_care(bodies, colleagues, hint)


class PersonCorrectionForm(VersionForm, PersonForm):
    """A person who is known: the same fields, the version seen of person and participation, and the reason."""

    person_version = forms.IntegerField(widget=forms.HiddenInput)
    written_start = DateTrioField(
        label=gettext_lazy("Start written in the list"), required=False,
        help_text=gettext_lazy(
            "The first support decides. Clear a written day that is wrong; otherwise correct the support."
        ),
    )  # fmt: skip
    why = forms.CharField(
        label=gettext_lazy("Reason for the change"), max_length=300, required=False,
        help_text=gettext_lazy("Needed when something changes that was fixed at the start. It stays in the history."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask about the written start only where there is one."""
        super().__init__(*args, **kwargs)
        if not self.initial.get("written_start") and self.add_prefix("written_start_0") not in self.data:
            del self.fields["written_start"]

    def participation_values(self) -> dict[str, Any]:
        """Return what a valid form says of the participation, with the written start.

        A refusal about homelessness of earlier days stays until somebody answers with yes or no: it is not offered any
        more, and nobody takes it away by correcting something else (D8).
        """
        values = super().participation_values()
        if not values["homelessness"] and self.initial.get("homelessness") == Answer.REFUSED:
            values["homelessness"] = Answer.REFUSED
        if "written_start" in self.fields:
            values["written_start"] = self.cleaned_data["written_start"]
        return values

    def renew(self, version: Any, person_version: int = 0) -> None:
        """Carry the versions in force of participation and person."""
        super().renew(version)
        self.data[self.add_prefix(PERSON_VERSION)] = str(person_version)


class DeriveForm(OnceForm, VersionForm):
    """What follows from the declared values is worked out anew: nothing to fill in, one press."""


def in_charge_choices(colleagues: Sequence[Membership]) -> list[tuple[str, Any]]:
    """Return colleagues by organisation, as a select offers them."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in colleagues:
        groups.setdefault(each.organisation.name, []).append((str(each.user_id), each.user.name))  # type: ignore[attr-defined]
    return [("", _("nobody yet")), *((name, people) for name, people in groups.items())]


class InChargeForm(forms.Form):
    """Who is in charge, one field for each organisation that looks after the person."""

    def __init__(
        self, *args: Any, care: Sequence[Care], colleagues: Sequence[Membership],
        hints: Mapping[int, Any] | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        """Offer for each organisation its own colleagues; ``hints`` say by care record who is proposed and why."""
        super().__init__(*args, **kwargs)
        self._care = care
        self._users = {str(each.user_id): each.user for each in colleagues}  # type: ignore[attr-defined]
        for each in care:
            own = [one for one in colleagues if one.organisation_id == each.organisation_id]  # type: ignore[attr-defined]
            offered = {str(one.user_id): one.user.name for one in own}  # type: ignore[attr-defined]
            if each.caseworker:
                offered.setdefault(str(each.caseworker_id), each.caseworker.name)  # type: ignore[attr-defined]
                self._users.setdefault(str(each.caseworker_id), each.caseworker)  # type: ignore[attr-defined]
            self.fields[f"in_charge_{each.pk}"] = forms.ChoiceField(
                label=_("In charge (%(organisation)s)") % {"organisation": each.organisation.name},
                choices=[("", _("nobody yet")), *offered.items()],
                initial=str(each.caseworker_id or ""),  # type: ignore[attr-defined]
                required=False,
                help_text=(hints or {}).get(each.pk, ""),
            )

    def chosen(self) -> list[tuple[Care, User | None]]:
        """Return who is in charge for each organisation, of a valid form."""
        return [(each, self._users.get(self.cleaned_data[f"in_charge_{each.pk}"])) for each in self._care]


def initial_of(participation: Participation, *, shows_contact: bool) -> dict[str, Any]:
    """Return the values of the fields for a person who is known."""
    person, version = participation.person, participation.in_force  # type: ignore[attr-defined]
    own = (*NAMES, *SPOKEN, *((*CONTACT, "pesel_mismatch_reason") if shows_contact else ()))
    written = version.target_group if version.target_group_written else None
    return {
        **{name: getattr(person, name) for name in own},
        "languages": spoken_text(participation),
        **{name: getattr(version, name) for name in DECLARED_HERE},
        **_evidence(version.eligibility, version.eligibility_source),
        "group": written.code if written else "",
        "group_reason": version.target_group_reason,
        "written_start": version.written_start,
        "version": version.pk,
        PERSON_VERSION: person.version,
    }


def _evidence(eligibility: str, source: str) -> dict[str, Any]:
    """Read who saw the documents and when out of the evidence as it is kept."""
    read = _EVIDENCE.fullmatch(source) if eligibility == Eligibility.SEEN else None
    seen_by = read["who"] if read else source if eligibility == Eligibility.SEEN else ""
    return {"eligibility": eligibility, "seen_by": seen_by, "seen_on": _day_of(read["day"]) if read else None}


def _day_of(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
