"""A participant reads of the classes that they have a place in, takes the place that is kept, gives one up (S22, R34)."""

import datetime

import pytest
from django.urls import reverse
from django.utils.translation import override

from portal.clock import now
from services.enums import EnrolmentState
from services.models import EnrolmentChange
from tests.factories.activities import make_group, make_meeting, make_place
from tests.factories.beneficiaries import make_participant
from tests.factories.own import make_own_account, own_browser

DAY = datetime.timedelta(days=1)
HOME = "/en/moje/"


@pytest.fixture
def person(city, sopot):
    return make_participant(city, sopot, given_names="Oksana", surname="Kowalenko")


@pytest.fixture
def group(sopot):
    group = make_group(sopot, title="Polish A1, mornings", capacity=1)
    for days in range(1, 9):
        make_meeting(group, now() + days * DAY)
    return group


@pytest.fixture
def own_account(person):
    return make_own_account(person)


@pytest.fixture
def visitor(person, own_account):
    return own_browser(person)


def address(place) -> str:
    with override("en"):
        return reverse("own_class", args=[place.pk])


def test_panel_leads_to_the_class_and_the_page_lists_its_days(visitor, person, group):
    place = make_place(group, person, state=EnrolmentState.TAKEN)
    assert address(place) in visitor.get(HOME).content.decode()
    page = visitor.get(address(place))
    assert len(page.context["place"]["days"]) == 6
    assert "and 2 more days" in page.content.decode()
    assert "Take the place" not in page.content.decode()


def test_place_that_is_kept_is_taken(visitor, person, group):
    place = make_place(group, person, state=EnrolmentState.OFFERED, offered_until=now() + DAY)
    assert address(place) in visitor.get(HOME).content.decode()
    assert "Take the place" in visitor.get(address(place)).content.decode()
    answer = visitor.post(address(place), {"do": "take"}, follow=True)
    place.refresh_from_db()
    assert place.state == EnrolmentState.TAKEN
    assert "The place is yours." in answer.content.decode()


def test_place_that_was_kept_too_long_is_told_of(visitor, person, group):
    place = make_place(group, person, state=EnrolmentState.OFFERED, offered_until=now() - DAY)
    assert address(place) not in visitor.get(HOME).content.decode()
    for answer in (visitor.get(address(place), follow=True), visitor.post(address(place), {"do": "take"}, follow=True)):
        assert "not kept any more" in answer.content.decode()
    place.refresh_from_db()
    assert place.state == EnrolmentState.OFFERED


def test_giving_up_is_asked_about_and_who_waits_is_offered_the_place(visitor, own_account, person, group, city, sopot):
    place = make_place(group, person, state=EnrolmentState.TAKEN)
    waiting = make_place(group, make_participant(city, sopot), state=EnrolmentState.WAITING)
    asked = visitor.post(address(place), {"do": "give-up"})
    place.refresh_from_db()
    assert (place.state, asked.context["asks"]) == (EnrolmentState.TAKEN, True)
    visitor.post(address(place), {"do": "give-up", "sure": "1"})
    for row in (place, waiting):
        row.refresh_from_db()
    assert (place.state, waiting.state) == (EnrolmentState.CANCELLED, EnrolmentState.OFFERED)
    assert EnrolmentChange.objects.get(enrolment=place).by == own_account.user
    assert visitor.get(address(place)).status_code == 404


@pytest.mark.parametrize("way", ["get", "post"])
def test_place_of_somebody_else_is_not_there(visitor, group, city, sopot, way):
    place = make_place(group, make_participant(city, sopot), state=EnrolmentState.TAKEN)
    answer = getattr(visitor, way)(address(place), {"do": "give-up", "sure": "1"})
    place.refresh_from_db()
    assert (answer.status_code, place.state) == (404, EnrolmentState.TAKEN)
