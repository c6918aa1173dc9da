"""Accounts as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Sign-in, organisations, roles."""

    name = "portal.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Start the clocks of a session, renew its key when it proves more, count a new factor as shown; an invitation
        is used by coming in.
        """
        from allauth.account.signals import authentication_step_completed, password_reset
        from allauth.mfa.signals import authenticator_added
        from django.contrib.auth.signals import user_logged_in

        from portal.accounts.factors import note_new_factor
        from portal.accounts.invitations import accept_by
        from portal.accounts.sessions import begin_session, rotate

        user_logged_in.connect(begin_session, dispatch_uid="begin_session")
        user_logged_in.connect(accept_by, dispatch_uid="accept_invitation")
        password_reset.connect(accept_by, dispatch_uid="accept_invitation_by_link")
        authentication_step_completed.connect(rotate, dispatch_uid="rotate_session")
        authenticator_added.connect(note_new_factor, dispatch_uid="note_new_factor")
