"""Routes of the registration; ``portal/urls.py`` puts the language before them. Two routes for the whole of it (S1)."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from beneficiaries.rules.registration_steps import PATTERN
from beneficiaries.views.registration import opening, steps


class StepConverter(StringConverter):
    """The word of a step."""

    regex = PATTERN


register_converter(StepConverter, "registration_step")

urlpatterns = [
    path("rejestracja/", opening.registration, name="registration"),
    path("rejestracja/<registration_step:step>/", steps.registration_step, name="registration_step"),
]
