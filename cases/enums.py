"""Choices about diagnosis, finding and what happens after leaving."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """When a needs diagnosis is taken."""

    ENTRY = "entry", _("First assessment")
    REVIEW = "review", _("Review")
    EXIT = "exit", _("Final assessment")


class Area(models.TextChoices):
    """The five areas of the grant (R94)."""

    SOCIAL = "social", _("Social life")
    WORK = "work", _("Work")
    EDUCATION = "education", _("Education")
    CULTURE = "culture", _("Culture")
    HEALTH = "health", _("Health")


LEVEL_WORDS = {
    1: _("crisis"),
    2: _("hard"),
    3: _("with help"),
    4: _("on one’s own"),
    5: _("confidently"),
}
"""The scale of a diagnosis, from 1 to 5 (R93)."""
PROTECTED = frozenset({Area.HEALTH})
"""Areas behind a lock of their own (R84–R85)."""


class Outcome(models.TextChoices):
    """What a finding at exit says (R61)."""

    IMPROVED = "improved", _("improvement found")
    NOT_IMPROVED = "not-improved", _("no improvement found")
    UNCLEAR = "", _("not readable")


class Category(models.TextChoices):
    """In what a person's situation improved (R60), kept in the Polish words of the fund as in any other evidence."""

    LEARNING = "rozpoczęcie nauki", _("started learning")
    MOTIVATION = "wzmocnienie motywacji do pracy", _("more motivation to work")
    CONFIDENCE = "zwiększenie pewności siebie i własnych umiejętności", _("more self-confidence and skills")
    PROBLEMS = (
        "poprawa umiejętności rozwiązywania pojawiających się problemów",
        _("better at solving problems as they arise"),
    )
    VOLUNTEERING = "podjęcie wolontariatu", _("started volunteering")
    HEALTH = "poprawa stanu zdrowia", _("better health")
    ADDICTION = "ograniczenie nałogów", _("less addiction")
    FUNCTIONING = "doświadczenie widocznej poprawy w funkcjonowaniu", _("visibly better everyday functioning")


class ExitEventKind(models.TextChoices):
    """What happened to a person on the labour market or in education after leaving (EECR01–04)."""

    JOB_SEARCH = "job-search", _("started looking for work")
    EDUCATION = "education", _("started education or training")
    QUALIFICATION = "qualification", _("gained a qualification")
    JOB = "job", _("started work")


class StatutoryProgramme(models.TextChoices):
    """Whether the person has the statutory „indywidualny program integracji” elsewhere (R96)."""

    NO = "no", _("no")
    YES = "yes", _("yes")
    UNKNOWN = "unknown", _("not known yet")


class PlanEnd(models.TextChoices):
    """Why a plan was closed."""

    REACHED = "reached", _("goals reached")
    REPLACED = "replaced", _("a new plan takes its place")
    LEFT = "left", _("the person leaves the project")
    OTHER = "other", _("another reason")


class StepState(models.TextChoices):
    """How far a step of a plan is; a dropped one has a reason and counts no more."""

    PLANNED = "planned", pgettext_lazy("a step of a plan", "planned")
    UNDER_WAY = "under-way", pgettext_lazy("a step of a plan", "under way")
    DONE = "done", pgettext_lazy("a step of a plan", "done")
    DROPPED = "dropped", pgettext_lazy("a step of a plan", "dropped")


class StepOwner(models.TextChoices):
    """Who does a step."""

    PERSON = "person", _("the person themself")
    COLLEAGUE = "colleague", _("a colleague")
    ORGANISATION = "organisation", _("another organisation")


class Signer(models.TextChoices):
    """Who signed the plan on paper beside the colleague."""

    PARTICIPANT = "participant", _("the participant")
    GUARDIAN = "guardian", _("a parent or guardian")


class Recipient(models.TextChoices):
    """To whom a person is referred."""

    ORGANISATION = "organisation", _("another organisation of the portal")
    COLLEAGUE = "colleague", _("a colleague here")
    OUTSIDE = "outside", _("an outside body")


