"""Accounts as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Sign-in, organisations, roles."""

    name = "portal.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Start a session's clocks whenever somebody signs in."""
        from django.contrib.auth.signals import user_logged_in

        from portal.accounts.sessions import begin_session

        user_logged_in.connect(begin_session, dispatch_uid="begin_session")
