"""The second half of a page of correction: an entry is taken back with a reason, and its history stays."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.submissions.conflicts import VersionForm
from portal.submissions.once import OnceForm

PREFIX = "back"


class TakeBackForm(OnceForm, VersionForm):
    """Why an entry is taken back."""

    why = forms.CharField(label=_("Reason for taking it back"), max_length=300)
