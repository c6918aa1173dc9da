"""What support will count towards, in sentences; people of whom the same is true share them."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from portal.effects import FigureEffect, PlannedPerson, PlannedSupport
from portal.ui.formatting import number, short_date
from reporting.indicators.catalogue import INDICATORS, headline_indicators, indicators_of
from reporting.indicators.conditions import COMPLETE, ELIGIBLE, STARTED
from reporting.indicators.sentences import sentence
from reporting.queries.effects import Weighed, weigh_support

ENROLLED, IMPROVED = (indicator.code for indicator in headline_indicators())
ORDER = {indicator.code: place for place, indicator in enumerate(INDICATORS)}


def effects_of_support(planned: PlannedSupport) -> Sequence[FigureEffect]:
    """Say what the planned support will count towards; those who need care first."""
    alike: dict[tuple[tuple[str, ...], bool], list[Any]] = {}
    for weighed in weigh_support(planned, indicators_of(planned.grant_project)):
        needs_care = ENROLLED not in weighed.after or _is_after_end(weighed.person, planned)
        said = tuple(_sentences(weighed, planned))
        alike.setdefault((said, needs_care), []).append(weighed.person.participation)
    found = [FigureEffect(said, people, needs_care) for (said, needs_care), people in alike.items()]
    return sorted(found, key=lambda effect: not effect.needs_care)


def _sentences(weighed: Weighed, planned: PlannedSupport) -> Iterator[str]:
    yield from _about_the_start(weighed.person)
    if ENROLLED in weighed.after:
        yield from _counted(weighed, planned)
    else:
        yield _not_counted(weighed)
    yield _about_results(weighed, planned)


def _about_the_start(person: PlannedPerson) -> Iterator[str]:
    old, new = _value(person, "start_on", planned=False), _value(person, "start_on")
    if old == new or new is None:
        return
    if old is None:
        yield _("This is the first support: participation starts on %(day)s.") % {"day": short_date(new)}
    else:
        days = {"old": short_date(old), "new": short_date(new)}
        yield _("The start of participation moves from %(old)s to %(new)s; age and group are those of that day.") % days


def _not_counted(weighed: Weighed) -> str:
    unmet = [check for check in weighed.unmet if check.rule is not STARTED]
    if not unmet:
        return _("This kind of support does not start participation: nothing counts before support of another kind.")
    reasons = " ".join(sentence(check) for check in unmet)
    if all(check.rule in (COMPLETE, ELIGIBLE) for check in unmet):
        return _("It is recorded but does not count until this is settled. %(reasons)s") % {"reasons": reasons}
    return _("It is recorded but does not count. %(reasons)s") % {"reasons": reasons}


def _counted(weighed: Weighed, planned: PlannedSupport) -> Iterator[str]:
    person = weighed.person
    if _is_after_end(person, planned):
        end = {"end": short_date(_value(person, "end_on"))}
        yield _("Participation ended on %(end)s, so the entry is listed as a gap.") % end
    yield _towards_support(planned)
    yield from _towards_people(weighed, planned)
    if len(planned.people) == 1 and person.times > 1:
        yield _("Support number %(times)s for this person.") % {"times": number(person.times)}


def _towards_support(planned: PlannedSupport) -> str:
    if planned.service_type is None:
        return _("It counts in deliveries and hours of the kind you choose.")
    return _("It counts in deliveries and hours of “%(kind)s”.") % {"kind": planned.service_type.name}


def _towards_people(weighed: Weighed, planned: PlannedSupport) -> Iterator[str]:
    old, new = (_group(weighed.person, planned=each) for each in (False, True))
    if ENROLLED not in weighed.before:
        words = _("It adds to the participants (EECO01), group: %(group)s.")
    elif old != new:
        yield _("The group changes from %(old)s to %(new)s.") % {"old": old, "new": new}
        words = _("Already counted among the participants.")
    else:
        words = _("Already counted among the participants, group: %(group)s.")
    yield words % {"group": new}
    named = (ENROLLED, IMPROVED)
    if more := _codes(weighed.after - weighed.before, named):
        yield _("It also adds to: %(codes)s.") % {"codes": more}
    if fewer := _codes(weighed.before - weighed.after, named):
        yield _("It takes away from: %(codes)s.") % {"codes": fewer}


def _about_results(weighed: Weighed, planned: PlannedSupport) -> str:
    target = planned.grant_project.targets.get(IMPROVED, {}).get("total")
    result = {"target": number(target) if target else IMPROVED}
    if IMPROVED in weighed.after - weighed.before:
        return _("It also adds to the result %(target)s: improvement after leaving.") % result
    if IMPROVED in weighed.before - weighed.after:
        return _("It takes away from the result %(target)s: improvement after leaving.") % result
    return _("No effect on the result %(target)s.") % result


def _is_after_end(person: PlannedPerson, planned: PlannedSupport) -> bool:
    end = _value(person, "end_on")
    return end is not None and planned.day > end


def _group(person: PlannedPerson, *, planned: bool = True) -> str:
    group = _value(person, "target_group", planned=planned)
    return group.name if group else _("not decided")


def _value(person: PlannedPerson, name: str, *, planned: bool = True) -> Any:
    """Return a value of the person's version: after the entry, or as it is."""
    if planned and name in person.changes:
        return person.changes[name]
    version = person.participation.in_force
    return getattr(version, name) if version else None


def _codes(codes: frozenset[str], named: tuple[str, ...]) -> str:
    return ", ".join(sorted(codes - set(named), key=ORDER.__getitem__))
