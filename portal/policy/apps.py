"""Who may do what: the matrix and the gate."""

from django.apps import AppConfig
from django.core import checks


class PolicyConfig(AppConfig):
    """Who may do what: the matrix and the gate."""

    name = "portal.policy"
    label = "policy"

    def ready(self) -> None:
        """Register the check of routes."""
        from portal.policy.checks import check_every_route_is_declared

        checks.register(check_every_route_is_declared, checks.Tags.urls)
