"""Components, layouts and the frame of every page."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Components, layouts and the frame of every page."""

    name = "portal.ui"
    label = "ui"
