"""Route of my day."""

from django.urls import path

from portal.worklist.views import my_day

urlpatterns = [path("praca/", my_day, name="my_day")]
