"""A past moment in a form: as known on."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import clock

EARLIEST = 1990


class MomentInput(forms.DateTimeInput):
    """A day and a time of Europe/Warsaw, in the form that browsers read."""

    input_type = "datetime-local"

    def format_value(self, value: Any) -> str | None:
        """Return the moment as the browser reads it, never earlier than it is; what cannot be read as it was sent."""
        try:
            moment = clock.read_moment(value) if isinstance(value, str) and value else value
            if not moment:
                return None
            local = timezone.localtime(moment) + datetime.timedelta(microseconds=-moment.microsecond % 1000)
        except (ValueError, OverflowError):
            return value
        precision = "minutes" if not (local.second or local.microsecond) else "milliseconds"
        return local.replace(tzinfo=None).isoformat(timespec=precision)


class MomentField(forms.Field):
    """A moment that has passed: ISO 8601, a day alone means its end, without an offset it is local time."""

    widget = MomentInput(attrs={"step": "any"})

    def to_python(self, value: Any) -> datetime.datetime | None:
        """Return the moment; ``None`` for nothing."""
        text = (value or "").strip()
        if not text:
            return None
        try:
            moment = clock.read_moment(text)
        except ValueError:
            raise ValidationError(_("Write a day and a time, for example 31.03.2026, 12:00.")) from None
        if moment.year < EARLIEST:
            raise ValidationError(_("This year cannot be right."))
        if moment > max(timezone.now(), clock.now()) and moment.date() > clock.today():
            raise ValidationError(_("This moment has not come yet."))
        return moment
