"""Visitors of open events: an own indicator of its own, as known at any moment, never added to people (R33)."""

import datetime
import uuid
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.domain.definitions import DefinitionRefused, define_indicator
from reporting.enums import Whom
from reporting.exporters.contract import table_as_json
from reporting.indicators.own import own_indicators, reported_indicators
from reporting.indicators.spec import Spec
from reporting.queries.table import indicator_lines, indicator_table
from reporting.rules import Period
from services.domain.attendance import count_visitors
from services.domain.events import note_visitors
from services.enums import ActivityKind
from services.models import HeadCount, Meeting
from tests.factories.activities import make_activity
from tests.factories.indicators import make_indicator

DAY = datetime.date
NOW = datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC)
AUTUMN = Period(DAY(2026, 9, 16), DAY(2026, 12, 31))
NEW = "/koordynacja/wskazniki/reguly/nowy/"


@pytest.fixture
def picnic(sopot):
    """An open event of three meetings: 15, 22 and 29 September."""
    return make_activity(sopot, ActivityKind.OPEN, meetings=3, capacity=None, title="Piknik")


@pytest.fixture
def noted(picnic, caseworker_city):
    """Seventy visitors, then 250; the third number is not noted."""
    first, second, _third = picnic.meetings.order_by("starts_at")
    note_visitors(first, first.version, 70, by=caseworker_city, now=NOW)
    count_visitors(second, 250, by=caseworker_city, now=NOW)
    return second


def line(project, period, code="GOSCIE"):
    return next(
        each for each in indicator_lines(project, period, own_indicators(project, period.known_on)) if each.code == code
    )


def test_the_figure_is_the_sum_of_what_was_noted(sopot, noted):
    make_indicator(sopot, "GOSCIE", whom=Whom.VISITORS, target=300, is_lower_bound=True)
    found = line(sopot, AUTUMN)
    assert (found.period.total, found.cumulative.total, found.period.women) == (250, 320, None)
    assert str(found.percent) == "106.67"
    assert line(sopot, Period(DAY(2026, 9, 1), DAY(2026, 9, 15))).cumulative.total == 70
    assert line(sopot, Period.whole(DAY(2026, 1, 1), DAY(2026, 9, 14))).cumulative.total == 0


def test_no_figure_of_people_changes(sopot, picnic, caseworker_city, django_assert_num_queries):
    def table():
        return table_as_json(sopot, Period.whole(), indicator_table(sopot, Period.whole(), reported_indicators(sopot)))

    before = table()
    first = picnic.meetings.first()
    note_visitors(first, first.version, 9000, by=caseworker_city, now=NOW)
    assert table() == before
    make_indicator(sopot, "GOSCIE", whom=Whom.VISITORS)
    after = table()
    mine = [each for each in after["indicators"] if each["code"] == "GOSCIE"]
    assert [each["unit"] for each in mine] == ["entities"]
    assert [each for each in after["indicators"] if each not in mine] == before["indicators"]
    indicators = reported_indicators(sopot)
    with django_assert_num_queries(4):
        indicator_table(sopot, Period.whole(), indicators)


def test_a_past_moment_has_the_number_of_that_moment(sopot, noted, caseworker_city):
    make_indicator(sopot, "GOSCIE", whom=Whom.VISITORS)
    then = replace(AUTUMN, known_on=timezone.now())
    count_visitors(noted, 240, by=caseworker_city, now=NOW)
    assert (line(sopot, AUTUMN).period.total, line(sopot, then).period.total) == (240, 250)
    assert HeadCount.objects.filter(meeting=noted).count() == 2
    assert Meeting.objects.get(pk=noted.pk).head_count == 240


def once(**values):
    return {"submission": str(uuid.uuid4()), **values}


@pytest.mark.parametrize("more", [{"filters": {"sex": ["K"]}}, {"dimensions": ["age"]}])
def test_nothing_tells_visitors_apart(sopot, more):
    with pytest.raises(DefinitionRefused, match="whom"):
        define_indicator(sopot, "GOSCIE", Spec({"pl": "Goście"}, "enrolled", whom=Whom.VISITORS, **more), by=None)


@pytest.mark.usefixtures("accounts_speak_english")
def test_it_is_built_on_the_page_and_opens_nobody(client_of, coordinator, sopot, noted):
    client = client_of(coordinator)
    said = {"code": "GOSCIE", "name_pl": "Goście pikników", "whom": "visitors", "target": "300"}
    seen = client.post(NEW, once(**said, preview="1"))
    assert seen.context["form"].errors == {}
    assert seen.context["preview"].cumulative[-1].value == 320
    assert "Counts visitors of open events" in seen.content.decode()
    client.post(NEW, once(**said))
    page = client.get(f"{reverse('indicator_rule', args=['GOSCIE'])}?okres=projekt").content.decode()
    assert "Counts visitors of open events" in page
    assert "wskazniki/GOSCIE/" not in client.get(reverse("indicator_dashboard")).content.decode()
    refused = client.post(NEW, once(**{**said, "code": "GOSC2", "sex": ["K"]}))
    assert "whom" in refused.context["form"].errors
