"""What is written and sent on the pages of SM EFS."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.programmes.numbering import is_project_number
from portal.submissions.once import OnceForm
from reporting.forms.reports import PeriodForm
from reporting.smefs.enums import EXPLAIN_PREFIX, MAX_BYTES, SHORTEST_PASSPHRASE

LISTING = ".csv,.xlsx,text/csv"
WORKBOOK = ".xlsx"
LONGEST = 1000


class ExplainForm(OnceForm):
    """One explanation for each rule that failed and does not stop the file."""

    def __init__(self, *args: Any, rules: Mapping[str, str], **kwargs: Any) -> None:
        """Ask for ``rules``: rule → what the field is called."""
        super().__init__(*args, **kwargs)
        for rule, label in rules.items():
            self.fields[EXPLAIN_PREFIX + rule] = forms.CharField(
                label=label, max_length=LONGEST, min_length=3, widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": _("Write the explanation, or mend what the check found.")},
            )  # fmt: skip

    def explanations(self) -> dict[str, str]:
        """Return what a valid form says, by rule."""
        fields = (name for name in self.fields if name.startswith(EXPLAIN_PREFIX))
        return {name.removeprefix(EXPLAIN_PREFIX): self.cleaned_data[name] for name in fields}


class ProjectNumberForm(OnceForm):
    """The number of the grant agreement; ``seen`` is the one that stood there when the form was opened."""

    number = forms.CharField(
        label=gettext_lazy("Number of the project"), max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=gettext_lazy("As in the grant agreement, for example FEPM.05.15-IZ.00-0001/24."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ("number",)
    known_now = ""

    def clean_number(self) -> str:
        """Take the number without spaces; refuse what cannot be one."""
        number = "".join(self.cleaned_data["number"].split()).upper()
        if not is_project_number(number):
            raise forms.ValidationError(
                _("A number has letters without Polish marks, digits, full stops, hyphens and slashes.")
            )
        return number


class ReleaseForm(OnceForm):
    """A second person lets a file leave or refuses it; who made it alone says why nobody else decides."""

    decision = forms.ChoiceField(
        label=gettext_lazy("What you decide"), widget=forms.RadioSelect,
        choices=(("release", gettext_lazy("The file may leave")), ("refuse", gettext_lazy("The file may not leave"))),
        error_messages={"required": gettext_lazy("Choose whether the file may leave.")},
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, is_alone: bool, **kwargs: Any) -> None:
        """Ask for the reason alone where no second person decides."""
        super().__init__(*args, **kwargs)
        self.is_alone, field = is_alone, self.fields["reason"]
        if is_alone:
            del self.fields["decision"]
            field.label, field.required = _("Why nobody else releases the file"), True
            field.help_text = _("The data protection officer reads it. No names of people.")
        else:
            field.help_text = _("Needed for a refusal; whoever made the file reads it. No names of people.")

    def clean(self) -> None:
        """Ask for the reason of a refusal."""
        if self.cleaned_data.get("decision") == "refuse" and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Say why the file may not leave."))

    @property
    def is_released(self) -> bool:
        """Tell what a valid form decides."""
        return self.is_alone or self.cleaned_data["decision"] == "release"


class PassphraseForm(forms.Form):
    """The passphrase of the archive: typed twice, kept nowhere."""

    passphrase = forms.CharField(
        label=gettext_lazy("Passphrase for the archive"), min_length=SHORTEST_PASSPHRASE, max_length=200, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy(
            "At least 12 characters. The portal does not keep it: whoever forgets it makes the archive anew."
        ),
    )  # fmt: skip
    again = forms.CharField(
        label=gettext_lazy("The same passphrase again"), max_length=200, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def clean(self) -> None:
        """Refuse two different ones."""
        first, again = self.cleaned_data.get("passphrase"), self.cleaned_data.get("again")
        if first and again and first != again:
            self.add_error("again", _("The two passphrases differ."))


class ReturnedForm(OnceForm):
    """The listing that SM EFS gave back; ``sent_bytes`` is the length of the request, to tell too large from absent."""

    file = forms.FileField(
        label=gettext_lazy("Listing from SM EFS (.csv or .xlsx)"), widget=forms.FileInput(attrs={"accept": LISTING}),
        error_messages={"required": gettext_lazy("Choose the file of the listing.")},
    )  # fmt: skip
    field_order = ("file",)

    def __init__(self, *args: Any, sent_bytes: int = 0, **kwargs: Any) -> None:
        """Say so when the file was too large to be taken."""
        super().__init__(*args, **kwargs)
        if sent_bytes > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            self.fields["file"].error_messages["required"] = _too_large()

    def content(self) -> bytes:
        """Return the bytes of a valid form."""
        return _bytes(self.cleaned_data["file"])

    def clean_file(self) -> UploadedFile:
        """Refuse a file that is too large before it is read."""
        return _small(self.cleaned_data["file"])


class CompareForm(PeriodForm):
    """A listing, a claim or both; what is not sent is taken from the portal. ``sent_bytes`` as for a listing."""

    listing = forms.FileField(
        label=gettext_lazy("Listing of SM EFS (.csv or .xlsx)"), required=False,
        widget=forms.FileInput(attrs={"accept": LISTING}),
        help_text=gettext_lazy("It is checked and compared, and not kept."),
    )  # fmt: skip
    claim = forms.FileField(
        label=gettext_lazy("Payment claim (.xlsx)"), required=False, widget=forms.FileInput(attrs={"accept": WORKBOOK}),
        help_text=gettext_lazy("Without it the portal’s own table of indicators stands for the claim."),
    )  # fmt: skip
    field_order = ("listing", "claim", "od", "do")

    def __init__(self, *args: Any, sent_bytes: int = 0, **kwargs: Any) -> None:
        """Know whether something was too large to be taken."""
        super().__init__(*args, **kwargs)
        self.was_too_large = sent_bytes > settings.FILE_UPLOAD_MAX_MEMORY_SIZE

    def clean(self) -> None:
        """Ask for at least one file."""
        super().clean()
        if not self.errors and not self.cleaned_data.get("listing") and not self.cleaned_data.get("claim"):
            self.add_error("listing", _too_large() if self.was_too_large else _("Choose a listing, a claim or both."))

    def clean_listing(self) -> UploadedFile | None:
        """Refuse a file that is too large before it is read."""
        return _small(self.cleaned_data["listing"])

    def clean_claim(self) -> UploadedFile | None:
        """Refuse a file that is too large before it is read."""
        return _small(self.cleaned_data["claim"])

    def content(self, name: str) -> bytes | None:
        """Return the bytes of one file of a valid form, if it was sent."""
        sent = self.cleaned_data.get(name)
        return _bytes(sent) if sent else None


def _small(sent: Any) -> Any:
    if sent and sent.size > MAX_BYTES:
        raise forms.ValidationError(_too_large())
    return sent


def _too_large() -> str:
    return _("The file is larger than %(limit)s MB.") % {"limit": MAX_BYTES // 2**20}


def _bytes(sent: UploadedFile) -> bytes:
    sent.seek(0)
    return sent.read()
