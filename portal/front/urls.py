"""Routes of the public pages; ``portal/urls.py`` puts the language before them."""

from django.urls import path

from portal.front import views

urlpatterns = [
    path("", views.landing, name="landing"),
    path("prywatnosc/", views.privacy, name="privacy"),
]
