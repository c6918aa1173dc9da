"""Routes of jobs."""

from django.urls import path

from portal.jobs import views

urlpatterns = [
    path("zadania/", views.job_list, name="job_list"),
    path("zadania/<uuid:job>/", views.job_page, name="job"),
    path("zadania/<uuid:job>/przerwij/", views.job_cancel, name="job_cancel"),
    path("zadania/<uuid:job>/ponow/", views.job_again, name="job_again"),
]
