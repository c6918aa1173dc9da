"""Routes of the data map."""

from django.urls import path

from portal.datamap import views

urlpatterns = [
    path("nadzor/mapa-danych/", views.data_map, name="data_map"),
    path("nadzor/rejestr/<str:project>/<str:organisation>/", views.processing_record, name="processing_record"),
    path(
        "nadzor/rejestr/<str:project>/<str:organisation>/plik/",
        views.processing_record_file,
        name="processing_record_file",
    ),
]
