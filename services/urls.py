"""Routes of the pages on which support is written down and people are met."""

from django.urls import path

from services.views import appointments, booking, calendar, feeds, hours, protected_notes, quick_log, support
from services.views.events import joining, listing, making, one

urlpatterns = [
    path("kalendarz/", calendar.calendar, name="calendar"),
    path("kalendarz/kanal/", feeds.calendar_feed, name="calendar_feed"),
    path("kalendarz/godziny/", hours.consultation_hours, name="consultation_hours"),
    path("kalendarz/spotkanie/nowe/", booking.new_appointment, name="new_appointment"),
    path("kalendarz/spotkanie/<uuid:appointment_id>/", appointments.appointment, name="appointment"),
    path("osoby/<str:number>/spotkanie/nowe/", booking.new_appointment_of, name="new_appointment_of"),
    path("wydarzenia/", listing.event_list, name="event_list"),
    path("wydarzenia/nowe/", making.new_event, name="new_event"),
    path("wydarzenia/<uuid:activity_id>/", one.event, name="event"),
    path("wydarzenia/<uuid:activity_id>/zmien/", making.change_event_page, name="change_event"),
    path("zapisy/<uuid:enrolment_id>/", joining.join_sign_up, name="join_sign_up"),
    path("praca/zapis/", quick_log.quick_log, name="quick_log"),
    path("osoby/<str:number>/wsparcie/zapisz/", quick_log.new_support, name="new_support"),
    path("osoby/<str:number>/wsparcie/<uuid:fact_id>/", support.change_support, name="change_support"),
    path("osoby/<str:number>/wsparcie/<uuid:fact_id>/notatka/", protected_notes.protected_note, name="protected_note"),
]
