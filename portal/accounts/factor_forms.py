"""The forms of the second factor, in the words of the portal."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.once import accept_once

DIGITS = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false", "maxlength": "20"}
NAME = {"autocomplete": "off", "maxlength": "60"}


class _Once:
    """Takes a code of the app once for all processes, and a recovery code once; asks no cache."""

    user: Any
    cleaned_data: dict[str, Any]
    authenticator: Authenticator

    def clean_code(self) -> str:
        """Find the factor that the code belongs to; raises ``ValidationError`` when there is none."""
        code = self.cleaned_data["code"]
        found = Authenticator.objects.filter(user=self.user).exclude(type=Authenticator.Type.WEBAUTHN)
        manual = sorted(found, key=lambda each: each.type != Authenticator.Type.TOTP)
        for authenticator in manual:
            is_app = authenticator.type == Authenticator.Type.TOTP
            if accept_once(authenticator, code) if is_app else _spent(authenticator, code):
                authenticator.user = self.user
                self.authenticator = authenticator
                return code
        for authenticator in manual[:1]:
            self._emit_authentication_failed(authenticator)  # type: ignore[attr-defined]
        raise get_adapter().validation_error("incorrect_code")


def _spent(authenticator: Authenticator, code: str) -> bool:
    """Use a recovery code; of two processes that bring the same one at once the second waits and is refused."""
    with transaction.atomic():
        return Authenticator.objects.select_for_update().get(pk=authenticator.pk).wrap().validate_code(code)


class CodeForm(_Once, AuthenticateForm):
    """The second step of signing in."""

    code = forms.CharField(label=_("Code from the app, or a recovery code"), widget=forms.TextInput(attrs=DIGITS))


class CodeAgainForm(_Once, ReauthenticateForm):
    """A code before a sensitive act."""

    code = forms.CharField(label=_("Code from the app, or a recovery code"), widget=forms.TextInput(attrs=DIGITS))


class TurnOnAppForm(ActivateTOTPForm):
    """The first code of a new authenticator app."""

    code = forms.CharField(label=_("Six digits from the app"), widget=forms.TextInput(attrs=DIGITS))


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey: what it is called, and whether it also stands in for the password."""

    name = forms.CharField(
        label=pgettext_lazy("of a passkey", "Name"), required=False, widget=forms.TextInput(attrs=NAME),
        help_text=_("So that you know it again, for example: work laptop."),
    )  # fmt: skip
    passwordless = forms.BooleanField(
        label=_("Sign in with it instead of the password"), required=False, initial=True,
        help_text=_("It then asks for your finger, your face or its PIN. Clear this for a plain security key."),
    )  # fmt: skip

    field_order = ("name", "passwordless")


class NamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=pgettext_lazy("of a passkey", "Name"), widget=forms.TextInput(attrs=NAME))
