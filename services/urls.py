"""Routes of the pages on which support is written down."""

from django.urls import path

from services.views import support

urlpatterns = [
    path("osoby/<str:number>/wsparcie/zapisz/", support.new_support, name="new_support"),
    path("osoby/<str:number>/wsparcie/<uuid:fact_id>/", support.change_support, name="change_support"),
]
