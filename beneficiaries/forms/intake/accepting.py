"""Taking a family into the project: one form for each person, filled with what was said, and one for all of them."""

import datetime
from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.domain.entry import Entry
from beneficiaries.domain.intake.accepting import Taken
from beneficiaries.enums import Education, GuardianKind, LabourDetail, LabourStatus
from beneficiaries.forms.entry import PlaceOfCare
from beneficiaries.forms.official import Official
from beneficiaries.forms.person import DECLARED_HERE, PersonForm
from beneficiaries.models import Person
from beneficiaries.rules.age import completed_years
from beneficiaries.rules.citizenship import citizenship_class
from beneficiaries.rules.intake import (
    adults_of,
    has_no_schooling_yet,
    is_in_school,
    is_minor,
    proposed_guardian,
)
from beneficiaries.rules.registration import Application, AppliedPerson
from portal.programmes.models import GrantProject, TargetGroup
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from portal.submissions.questions import QuestionsForm

ASKED = (
    "given_names", "surname", "original_name", "birth_date", "sex", "citizenships", "education", "labour_status",
    "labour_detail", "education_end",
)  # fmt: skip
"""What the screen asks of each person; everything else is written on the record later."""
OF_THE_PERSON = frozenset(ASKED[:5])
BLANKS: dict[str, Any] = {"education_end": None, "birth_date": None}


class MemberForm(PersonForm):
    """One person of an application: what they said, to be checked with the document (R107)."""

    is_taken = forms.BooleanField(label=gettext_lazy("Take into the project"), required=False, initial=True)
    guardian = forms.ChoiceField(
        label=gettext_lazy("Who stands for the child"), required=False,
        help_text=gettext_lazy("May be told and contacted. Restrictions are noted on the child’s record."),
    )  # fmt: skip
    guardian_kind = forms.ChoiceField(
        label=gettext_lazy("By what right"), required=False, choices=[("", "–"), *GuardianKind.choices]
    )

    def __init__(
        self, *args: Any, said: AppliedPerson, position: int, known: Person | None, takes_part: bool, **kwargs: Any
    ) -> None:
        """Ask what is needed: of somebody known what is declared for the project, of who takes part already nothing."""
        self.said, self.position, self.known_person, self.takes_part = said, position, known, takes_part
        super().__init__(*args, prefix=f"p{position}", **kwargs)
        asked = () if takes_part else [name for name in ASKED if known is None or name not in OF_THE_PERSON]
        for name in list(self.fields):
            if name not in (*asked, "is_taken", "guardian", "guardian_kind"):
                del self.fields[name]
        if not is_minor(said, self.day):
            self.fields.pop("education_end", None)
        if position:  # said once on the page, at the first person
            for field in self.fields.values():
                field.help_text = ""
        self.order_fields(["is_taken", *ASKED, "guardian", "guardian_kind"])

    @property
    def name(self) -> str:
        """How the person is called on the page."""
        return self.said.latin_name or self.said.name

    def offer_guardians(self, adults: Sequence[tuple[int, str]], proposed: int | None) -> None:
        """Offer those of age for a child; for somebody of age nobody is asked about."""
        if not adults and proposed is None:
            del self.fields["guardian"], self.fields["guardian_kind"]
            return
        offered = [("", _("nobody of this application")), *((str(place), name) for place, name in adults)]
        self.fields["guardian"].choices = offered  # type: ignore[attr-defined]
        if proposed is not None:
            self.initial.update(guardian=str(proposed), guardian_kind=GuardianKind.PARENT)

    def clean(self) -> None:
        """Weigh what was typed; who is not taken is not weighed."""
        typed = self.cleaned_data
        if not typed.get("is_taken"):
            self._errors.clear()  # type: ignore[attr-defined]
            return
        if self.known_person is not None:
            typed.update({name: getattr(self.known_person, name) for name in OF_THE_PERSON})
            typed.setdefault("citizenships", "")
        super().clean()
        if typed.get("guardian") and not typed.get("guardian_kind"):
            self.add_error("guardian_kind", _("Say by what right."))

    def taken(self, shared: dict[str, Any], own: dict[str, Any]) -> Taken:
        """Return what a valid form says; ``shared`` is declared for all, ``own`` belongs to this person."""
        typed = self.cleaned_data
        declared = {name: typed.get(name, BLANKS.get(name, "")) for name in DECLARED_HERE} | shared
        declared["citizenship_class"] = citizenship_class(declared["citizenships"].split())
        guardian = typed.get("guardian", "")
        values = {name: typed[name] for name in OF_THE_PERSON}
        return Taken(
            self.position, Entry(own | values, declared), int(guardian) if guardian else None,
            typed.get("guardian_kind", ""),
        )  # fmt: skip


class AcceptForm(QuestionsForm, VersionForm, PlaceOfCare, OnceForm):
    """What is for the whole family: where they live, who looks after them."""

    place = forms.CharField(label=gettext_lazy("Place where they live"), max_length=80, required=False)
    postcode = forms.CharField(
        label=gettext_lazy("Postcode"), max_length=12, required=False, widget=forms.TextInput(attrs={"class": "w-s"})
    )
    live_together = forms.BooleanField(
        label=gettext_lazy("They live together: write them down as a family"), required=False
    )
    clean_postcode = PersonForm.clean_postcode

    def __init__(self, *args: Any, is_family: bool, **kwargs: Any) -> None:
        """Ask about living together only where there are several."""
        super().__init__(*args, **kwargs)
        for name in ("place", "postcode"):
            self.fields[name].is_needed = True  # type: ignore[attr-defined]
        if not is_family:
            del self.fields["live_together"]


