"""Components, layouts and the frame of every page."""

from django.apps import AppConfig

from portal.ui.required import say_what_to_do


class UiConfig(AppConfig):
    """Components, layouts and the frame of every page."""

    name = "portal.ui"
    label = "ui"

    def ready(self) -> None:
        """Say of a blank field what is to be done there."""
        say_what_to_do()
