"""Why a file was not taken, in one sentence that says what to do."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ui.formatting import number
from portal.uploads.limits import MAX_FILE_BYTES, MAX_FILES, MAX_PAGES, MAX_REQUEST_BYTES, MEGABYTE
from portal.uploads.reasons import Why

SENTENCES = {
    Why.EMPTY: gettext_lazy("The file is empty. Choose it again."),
    Why.TOO_LARGE: gettext_lazy("The file is larger than %(megabytes)s MB. Take a photo of it or send fewer pages."),
    Why.KIND: gettext_lazy("Only PDF, JPEG, PNG and HEIC files are taken. Take a photo of the document instead."),
    Why.NAME: gettext_lazy("The name of the file does not fit what is in it. Take a photo of the document instead."),
    Why.DAMAGED: gettext_lazy("The file cannot be read to its end. Save it once more or take a photo."),
    Why.PIXELS: gettext_lazy("The picture has too many points. Take it with a lower resolution."),
    Why.PAGES: gettext_lazy("The file has more than %(pages)s pages. Send only those that are needed."),
    Why.LOCKED: gettext_lazy("The file is locked with a password. Save it without one or take a photo."),
    Why.TOO_COSTLY: gettext_lazy("The file takes too long to read. Take a photo of the document instead."),
    Why.INFECTED: gettext_lazy("The scanner found malicious software in the file. Nothing was kept."),
    Why.NOT_SCANNED: gettext_lazy("The scanner for malicious software does not answer. Try again in a few minutes."),
    Why.OWNER_FULL: gettext_lazy("No more files can be kept about this person. Withdraw those that are not needed."),
    Why.ALL_FULL: gettext_lazy("There is no room for more files. Tell the administrator of the portal."),
}


def sentence(why: Why) -> str:
    """Return what is told."""
    numbers = {"megabytes": number(MAX_FILE_BYTES // MEGABYTE), "pages": number(MAX_PAGES)}
    return str(SENTENCES[why]) % numbers


def hint() -> str:
    """Say what can be sent."""
    limits = {
        "files": number(MAX_FILES), "megabytes": number(MAX_FILE_BYTES // MEGABYTE),
        "together": number(MAX_REQUEST_BYTES // MEGABYTE),
    }  # fmt: skip
    return _("PDF, JPEG, PNG or HEIC: up to %(files)s files of %(megabytes)s MB, %(together)s MB together.") % limits


def too_large_together() -> str:
    """Say that what was sent at once is too much."""
    limit = {"megabytes": number(MAX_REQUEST_BYTES // MEGABYTE)}
    return _("The files together are larger than %(megabytes)s MB. Send them in two parts.") % limit


def too_many() -> str:
    """Say that too many files were sent at once."""
    return _("Send at most %(files)s files at once.") % {"files": number(MAX_FILES)}
