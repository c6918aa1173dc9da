"""Routes of SM EFS."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
