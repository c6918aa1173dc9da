"""Data of people go when one person has asked and a second has confirmed; alone a day later, with a reason (S65)."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from beneficiaries.queries.releases import others_who_confirm, projects_of, removed_of, to_ask_for
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import local_day, today
from portal.messages.sending import ask_for_message
from portal.oversight.alone import STAFF, tell_officers
from portal.policy.access import access_of
from portal.releasing import Standing
from portal.retention.models import ReleaseDecision, ReleasedPerson, RetentionRelease

MANAGE, ASKED = "manage_retention", "removal-asked"
NOTHING, OWN, OVER, DONE, NO_REASON, REACH = "nothing", "own", "over", "done", "no-reason", "reach"


class ReleaseRefused(ValueError):
    """Nothing can be asked for or decided by this account now; ``code`` says why.

    ``NOTHING``: nobody is due for whom nobody has asked. ``OWN``: the account asked itself and somebody else may
    confirm. ``OVER``: its time is over, or it is carried out. ``DONE``: it is decided already. ``NO_REASON``: a
    refusal, or a confirmation alone, without saying why. ``REACH``: people of a project in which the account has no
    such right.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def ask_removal(rule: str, *, by: User) -> RetentionRelease:
    """Ask that the cases, or records, go that are due now and within reach; the second persons are told."""
    now = timezone.now()
    keys = list(to_ask_for(rule, access_of(by).scope(MANAGE).whole_project_ids, now).values_list("pk", flat=True))
    if not keys:
        raise ReleaseRefused(NOTHING)
    made = RetentionRelease(rule=rule, due_on=local_day(now), people=len(keys), asked_by=by, asked_at=now)
    made.save(force_insert=True)
    ReleasedPerson.objects.bulk_create((ReleasedPerson(release=made, person=key) for key in keys), batch_size=500)
    record(Action.CREATE, by=by, obj=made, detail={"rule": rule, "people": made.people})
    for each in others_who_confirm(made, today()):
        ask_for_message(ASKED, STAFF, str(each.pk), dedup_key=f"{ASKED}-{made.pk}-{each.pk}"[:100])
    return made


def is_own(release: RetentionRelease, by: User) -> bool:
    """Tell whether the account asked for it itself, so that its confirmation is not that of a second person."""
    return release.asked_by_id == by.pk  # type: ignore[attr-defined]


def is_within_reach(release: RetentionRelease, by: User) -> bool:
    """Tell whether the account has the right in every project of the people concerned."""
    reached = access_of(by).scope(MANAGE).whole_project_ids
    return bool(reached) and {each.pk for each in projects_of(release)} <= reached


def refusal_of(release: RetentionRelease, by: User, *, confirmed: bool) -> str:
    """Return why ``by`` may not confirm, or not refuse, whatever the reason given; blank when it may.

    What is confirmed can still be stopped, by whoever asked too, until it is over or carried out.
    """
    if not is_within_reach(release, by):
        return REACH
    standing = release.standing(timezone.now())
    if standing is Standing.OVER or removed_of([release]).get(release.pk) == release.people:
        return OVER
    if standing is Standing.REFUSED or (confirmed and standing is not Standing.WAITING):
        return DONE
    return OWN if confirmed and is_own(release, by) and others_who_confirm(release, today()) else ""


@transaction.atomic
def decide_removal(release: RetentionRelease, *, confirmed: bool, reason: str, by: User) -> ReleaseDecision:
    """Confirm a release, or refuse or stop it; raises ``ReleaseRefused``.

    ``reason`` is needed for a refusal, and for a confirmation alone, of which the data protection officers are told.
    """
    if refusal := refusal_of(release, by, confirmed=confirmed):
        raise ReleaseRefused(refusal)
    alone, words = confirmed and is_own(release, by), reason.strip()
    if (alone or not confirmed) and not words:
        raise ReleaseRefused(NO_REASON)
    made = ReleaseDecision(
        release=release, is_confirmed=confirmed, decided_by=by, decided_at=timezone.now(),
        reason="" if confirmed else words, alone_reason=words if alone else "",
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise ReleaseRefused(DONE) from None
    record(Action.CREATE, by=by, obj=made, detail={"confirmed": confirmed, "alone": alone}, reason=words)
    if alone:
        for project in projects_of(release):
            tell_officers(project, f"{release.pk}")
    return made
