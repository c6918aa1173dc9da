"""A course, one of its editions, a group: as a colleague sets them up."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from beneficiaries.enums import LANGUAGES
from beneficiaries.rules.languages import own_name
from portal.accounts.models import Organisation, User
from portal.programmes.models import GrantProject
from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from portal.submissions.questions import QuestionsForm
from services.enums import ActivityState, Level
from services.forms.translated import TranslatedForm, words_of
from services.models import Activity, Course, CourseEdition, Venue
from services.rules.appointments import span_of_days

LONGEST_TITLE, LONGEST_TEXT, LONGEST_NAME = 120, 2000, 80
OLDEST, MOST_SEATS, LONGEST_OFFER = 120, 500, 336
NOT_ASKED = "–"
DAY = {"type": "date", "class": "w-date"}


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """Return a field for a near day."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), **kwargs)


def number_field(label: Any, most: int, *, least: int = 0, **kwargs: Any) -> forms.IntegerField:
    """Return a field for a small number that may be left blank."""
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "w-xs"})
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, widget=widget, **{"required": False, **kwargs}
    )


class CourseForm(TranslatedForm, OnceForm):
    """A course that is held again and again."""

    translated = (
        ("title", gettext_lazy("Name of the course"), LONGEST_TITLE, 1),
        ("description", gettext_lazy("What it is about"), LONGEST_TEXT, 3),
    )
    service_type = forms.ChoiceField(label=gettext_lazy("Hours count as"))
    attendance_threshold = number_field(
        gettext_lazy("Attendance threshold, in percent"), 100, least=1,
        help_text=gettext_lazy("So much must be attended for a certificate. Blank: as in the project."),
    )  # fmt: skip
    needs_level_check = forms.BooleanField(label=gettext_lazy("The level is checked before the course"), required=False)
    is_retired = forms.BooleanField(label=gettext_lazy("Not held any more"), required=False)

    def __init__(self, *args: Any, project: GrantProject, **kwargs: Any) -> None:
        """Offer the kinds of support of the project."""
        super().__init__(*args, **kwargs)
        self._kinds = {each.code: each for each in project.service_types.all()}
        choices = [(code, each.short_name or each.name) for code, each in self._kinds.items()]
        self.fields["service_type"].choices = choices  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what a valid form says."""
        same = ("attendance_threshold", "needs_level_check", "is_retired")
        kind = self._kinds[self.cleaned_data["service_type"]]
        return {**self.words, **{name: self.cleaned_data[name] for name in same}, "service_type": kind}

    @staticmethod
    def initial_of(course: Course) -> dict[str, Any]:
        """Return the values of the fields for a course that exists."""
        same = ("attendance_threshold", "needs_level_check", "is_retired")
        said = {name: getattr(course, name) for name in same}
        return {**words_of(course, CourseForm), **said, "service_type": course.service_type.code}


class EditionForm(OnceForm):
    """One run of a course: when people may sign up, when it is held."""

    name = forms.CharField(
        label=gettext_lazy("Name of the edition"), max_length=LONGEST_NAME,
        help_text=gettext_lazy("For example “autumn 2026”."),
    )  # fmt: skip
    starts_on = day_field(gettext_lazy("First day"))
    ends_on = day_field(gettext_lazy("Last day"))
    sign_up_from = day_field(gettext_lazy("Sign-up from"), required=False)
    sign_up_to = day_field(gettext_lazy("Sign-up until"), required=False)

    def clean(self) -> None:
        """Compare the days."""
        data = super().clean() or self.cleaned_data
        for first, last in (("starts_on", "ends_on"), ("sign_up_from", "sign_up_to")):
            if data.get(first) and data.get(last) and data[last] < data[first]:
                self.add_error(last, _("The last day is before the first one."))

    def values(self) -> dict[str, Any]:
        """Return what a valid form says; the last day of sign-up is over at midnight."""
        data, zone = self.cleaned_data, timezone.get_default_timezone()
        begins = span_of_days(data["sign_up_from"], 1, zone)[0] if data["sign_up_from"] else None
        ends = span_of_days(data["sign_up_to"], 1, zone)[1] if data["sign_up_to"] else None
        same = {name: data[name] for name in ("name", "starts_on", "ends_on")}
        return {**same, "sign_up_from": begins, "sign_up_to": ends}

    @staticmethod
    def initial_of(edition: CourseEdition) -> dict[str, Any]:
        """Return the values of the fields for an edition that exists."""
        last = edition.sign_up_to
        return {
            **{name: getattr(edition, name) for name in ("name", "starts_on", "ends_on")},
            "sign_up_from": timezone.localdate(edition.sign_up_from) if edition.sign_up_from else None,
            "sign_up_to": timezone.localdate(last - datetime.timedelta(seconds=1)) if last else None,
        }


SAME = (
    "level", "language", "helper_language", "age_from", "age_to", "capacity", "online_link", "teacher_name",
    "is_volunteer", "has_childcare", "with_guardian", "offer_hours", "is_public", "state",
)  # fmt: skip


class GroupForm(QuestionsForm, TranslatedForm, OnceForm, VersionForm):
    """A group: age, level and languages, places, who teaches, where."""

    translated = (
        ("title", gettext_lazy("Name of the group"), LONGEST_TITLE, 1),
        ("description", pgettext_lazy("of a group", "What people should know"), LONGEST_TEXT, 2),
    )
    version = forms.UUIDField(widget=forms.HiddenInput, required=False)
    level = forms.ChoiceField(
        label=pgettext_lazy("of a course", "Level"), required=False, choices=[("", NOT_ASKED), *Level.choices]
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the class"), required=False, choices=[("", NOT_ASKED), *LANGUAGES.items()]
    )
    helper_language = forms.ChoiceField(
        label=gettext_lazy("Language in which the teacher can help"), required=False,
        choices=[("", NOT_ASKED), *LANGUAGES.items()],
    )  # fmt: skip
    age_from = number_field(gettext_lazy("From age"), OLDEST)
    age_to = number_field(gettext_lazy("To age"), OLDEST)
    capacity = number_field(
        pgettext_lazy("in a class", "Places"), MOST_SEATS, least=1, help_text=gettext_lazy("Blank: no limit.")
    )
    teacher = forms.ChoiceField(label=gettext_lazy("Who teaches"), required=False)
    teacher_name = forms.CharField(
        label=gettext_lazy("Somebody without an account"), max_length=LONGEST_TITLE, required=False
    )
    is_volunteer = forms.BooleanField(label=gettext_lazy("Teaches as a volunteer"), required=False)
    venue = forms.ChoiceField(label=pgettext_lazy("of a course", "Where"), required=False)
    online_link = forms.URLField(
        label=gettext_lazy("Link for classes online"), max_length=300, required=False, assume_scheme="https",
        help_text=gettext_lazy("Only people with a place see it."),
    )  # fmt: skip
    has_childcare = forms.BooleanField(label=gettext_lazy("Childcare during the class"), required=False)
    with_guardian = forms.BooleanField(label=gettext_lazy("Children come with a guardian"), required=False)
    offer_hours = number_field(
        gettext_lazy("A place is kept for so many hours"), LONGEST_OFFER, least=1, required=True,
        help_text=gettext_lazy("Then it passes on to the next who waits."),
    )  # fmt: skip
    organisation = forms.ChoiceField(label=gettext_lazy("Who holds it"), required=False)
    is_public = forms.BooleanField(label=gettext_lazy("Shown on the public page"), required=False)
    state = forms.ChoiceField(
        label=pgettext_lazy("of a course", "State"), choices=ActivityState.choices,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, teachers: Sequence[tuple[User, Sequence[str], bool]], venues: Sequence[Venue],
        bodies: Sequence[Organisation], **kwargs: Any,
    ) -> None:  # fmt: skip
        """Offer teachers with what they teach and speak, the places, and who can hold a group."""
        super().__init__(*args, **kwargs)
        self._teachers = {str(each.pk): each for each, _languages, _teaches in teachers}
        self._venues = {str(each.pk): each for each in venues}
        self._bodies = {str(each.pk): each for each in bodies}
        nobody = ("", NOT_ASKED)
        offered = [(str(each.pk), _teacher(each, spoken, teaches)) for each, spoken, teaches in teachers]
        self.fields["teacher"].choices = [nobody, *offered]  # type: ignore[attr-defined]
        places = [(key, f"{each.name}, {each.town}" if each.town else each.name) for key, each in self._venues.items()]
        self.fields["venue"].choices = [nobody, *places]  # type: ignore[attr-defined]
        holders = [(key, each.short_name or each.name) for key, each in self._bodies.items()]
        self.fields["organisation"].choices = [nobody, *holders]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Compare the ages."""
        data = super().clean() or self.cleaned_data
        if data.get("age_from") is not None and data.get("age_to") is not None and data["age_to"] < data["age_from"]:
            self.add_error("age_to", _("The second age is below the first."))

    def values(self) -> dict[str, Any]:
        """Return what a valid form says."""
        data = self.cleaned_data
        return {
            **self.words,
            **{name: data[name] for name in SAME},
            "teacher": self._teachers.get(data["teacher"]),
            "venue": self._venues.get(data["venue"]),
            "organisation": self._bodies.get(data["organisation"]),
        }

    @staticmethod
    def initial_of(group: Activity) -> dict[str, Any]:
        """Return the values of the fields for a group."""
        keys = {name: getattr(group, f"{name}_id") or "" for name in ("teacher", "venue", "organisation")}
        said = {name: getattr(group, name) for name in SAME}
        return {**words_of(group, GroupForm), **said, **{k: str(v) for k, v in keys.items()}, "version": group.version}


def _teacher(account: User, languages: Sequence[str], teaches: bool) -> str:
    known = ", ".join(own_name(code) for code in languages)
    words = f"{account.name} ({known})" if known else account.name
    return _("%(name)s – teaches this") % {"name": words} if teaches else words
