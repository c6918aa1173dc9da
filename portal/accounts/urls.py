"""Routes of the account pages."""

from django.urls import path

from portal.accounts import views

urlpatterns = [
    path("", views.start, name="start"),
    path("konto/ustawienia/", views.account_settings, name="account_settings"),
    path("klawisze/", views.keyboard, name="keyboard"),
    path("konto/jezyk/", views.set_language, name="set_language"),
]
