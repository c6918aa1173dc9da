"""Who may know of a person: the questions of its page. Every decision says why (S26, S27)."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.forms.number import NumberField
from beneficiaries.queries.protection import Colleague
from beneficiaries.rules.protection import is_held_by_one
from portal.accounts.models import User
from portal.submissions.once import OnceForm

LONGEST_REASON = 1000


class ReasonForm(OnceForm):
    """Why; the words are sealed."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It is sealed. Only those who may protect this person read it."),
    )  # fmt: skip


class ConflictForm(ReasonForm):
    """Whom somebody knows, by number."""

    field_order = ("submission", "number", "reason")
    number = NumberField()


class AccountForm(ReasonForm):
    """Which account, and why."""

    field_order = ("submission", "account", "reason")
    account = forms.ChoiceField(label=gettext_lazy("Account"))

    def __init__(self, *args: Any, colleagues: Sequence[Colleague], **kwargs: Any) -> None:
        """Offer these accounts, each with the organisations it works for."""
        super().__init__(*args, **kwargs)
        self._users = {str(each.user.pk): each.user for each in colleagues}
        self.fields["account"].choices = [("", "–"), *choices_of(colleagues)]  # type: ignore[attr-defined]

    @property
    def user(self) -> User:
        """The account of a valid form."""
        return self._users[self.cleaned_data["account"]]


class ConcealForm(ReasonForm):
    """Who will know of a confidential person: at least two, or why only one."""

    field_order = ("submission", "accounts", "why_one", "reason")
    accounts = forms.MultipleChoiceField(
        label=gettext_lazy("Who may know of this person"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "At least two, so that somebody can always help. For everybody else the person is not there, and "
            "nobody else stays in charge."
        ),
    )  # fmt: skip
    why_one = forms.CharField(
        label=gettext_lazy("Why only one account"), max_length=300, required=False,
        help_text=gettext_lazy("Needed when only one account is chosen."),
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: Sequence[Colleague], **kwargs: Any) -> None:
        """Offer the accounts that could open the record."""
        super().__init__(*args, **kwargs)
        self._users = {str(each.user.pk): each.user for each in colleagues}
        self.fields["accounts"].choices = choices_of(colleagues)  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Ask why only one is named."""
        chosen = self.cleaned_data.get("accounts", [])
        if chosen and is_held_by_one([int(key) for key in chosen]) and not self.cleaned_data.get("why_one"):
            self.add_error("why_one", _("Choose a second account, or write why one is enough."))

    @property
    def users(self) -> list[User]:
        """The accounts of a valid form."""
        return [self._users[key] for key in self.cleaned_data["accounts"]]

    @property
    def words(self) -> str:
        """The reason of a valid form, with the one why only one is named."""
        return "\n".join(part for part in (self.cleaned_data["reason"], self.cleaned_data["why_one"]) if part)


def choices_of(colleagues: Sequence[Colleague]) -> list[tuple[str, str]]:
    """Return accounts as a field offers them: name and organisations, so that namesakes are told apart."""
    return [(str(each.user.pk), f"{each.user.name} ({each.organisations})") for each in colleagues]
