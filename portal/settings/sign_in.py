"""How accounts sign in: password or passkey, second factor, limits (S14–S19)."""

from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import PRODUCTION, env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["portal.accounts.backends.AccountBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "account_login"

# Real work is never done with a password alone: only the try-out can choose.
_second_factor = env.str("PORTAL_SECOND_FACTOR", default="required" if PRODUCTION else "optional")
if _second_factor not in ("required", "optional"):
    raise ImproperlyConfigured("PORTAL_SECOND_FACTOR is “required” or “optional”.")
if PRODUCTION and _second_factor != "required":
    raise ImproperlyConfigured("PORTAL_SECOND_FACTOR can be “optional” in the try-out only.")
PORTAL_SECOND_FACTOR_REQUIRED = _second_factor == "required"

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "portal.accounts.adapters.ClosedAccountAdapter"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "portal.accounts.tokens.PasswordLinks"  # noqa: S105 - the name of a class
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
# The library counts attempts in the cache, which a restart or a flush empties. portal.accounts.limits counts instead.
ACCOUNT_RATE_LIMITS = False

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "portal.accounts.adapters.SealedMFAAdapter"
MFA_TOTP_TOLERANCE = 0
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RATE_LIMITS = False
MFA_FORMS = {
    "authenticate": "portal.accounts.factor_forms.CodeForm",
    "reauthenticate": "portal.accounts.factor_forms.CodeAgainForm",
    "activate_totp": "portal.accounts.factor_forms.TurnOnAppForm",
    "add_webauthn": "portal.accounts.factor_forms.AddPasskeyForm",
    "edit_webauthn": "portal.accounts.factor_forms.NamePasskeyForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PORTAL_TRUSTED_PROXIES", default=0)
USERSESSIONS_TRACK_ACTIVITY = False
