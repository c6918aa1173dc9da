"""Routes with views that forget to ask who may see what."""

from django.urls import path

from tests.portal.policy.pages import GOOD, list_without_asking, person_without_asking

urlpatterns = [
    *GOOD,
    path("leak/<str:number>/", person_without_asking, name="leak"),
    path("leaks/", list_without_asking, name="leaks"),
]
