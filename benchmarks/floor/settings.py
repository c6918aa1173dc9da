"""The settings of the floor: the portal's database and key, and nothing else of it."""

from portal.settings.storage import DATABASES, SECRET_KEY

__all__ = ["DATABASES", "SECRET_KEY"]

ALLOWED_HOSTS = ["localhost"]
INSTALLED_APPS = [
    "django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "django.contrib.messages",
    "benchmarks.floor",
]  # fmt: skip
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware", "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware",
]  # fmt: skip
ROOT_URLCONF = "benchmarks.floor.views"
WSGI_APPLICATION = "benchmarks.floor.wsgi.application"
AUTH_USER_MODEL = "floor.Account"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
LANGUAGE_CODE = "pl"
USE_TZ = True
LOGGING_CONFIG = None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PAGE = """{% load i18n %}<!doctype html><html lang="{{ LANGUAGE_CODE }}"><head><title>{% translate "People" %}</title>
</head><body><p>{{ request.user.name }}</p><form method="post">{% csrf_token %}{{ form.as_div }}</form><table>
{% for row in rows %}<tr><td>
<a href="/record/{{ row.number }}">{{ row.person.surname }} {{ row.person.given_names }}</a>
</td><td>{{ row.number }}</td><td>{{ row.person.sex }}</td><td>{{ row.person.birth_date|date:"SHORT_DATE_FORMAT" }}</td>
</tr>{% empty %}<tr><td>{% translate "None" %}</td></tr>{% endfor %}</table>
<ul>{% for each in support %}<li>{{ each.delivered_on|date:"SHORT_DATE_FORMAT" }} {{ each.hours }}</li>{% endfor %}</ul>
<a href="?after={{ last }}">{% translate "Next" %}</a></body></html>"""
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [("django.template.loaders.locmem.Loader", {"page.html": PAGE})],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
                "django.template.context_processors.i18n", "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]  # fmt: skip
