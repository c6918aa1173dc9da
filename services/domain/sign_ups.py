"""Signing up without an account: sealed, given places, looked at first when odd, joined to a record, ended (S20–S23).

There is one way through for everybody. Whether somebody is known is found out by people, later, elsewhere.
"""

import datetime
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce

from beneficiaries.models import Participation
from beneficiaries.rules.codes import CODE, grouped, with_check
from portal import clock
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.crypto.ids import new_id
from portal.crypto.models import DataKey
from portal.crypto.sealing import fingerprint
from portal.messages.sending import ask_for_message
from services.domain.attendance import hand_over_entries, support_of_enrolment
from services.domain.seat_news import SIGN_UP, tell_news
from services.domain.seats import Asked, ask_for_seats, pass_on
from services.domain.uniting import unite_seats
from services.enums import SEATED, EnrolmentState, EnrolmentStep
from services.models import Activity, Enrolment, EnrolmentChange, SignUp

CODE_SENT = "sign-up-code"
BROUGHT = "kod"
"""By this name a link brings the code along."""
KEPT_FOR = datetime.timedelta(days=90)
"""How long after the last meeting what strangers wrote is kept."""
_HOLDS = SEATED | {EnrolmentState.WAITING}


class AlreadyThere(Exception):
    """The person had a place or a turn in this activity already; the sign-up is joined with it."""


class NotToJoin(Exception):
    """The sign-up was joined before, or the person takes part in another project."""


@dataclass(frozen=True)
class Said:
    """What somebody wrote: their name, how to reach them, what they need, who comes (name, birth year, child)."""

    name: str
    phone: str
    email: str
    needs: str
    comers: Sequence[tuple[str, str, bool]]


def sign_up(
    activity: Activity, said: Said, language: str, form_mark: str, doubts: Sequence[str] = (), *, page: str,
    sends: bool = True,
) -> SignUp:  # fmt: skip
    """Keep a sign-up and ask for a place for each who comes; the same form sent twice is one sign-up.

    What looks odd is held for people to look at and takes no place. ``sends``: the code goes out, too, with
    a link that brings it to ``page``, the address where one's own place is seen and given up.
    Raises ``SeatRefused`` as ``ask_for_seats``.
    """
    mark = fingerprint("sign-up form", form_mark)
    known = _signed_up(mark)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            made = _kept(activity, said, language, mark, doubts)
            if doubts:
                _hold(made, said)
            else:
                _ask(made, said)
            if sends and not doubts:
                _send_code(made, page)
            return made
    except IntegrityError:
        first = _signed_up(mark)
        if first is None:
            raise
        return first


def is_signed_up(form_mark: str) -> bool:
    """Tell whether this form was sent before: it leads to its sign-up, also when nobody can sign up any more."""
    return _signed_up(fingerprint("sign-up form", form_mark)) is not None


def let_in(enrolment: Enrolment, *, by: User) -> None:
    """Say that an odd sign-up is from people: it waits for its turn from now on, and gets what is free."""
    with transaction.atomic():
        row = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
        if row.state != EnrolmentState.HELD:
            return
        _changed(row, EnrolmentState.WAITING, EnrolmentStep.ASKED, by)
        pass_on(row.activity)


def turn_away(enrolment: Enrolment, *, by: User) -> None:
    """Say that an odd sign-up is not from people: it never takes a place."""
    with transaction.atomic():
        row = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
        if row.state == EnrolmentState.HELD:
            _changed(row, EnrolmentState.CANCELLED, EnrolmentStep.CANCELLED, by)


