"""Routes of the pages about people. Each page of a record that an app has registered gets its own."""

from django.urls import path

from beneficiaries.views import comparing, correction, deciding, ending, entry, people, record, waiting
from portal.records import record_tabs

urlpatterns = [
    path("osoby/", people.person_list, name="person_list"),
    path("osoby/szukaj/", people.person_search, name="person_search"),
    path("osoby/nowa/", entry.new_person, name="new_person"),
    path("osoby/<str:number>/edycja/", correction.person_edit, name="person_edit"),
    path("osoby/<str:number>/zakonczenie/", ending.end_participation, name="end_participation"),
    path("koordynacja/import/wiersze/", waiting.held_rows, name="held_rows"),
    path("koordynacja/import/wiersze/<uuid:row>/", deciding.held_row, name="held_row"),
    path("koordynacja/import/wiersze/<uuid:row>/polacz/", comparing.join_row, name="join_row"),
    path("koordynacja/import/niepelne/", waiting.incomplete_list, name="incomplete_people"),
    path("osoby/<str:number>/", record.person_record, name="person_record"),
    *(path(f"osoby/<str:number>/{tab.path}/", record.tab_view(tab), name=tab.url_name) for tab in record_tabs()),
]
