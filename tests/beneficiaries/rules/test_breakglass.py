"""Emergency access as a state machine: every way, every illegal one, the limits, the day of the review (S28)."""

import datetime
from itertools import product

import pytest

from beneficiaries.enums import GlassState
from beneficiaries.rules import breakglass
from beneficiaries.rules.breakglass import GlassEvent, IllegalTransition, first_state, following, is_open, review_due

LEGAL = {
    ("open", "close"): "closed",
    ("open", "expire"): "closed",
    ("closed", "review"): "reviewed",
    ("blocked", "review"): "reviewed",
    ("over-limit", "review"): "reviewed",
}
NOW = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)


@pytest.mark.parametrize(("state", "event"), list(product(GlassState.values, [each.value for each in GlassEvent])))
def test_every_event_in_every_state(state, event):
    if (state, event) in LEGAL:
        assert following(state, GlassEvent(event)) == LEGAL[state, event]
    else:
        with pytest.raises(IllegalTransition):
            following(state, GlassEvent(event))


def test_unknown_state_is_refused():
    with pytest.raises(ValueError, match="never"):
        following("never", GlassEvent.CLOSE)


@pytest.mark.parametrize(
    ("asked", "exists", "denied", "visible", "state"),
    [
        (0, True, False, False, "open"),
        (2, True, False, False, "open"),
        (3, True, False, False, "over-limit"),
        (0, False, False, False, "nowhere"),
        (3, False, False, False, "over-limit"),
        (0, True, False, True, "needless"),
        (0, True, True, False, "blocked"),
        (3, True, True, False, "blocked"),
        (0, True, True, True, "blocked"),
    ],
)
def test_what_an_asking_leads_to(asked, exists, denied, visible, state):
    assert first_state(asked_before=asked, exists=exists, denied=denied, visible=visible) == state


@pytest.mark.parametrize(
    ("state", "minutes", "opened"),
    [("open", 59, True), ("open", 60, False), ("closed", 1, False), ("blocked", 1, False)],
)
def test_open_for_an_hour(state, minutes, opened):
    assert is_open(state, NOW + breakglass.OPEN_FOR, NOW + datetime.timedelta(minutes=minutes)) is opened
    assert not is_open(state, None, NOW)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-03-02", "2026-03-05"),
        ("2026-03-06", "2026-03-11"),
        ("2026-03-07", "2026-03-11"),
        ("2026-12-23", "2026-12-30"),
        ("2026-04-30", "2026-05-06"),
    ],
)
def test_review_is_due_after_three_working_days(asked, due):
    assert review_due(datetime.date.fromisoformat(asked)) == datetime.date.fromisoformat(due)


def test_nothing_can_be_changed_listed_or_exported_through_it():
    opened = breakglass.OPEN_IN_EMERGENCY
    assert not [each for each in opened if not each.startswith("view_")]
    assert not opened & {"view_indicator_people", "view_explanation", "view_audit", "view_health_area", "view_history"}


def test_nobody_judges_oneself():
    assert breakglass.may_judge(1, 2)
    assert not breakglass.may_judge(1, 1)