class Family:
    """The whole screen: one form for all, one for each person of the application."""

    def __init__(
        self,
        typed: Any,
        application: Application,
        *,
        known: dict[int, Person],
        taking_part: Collection[Any],
        project: GrantProject,
        groups: Sequence[TargetGroup],
        day: datetime.date,
        care: dict[str, Any],
        initial: dict[str, Any],
    ) -> None:
        """Fill every form with what the application says and what follows from an age."""
        self.application, self.day = application, day
        self.form = AcceptForm(
            typed, is_family=len(application.people) > 1,
            initial={
                "place": application.place, "postcode": application.postcode, "live_together": True, **initial,
            },
        )  # fmt: skip
        self.form.offer_care(**care)
        shared: dict[str, Any] = {"project": project, "groups": groups, "day": day, "official": Official(day)}
        self.members = [
            MemberForm(
                typed,
                said=said,
                position=place,
                known=known.get(place),
                initial=initial_of(said, day),
                takes_part=place in known and known[place].pk in taking_part,
                **shared,
            )
            for place, said in enumerate(application.people)
        ]
        adults = [(place, self.members[place].name) for place in adults_of(application, day)]
        for place, member in enumerate(self.members):
            minor = is_minor(member.said, day)
            member.offer_guardians(
                adults if minor else [], proposed_guardian(application, place, day) if minor else None
            )

    def is_valid(self) -> bool:
        """Tell whether everything can be saved; every form is weighed, so that all mistakes are shown at once."""
        valid = [each.is_valid() for each in (self.form, *self.members)]
        if not all(valid):
            return False
        self._weigh_guardians()
        if not self.chosen:
            self.form.add_error(None, _("Choose at least one person."))
        return self.form.is_valid() and all(each.is_valid() for each in self.members)

    @property
    def chosen(self) -> list[MemberForm]:
        """The forms of those who are taken."""
        return [each for each in self.members if each.cleaned_data.get("is_taken")]

    def questions(self) -> list[str]:
        """Return what is unlikely: of each person, and children for whom nobody stands (R86)."""
        asked = []
        for each in self.chosen:
            asked += [f"{each.name}: {question}" for question in each.unlikely()]
            born = each.cleaned_data["birth_date"]
            if completed_years(born, self.day) < 18 and not each.cleaned_data.get("guardian"):  # noqa: PLR2004
                words = _("%(name)s is under age and nobody stands for them yet. Note the guardian on the record.")
                asked.append(words % {"name": each.name})
        return asked

    def taken(self) -> list[Taken]:
        """Return what valid forms say."""
        shared = {name: self.form.cleaned_data[name] for name in ("place", "postcode")}
        return [each.taken(shared, own_values(self.application, each.position, self.day)) for each in self.chosen]

    def _weigh_guardians(self) -> None:
        places = {str(each.position) for each in self.chosen}
        for each in self.chosen:
            if each.cleaned_data.get("guardian") and each.cleaned_data["guardian"] not in places:
                each.add_error("guardian", _("This person is not taken into the project."))


def initial_of(said: AppliedPerson, day: datetime.date) -> dict[str, Any]:
    """Return what stands in the form of one person: what was said, and what an age makes likely (R55)."""
    values: dict[str, Any] = {
        "is_taken": True,
        "given_names": said.latin_given_names or said.given_names,
        "surname": said.latin_surname or said.surname,
        "original_name": said.original_name,
        "birth_date": said.birth_date,
        "citizenships": " ".join(said.citizenships),
    }
    if said.birth_date is None or not is_minor(said, day):
        return values
    age = completed_years(said.birth_date, day)
    pupil = is_in_school(age)
    values["labour_status"] = LabourStatus.INACTIVE
    values["labour_detail"] = LabourDetail.IN_EDUCATION if pupil else LabourDetail.NOT_IN_EDUCATION
    if has_no_schooling_yet(age):
        values["education"] = Education.ISCED_0_2
    return values


def own_values(application: Application, position: int, day: datetime.date) -> dict[str, Any]:
    """Return what belongs to one person beside the form: how to reach them safely, in which language, where.

    What is safe was said by who registered, about themselves. It stands on their record alone: another adult of the
    family may be whom they are careful of, and reads their own record. The home is carried over to everybody, unless
    contact needs care; then to the children alone.
    """
    cautious = bool(application.contact_safety) or application.contact_way == "never"
    called = {"preferred_name": application.people[position].preferred_name}
    language = called | {"contact_language": application.contact_language}
    if position == 0:
        return language | {
            "phone": application.phone, "email": application.email, "address": application.address,
            "contact_way": application.contact_way, "contact_safety": application.contact_safety,
            "is_cautious": cautious, "needs_interpreter": application.needs_interpreter,
        }  # fmt: skip
    minor = is_minor(application.people[position], day)
    home = {"address": application.address} if minor or not cautious else {}
    return language | home | ({"is_cautious": True} if minor and cautious else {})
