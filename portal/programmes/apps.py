"""Grant projects as a Django app."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Grant projects, target groups, kinds of support, dictionaries."""

    name = "portal.programmes"
    label = "programmes"
