"""Which day it is."""

import datetime

import pytest
from django.template import Context, Template

from portal.clock import as_told, moment_of_recording, now, recording_as_if_at, today


def test_tryout_lives_on_its_set_day(settings):
    settings.PORTAL_TODAY = "2026-03-31"
    assert today() == datetime.date(2026, 3, 31)


def test_moment_of_the_tryout_is_this_time_of_its_day(settings, monkeypatch):
    settings.PORTAL_TODAY, settings.PORTAL_TRYOUT = "2026-03-31", True
    late = datetime.datetime(2026, 12, 31, 21, 30, tzinfo=datetime.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    assert now() == datetime.datetime(2026, 3, 31, 20, 30, tzinfo=datetime.UTC)
    settings.PORTAL_TODAY = ""
    assert now() == late


def test_real_work_lives_today_whatever_is_set(settings, monkeypatch):
    settings.PORTAL_TODAY, settings.PORTAL_TRYOUT = "2026-03-31", False
    late = datetime.datetime(2026, 12, 31, 23, 30, tzinfo=datetime.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    assert today() == datetime.date(2027, 1, 1)


def test_true_moments_are_told_as_far_from_the_day_of_the_tryout(settings, monkeypatch):
    settings.PORTAL_TODAY, settings.PORTAL_TRYOUT = "2026-03-31", True
    noon = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    assert as_told(noon - datetime.timedelta(days=2)) == noon + datetime.timedelta(days=28)
    settings.PORTAL_TRYOUT = False
    assert as_told(noon) == noon


def test_the_tryout_can_record_an_invented_past(settings):
    past = datetime.datetime(2025, 4, 8, 12, tzinfo=datetime.UTC)
    with recording_as_if_at(past):
        assert moment_of_recording() == past
    assert moment_of_recording() > past


def test_nobody_invents_a_future_and_real_work_no_past(settings):
    moment = datetime.datetime.now(datetime.UTC)
    with pytest.raises(RuntimeError), recording_as_if_at(moment + datetime.timedelta(hours=1)):
        pass
    settings.PORTAL_TRYOUT = False
    with pytest.raises(RuntimeError), recording_as_if_at(moment):
        pass


def test_unknown_template_variable_fails_a_test():
    with pytest.raises(AssertionError, match="nmae"):
        Template("{{ person.nmae }}").render(Context({"person": {"name": "x"}}))
    assert Template("{% if absent %}x{% endif %}").render(Context()) == ""
