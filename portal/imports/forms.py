"""The list that somebody sends."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.imports.workbook import MAX_FILE_BYTES, ListFile
from portal.submissions.once import OnceForm
from portal.workbooks import CONTENT_TYPE

ACCEPTED = f".xlsx,{CONTENT_TYPE}"
MEGABYTE = 2**20


class ListForm(OnceForm):
    """A participants workbook; ``sent_bytes`` is the length of the request, to tell too large from absent."""

    file = forms.FileField(
        label=gettext_lazy("List of participants (.xlsx)"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"required": gettext_lazy("Choose the file of the list.")},
    )

    field_order = ("file",)

    def __init__(self, *args: Any, sent_bytes: int = 0, **kwargs: Any) -> None:
        """Say how large a file may be."""
        super().__init__(*args, **kwargs)
        self.sent_bytes = sent_bytes
        self.fields["file"].help_text = _(
            "An Excel workbook of at most %(limit)s MB, saved as values, without formulas."
        ) % {"limit": MAX_FILE_BYTES // MEGABYTE}
        if sent_bytes > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            self.fields["file"].error_messages["required"] = _("The file is larger than %(limit)s MB.") % {
                "limit": MAX_FILE_BYTES // MEGABYTE
            }

    def list_file(self) -> ListFile:
        """Return the file of a valid form."""
        sent: UploadedFile = self.cleaned_data["file"]
        return ListFile(sent.name or "", sent.read())
