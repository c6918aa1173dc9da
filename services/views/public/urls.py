"""The one route of all pages about classes; ``portal/urls.py`` puts the language before it (S1)."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from services.views.public import pages


class ClassPageConverter(StringConverter):
    """The words of a page: an activity, what one does with it, one's own place, a calendar."""

    regex = pages.PATTERN


register_converter(ClassPageConverter, "class_page")

urlpatterns = [path("zajecia/<class_page:page>/", pages.class_page, name="class_page")]
