"""What is declared about a participation, and how it is evidenced."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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


YES_OR_NO = [choice for choice in Answer.choices if choice[0] != Answer.REFUSED]
"""What may be answered where SM EFS takes no refusal: about homelessness (D8, R52)."""


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


class Criterion(models.TextChoices):
    """What somebody must show before the first support counts; a grant project names its own (R99)."""

    LEGAL_STAY = "legal-stay", _("Legal stay")
    RESIDENCE = "residence", _("Lives in the area of the project")
    TARGET_GROUP = "target-group", _("Belongs to the target group")


class CheckOutcome(models.TextChoices):
    """What came of a check."""

    MET = "met", pgettext_lazy("eligibility", "shown")
    NOT_MET = "not-met", pgettext_lazy("eligibility", "not fulfilled")


class Evidence(models.TextChoices):
    """What was looked at (R88, R100–R101); which of them fit a criterion: ``beneficiaries/rules/eligibility.py``."""

    RESIDENCE_CARD = "residence-card", _("Residence card")
    PESEL_UKR = "pesel-ukr", _("Confirmation of PESEL with the status UKR")
    DIIA_PL = "diia", _("Diia.pl")
    VISA = "visa", _("Visa")
    PASSPORT = "passport", _("Passport")
    FILED = "filed", _("Stamp or certificate that an application was filed")
    DECISION = "decision", _("Decision of an office")
    EU_REGISTRATION = "eu-registration", _("Registration of stay of an EU citizen")
    ADDRESS_REGISTRATION = "address", _("Confirmation of a registered address")
    LEASE = "lease", _("Lease or another contract of a home")
    LETTER = "letter", _("Bill or letter with name and address")
    SCHOOL = "school", _("School certificate")
    STATEMENT = "statement", _("Written statement of the person")
    OTHER = "other", _("Another document")