class OutsideBody(models.TextChoices):
    """Bodies outside the portal (C22, S1-5); the names of Polish offices stay in Polish."""

    VOIVODESHIP = "puw", _("Pomorski Urząd Wojewódzki (PUW)")
    FOREIGNERS = "udsc", _("Urząd do Spraw Cudzoziemców (UdSC)")
    POLICE = "police", _("police")
    TRAFFICKING = "kcik", _("Krajowe Centrum Interwencyjno-Konsultacyjne (KCIK)")
    BORDER_GUARD = "border-guard", _("Straż Graniczna")
    CLINIC = "clinic", _("clinic or hospital")
    SCHOOL = "school", _("school or nursery")
    LAWYER = "lawyer", _("lawyer or legal aid")
    LABOUR_OFFICE = "pup", _("Powiatowy Urząd Pracy (PUP)")
    WELFARE = "mops", _("social welfare centre (MOPS)")
    INSURANCE = "zus", _("Zakład Ubezpieczeń Społecznych (ZUS)")
    NGO = "ngo", _("a foundation or association")
    OTHER = "other", _("another body")


class Purpose(models.TextChoices):
    """What a person is referred for; the words of the colleague say the rest."""

    LEGAL = "legal", _("legal advice")
    STAY = "stay", _("legal stay")
    SAFETY = "safety", _("safety: violence, exploitation, trafficking")
    PSYCHOLOGICAL = "psychological", _("psychological help")
    HEALTH = "health", _("medical help")
    HOUSING = "housing", _("housing or shelter")
    WORK = "work", pgettext_lazy("purpose of a referral", "work")
    EDUCATION = "education", _("school and education")
    LANGUAGE = "language", _("learning Polish")
    BENEFITS = "benefits", _("benefits and material help")
    INTEGRATION = "integration", _("integration and culture")
    OTHER = "other", pgettext_lazy("purpose of a referral", "something else")


class Basis(models.TextChoices):
    """On what ground data leave the organisation (S29): consent, or a duty that the law names."""

    CONSENT = "consent", _("consent of the person")
    LIFE = "life", _("protection of somebody’s life or health (Article 6(1)(d) of the GDPR)")
    CRIME = "crime", _("notice of a crime (art. 304 § 2 k.p.k.)")
    VIOLENCE = "violence", _("notice of domestic violence (art. 12 ust. 1 of the act against domestic violence)")
    CHILD = "child", _("notice that a child is in danger (art. 572 § 1 k.p.c.)")


class ConsentForm(models.TextChoices):
    """How consent was given."""

    WRITTEN = "written", _("in writing")
    SPOKEN = "spoken", _("in conversation")
    MESSAGE = "message", _("by message or e-mail")


class ConsentOf(models.TextChoices):
    """Who gave it; for a child it is the guardian (R86)."""

    PERSON = "person", _("the person")
    GUARDIAN = "guardian", _("a parent or legal guardian")


class ReferralState(models.TextChoices):
    """Where a referral stands."""

    SENT = "sent", pgettext_lazy("referral", "sent")
    ACCEPTED = "accepted", pgettext_lazy("referral", "accepted")
    REFUSED = "refused", pgettext_lazy("referral", "refused")
    ANSWERED = "answered", pgettext_lazy("referral", "answered back")
    CLOSED = "closed", pgettext_lazy("referral", "closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("referral", "withdrawn")
    EXPIRED = "expired", pgettext_lazy("referral", "expired")


class Step(models.TextChoices):
    """What is done to a referral."""

    SEND = "send", pgettext_lazy("referral", "Sent")
    ACCEPT = "accept", pgettext_lazy("referral", "Accepted")
    REFUSE = "refuse", pgettext_lazy("referral", "Refused")
    ANSWER = "answer", pgettext_lazy("referral", "Answered back")
    CLOSE = "close", pgettext_lazy("referral", "Closed")
    WITHDRAW = "withdraw", pgettext_lazy("referral", "Withdrawn")
    EXPIRE = "expire", pgettext_lazy("referral", "Expired")


class TaskKind(models.TextChoices):
    """Where a task comes from."""

    BY_HAND = "by-hand", _("added by a colleague")
    BY_RULE = "by-rule", _("added by the portal")


class Decision(models.TextChoices):
    """How a case of legalisation ended; blank while it goes on."""

    GRANTED = "granted", _("granted")
    REFUSED = "refused", pgettext_lazy("a decision of an office", "refused")
    DISCONTINUED = "discontinued", _("discontinued or left without consideration")
    WITHDRAWN = "withdrawn", _("application withdrawn")


class DocumentState(models.TextChoices):
    """Whether a document for a case is there; blank while it is missing."""

    COLLECTED = "collected", _("collected")
    NOT_NEEDED = "not-needed", _("not needed")
