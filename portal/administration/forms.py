"""Forms about colleagues: each lists its fields, and offers only what the asker may choose (S11, S12)."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.terms import latest_last_day
from portal.administration.places import Place, name_of, planned
from portal.administration.rights import STAFF
from portal.caseload import Caseload
from portal.clock import today
from portal.submissions.once import OnceForm
from portal.ui.formatting import long_date

LONGEST_NAME, LONGEST_EMAIL, LONGEST_SEARCH = 200, 254, 100
MOST_ROLES = 4
ALL, NOBODY = "all", "nobody"
AT_ONCE, ON_DAY = "now", "day"


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """Return a field for a near day."""
    widget = forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **kwargs)


class SearchForm(forms.Form):
    """A name or an address."""

    q = forms.CharField(label=gettext_lazy("Name or e-mail"), max_length=LONGEST_SEARCH, required=False)

    def clean_q(self) -> str:
        """Return the words with single spaces."""
        return " ".join(self.cleaned_data["q"].split())


class RoleFilter(forms.Form):
    """The role to which the list is narrowed."""

    rola = forms.ChoiceField(
        label=gettext_lazy("Role"), required=False,
        choices=[("", gettext_lazy("all")), *((role.value, role.label) for role in STAFF)],
    )  # fmt: skip


class LastDayMixin(forms.Form):
    """A last day within what the rules allow (S9)."""

    def limit_last_day(self) -> None:
        """Offer the latest day and say so."""
        latest = latest_last_day(today())
        self.fields["ends_on"].initial = latest
        self.fields["ends_on"].help_text = _(
            "The latest day is %(day)s; if the contract ends earlier, enter its last day. It can be made longer later."
        ) % {"day": long_date(latest)}

    def clean_ends_on(self) -> datetime.date:
        """Refuse days that have passed or are too far away."""
        day, latest = self.cleaned_data["ends_on"], latest_last_day(today())
        if day < today():
            raise ValidationError(_("This day has passed."))
        if day > latest:
            raise ValidationError(_("Choose %(day)s or an earlier day.") % {"day": long_date(latest)})
        return day


class PlanForm(OnceForm, LastDayMixin):
    """Roles that are about to be given. They are saved only as they were when their effect was shown.

    ``seen`` says which roles that were; the page shows the effect and sends it back.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)
    ends_on = day_field(gettext_lazy("Last day"))
    rows = 1

    def __init__(self, *args: Any, places: Sequence[Place], **kwargs: Any) -> None:
        """Offer the roles of the staff, for organisations within reach."""
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in places}
        several = len({place.grant_project_id for place in places}) > 1
        for number in range(self.rows):
            self._add_row(number, several)
        self.limit_last_day()

    @property
    def role_rows(self) -> list[tuple[BoundField, BoundField]]:
        """The pairs of fields: which role, for whom."""
        return [(self[f"role_{number}"], self[f"place_{number}"]) for number in range(self.rows)]

    @property
    def plan(self) -> list[tuple[Role, Place]]:
        """The chosen roles; only of a valid form."""
        return self.cleaned_data["plan"]

    @property
    def memberships(self) -> list:
        """The chosen roles as they would be held."""
        return [planned(role, place) for role, place in self.plan]

    @property
    def is_seen(self) -> bool:
        """Whether the effect of exactly these roles was on the page that was sent."""
        return self.cleaned_data.get("seen") == self._signature()

    def mark_seen(self) -> None:
        """Let the page that comes back say that it shows the effect of these roles."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["seen"] = self._signature()  # type: ignore[index]

    def clean(self) -> None:
        """Pair roles with organisations."""
        found = list(dict.fromkeys(self._pairs()))
        if not found and not self.errors:
            self.add_error("role_0", _("Choose a role."))
        self.cleaned_data["plan"] = found

    def _add_row(self, number: int, several: bool) -> None:
        needed = number == 0
        blank = [("", _("choose"))] if needed else [("", _("none"))]
        roles = [(role.value, role.label) for role in STAFF]
        places = [(key, name_of(place, several_projects=several)) for key, place in self.places.items()]
        self.fields[f"role_{number}"] = forms.ChoiceField(label=_("Role"), choices=[*blank, *roles], required=needed)
        self.fields[f"place_{number}"] = forms.ChoiceField(
            label=_("For whom"), choices=[("", _("choose")), *places], required=needed
        )

    def _pairs(self) -> Iterator[tuple[Role, Place]]:
        for number in range(self.rows):
            role = self.cleaned_data.get(f"role_{number}", "")
            place = self.cleaned_data.get(f"place_{number}", "")
            if role and place:
                yield Role(role), self.places[place]
            elif role and f"place_{number}" not in self.errors:
                self.add_error(f"place_{number}", _("Choose for whom."))
            elif place and f"role_{number}" not in self.errors:
                self.add_error(f"role_{number}", _("Choose a role."))

    def _signature(self) -> str:
        return " ".join(sorted(f"{role.value}:{place.pk}" for role, place in self.plan))


class InviteForm(PlanForm):
    """Somebody new: who, where the link goes, in which language, with which roles."""

    rows = MOST_ROLES
    name = forms.CharField(label=gettext_lazy("Name and surname"), max_length=LONGEST_NAME)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), max_length=LONGEST_EMAIL,
        help_text=gettext_lazy("The person’s own address: one address is one person, never a shared mailbox."),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language of the mail and the pages"), choices=settings.LANGUAGES)

    @property
    def has_more(self) -> bool:
        """Whether anything is chosen beyond the first role, so that the rest must not be folded away."""
        return any(
            self[name].value() for name in self.fields if name.startswith(("role_", "place_")) and name[-1] != "0"
        )

    def clean_name(self) -> str:
        """Return the name with single spaces."""
        return " ".join(self.cleaned_data["name"].split())


class RoleForm(PlanForm):
    """One more role."""


class LastDayForm(OnceForm, LastDayMixin):
    """Another last day of a role."""

    ends_on = day_field(gettext_lazy("Last day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say how far it may go."""
        super().__init__(*args, **kwargs)
        self.limit_last_day()


