"""Five languages, each a first language."""

from portal.settings.environment import ROOT

LANGUAGES = [
    ("pl", "polski"),
    ("uk", "українська"),
    ("be", "беларуская"),
    ("ru", "русский"),
    ("en", "English"),
]
LANGUAGE_CODE = "pl"
LOCALE_PATHS = [ROOT / "locale", ROOT / "locale" / "framework"]
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Warsaw"
USE_THOUSAND_SEPARATOR = True

MODELTRANSLATION_DEFAULT_LANGUAGE = "pl"
MODELTRANSLATION_LANGUAGES = tuple(code for code, _ in LANGUAGES)
MODELTRANSLATION_FALLBACK_LANGUAGES = ("pl", "en")
