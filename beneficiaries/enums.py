"""Choices about people: the words of the fund's dictionaries and of this product."""

from django.db import models
from django.utils.translation import gettext_lazy as _

LANGUAGES = {"pl": "polski", "uk": "українська", "be": "беларуская", "ru": "русский", "en": "English"}
"""Languages of contact by their own names; each is marked up as that language."""
SPECIAL_CITIZENSHIPS = {
    "XS": _("stateless"),
    "XU": _("undetermined"),
    "XE": _("an EU country"),
    "XT": _("a non-EU country"),
}
"""What stands for the code of a country where there is none."""


class Sex(models.TextChoices):
    """Asked because the EU monitoring data needs it; SM EFS knows two values (R48)."""

    WOMAN = "K", _("woman")
    MAN = "M", _("man")


class Answer(models.TextChoices):
    """Yes, no, or refused; blank is "not asked yet" (R52)."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    REFUSED = "refused", _("prefers not to say")


class Education(models.TextChoices):
    """Highest completed level at the start (D3)."""

    ISCED_0_2 = "isced-0-2", _("lower secondary or less (ISCED 0–2)")
    ISCED_3_4 = "isced-3-4", _("upper secondary or post-secondary (ISCED 3–4)")
    ISCED_5_8 = "isced-5-8", _("tertiary (ISCED 5–8)")


class LabourStatus(models.TextChoices):
    """Status on the labour market at the start (D5)."""

    UNEMPLOYED = "unemployed", _("unemployed")
    INACTIVE = "inactive", _("economically inactive")
    EMPLOYED = "employed", _("employed")


class LabourDetail(models.TextChoices):
    """The details of the status that rules ask about („w tym”); other wordings are kept as text."""

    LONG_TERM = "long-term", _("long-term unemployed")
    IN_EDUCATION = "in-education", _("in education or training")
    NOT_IN_EDUCATION = "not-in-education", _("not in education or training")
    PENSIONER = "pensioner", _("retired")
    SELF_EMPLOYED = "self-employed", _("self-employed")
    OTHER = "other", _("other")


class CitizenshipClass(models.TextChoices):
    """Class of the citizenships of a person (D1, R49)."""

    POLISH = "polish", _("Polish citizenship")
    EU = "eu", _("citizen of another EU country")
    THIRD_COUNTRY = "third-country", _("citizen of a non-EU country, stateless or undetermined")


class Eligibility(models.TextChoices):
    """How legal stay and residence are evidenced (contracts §3)."""

    NONE = "", _("not shown yet")
    ASSERTED = "asserted", _("asserted by the list of an organisation")
    SEEN = "seen", _("documents seen")


class AliasKind(models.TextChoices):
    """Why another spelling is kept."""

    OTHER_SPELLING = "other", _("other spelling")
    FORMER = "former", _("former name")
