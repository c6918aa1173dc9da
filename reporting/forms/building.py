"""What a report that is built from a frozen one says."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.submissions.once import OnceForm
from reporting.enums import Section

MOST_BESIDE = 4


class BuildForm(OnceForm):
    """What a report says: its sections, the earlier reports beside it, and whether to tell when it is there."""

    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Sections"), widget=forms.CheckboxSelectMultiple,
        initial=[section.value for section in Section if section is not Section.ANNEX],
    )  # fmt: skip
    beside = forms.MultipleChoiceField(
        label=gettext_lazy("Periods beside it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Their cumulative values stand in columns of their own. At most four."),
    )
    notice = forms.BooleanField(
        label=gettext_lazy("Tell me by e-mail when the files are ready"), required=False,
        help_text=gettext_lazy("The e-mail says only that; the files stay in the portal."),
    )  # fmt: skip

    def __init__(self, *args: Any, editions: Mapping[str, str], lists_people: bool, **kwargs: Any) -> None:
        """Offer the other frozen reports, and the annex to whoever may see the people behind the figures."""
        super().__init__(*args, **kwargs)
        offered = [each for each in Section.choices if lists_people or each[0] != Section.ANNEX]
        self.fields["sections"].choices = offered  # type: ignore[attr-defined]
        self.fields["beside"].choices = list(editions.items())  # type: ignore[attr-defined]
        if not editions:
            del self.fields["beside"]

    def clean_beside(self) -> list[str]:
        """Refuse more columns than a page holds."""
        chosen = self.cleaned_data["beside"]
        if len(chosen) > MOST_BESIDE:
            raise forms.ValidationError(_("Choose at most four."))
        return chosen
