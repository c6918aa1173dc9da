"""Routes of the texts under administration."""

from django.urls import path

from portal.texts import views

urlpatterns = [
    path("administracja/teksty/", views.text_list, name="text_list"),
    path("administracja/teksty/<slug:text_kind>/<uuid:text_id>/", views.text_page, name="text"),
    path("administracja/teksty/<slug:text_kind>/<uuid:text_id>/edycja/", views.text_edit, name="text_edit"),
    path("administracja/teksty/<slug:text_kind>/<uuid:text_id>/publikacja/", views.text_publish, name="text_publish"),
]
