"""What the product is made of: apps, middleware, templates, mail, log."""

from portal.settings.environment import PRODUCTION, ROOT, TRYOUT, VAR, env

PORTAL_PRODUCTION = PRODUCTION
PORTAL_TRYOUT = TRYOUT
PORTAL_TODAY = env.str("PORTAL_TODAY", default="") if TRYOUT else ""
PORTAL_VAR = VAR

INSTALLED_APPS = [
    "modeltranslation",
    "portal.accounts",
    "portal.crypto",
    "portal.audit",
    "portal.programmes",
    "portal.imports",
    "portal.jobs",
    "portal.messages",
    "portal.submissions",
    "portal.uploads",
    "portal.backups",
    "portal.oversight",
    "portal.datamap",
    "portal.retention",
    "portal.policy",
    "portal.operations",
    "portal.administration",
    "portal.front",
    "portal.worklist",
    "portal.own",
    "portal.ui",
    "beneficiaries",
    "cases",
    "services",
    "reporting",
    "reporting.smefs",
    "tryout",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "simple_history",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "portal.operations.middleware.log_requests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.ui.middleware.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.ui.languages.remember_language",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.middleware.session_limits",
    "portal.accounts.middleware.second_factor",
    "portal.accounts.middleware.language_of_user",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.ui.middleware.no_null_characters",
    "portal.jobs.middleware.job_news",
    "portal.policy.middleware.gate",
    "portal.audit.middleware.audit_reads",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "portal.accounts.middleware.attempt_limits",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "portal.ui.templatetags.components",
                "portal.ui.templatetags.charts",
                "portal.ui.templatetags.frames",
                "portal.submissions.templatetags.drafts",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.ui.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "portal.ui.forms.Renderer"

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "staticfiles"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if TRYOUT:  # straight from their folders: no step before the start
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    STATIC_ROOT = None  # type: ignore[assignment]
    WHITENOISE_USE_FINDERS = True

DEFAULT_FROM_EMAIL = env.str("PORTAL_MAIL_FROM", default="portal@localhost")
EMAIL_CONFIG = env.email_url("PORTAL_MAIL_URL", default="filemail:///" if TRYOUT else "smtp://localhost:25")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10  # seconds
if TRYOUT:
    EMAIL_FILE_PATH = VAR / "mail"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "portal.audit.logs.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # The lines of this logger name paths, and paths name people.
    "loggers": {
        "django.request": {"level": "CRITICAL", "handlers": ["console"], "propagate": False},
        "portal.requests": {"level": "INFO" if PRODUCTION else "WARNING"},
    },
    "root": {"handlers": ["console"], "level": env.str("PORTAL_LOG_LEVEL", default="WARNING")},
}
