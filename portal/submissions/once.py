"""A form that is sent twice acts once: double click, Back and again, two tabs, a retry after a timeout (L3)."""

import uuid
from collections.abc import Callable

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseRedirect

from portal.accounts.models import User
from portal.submissions.models import Submission
from portal.submissions.page_drafts import drop_sent

TOKEN = "submission"  # noqa: S105 - the name of a field


class OnceForm(forms.Form):
    """A form with a token of its own: hidden, new each time the form is opened, kept when it is shown again."""

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    @property
    def token(self) -> uuid.UUID:
        """The token that was sent; only of a valid form."""
        return self.cleaned_data[TOKEN]


def already_answered(request: HttpRequest) -> HttpResponseRedirect | None:
    """Return the answer of an earlier sending of the same form; ``None`` when there was none."""
    try:
        token = uuid.UUID(request.POST.get(TOKEN, ""))
    except ValueError:
        return None
    answer = Submission.objects.filter(token=token, account=_account(request)).values_list("answer", flat=True).first()
    return HttpResponseRedirect(answer) if answer else None


def once(request: HttpRequest, token: uuid.UUID, act: Callable[[], str]) -> HttpResponseRedirect:
    """Do ``act`` and lead to the address it returns; sent again, lead there without doing it again.

    The token, the act and the end of the draft (``page_drafts``) are one transaction: what ``act`` raises undoes all,
    and the same form may be sent once more. ``act`` must not answer a mistake by returning.
    """
    try:
        with transaction.atomic():
            sent = Submission.objects.create(token=token, account=_account(request))
            sent.answer = act()
            drop_sent(request)
            sent.save(update_fields=["answer"])
            return HttpResponseRedirect(sent.answer)
    except IntegrityError:
        first = already_answered(request)
        if first is None:
            raise
        return first


def _account(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
