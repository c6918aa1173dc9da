"""An entry of the log of hours, and the norm."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.clock import today
from portal.submissions.once import OnceForm

MOST_A_DAY, MOST_A_MONTH, LONGEST = 16, 300, 200
SHORTEST = Decimal("0.25")
HOURS = {"inputmode": "decimal", "class": "w-xs"}


class WorkForm(OnceForm):
    """What was done on a day."""

    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d")
    )
    hours = forms.DecimalField(
        label=pgettext_lazy("of work", "Hours"), localize=True, min_value=SHORTEST, max_value=MOST_A_DAY,
        decimal_places=2, widget=forms.TextInput(attrs=HOURS),
    )  # fmt: skip
    what = forms.CharField(
        label=gettext_lazy("What you did"), max_length=LONGEST,
        help_text=gettext_lazy(
            "Training, office, preparing. No names of participants. Support and classes count by themselves."
        ),
    )  # fmt: skip

    def clean_day(self):  # noqa: ANN201
        """Refuse a day that has not come yet."""
        if self.cleaned_data["day"] > today():
            raise forms.ValidationError(_("This day has not come yet."))
        return self.cleaned_data["day"]


class NormForm(OnceForm):
    """How many hours a month were agreed."""

    monthly_hours = forms.DecimalField(
        label=gettext_lazy("Hours a month"), required=False, localize=True, min_value=1, max_value=MOST_A_MONTH,
        decimal_places=2, widget=forms.TextInput(attrs=HOURS),
        help_text=gettext_lazy("As agreed for the internship or volunteering, for example 48. Blank: no log."),
    )  # fmt: skip
