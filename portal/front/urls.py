"""Routes of the public pages; ``portal/urls.py`` puts the language before them.

The documents share one route that knows no other words, so an address that is not theirs leads nowhere.
"""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from portal.front import views
from portal.front.registry import code_checks
from portal.ui.context import HELP


class DocumentConverter(StringConverter):
    """The words of a public document: one of those that there are, or a page about one kind of help."""

    regex = "|".join([*views.DOCUMENTS, *code_checks(), f"{HELP}/[a-z0-9][a-z0-9-]{{0,60}}"])


register_converter(DocumentConverter, "document")

urlpatterns = [
    path("", views.landing, name="landing"),
    path("<document:document>/", views.document, name="document"),
]
