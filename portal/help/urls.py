"""Routes of the help."""

from django.urls import path

from portal.help import views

urlpatterns = [
    path("podrecznik/", views.help_index, name="help_index"),
    path("podrecznik/<slug:topic>/", views.help_topic, name="help_topic"),
]
