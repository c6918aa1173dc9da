"""All routes of the portal; each app brings its own. Public pages have their language in the address."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

handler400 = "portal.ui.errors.bad_request"
handler403 = "portal.ui.errors.permission_denied"
handler404 = "portal.ui.errors.page_not_found"
handler500 = "portal.ui.errors.server_error"

urlpatterns = [
    *i18n_patterns(
        path("", include("portal.front.urls")),
        path("", include("beneficiaries.views.registration.urls")),
        path("", include("services.views.public.urls")),
        path("", include("portal.own.urls")),
    ),
    path("", include("portal.accounts.urls")),
    path("konto/", include("allauth.urls")),
    path("", include("portal.submissions.urls")),
    path("", include("portal.help.urls")),
    path("", include("portal.jobs.urls")),
    path("", include("portal.imports.urls")),
    path("", include("portal.messages.urls")),
    path("", include("portal.oversight.urls")),
    path("", include("portal.datamap.urls")),
    path("", include("portal.administration.urls")),
    path("", include("portal.texts.urls")),
    path("", include("portal.worklist.urls")),
    *(path("", include(f"{app}.urls")) for app in ("services", "cases", "beneficiaries", "reporting")),
    path("", include("reporting.smefs.urls")),
]
