"""Routes of the pages on which support is written down and people are met."""

from django.urls import path

from services.views import (
    appointments,
    assistance,
    attendance,
    booking,
    calendar,
    hours,
    paper,
    protected_notes,
    quick_log,
    statements,
    support,
    work_log,
)

urlpatterns = [
    path("kalendarz/", calendar.calendar, name="calendar"),
    path("kalendarz/godziny/", hours.consultation_hours, name="consultation_hours"),
    path("kalendarz/spotkanie/nowe/", booking.new_appointment, name="new_appointment"),
    path("kalendarz/spotkanie/<uuid:appointment_id>/", appointments.appointment, name="appointment"),
    path("osoby/<str:number>/spotkanie/nowe/", booking.new_appointment_of, name="new_appointment_of"),
    path("obecnosc/", attendance.attendance, name="attendance"),
    path("obecnosc/<uuid:meeting_id>/", attendance.roll, name="roll"),
    path("obecnosc/<uuid:meeting_id>/lista.pdf", paper.roll_sheet, name="roll_sheet"),
    path("obecnosc/grupa/<uuid:activity_id>/z-papieru/", paper.late_roll, name="late_roll"),
    path("asystenci/", assistance.assistance_list, name="assistance_list"),
    path("asystenci/<uuid:assistance_id>/", assistance.change_assistance_of, name="change_assistance"),
    path("osoby/<str:number>/asystent/nowy/", assistance.new_assistance, name="new_assistance"),
    path("godziny/", statements.own_hours, name="own_hours"),
    path("godziny/zestawienie.pdf", statements.own_hours_file, name="own_hours_file"),
    path("godziny/wpis/", work_log.log_hours, name="log_hours"),
    path("godziny/zespol/<int:account>/norma/", work_log.hours_norm, name="hours_norm"),
    path("godziny/zespol/", statements.hours_list, name="hours_list"),
    path("godziny/zespol/<int:account>/", statements.hours_of_colleague, name="hours_of_colleague"),
    path(
        "godziny/zespol/<int:account>/zestawienie.pdf",
        statements.hours_of_colleague_file,
        name="hours_of_colleague_file",
    ),
    path("godziny/zajecia/<uuid:activity_id>/", statements.hours_of_volunteer, name="hours_of_volunteer"),
    path(
        "godziny/zajecia/<uuid:activity_id>/zestawienie.pdf",
        statements.hours_of_volunteer_file,
        name="hours_of_volunteer_file",
    ),
    path("praca/zapis/", quick_log.quick_log, name="quick_log"),
    path("osoby/<str:number>/wsparcie/zapisz/", quick_log.new_support, name="new_support"),
    path("osoby/<str:number>/wsparcie/<uuid:fact_id>/", support.change_support, name="change_support"),
    path("osoby/<str:number>/wsparcie/<uuid:fact_id>/notatka/", protected_notes.protected_note, name="protected_note"),
]
