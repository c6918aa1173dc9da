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


class EnrolForm(_Turn):
    """A place for one person or several; the view has looked up who they are."""

    who = forms.CharField(
        label=gettext_lazy("Find a person"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("Name in any script, number, PESEL or phone."),
    )  # fmt: skip
    field_order = ("who",)

    def __init__(self, *args: Any, people: int = 0, unknown: Sequence[str] = (), **kwargs: Any) -> None:
        """Take how many people are chosen, and the numbers behind which there is nobody to choose."""
        super().__init__(*args, **kwargs)
        self._people, self._unknown = people, unknown

    def clean_who(self) -> str:
        """Refuse nobody, too many, and numbers of nobody; unknown and out of reach are told alike (S6)."""
        if self._unknown:
            words = _("There is no person with this number: %(numbers)s.")
            raise forms.ValidationError(words % {"numbers": ", ".join(self._unknown)})
        if not self._people:
            raise forms.ValidationError(_("Choose at least one person."))
        if self._people > MOST_PEOPLE:
            raise forms.ValidationError(_("At most %(most)s people at once.") % {"most": MOST_PEOPLE})
        return ""


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
