"""Two people plan the same semester at the same moment: each class is made once (L3, L4)."""

import datetime

import pytest

from services.domain.meetings import PlanChanged, plan_meetings, plan_seen
from services.models import Meeting
from services.rules.semester import Planned
from tests.factories.activities import HOUR, START, make_group
from tests.services.domain.test_seats import with_connections  # noqa: F401 - a fixture

DAY = datetime.timedelta(days=1)
PLAN = [Planned((START + day * DAY).date(), START + day * DAY, START + day * DAY + HOUR) for day in range(9)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seen", ["", None])
def test_two_who_plan_at_the_same_moment_make_each_class_once(sopot, request, seen):
    group, made = make_group(sopot), []

    def plan():
        try:
            made.append(plan_meetings(group, PLAN, by=None, seen=seen))
        except PlanChanged:
            made.append(0)

    run, there = request.getfixturevalue("with_connections"), []
    assert run([plan, plan]) == []
    assert run([lambda: there.append(Meeting.objects.filter(activity=group).count())]) == []
    assert (sorted(made), there) == ([0, 9], [9])


def test_a_plan_that_was_seen_before_another_change_is_not_made(sopot):
    group = make_group(sopot)
    plan_meetings(group, PLAN[:2], by=None, seen="")
    seen = plan_seen(group)
    Meeting.objects.filter(activity=group, starts_at=START).update(ends_at=START + 2 * HOUR)
    with pytest.raises(PlanChanged):
        plan_meetings(group, PLAN[2:], by=None, seen=seen)
    assert plan_meetings(group, PLAN[2:], by=None, seen=plan_seen(group)) == 7


def test_a_group_that_was_given_another_teacher_since_is_not_planned(sopot, instructor):
    group = make_group(sopot)
    type(group).objects.filter(pk=group.pk).update(teacher=instructor)
    with pytest.raises(PlanChanged):
        plan_meetings(group, PLAN, by=None, seen="")