def join_to(enrolment: Enrolment, participation: Participation, *, by: User) -> None:
    """Say whose place it is: from now on it is the person's, with the order in which it was asked for.

    Attendance so far becomes support. Who has a place of their own there keeps the better of the two with the earlier
    turn; what became free is passed on, and whoever signed up is told that there is news. Raises ``AlreadyThere`` when
    the person had a place or a turn. Raises ``NotToJoin``, and ``SupportRefused`` for a class outside
    the project.
    """
    with transaction.atomic():
        row = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
        if row.participation_id is not None or participation.grant_project_id != row.activity.grant_project_id:  # type: ignore[attr-defined]
            raise NotToJoin
        Activity.objects.select_for_update().get(pk=row.activity_id)  # type: ignore[misc]
        other = Enrolment.objects.filter(activity=row.activity_id, participation=participation).first()  # type: ignore[misc]
        is_there = other is not None and other.state in _HOLDS
        if other is None:
            row.participation, row.version = participation, new_id()
            row.save(update_fields=["participation", "version"])
            _note(row, EnrolmentStep.LINKED, by)
            support_of_enrolment(row, by=by)
        else:
            unite_seats(other, row, by=by)
            hand_over_entries(row, other, by=by)
            pass_on(row.activity)
            tell_news(row)
    if is_there:
        raise AlreadyThere


def old_sign_ups(now: datetime.datetime) -> QuerySet[SignUp]:
    """Return what strangers wrote, three months after the last meeting."""
    last = Coalesce(Max("activity__meetings__ends_at"), "made_at")
    return SignUp.objects.annotate(last=last).filter(last__lte=now - KEPT_FOR)


def remove_old_sign_ups(now: datetime.datetime, most: int = 500) -> int:
    """Remove such sign-ups, at most so many, with their keys; return how many.

    A place that was joined to a record stays the person's.
    """
    old = list(old_sign_ups(now)[:most])
    for each in old:
        with transaction.atomic():
            joined = Enrolment.objects.filter(sign_up=each, participation__isnull=False)
            joined.update(name=None, birth_year=None, sign_up=None)
            key = each.data_key_id  # type: ignore[attr-defined]
            each.delete()
            DataKey.objects.filter(pk=key).delete()
    return len(old)


def _signed_up(mark: bytes) -> SignUp | None:
    return SignUp.objects.select_related("data_key", "activity").filter(opened_with=mark).first()


def _kept(activity: Activity, said: Said, language: str, mark: bytes, doubts: Sequence[str]) -> SignUp:
    key = DataKey.fresh()
    key.save()
    made = SignUp(
        data_key=key, activity=activity, opened_with=mark, language=language, doubts=" ".join(doubts)[:80],
        name=said.name, phone=said.phone, email=said.email, needs=said.needs,
        code=grouped(with_check([secrets.randbelow(32) for _each in range(CODE)])),
    )  # fmt: skip
    made.save(force_insert=True)
    record(Action.CREATE, by=None, obj=made, grant_project=activity.grant_project, detail={"people": len(said.comers)})
    return made


def _ask(made: SignUp, said: Said) -> None:
    asked = [Asked(sign_up=made, name=name, birth_year=year, is_child=child) for name, year, child in said.comers]
    ask_for_seats(made.activity, asked, by=None)


def _send_code(made: SignUp, page: str) -> None:
    ask_for_message(
        CODE_SENT, SIGN_UP, str(made.pk), made.language,
        {"code": str(made.code), "link": f"{page}?{urlencode({BROUGHT: str(made.code)})}"},
        grant_project=made.activity.grant_project, dedup_key=f"{CODE_SENT}-{made.pk}",
    )  # fmt: skip


def _hold(made: SignUp, said: Said) -> None:
    moment = clock.now()
    for name, year, child in said.comers:
        row = Enrolment(
            activity=made.activity, sign_up=made, name=name, birth_year=year, is_child=child,
            state=EnrolmentState.HELD, asked_at=moment, settled_at=moment,
        )  # fmt: skip
        row.save(force_insert=True)
        EnrolmentChange.objects.create(enrolment=row, at=moment, kind=EnrolmentStep.ASKED)


def _changed(row: Enrolment, state: EnrolmentState, step: EnrolmentStep, by: User) -> None:
    row.state, row.version, row.settled_at, row.offered_until = state, new_id(), clock.now(), None
    row.save(update_fields=["state", "version", "settled_at", "offered_until"])
    _note(row, step, by)


def _note(row: Enrolment, step: EnrolmentStep, by: User) -> None:
    EnrolmentChange.objects.create(enrolment=row, at=clock.now(), by=by, kind=step)
    people = [row.participation.person_id] if row.participation is not None else []
    record(Action.CHANGE, by=by, obj=row, subjects=people, grant_project=row.activity.grant_project)
