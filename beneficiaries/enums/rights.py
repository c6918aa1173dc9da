"""Rights of the people themselves (GDPR 15–22)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RightKind(models.TextChoices):
    """Which right somebody uses (GDPR 15–22)."""

    ACCESS = "access", _("access: a copy of the data (art. 15)")
    RECTIFICATION = "rectify", _("rectification (art. 16)")
    ERASURE = "erase", _("erasure (art. 17)")
    RESTRICTION = "restrict", _("restriction of processing (art. 18)")
    PORTABILITY = "port", _("data portability (art. 20)")
    OBJECTION = "object", _("objection (art. 21)")


class RightChannel(models.TextChoices):
    """By which way a request came in."""

    OWN_SPACE = "own", _("the person’s own pages")
    IN_PERSON = "visit", _("in person")
    LETTER = "letter", _("letter")
    PHONE = "phone", _("phone")
    MAIL = "mail", pgettext_lazy("channel of a request", "e-mail")


class RightAsker(models.TextChoices):
    """Who asks."""

    PERSON = "person", _("the person")
    GUARDIAN = "guardian", _("somebody who stands for the child")
    PROXY = "proxy", _("a proxy with a power of attorney")


class IdentityCheck(models.TextChoices):
    """How it was established who asks (S67)."""

    NOT_YET = "", _("not checked yet")
    DOCUMENT = "document", _("a document with a photo was seen")
    KNOWN = "known", _("known in person to whoever took the request")
    SIGNED_IN = "signed-in", _("signed in to their own pages")
    SIGNATURE = "signature", _("a qualified or trusted signature")
    FAILED = "failed", _("could not be established")


class RightState(models.TextChoices):
    """Where a request stands; the ways between: ``beneficiaries/rules/rights.py``."""

    RECEIVED = "received", pgettext_lazy("request of a person", "received")
    IN_WORK = "in-work", pgettext_lazy("request of a person", "in work")
    DECIDED = "decided", pgettext_lazy("request of a person", "decided, to be carried out")
    DONE = "done", pgettext_lazy("request of a person", "done")
    REFUSED = "refused", pgettext_lazy("request of a person", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("request of a person", "withdrawn")


class RightDecision(models.TextChoices):
    """What was decided about a request."""

    NONE = "", ""
    GRANTED = "granted", pgettext_lazy("decision about a request", "granted")
    PARTLY = "partly", pgettext_lazy("decision about a request", "granted in part")
    REFUSED = "refused", pgettext_lazy("decision about a request", "refused")


class CorrectionAnswer(models.TextChoices):
    """What became of one field that somebody wants corrected."""

    WAITING = "", pgettext_lazy("field to correct", "waits")
    ACCEPTED = "yes", pgettext_lazy("field to correct", "corrected")
    REFUSED = "no", pgettext_lazy("field to correct", "not corrected")


class RightStepKind(models.TextChoices):
    """What happened to a request."""

    RECEIVED = "received", _("request received")
    IDENTITY = "identity", _("identity checked")
    EXTENDED = "extended", _("time extended")
    PACKAGE = "package", _("package made")
    REVIEWED = "reviewed", _("part of the package reviewed")
    RELEASED = "released", _("package released")
    COLLECTED = "collected", _("package handed over")
    FIELD = "field", _("one field answered")
    PROPOSED = "proposed", _("decision proposed")
    DECIDED = "decided", _("decided")
    CARRIED_OUT = "carried-out", _("carried out")
    TO_TELL = "to-tell", _("recipient to be told (art. 19)")
    RECIPIENTS = "recipients", _("recipients told (art. 19)")
    TOLD = "told", _("the person told")
    WITHDRAWN = "withdrawn", _("withdrawn")


class HoldReason(models.TextChoices):
    """Why the removal of a record waits."""

    DISPUTE = "dispute", _("dispute or claim (art. 17(3)(e))")
    CONTROL = "control", _("control or audit that goes on")
    COURT = "court", _("proceedings of a court or an office")
    OTHER = "other", pgettext_lazy("reason of a hold", "another reason")
