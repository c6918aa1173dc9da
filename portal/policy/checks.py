"""Mistakes about rights that show at start-up, not in use (S1)."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from portal.policy.routes import PUBLIC_LIMIT, Audience, routes


def undeclared_routes(urlconf: str) -> list[str]:
    """Return the routes of ``urlconf`` whose views do not say who they are for."""
    return [
        f"/{route.pattern} ({route.name or 'no name'})"
        for route in routes(urlconf)
        if route.declaration.audience is Audience.UNDECLARED
    ]


def check_every_route_is_declared(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse views without a declaration, and more public routes than can be kept in mind."""
    urlconf = settings.ROOT_URLCONF
    found: list[CheckMessage] = [
        Error(
            f"The route {route} does not say who it is for.",
            hint="Put @requires(“verb_object”), @every_account or @public of portal.policy.gate on its view.",
            id="policy.E001",
        )
        for route in undeclared_routes(urlconf)
    ]
    open_routes = [route for route in routes(urlconf) if route.declaration.audience is Audience.PUBLIC]
    if len(open_routes) > PUBLIC_LIMIT:
        names = ", ".join(route.name for route in open_routes)
        found.append(Error(f"More than {PUBLIC_LIMIT} routes are public: {names}.", id="policy.E002"))
    return found
