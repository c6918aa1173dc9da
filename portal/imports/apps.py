"""Batches of imported rows and what became of each."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Batches of imported rows and what became of each."""

    name = "portal.imports"
    label = "imports"
