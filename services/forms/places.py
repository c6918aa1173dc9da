"""A place on a group: for whom, in which turn, at which level; and what becomes of it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm
from portal.submissions.questions import QuestionsForm
from services.enums import Level, Priority
from services.forms.who import WhoForm
from services.models import Activity

MOST_PEOPLE, LONGEST_REASON = 20, 200
NOT_ASKED = "–"
LEVELS = [("", NOT_ASKED), *Level.choices]


class _Turn(QuestionsForm, OnceForm):
    """In which turn somebody waits, and the level that was checked."""

    priority = forms.TypedChoiceField(
        label=gettext_lazy("If there is no place: whom we ask first"), choices=Priority.choices, coerce=int,
        initial=Priority.USUAL, widget=forms.RadioSelect,
        help_text=gettext_lazy("An open step of the plan and earlier waiting are found by themselves."),
    )  # fmt: skip
    level = forms.ChoiceField(
        label=gettext_lazy("Level check"), choices=LEVELS, required=False,
        help_text=gettext_lazy("The level found before the course."),
    )  # fmt: skip


class EnrolForm(WhoForm, _Turn):
    """A place for one person or several; the view has looked up who they are."""

    most_people = MOST_PEOPLE
    field_order = ("who",)


class GroupChoiceForm(_Turn):
    """A place for the person whose record is open: on which group."""

    group = forms.ChoiceField(label=gettext_lazy("Group"))
    field_order = ("group",)

    def __init__(self, *args: Any, groups: Sequence[tuple[Activity, str]], **kwargs: Any) -> None:
        """Offer the groups, each with a line about it."""
        super().__init__(*args, **kwargs)
        self._groups = {str(each.pk): each for each, _line in groups}
        self.fields["group"].choices = [(str(each.pk), line) for each, line in groups]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Activity:
        """The group of a valid form."""
        return self._groups[self.cleaned_data["group"]]


class PlaceForm(OnceForm, VersionForm):
    """What becomes of a place; to give it up or to give it out of turn needs a reason."""

    why = forms.CharField(
        label=pgettext_lazy("of a place on a course", "Reason"), max_length=LONGEST_REASON, required=False,
        help_text=gettext_lazy("Nothing about health."),
    )  # fmt: skip

    def __init__(self, *args: Any, must_say_why: bool = False, **kwargs: Any) -> None:
        """Ask for the reason where one is needed."""
        super().__init__(*args, **kwargs)
        self.fields["why"].required = must_say_why
        self.fields["why"].error_messages["required"] = _("Write the reason.")


class MoveForm(PlaceForm):
    """To which group somebody moves."""

    to = forms.ChoiceField(label=gettext_lazy("To which group"))

    def __init__(self, *args: Any, groups: Sequence[tuple[Activity, str]], **kwargs: Any) -> None:
        """Offer the other groups of the course."""
        super().__init__(*args, **kwargs)
        self._groups = {str(each.pk): each for each, _line in groups}
        self.fields["to"].choices = [(str(each.pk), line) for each, line in groups]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Activity:
        """The group of a valid form."""
        return self._groups[self.cleaned_data["to"]]


class LevelForm(OnceForm, VersionForm):
    """The level that was found, and in which turn somebody waits."""

    level = forms.ChoiceField(label=gettext_lazy("Level check"), choices=LEVELS, required=False)
    priority = forms.TypedChoiceField(
        label=gettext_lazy("In which turn"), choices=Priority.choices, coerce=int, widget=forms.RadioSelect
    )
