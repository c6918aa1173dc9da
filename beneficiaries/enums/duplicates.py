"""Records that may be one person."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DuplicateState(models.TextChoices):
    """What became of two records that may be one person."""

    OPEN = "open", pgettext_lazy("possible duplicate", "to decide")
    DIFFERENT = "different", _("different people")
    MERGED = "merged", _("merged")


class DuplicateReason(models.TextChoices):
    """Why two records are thought to be one person, and what speaks against it; sentences for the staff."""

    SAME_PESEL = "same-pesel", _("the same PESEL")
    SAME_NAME = "same-name", _("the same name")
    OTHER_SCRIPT = "other-script", _("the same name in another alphabet")
    OTHER_SPELLING = "other-spelling", _("the same name in another spelling")
    LOOK_ALIKE = "look-alike", _("letters of two alphabets mixed in one name")
    SWAPPED_NAMES = "swapped-names", _("given name and surname the other way round")
    PATRONYMIC = "patronymic", _("the patronymic stands in one record only")
    PART_OF_NAME = "part-of-name", _("a part of the name is missing")
    SIMILAR_NAME = "similar-name", _("a similar name")
    SAME_BIRTH_DATE = "same-birth-date", _("the same date of birth")
    DAY_AND_MONTH = "day-and-month", _("day and month of birth the other way round")
    FIRST_JANUARY = "first-january", _("the same year; 1 January often stands for an unknown day")
    BIRTH_TYPO = "birth-typo", _("date of birth differs in one figure")
    SAME_PHONE = "same-phone", _("the same phone")
    SAME_EMAIL = "same-email", _("the same e-mail address")
    OTHER_GIVEN_NAME = "other-given-name", _("another given name: perhaps a sister, brother or twin")
    OTHER_BIRTH_DATE = "other-birth-date", _("another date of birth")
    OTHER_PESEL = "other-pesel", _("another PESEL")
    OTHER_NAME = "other-name", _("another name")


AGAINST = frozenset(
    {
        DuplicateReason.OTHER_GIVEN_NAME,
        DuplicateReason.OTHER_NAME,
        DuplicateReason.OTHER_BIRTH_DATE,
        DuplicateReason.OTHER_PESEL,
    }
)
"""Reasons that speak against one person; they are said all the same."""
