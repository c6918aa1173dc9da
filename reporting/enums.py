"""Choices of reports and of indicators."""

from django.db import models
from django.utils.translation import gettext_lazy as _

FILES = "report-files"
"""The kind of job that makes the files of an edition."""


class FileKind(models.TextChoices):
    """The files of an edition."""

    PDF = "pdf", "PDF"
    XLSX = "xlsx", "XLSX"


class Whom(models.TextChoices):
    """Whom an indicator counts. The portal has facts of participants alone (``RECORDED``)."""

    PARTICIPANTS = "participants", _("people who take part")
    TRAINED_STAFF = "trained-staff", _("staff who were trained")
    INSTITUTIONS = "institutions", _("institutions")
    VISITORS = "visitors", _("visitors of open events")
    PRODUCTS = "products", _("products, such as handbooks or programmes of classes")


RECORDED = (Whom.PARTICIPANTS,)
"""Whom somebody can count today: for the others no facts are recorded, and none are made up."""


class When(models.TextChoices):
    """When somebody counts: the day that decides about the period."""

    ENROLLED = "enrolled", _("when participation starts")
    FIRST_SUPPORT = "first-support", _("when support of the chosen kinds is given for the first time")
    ANY_SUPPORT = "any-support", _("in every period in which support of the chosen kinds is given")
    FINDING = "finding", _("when the finding at exit is made within the result window")
    LEFT = "left", _("when participation ends")
    JOB = "job", _("when work starts within the result window")
    JOB_SEARCH = "job-search", _("when looking for work starts within the result window")
    EDUCATION = "education", _("when education or training starts within the result window")
    QUALIFICATION = "qualification", _("when a qualification is gained within the result window")
