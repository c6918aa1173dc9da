"""Routes of SM EFS."""

from django.urls import path

from reporting.smefs.views import alone, comparing, exporting, numbering, releasing, returned

urlpatterns = [
    path("koordynacja/smefs/", exporting.smefs_home, name="smefs_home"),
    path("koordynacja/smefs/nowy/", exporting.smefs_new, name="smefs_new"),
    path("koordynacja/smefs/porownanie/", comparing.smefs_compare, name="smefs_compare"),
    path("koordynacja/smefs/wniosek/", comparing.smefs_claim, name="smefs_claim"),
    path("koordynacja/smefs/zwrotne/", returned.smefs_return, name="smefs_return"),
    path("koordynacja/smefs/zwrotne/<uuid:smefs_listing>/", returned.smefs_returned, name="smefs_returned"),
    path("koordynacja/smefs/<uuid:smefs_file>/", exporting.smefs_export, name="smefs_export"),
    path("administracja/jedna-osoba/", alone.done_alone, name="done_alone"),
    path("koordynacja/smefs/numer-projektu/", numbering.project_number, name="project_number"),
    path("koordynacja/smefs/<uuid:smefs_file>/wydanie/", releasing.smefs_release, name="smefs_release"),
    path("koordynacja/smefs/<uuid:smefs_file>/plik/", exporting.smefs_download, name="smefs_download"),
]
