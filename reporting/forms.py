"""What is chosen on the pages of figures: a period by its two days."""

import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EARLIEST, LATEST = datetime.date(1990, 1, 1), datetime.date(2100, 1, 1)


class PeriodForm(forms.Form):
    """Two days, both included."""

    od = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    do = forms.DateField(label=gettext_lazy("To"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> None:
        """Refuse a period that ends before it starts, or days no project knows."""
        first, last = self.cleaned_data.get("od"), self.cleaned_data.get("do")
        for name, day in (("od", first), ("do", last)):
            if day and not EARLIEST <= day <= LATEST:
                self.add_error(name, _("This year cannot be right."))
        if first and last and last < first:
            self.add_error("do", _("The period ends before it starts."))
