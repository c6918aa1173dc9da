"""Spans that several models have: hours of a weekday by the clock on the wall, days from one to another."""

from django.db import models


class WeekdaySpan(models.Model):
    """Hours on one weekday (0 Monday … 6 Sunday), by the clock on the wall: nine stays nine when the clocks change.

    A model of it lists ``weekday_rules`` among its constraints.
    """

    weekday = models.PositiveSmallIntegerField()
    begins_at = models.TimeField()
    ends_at = models.TimeField()

    class Meta:
        abstract = True
        ordering = ["weekday", "begins_at"]

    def __str__(self) -> str:
        return f"{self.weekday} {self.begins_at:%H:%M}–{self.ends_at:%H:%M}"


class DaySpan(models.Model):
    """Days from the first to the last. A model of it lists ``day_rule`` among its constraints."""

    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        abstract = True
        ordering = ["first_on"]

    def __str__(self) -> str:
        return f"{self.first_on} – {self.last_on}"


def weekday_rules(name: str) -> list[models.BaseConstraint]:
    """Return the constraints of a model of ``WeekdaySpan``: a day of the week, an end after its beginning."""
    order = models.Q(ends_at__gt=models.F("begins_at"))
    return [
        models.CheckConstraint(condition=models.Q(weekday__lte=6), name=f"{name}_weekday"),
        models.CheckConstraint(condition=order, name=f"{name}_order"),
    ]


def day_rule(name: str) -> models.BaseConstraint:
    """Return the constraint of a model of ``DaySpan``: the last day is not before the first."""
    return models.CheckConstraint(condition=models.Q(last_on__gte=models.F("first_on")), name=f"{name}_order")