class EndForm(OnceForm):
    """The end of access: when, and who takes over each caseload."""

    when = forms.ChoiceField(
        label=gettext_lazy("When"), initial=AT_ONCE, widget=forms.RadioSelect,
        choices=[
            (AT_ONCE, gettext_lazy("At once: every session ends, running work stops")),
            (ON_DAY, gettext_lazy("After a last day")),
        ],
    )  # fmt: skip
    last_day = day_field(gettext_lazy("Last day, if not at once"), required=False)

    def __init__(self, *args: Any, loads: Sequence[tuple[Caseload, Sequence[User]]], **kwargs: Any) -> None:
        """Ask for each caseload who takes over."""
        super().__init__(*args, **kwargs)
        self.loads = {f"load_{number}": (load, able) for number, (load, able) in enumerate(loads)}
        for name, (load, able) in self.loads.items():
            self.fields[name] = self._field(load, able)

    @property
    def load_fields(self) -> list[BoundField]:
        """The questions who takes over."""
        return [self[name] for name in self.loads]

    @property
    def day(self) -> datetime.date:
        """The last day; yesterday when access ends at once. Only of a valid form."""
        if self.cleaned_data["when"] == AT_ONCE:
            return today() - datetime.timedelta(days=1)
        return self.cleaned_data["last_day"]

    def takers(self) -> Iterator[tuple[Caseload, list[User]]]:
        """Yield each caseload that changes hands with those who take over."""
        for name, (load, able) in self.loads.items():
            chosen = self.cleaned_data[name]
            taking = [each for each in able if chosen in (ALL, str(each.pk))]
            if taking:
                yield load, taking

    def clean(self) -> None:
        """Ask for the day where one is needed."""
        if self.cleaned_data.get("when") != ON_DAY or "last_day" in self.errors:
            return
        day = self.cleaned_data.get("last_day")
        if day is None:
            self.add_error("last_day", _("Enter the last day."))
        elif not today() <= day <= latest_last_day(today()):
            text = _("Enter today or a later day, up to %(day)s at most.") % {
                "day": long_date(latest_last_day(today()))
            }
            self.add_error("last_day", text)

    def _field(self, load: Caseload, able: Sequence[User]) -> forms.ChoiceField:
        choices = [(str(each.pk), each.name) for each in able]
        if len(able) > 1:
            choices = [(ALL, _("All colleagues, evenly")), *choices]
        body = load.organisation.short_name or load.organisation.name
        return forms.ChoiceField(
            label=_("Who takes over the people in this person’s care: %(people)s (%(organisation)s)")
            % {"people": load.people, "organisation": body},
            choices=[*choices, (NOBODY, _("Nobody yet: the coordinator decides"))],
            widget=forms.RadioSelect,
        )


class ConfirmForm(OnceForm, LastDayMixin):
    """Those who still work here, and until when."""

    members = forms.MultipleChoiceField(
        label=gettext_lazy("Who still works here"),
        error_messages={"required": gettext_lazy("Tick at least one person.")},
    )
    ends_on = day_field(gettext_lazy("Works here until"))

    def __init__(self, *args: Any, keys: Sequence[str], **kwargs: Any) -> None:
        """Offer the roles on the page that are not the asker's own."""
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]
        self.limit_last_day()

    @property
    def ticked(self) -> list[str]:
        """What is ticked on the page."""
        return [str(key) for key in self["members"].value() or []]
