"""The app ``tryout``: it has no data of its own and plugs in nothing."""

from django.apps import AppConfig


class TryoutConfig(AppConfig):
    """Stands above all other apps, since it writes what each of them keeps."""

    name = "tryout"
    label = "tryout"
