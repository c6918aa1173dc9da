"""Routes of the outbox."""

from django.urls import path

from portal.messages import views

urlpatterns = [path("koordynacja/wiadomosci/", views.message_list, name="message_list")]
