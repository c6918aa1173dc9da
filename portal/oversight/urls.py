"""Routes of the event log."""

from django.urls import path

from portal.oversight.views import log, reads, review

urlpatterns = [
    path("dziennik/", log.audit_log, name="audit_log"),
    path("dziennik/sprawdz/", log.audit_check, name="audit_check"),
    path("dziennik/odczyty/", reads.audit_reads, name="audit_reads"),
    path("dziennik/osoba/", reads.audit_person, name="audit_person"),
    path("dziennik/przeglad/", review.audit_review, name="audit_review"),
]
