"""What of people is kept for a time, as the engine counts and ends it."""

from collections.abc import Callable, Iterable
from functools import partial

from django.utils.translation import gettext_lazy as _

from beneficiaries.domain.keeping import end_cases, end_records
from beneficiaries.domain.keeping_parts import ENDS
from beneficiaries.domain.merging_erasure import forget_old_logs, old_logs
from beneficiaries.domain.registration import forget_networks, known_networks, old_drafts, old_refusals
from beneficiaries.domain.rights_package import old_copies
from beneficiaries.models import Person
from beneficiaries.queries.keeping import cases_over, free_of_holds, old_accesses, records_over
from portal.clock import local_day
from portal.retention.people import CASE, RECORD, people_ends, register_people_end
from portal.retention.registry import Keeping, register_keeping
from portal.retention.rows import rows_keeping
from portal.retention.words import sealed_words
from portal.ui.navigation import Item, Workspace
from portal.ui.navigation import register as register_place

APPLICATION = ("beneficiaries.Registration",)


def register() -> None:
    """Register what of people ends."""
    for end in ENDS:
        register_people_end(end)
    for keeping in (*_people(), *_applications(), *_rights()):
        register_keeping(keeping)
    register_place(
        Item(
            "retention", _("Times of keeping"), Workspace.ADMINISTRATION, "manage_retention", "clock", order=99,
            on_phone=False,
        )
    )  # fmt: skip


def _people() -> tuple[Keeping, ...]:
    return (
        _of_people(
            "cases", 300, _("Cases: notes, needs, plans, appointments, how people are reached"), (CASE,), cases_over,
            end_cases, _("the end of participation"),
        ),
        _of_people(
            "records", 310, _("Records: who people were; figures and their evidence stay under numbers"),
            (RECORD, "consent"), records_over, end_records, _("the archive date of the project"),
        ),
    )  # fmt: skip


def _of_people(code: str, position: int, label, rules, over: Callable, remove, waits_for) -> Keeping:  # noqa: ANN001
    return Keeping(
        code, position, label, rules, ("beneficiaries.Consent",) if rules[0] == RECORD else (),
        lambda now: free_of_holds(over(now), now).count(), remove,
        lambda now: over(now).count() - free_of_holds(over(now), now).count(), waits_for, partial(_models, rules[0]),
        is_released=True,
    )  # fmt: skip


def _models(rule: str) -> Iterable[str]:
    """Return the models that apps end with people, and those whose sealed words go by themselves."""
    named = {label for end in people_ends(rule) for label in end.models}
    return named | {model._meta.label for model, _path, _fields in sealed_words(Person)}


def _applications() -> tuple[Keeping, ...]:
    return (
        rows_keeping("applications", 160, _("Drafts of applications"), ("application",), old_drafts, key="data_key"),
        rows_keeping(
            "refusals", 161, _("Applications that were refused or withdrawn"), ("application",), old_refusals,
            key="data_key",
        ),
        Keeping(
            "networks", 162, _("From where applications were sent"), ("session", "months-3"), APPLICATION,
            lambda now: known_networks(now).count(), forget_networks,
        ),
    )  # fmt: skip


def _rights() -> tuple[Keeping, ...]:
    return (
        rows_keeping("copies", 170, _("Copies of people’s data"), ("days-90",), old_copies),
        Keeping(
            "merge-logs", 171, _("What would lead back from merges"), ("draft-30",), ("beneficiaries.PersonMerge",),
            lambda now: old_logs(local_day(now)).count(), lambda now, most: forget_old_logs(local_day(now), most),
        ),
        rows_keeping("accesses", 180, _("Emergency accesses"), ("audit",), old_accesses, key="data_key"),
    )  # fmt: skip
