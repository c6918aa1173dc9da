"""What the kernel keeps for a time: lists, forms, messages, jobs, sessions, accounts; and what stays of the trail."""

from django.utils.translation import gettext_lazy as _

from portal.accounts.keeping import forget_accounts, forget_names, known_accounts, named_accounts
from portal.accounts.limits import old_counts
from portal.accounts.sessions import ended_sessions, remove_ended_sessions
from portal.audit.cutting import cut_trail, old_events
from portal.imports.retention import batches_past_archive, expired_payloads, remove_batches, remove_expired_payloads
from portal.imports.uploading import expired_lists
from portal.jobs.care import old_jobs
from portal.messages.ending import end_useless, old_messages, useless_messages
from portal.own.signing_in import old_codes, old_slips
from portal.retention.registry import Keeping, Lasting, register_keeping, register_lasting
from portal.retention.rows import rows_keeping
from portal.submissions.drafts import old_drafts, old_submissions

WHEN_PAST_ARCHIVE = _("the archive date of the project")


def register() -> None:
    """Register what the kernel keeps."""
    register_keeping(
        Keeping(
            "events", 600, _("Events of the event log; their seals stay, so that the chain goes on"), ("audit",),
            ("audit.AuditEvent",), old_events, cut_trail,
        )
    )  # fmt: skip
    for keeping in (*_lists(), *_messages(), *_work(), *_accounts()):
        register_keeping(keeping)
    register_lasting(
        Lasting(
            "audit",
            _("That a week’s readings were looked at, and what came of it: it names no participant."),
            ("audit",), ("oversight.ReadReview",),
        )
    )  # fmt: skip
    register_lasting(
        Lasting(
            "releases",
            _("Who let people’s data be removed, and when: it proves that two people did. It names none of them."),
            ("programme",), ("retention.RetentionRelease", "retention.ReleaseDecision"),
        )
    )  # fmt: skip


def _lists() -> tuple[Keeping, ...]:
    return (
        Keeping(
            "rows", 100, _("Content of imported rows"), ("days-90",), ("imports.ImportedRow",),
            lambda now: expired_payloads(now).count(), remove_expired_payloads,
        ),
        rows_keeping(
            "lists", 110, _("Lists that were sent and not imported"), ("days-90",), expired_lists, key="data_key"
        ),
        Keeping(
            "batches", 500, _("What became of imported lists"), ("programme",),
            ("imports.ImportBatch", "imports.ImportedRow"), lambda now: batches_past_archive(now).count(),
            remove_batches, waits_for=WHEN_PAST_ARCHIVE,
        ),
    )  # fmt: skip


def _messages() -> tuple[Keeping, ...]:
    return (
        Keeping(
            "unsent-messages", 120, _("Content of messages that no gateway took"), ("until-sent",),
            ("outbox.OutgoingMessage",), lambda now: useless_messages(now).count(), end_useless,
        ),
        rows_keeping(
            "messages", 121, _("Messages that were sent or given up"), ("days-90",), old_messages, key="data_key"
        ),
    )  # fmt: skip


def _work() -> tuple[Keeping, ...]:
    return (
        rows_keeping("drafts", 130, _("Drafts of forms"), ("draft-30",), old_drafts, key="data_key"),
        rows_keeping("submissions", 131, _("Marks of forms that were sent"), ("draft-30",), old_submissions),
        rows_keeping("jobs", 140, _("Finished jobs"), ("job-90",), old_jobs),
        Keeping(
            "sessions", 150, _("Ended sessions"), ("session",), ("sessions.Session", "usersessions.UserSession"),
            lambda now: ended_sessions(now).count(), lambda now, most: remove_ended_sessions(now),
        ),
        rows_keeping("codes", 151, _("Codes for signing in to the own space"), ("session",), old_codes),
        rows_keeping("slips", 152, _("Codes on paper for the own space"), ("session",), old_slips),
        rows_keeping("attempts", 153, _("Counts of attempts to sign in"), ("months-3",), old_counts),
    )  # fmt: skip


def _accounts() -> tuple[Keeping, ...]:
    return (
        Keeping(
            "accounts", 400, _("Address, factors and roles of closed accounts"), ("account",),
            (
                "accounts.User", "accounts.Membership", "accounts.Invitation", "accounts.AccountMail",
                "accounts.LastCode", "account.EmailAddress", "account.EmailConfirmation", "mfa.Authenticator",
            ),
            lambda now: known_accounts(now).count(), forget_accounts,
        ),
        Keeping(
            "account-names", 510, _("Names of closed accounts"), ("programme",), ("accounts.User",),
            lambda now: named_accounts(now).count(), forget_names, waits_for=WHEN_PAST_ARCHIVE,
        ),
    )  # fmt: skip
