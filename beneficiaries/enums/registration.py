"""Registrations, and what the staff decides about them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RegistrationState(models.TextChoices):
    """Where an application stands."""

    DRAFT = "draft", pgettext_lazy("application", "not sent yet")
    SENT = "sent", pgettext_lazy("application", "sent")
    ASKED = "asked", pgettext_lazy("application", "we asked a question")
    ACCEPTED = "accepted", pgettext_lazy("application", "accepted")
    LINKED = "linked", pgettext_lazy("application", "joined to known people")
    REFUSED = "refused", pgettext_lazy("application", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn")
    EXPIRED = "expired", pgettext_lazy("application", "expired")


class Relation(models.TextChoices):
    """Who somebody of an application is to the one who registers."""

    SELF = "self", pgettext_lazy("relation", "who registers")
    PARTNER = "partner", pgettext_lazy("relation", "husband, wife or partner")
    CHILD = "child", pgettext_lazy("relation", "child")
    RELATIVE = "relative", pgettext_lazy("relation", "another relative")


class StayGround(models.TextChoices):
    """On what ground somebody stays in Poland, in the words of the person (R99–R102)."""

    UKRAINE = "ukraine", _("PESEL UKR or another protection for people from Ukraine")
    TEMPORARY = "temporary", _("temporary residence card")
    PERMANENT = "permanent", _("permanent or long-term residence card")
    PROTECTION = "protection", _("refugee status, other protection or a consent to stay")
    VISA = "visa", _("visa or a stay without a visa")
    WAITING = "waiting", _("I wait for a decision")
    EU = "eu", _("I am a citizen of the European Union or of the family of one")
    OTHER = "other", _("something else, or I do not know")


class Need(models.TextChoices):
    """What somebody who registers wants help with first."""

    WORK = "work", _("Work and CV")
    POLISH = "polish", _("Learning Polish")
    SCHOOL = "school", _("School for my children")
    PAPERS = "papers", _("Papers for my stay and offices")
    HEALTH = "health", _("Doctor, health or disability")
    HOUSING = "housing", _("A place to live")
    PEOPLE = "people", _("Meeting people and getting to know Sopot")
    OTHER = "other", pgettext_lazy("need", "Something else")


class RefusalReason(models.TextChoices):
    """Why an application is refused; the person reads a neutral sentence, never this."""

    ELSEWHERE = "elsewhere", _("does not live in the area of the project")
    STAY = "stay", _("no legal stay, or none was shown")
    NOT_MEANT = "not-meant", _("does not belong to the people for whom the project is meant")
    TWICE = "twice", _("registered twice")
    SILENT = "silent", _("cannot be reached, or no longer wants to take part")
    NO_APPLICATION = "no-application", _("no real application: a test or an advertisement")
    OTHER = "other", pgettext_lazy("reason of a refusal", "another reason")


class ReadyQuestion(models.TextChoices):
    """Questions that are asked often; the person reads them in the language of the application."""

    ADDRESS = "address", _("Where do you live now? Write the street, the number and the town.")
    BIRTH_DATE = "birth-date", _("Please write the dates of birth of all people in the application once more.")
    CONTACT = "contact", _("How and when can we safely reach you?")
    STAY = "stay", _("On what ground do you stay in Poland, and until when is your document valid?")
    GUARDIAN = (
        "guardian",
        _("Who looks after the child in Poland: a parent, a guardian, or somebody appointed by a court?"),
    )
    VISIT = "visit", _("Please come to us with your documents. Which day and hour would suit you?")
