"""Routes of drafts."""

from django.urls import path

from portal.submissions import views

urlpatterns = [
    path("szkice/<slug:form>/", views.keep_draft, name="keep_draft"),
    path("szkice/<slug:form>/usun/", views.forget_draft, name="forget_draft"),
]
