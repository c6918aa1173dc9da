"""What support, talks and appointments distinguish."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beneficiaries.enums import LANGUAGES


class Purpose(models.TextChoices):
    """Why somebody is met."""

    SUPPORT = "support", _("Support")
    DIAGNOSIS = "diagnosis", _("Diagnosis conversation")
    OTHER = "other", _("Another purpose")


class PlaceKind(models.TextChoices):
    """Where people meet."""

    OFFICE = "office", pgettext_lazy("place of an appointment", "in the office")
    PHONE = "phone", pgettext_lazy("place of an appointment", "by phone")
    ONLINE = "online", pgettext_lazy("place of an appointment", "online")
    OUTSIDE = "outside", pgettext_lazy("place of an appointment", "outside the office")


class AppointmentState(models.TextChoices):
    """What became of an appointment."""

    PLANNED = "planned", pgettext_lazy("state of an appointment", "planned")
    TOOK_PLACE = "took-place", pgettext_lazy("state of an appointment", "took place")
    NO_SHOW = "no-show", pgettext_lazy("state of an appointment", "did not come")
    CANCELLED = "cancelled", pgettext_lazy("state of an appointment", "cancelled")


class ChangeKind(models.TextChoices):
    """What somebody did with an appointment."""

    MADE = "made", pgettext_lazy("history of an appointment", "made")
    MOVED = "moved", pgettext_lazy("history of an appointment", "moved")
    CHANGED = "changed", pgettext_lazy("history of an appointment", "changed")
    TOOK_PLACE = "took-place", pgettext_lazy("history of an appointment", "marked as held")
    NO_SHOW = "no-show", pgettext_lazy("history of an appointment", "marked: did not come")
    CANCELLED = "cancelled", pgettext_lazy("history of an appointment", "cancelled")
    REOPENED = "reopened", pgettext_lazy("history of an appointment", "planned again")
    LOGGED = "logged", pgettext_lazy("history of an appointment", "support recorded")


class Tier(models.TextChoices):
    """Who gives a consultation: the first line, or a specialist it leads to (C7)."""

    FIRST_LINE = "first-line", _("first line: information and orientation")
    LAWYER = "lawyer", _("lawyer")
    PSYCHOLOGIST = "psychologist", _("psychologist")
    CAREER_ADVISER = "career-adviser", _("career adviser")
    ASSISTANT = "assistant", _("personal assistant or mentor")
    OTHER = "other", _("another specialist")


class Place(models.TextChoices):
    """Where support was given; the last two are away from the office and may need travel."""

    OFFICE = "office", _("in the office")
    PHONE = "phone", _("by phone")
    ONLINE = "online", _("online")
    OUTSIDE = "outside", _("outside the office")
    AUTHORITY = "authority", _("accompaniment to an authority")


AWAY = frozenset({Place.OUTSIDE, Place.AUTHORITY})
"""Places that somebody travels to."""
TALK_LANGUAGES = {**LANGUAGES, "other": _("another language")}
"""Languages of a talk: those of the portal by their own names, and every other as one (C19)."""


class Bring(models.TextChoices):
    """What a person is asked to bring along; said in their language on their own pages."""

    PASSPORT = "passport", pgettext_lazy("bring along", "passport")
    RESIDENCE = "residence", pgettext_lazy("bring along", "residence card or visa")
    PESEL = "pesel", pgettext_lazy("bring along", "confirmation of the PESEL number")
    PHOTO = "photo", pgettext_lazy("bring along", "photo for a document")
    LETTERS = "letters", pgettext_lazy("bring along", "letters from offices")
    WORK = "work", pgettext_lazy("bring along", "work contract")
    SCHOOL = "school", pgettext_lazy("bring along", "diploma or school papers")
    CHILD = "child", pgettext_lazy("bring along", "papers of the child")


class ActivityKind(models.TextChoices):
    """What people can come to; only the last is without names (R33)."""

    COURSE = "course", pgettext_lazy("kind of activity", "course group")
    EVENT = "event", pgettext_lazy("kind of activity", "event by name")
    OPEN = "open", pgettext_lazy("kind of activity", "open event")


class ActivityState(models.TextChoices):
    """Where an activity stands; what is planned is not shown to the public."""

    DRAFT = "draft", pgettext_lazy("state of an activity", "being prepared")
    OPEN = "open", pgettext_lazy("state of an activity", "open")
    CLOSED = "closed", pgettext_lazy("state of an activity", "sign-up closed")
    ENDED = "ended", pgettext_lazy("state of an activity", "ended")
    CANCELLED = "cancelled", pgettext_lazy("state of an activity", "cancelled")


class MeetingState(models.TextChoices):
    """What became of a meeting."""

    PLANNED = "planned", pgettext_lazy("state of a class", "planned")
    HELD = "held", pgettext_lazy("state of a class", "held")
    CANCELLED = "cancelled", pgettext_lazy("state of a class", "cancelled")


class Level(models.TextChoices):
    """Levels of a language (CEFR); A0 is before the first."""

    A0 = "A0", "A0"
    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"
    C1 = "C1", "C1"


class EnrolmentState(models.TextChoices):
    """Whether somebody has a place."""

    WAITING = "waiting", pgettext_lazy("place on a course", "waits")
    OFFERED = "offered", pgettext_lazy("place on a course", "a place is kept")
    TAKEN = "taken", pgettext_lazy("place on a course", "has a place")
    LAPSED = "lapsed", pgettext_lazy("place on a course", "did not answer in time")
    CANCELLED = "cancelled", pgettext_lazy("place on a course", "gave the place up")
    MOVED = "moved", pgettext_lazy("place on a course", "moved to another group")
    HELD = "held", pgettext_lazy("place on a course", "is looked at first")
    JOINED = "joined", pgettext_lazy("place on a course", "joined with the person’s other place")
    GUEST = "guest", pgettext_lazy("place on a course", "came without a place")


SEATED = frozenset({EnrolmentState.OFFERED, EnrolmentState.TAKEN})
"""States that hold one of the places."""


class EnrolmentStep(models.TextChoices):
    """What happened to a place."""

    ASKED = "asked", pgettext_lazy("history of a place", "asked for")
    GIVEN = "given", pgettext_lazy("history of a place", "given")
    OFFERED = "offered", pgettext_lazy("history of a place", "offered")
    ACCEPTED = "accepted", pgettext_lazy("history of a place", "offer accepted")
    LAPSED = "lapsed", pgettext_lazy("history of a place", "offer ran out")
    CANCELLED = "cancelled", pgettext_lazy("history of a place", "given up")
    MOVED = "moved", pgettext_lazy("history of a place", "moved to another group")
    LINKED = "linked", pgettext_lazy("history of a place", "joined to the person’s record")
    CHANGED = "changed", pgettext_lazy("history of a place", "changed")
    GUEST = "guest", pgettext_lazy("history of a place", "came without a place")
    DIVIDED = (
        "divided",
        pgettext_lazy("history of a place", "waits again: the group was full when records were divided"),
    )


class Priority(models.IntegerChoices):
    """Who of those who wait is asked first; the reasons are written down and shown."""

    PLAN = 1, _("it is a step of the person’s plan")
    BEFORE = 2, _("waited in an earlier edition")
    USUAL = 5, _("in the order of signing up")


class Absence(models.TextChoices):
    """Why somebody was not there, where that is known."""

    EXCUSED = "excused", pgettext_lazy("absence", "excused")
    OTHER = "other", pgettext_lazy("absence", "not excused")


class SignUpNeed(models.TextChoices):
    """What somebody needs at an activity, as they say it when they sign up."""

    STEP_FREE = "step-free", pgettext_lazy("needed at a class", "a way without steps")
    CHILDCARE = "childcare", pgettext_lazy("needed at a class", "care for a small child")
    INTERPRETER = "interpreter", pgettext_lazy("needed at a class", "an interpreter")
    SIGN_LANGUAGE = "sign-language", pgettext_lazy("needed at a class", "sign language or a hearing loop")


class AssistanceKind(models.TextChoices):
    """In what somebody is assisted."""

    PERSONAL = "personal", pgettext_lazy("kind of assistance", "personal assistant")
    FAMILY = "family", pgettext_lazy("kind of assistance", "family assistant")
    SCHOOL = "school", pgettext_lazy("kind of assistance", "school assistant")
    TUTOR = "tutor", pgettext_lazy("kind of assistance", "peer tutor")


class ResourceKind(models.TextChoices):
    """What is booked beside an appointment or a class."""

    INTERPRETER = "interpreter", pgettext_lazy("kind of resource", "interpreter")
    CHILDCARE = "childcare", pgettext_lazy("kind of resource", "childcare")


class Tie(models.TextChoices):
    """How somebody belongs to the project."""

    STAFF = "staff", pgettext_lazy("tie to the project", "of the staff")
    VOLUNTEER = "volunteer", pgettext_lazy("tie to the project", "volunteer")
    OUTSIDE = "outside", pgettext_lazy("tie to the project", "from outside: a person or a firm")


class InstitutionKind(models.TextChoices):
    """What an institution that takes part is."""

    SCHOOL = "school", pgettext_lazy("kind of institution", "school")
    KINDERGARTEN = "kindergarten", pgettext_lazy("kind of institution", "kindergarten")
    HEALTH = "health", pgettext_lazy("kind of institution", "clinic or another health institution")
    CULTURE = "culture", pgettext_lazy("kind of institution", "library or another institution of culture")
    EMPLOYER = "employer", pgettext_lazy("kind of institution", "employer")
    ADMINISTRATION = "administration", pgettext_lazy("kind of institution", "public administration")
    NGO = "ngo", pgettext_lazy("kind of institution", "non-governmental organisation")
    OTHER = "other", pgettext_lazy("kind of institution", "another one")


class ProductKind(models.TextChoices):
    """What a product of the project is (C16)."""

    HANDBOOK = "handbook", pgettext_lazy("kind of product", "handbook")
    REPORT = "report", pgettext_lazy("kind of product", "report")
    STRATEGY = "strategy", pgettext_lazy("kind of product", "strategy")
    CONFERENCE = "conference", pgettext_lazy("kind of product", "conference")
    CAMPAIGN = "campaign", pgettext_lazy("kind of product", "campaign")
    MONITORING = "monitoring", pgettext_lazy("kind of product", "monitoring")
    CLASSES = "classes", pgettext_lazy("kind of product", "programme of classes")
    OTHER = "other", pgettext_lazy("kind of product", "another one")
