"""Routes with one that does not say who it is for."""

from django.urls import path

from tests.portal.policy.pages import GOOD, undeclared

urlpatterns = [*GOOD, path("secret/", undeclared, name="secret")]
