"""Of whose data the end waits for two people: by number, how far each release is, what may be done (S65)."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beneficiaries.domain import releases as acts
from beneficiaries.models import Participation, Person
from beneficiaries.queries.releases import OVER, RUNNING, covered_people, releases, removed_of, to_ask_for
from portal.accounts.models import User
from portal.policy.access import access_of
from portal.releasing import Standing, ends_at, opens_at
from portal.retention.models import RELEASE_LASTS, ReleaseDecision, RetentionRelease
from portal.retention.people import CASE, RECORD
from portal.ui.formatting import moment, number, short_date
from portal.worklist.registry import Desk, NextAct, WorkList, WorkRow

LABELS: Mapping[str, Promise] = {CASE: gettext_lazy("Cases that are due"), RECORD: gettext_lazy("Records that are due")}
SHOWN, PAST = 200, 5
"""Numbers on a list; releases that are over or carried out."""


@dataclass(frozen=True)
class Numbers:
    """People by the numbers that the reader may see, at most ``SHOWN``; ``people`` is how many there are in all."""

    people: int
    numbers: Sequence[str]
    is_part: bool


@dataclass(frozen=True)
class ReleaseLine:
    """One release; ``decides``: the reader may refuse it at least; ``blocked`` says why the reader does not confirm."""

    release: RetentionRelease
    title: str
    tag: tuple[str, str]
    words: Sequence[str]
    listed: Numbers | None = None
    decides: bool = False
    blocked: str = ""
    is_own: bool = False
    is_confirmed: bool = False


@dataclass(frozen=True)
class RuleCard:
    """What waits at one end of a person: the dry run, and its releases."""

    rule: str
    label: str
    due: Numbers
    lines: Sequence[ReleaseLine]


def removal_cards(user: User, now: datetime.datetime) -> list[RuleCard]:
    """Return a card for each end."""
    return [_card(rule, user, now) for rule in OVER]


def waiting_removals(desk: Desk) -> WorkList:
    """Return the releases of others that wait for the reader, the oldest first."""
    now = timezone.now()
    made = [each for rule in OVER for each in releases(rule, now) if each.standing(now) is Standing.WAITING]
    mine = [each for each in made if not acts.is_own(each, desk.account) and acts.is_within_reach(each, desk.account)]
    mine.sort(key=lambda each: each.asked_at)
    return WorkList([_row(each) for each in mine[: desk.most]], len(mine), reverse("retention"))


def refusal_in_words(code: str) -> str:
    """Say why nothing is asked for or decided; blank when it may be."""
    return {
        acts.NOTHING: _("Nobody is due for whom nobody has asked yet."),
        acts.OWN: _("You asked for this, so a second person confirms it. They have been told."),
        acts.OVER: _("Its time is over, or it is carried out. Ask anew if anything is left."),
        acts.DONE: _("It is decided already."),
        acts.NO_REASON: _("Say why."),
        acts.REACH: _("It covers people of a project in which you do not have this right."),
    }.get(code, "")


def _card(rule: str, user: User, now: datetime.datetime) -> RuleCard:
    due = _numbers(to_ask_for(rule, access_of(user).scope(acts.MANAGE).whole_project_ids, now), user)
    made = [each for each in releases(rule, now) if acts.is_within_reach(each, user)]
    gone = removed_of(made)
    running = [each for each in made if each.standing(now) in RUNNING and gone.get(each.pk) != each.people]
    past = [each for each in made if each not in running][:PAST]
    lines = [_line(each, user, now, gone.get(each.pk, 0)) for each in running]
    lines += [_past(each, now, gone.get(each.pk, 0)) for each in past]
    return RuleCard(rule, str(LABELS[rule]), due, lines)


def _line(release: RetentionRelease, user: User, now: datetime.datetime, gone: int) -> ReleaseLine:
    own, confirmed = acts.is_own(release, user), release.decision(confirmed=True) is not None
    return replace(
        _past(release, now, gone), listed=_numbers(covered_people(release), user),
        decides=not acts.refusal_of(release, user, confirmed=False), is_own=own, is_confirmed=confirmed,
        blocked="" if confirmed else refusal_in_words(acts.refusal_of(release, user, confirmed=True)),
    )  # fmt: skip


def _past(release: RetentionRelease, now: datetime.datetime, gone: int) -> ReleaseLine:
    said = {"name": release.asked_by.name, "moment": moment(release.asked_at), "people": number(release.people)}
    words = ngettext(
        "%(people)s person, asked for by %(name)s, %(moment)s", "%(people)s people, asked for by %(name)s, %(moment)s",
        release.people,
    ) % said  # fmt: skip
    return ReleaseLine(release, words, _tag(release, now, gone), _standing_in_words(release, now, gone))


def _tag(release: RetentionRelease, now: datetime.datetime, gone: int) -> tuple[str, str]:
    if gone == release.people:
        return _("carried out"), "ok"
    return {
        Standing.WAITING: (_("waits for a second person"), "warn"),
        Standing.SOON: (_("waits a day"), "warn"),
        Standing.OPEN: (_("released"), "ok"),
        Standing.REFUSED: (_("refused"), "danger"),
        Standing.OVER: (_("time is over"), "line"),
    }[release.standing(now)]


def _standing_in_words(release: RetentionRelease, now: datetime.datetime, gone: int) -> list[str]:
    words = [line for made in release.decisions.all() for line in _decided(made)]  # type: ignore[attr-defined]
    words += _holding(release, now) if gone < release.people else []
    if gone:
        said = {"gone": number(gone), "people": number(release.people)}
        words.append(_("Removed so far: %(gone)s of %(people)s.") % said)
    return words


def _decided(made: ReleaseDecision) -> list[str]:
    said = {"name": made.decided_by.name, "moment": moment(made.decided_at)}
    if not made.is_confirmed:
        return [_("Refused by %(name)s, %(moment)s.") % said, made.reason]
    words = [_("Confirmed by %(name)s, %(moment)s.") % said]
    return [*words, _("Confirmed without a second person:") + " " + made.alone_reason] if made.alone_reason else words


def _holding(release: RetentionRelease, now: datetime.datetime) -> list[str]:
    standing, made = release.standing(now), release.decision(confirmed=True)
    if standing is Standing.WAITING:
        until = {"until": moment(release.asked_at + RELEASE_LASTS)}
        return [_("It waits until %(until)s. Until somebody confirms it nothing is removed.") % until]
    if made is None or standing not in RUNNING:
        return []
    alone = bool(made.alone_reason)
    if standing is Standing.SOON:
        begins = {"begins": moment(opens_at(made.decided_at, alone=alone))}
        return [_("It holds from %(begins)s; until then it can be stopped.") % begins]
    ends = {"ends": moment(ends_at(made.decided_at, RELEASE_LASTS, alone=alone))}
    return [_("The next night removes what it covers and nothing holds. It is valid until %(ends)s.") % ends]


def _numbers(people: QuerySet[Person], user: User) -> Numbers:
    keys = people.values("pk")
    seen = Participation.objects.visible_to(user, acts.MANAGE).filter(person__in=keys)
    found, total = list(seen.order_by("number").values_list("number", flat=True)[:SHOWN]), people.count()
    return Numbers(total, found, seen.values("person").distinct().count() < total or len(found) == SHOWN)


def _row(release: RetentionRelease) -> WorkRow:
    url = f"{reverse('retention')}#removals-{release.rule}"
    words = ngettext("%(name)s, %(people)s person", "%(name)s, %(people)s people", release.people)
    note = words % {"name": release.asked_by.name, "people": number(release.people)}
    title = _("Removal: %(what)s, %(day)s") % {"what": LABELS[release.rule], "day": short_date(release.due_on)}
    last = timezone.localdate(release.asked_at + RELEASE_LASTS)
    return WorkRow(title, url, [NextAct(_("Decide"), url)], note=note, due_on=last)
