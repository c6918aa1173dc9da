"""All routes of the portal; each app brings its own. Public pages have their language in the address."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

handler400 = "portal.ui.errors.bad_request"
handler403 = "portal.ui.errors.permission_denied"
handler404 = "portal.ui.errors.page_not_found"
handler500 = "portal.ui.errors.server_error"

urlpatterns = [
    *i18n_patterns(path("", include("portal.front.urls"))),
    path("", include("portal.accounts.urls")),
    path("konto/", include("allauth.urls")),
    path("", include("portal.submissions.urls")),
    path("", include("portal.jobs.urls")),
    path("", include("portal.imports.urls")),
    *(path("", include(f"{app}.urls")) for app in ("services", "cases", "beneficiaries", "reporting")),
]
