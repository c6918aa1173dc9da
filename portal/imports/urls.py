"""Routes of lists that are imported."""

from django.urls import path

from portal.imports import views

urlpatterns = [
    path("koordynacja/import/", views.import_page, name="import_page"),
    path("koordynacja/import/wzor/", views.blank, name="blank_list"),
    path("koordynacja/import/lista/<uuid:upload>/", views.upload_preview, name="upload_preview"),
    path("koordynacja/import/<uuid:batch>/", views.import_batch, name="import_batch"),
]
