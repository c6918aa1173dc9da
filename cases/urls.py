"""Routes of the pages on which needs and results are written down."""

from django.urls import path

from cases.views import facts

urlpatterns = [
    path("osoby/<str:number>/diagnoza/nowa/", facts.new_diagnosis, name="new_diagnosis"),
    path("osoby/<str:number>/diagnoza/<uuid:diagnosis_id>/", facts.change_diagnosis, name="change_diagnosis"),
    path("osoby/<str:number>/ocena/", facts.record_finding, name="record_finding"),
    path("osoby/<str:number>/ocena/<uuid:finding_id>/", facts.change_finding, name="change_finding"),
    path("osoby/<str:number>/zdarzenie/", facts.new_exit_event, name="new_exit_event"),
    path("osoby/<str:number>/zdarzenie/<uuid:event_id>/", facts.change_exit_event, name="change_exit_event"),
]
