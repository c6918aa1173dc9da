"""Routes of the pages on which support is written down."""

from django.urls import path

from services.views import quick_log, support

urlpatterns = [
    path("praca/zapis/", quick_log.quick_log, name="quick_log"),
    path("osoby/<str:number>/wsparcie/zapisz/", quick_log.new_support, name="new_support"),
    path("osoby/<str:number>/wsparcie/<uuid:fact_id>/", support.change_support, name="change_support"),
]
