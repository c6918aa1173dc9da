"""Routes of the account pages."""

from django.urls import path

from portal.accounts import views

urlpatterns = [
    path("", views.start, name="start"),
    path("konto/ustawienia/", views.account_settings, name="account_settings"),
    path("klawisze/", views.keyboard, name="keyboard"),
    path("konto/drugi-krok/", views.second_step, name="second_step"),
    path("konto/zalogowania/", views.sessions, name="sessions"),
    path("konto/dalej/", views.go_on, name="go_on"),
    path("konto/jezyk/", views.set_language, name="set_language"),
]
