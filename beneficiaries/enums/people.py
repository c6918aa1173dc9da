"""Names, documents, families, and how a person is reached."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LANGUAGES = {"pl": "polski", "uk": "українська", "be": "беларуская", "ru": "русский", "en": "English"}
"""Languages of contact by their own names; each is marked up as that language."""


class AliasKind(models.TextChoices):
    """Why another spelling is kept."""

    OTHER_SPELLING = "other", _("other spelling")
    FORMER = "former", _("former name")


class DocumentKind(models.TextChoices):
    """What a person shows (R100–R101); what law says of each kind is data of the entry, not code."""

    RESIDENCE_CARD = "residence-card", _("Residence card")
    PASSPORT = "passport", _("Passport")
    VISA = "visa", _("Visa")
    PESEL_CONFIRMATION = "pesel", _("Confirmation of PESEL")
    DIIA_PL = "diia", _("Diia.pl")
    WORK_PERMIT = "work-permit", _("Work permit or declaration of work")
    SCHOOL_CERTIFICATE = "school", _("School certificate")
    CONSENT = "consent", _("Consent form")
    REPRESENTATION = "representation", _("Power of attorney or guardian’s decision")
    OTHER = "other", _("Another document")


class DocumentState(models.TextChoices):
    """What became of an entry about a document."""

    IN_USE = "", _("in use")
    REPLACED = "replaced", _("replaced")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ContactWay(models.TextChoices):
    """How a person may be reached (S24)."""

    NOT_ASKED = "", _("not asked yet")
    CALL = "call", _("calls and messages")
    MESSAGE = "message", _("messages only")
    NEVER = "never", _("do not contact")


class FamilyRole(models.TextChoices):
    """As what somebody lives in a household; it says nothing about kinship or custody."""

    ADULT = "adult", pgettext_lazy("in a family", "adult")
    CHILD = "child", pgettext_lazy("in a family", "child")
    OTHER = "other", pgettext_lazy("in a family", "somebody else")


class GuardianKind(models.TextChoices):
    """By what right somebody stands for a child (R86)."""

    PARENT = "parent", _("parent")
    LEGAL = "legal", _("legal guardian")
    TEMPORARY = "temporary", _("temporary guardian appointed by a court")
    CARER = "carer", _("another carer of the child")


class Channel(models.TextChoices):
    """A way on which something may reach a person (S24)."""

    PHONE = "phone", pgettext_lazy("way of contact", "phone call")
    SMS = "sms", pgettext_lazy("way of contact", "text message")
    EMAIL = "email", pgettext_lazy("way of contact", "e-mail")
    LETTER = "letter", pgettext_lazy("way of contact", "letter")
    IN_PERSON = "meeting", pgettext_lazy("way of contact", "at a meeting")


class AddressKind(models.TextChoices):
    """What an address is for."""

    LIVING = "living", pgettext_lazy("kind of address", "home")
    LETTERS = "letters", pgettext_lazy("kind of address", "for letters")


class LanguageLevel(models.TextChoices):
    """How well a language is spoken: in plain words, or by the European framework where somebody was tested."""

    NONE = "none", pgettext_lazy("level of a language", "not at all")
    BASIC = "basic", pgettext_lazy("level of a language", "basic")
    COMMUNICATIVE = "communicative", pgettext_lazy("level of a language", "communicative")
    FLUENT = "fluent", pgettext_lazy("level of a language", "fluent")
    A0 = "A0", "A0"
    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"
    C1 = "C1", "C1"
    C2 = "C2", "C2"


class SentAs(models.TextChoices):
    """What a person says that a photo shows."""

    RESIDENCE = "residence", _("residence card, visa or another document about your stay")
    PASSPORT = "passport", _("passport or identity card")
    LETTER = "letter", _("letter from an office")
    PHOTO = "photo", _("photo for a document")
    OTHER = "other", _("something else")


class SentState(models.TextChoices):
    """What became of a file that a person sent."""

    WAITING = "waiting", pgettext_lazy("file that a person sent", "we will look at it")
    TAKEN = "taken", pgettext_lazy("file that a person sent", "accepted")
    REMOVED = "removed", pgettext_lazy("file that a person sent", "removed, it is not needed")
