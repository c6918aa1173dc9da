"""The own space as a Django app."""

from django.apps import AppConfig


class OwnConfig(AppConfig):
    """Codes to sign in with, the gate and the frame of the own pages."""

    name = "portal.own"
    label = "own"
