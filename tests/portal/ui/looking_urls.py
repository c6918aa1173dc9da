"""The one route of the gallery for looking at."""

from django.urls import path

from portal.policy.gate import public
from tests.portal.ui.gallery import show

urlpatterns = [path("components/", public(show), name="components")]
