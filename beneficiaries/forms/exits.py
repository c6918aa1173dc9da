"""The situation after leaving for several people at once: one answer, ticked people, each refused for a reason."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beneficiaries.forms.ending import NOT_LONGER, PLANNED, WHY_UNLIKELY, choices_of
from beneficiaries.models import Participation
from beneficiaries.queries.exits import last_day_of, version_of
from beneficiaries.rules.ending import (
    NOT_YET,
    PATH_THERE,
    SITUATION_THERE,
    why_not_filled,
    why_unlikely,
)
from portal.programmes.models import DictionaryEntry
from portal.submissions.once import OnceForm
from portal.ui.formatting import number

WHY = {
    **WHY_UNLIKELY,
    NOT_YET: gettext_lazy("The day of the end has not come yet."),
    SITUATION_THERE: gettext_lazy("The situation is written down; only whether the person left as planned is missing."),
    PATH_THERE: gettext_lazy("Leaving as planned is answered; only the situation is missing."),
}


class ExitsForm(OnceForm):
    """Which people get which answer; ``refused`` says of whom it is not taken, by the key of the row."""

    exit_situation = forms.ChoiceField(
        label=gettext_lazy("Situation after leaving"), required=False, validators=[NOT_LONGER],
        help_text=gettext_lazy("The same for all who are ticked. What is written down already stays as it is."),
    )  # fmt: skip
    path_completed = forms.ChoiceField(
        label=gettext_lazy("Left as planned"), choices=PLANNED, required=False,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )  # fmt: skip
    why = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, required=False,
        help_text=gettext_lazy("Needed for who left earlier than planned, and when the days for the result are over."),
    )  # fmt: skip
    people = forms.MultipleChoiceField(
        label=gettext_lazy("People"), widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Tick at least one person."),
            "invalid_choice": gettext_lazy(
                "Somebody changed one of the ticked people at the same moment. Look at the list and send again."
            ),
        },
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        people: Sequence[Participation],
        situations: Sequence[DictionaryEntry],
        day: Any,
        **kwargs: Any,
    ) -> None:
        """Offer the people of the page, each by the version in force that its reader sees (L5)."""
        super().__init__(*args, **kwargs)
        self._people = {str(version_of(each).pk): each for each in people}
        self._situations, self._day = situations, day
        self.fields["exit_situation"].choices = choices_of(situations)  # type: ignore[attr-defined]
        for name in ("exit_situation", "path_completed"):
            self.fields[name].is_needed = True  # type: ignore[attr-defined]
        self.refused: Mapping[str, str] = {}
        self.fields["people"].choices = [(key, each.number) for key, each in self._people.items()]  # type: ignore[attr-defined]

    @property
    def ticked(self) -> list[str]:
        """The keys that are ticked now."""
        return list(self["people"].value() or ())

    @property
    def chosen(self) -> list[Participation]:
        """Who is ticked, of a valid form."""
        return [self._people[key] for key in self.cleaned_data["people"]]

    def values(self) -> dict[str, Any]:
        """Return the answer, as the versions name it."""
        path = {"yes": True, "no": False}.get(self.cleaned_data["path_completed"])
        return {"exit_situation": self._situation(), "path_completed": path, "why": self.cleaned_data["why"]}

    def clean(self) -> None:
        """Ask for an answer and for a reason where one is needed; take the tick from whom the answer does not fit."""
        keys = self.cleaned_data.get("people") or []
        path = self.cleaned_data.get("path_completed")
        if not self._situation() and not path and not self.errors:
            self.add_error("exit_situation", _("Choose the situation, or say whether they left as planned."))
            return
        self._refuse(keys, has_path=bool(path))
        if self.cleaned_data.get("why") or "why" in self.errors:
            return
        if path == "no":
            self.add_error("why", _("Write the reason."))
        elif any(last_day_of(self._people[key]) < self._day for key in keys if key not in self.refused):
            self.add_error(
                "why", _("The days for the result are over for somebody: write how the situation was known.")
            )

    def _situation(self) -> str:
        return self.cleaned_data.get("exit_situation") or ""

    def _refuse(self, keys: Sequence[str], *, has_path: bool) -> None:
        reasons = {key: self._why_not(self._people[key], has_path=has_path) for key in keys}
        self.refused = {key: str(WHY[reason]) for key, reason in reasons.items() if reason}
        if self.refused:
            typed: QueryDict = self.data.copy()  # type: ignore[attr-defined]
            typed.setlist("people", [key for key in keys if key not in self.refused])
            self.data = typed
            self.add_error("people", _refused_in_words(len(self.refused), len(keys) - len(self.refused)))

    def _why_not(self, participation: Participation, *, has_path: bool) -> str:
        version, situation = version_of(participation), self._situation()
        assert version.end_on is not None  # noqa: S101 - only who ended is offered
        reason = why_not_filled(
            end_on=version.end_on, day=self._day, has_situation=bool(version.exit_situation),
            has_path=version.path_completed is not None, situation=bool(situation), path=has_path,
        )  # fmt: skip
        if reason or version.exit_situation:
            return reason
        code = next((each.code for each in self._situations if each.value == situation), "")
        over = last_day_of(participation) < self._day
        return why_unlikely(code, version.labour_status, version.labour_detail, is_window_over=over)


def _refused_in_words(left: int, taken: int) -> str:
    said = ngettext(
        "%(left)s person cannot take this answer; the reason stands in the row and the tick is gone.",
        "%(left)s people cannot take this answer; the reason stands in the row and the tick is gone.", left,
    )  # fmt: skip
    stay = ngettext("%(taken)s person stays ticked.", "%(taken)s people stay ticked.", taken)
    return (f"{said} {stay}" if taken else said) % {"left": number(left), "taken": number(taken)}
