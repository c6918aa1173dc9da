"""Fields for files: a photo taken on the spot, or files chosen, several at once."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from portal.uploads.accepting import CleanFile, accept_upload
from portal.uploads.limits import MAX_FILES, MAX_REQUEST_BYTES
from portal.uploads.reasons import Unfit
from portal.uploads.words import hint, sentence, too_large_together, too_many

ACCEPTED = "image/jpeg,image/png,image/heic,image/heif,application/pdf"
LONGEST_NAME_SHOWN = 60


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class CleanFilesField(forms.FileField):
    """Any number of files; the cleaned value is a list of ``CleanFile``, empty when nothing was sent."""

    def __init__(self, *, camera: bool = False, **kwargs: Any) -> None:
        """With ``camera`` a phone opens its camera at once instead of asking where the file is."""
        attrs = {"accept": "image/*", "capture": "environment"} if camera else {"accept": ACCEPTED}
        super().__init__(widget=_ManyFiles(attrs={"multiple": True, **attrs}), required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[CleanFile]:
        """Accept each file, or say of each that is refused why."""
        sent = [each for each in data or [] if isinstance(each, UploadedFile)]
        if len(sent) > MAX_FILES:
            raise forms.ValidationError(too_many())
        if sum(each.size or 0 for each in sent) > MAX_REQUEST_BYTES:
            raise forms.ValidationError(too_large_together())
        accepted, refused = [], []
        for each in sent:
            try:
                accepted.append(accept_upload(each))
            except Unfit as unfit:
                refused.append(_about(each, sentence(unfit.why), alone=len(sent) == 1))
        if refused:
            raise forms.ValidationError(refused)
        return accepted


class UploadForm(forms.Form):
    """The part of a form that takes files: ``{% include "components/upload.html" %}`` draws it.

    ``sent_bytes`` is the length of the request: what is far too large never arrives as a file.
    """

    photo = CleanFilesField(label=_("Take a photo"), camera=True)
    chosen = CleanFilesField(label=_("Choose files"))

    def __init__(self, *args: Any, sent_bytes: int = 0, **kwargs: Any) -> None:
        """Say what can be sent."""
        super().__init__(*args, **kwargs)
        self._sent_bytes = sent_bytes
        self.fields["chosen"].help_text = hint()

    def clean_chosen(self) -> list[CleanFile]:
        """Say that what was sent was too large to arrive."""
        if self._sent_bytes > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            raise forms.ValidationError(too_large_together())
        return self.cleaned_data["chosen"]

    @property
    def clean_uploads(self) -> Sequence[CleanFile]:
        """The files of a valid form, photos first."""
        return [*self.cleaned_data.get("photo", []), *self.cleaned_data.get("chosen", [])]

    @property
    def lost_files(self) -> bool:
        """Whether files have to be chosen again: a browser does not keep them with a form that comes back."""
        return self.is_bound and bool(self.files)


def _about(file: UploadedFile, said: str, *, alone: bool) -> str:
    name = (file.name or "")[:LONGEST_NAME_SHOWN]
    return said if alone or not name else f"„{name}”: {said}"
