"""No place is out of reach for want of room: what the bar, or a phone's foot, does not hold stands behind “More”."""

from django.test import RequestFactory
from django.urls import reverse

from portal.policy.access import access_of
from portal.ui.context import Frame
from portal.ui.navigation import MOST_IN_BAR, MOST_ON_PHONE, registered


def frame_of(account) -> Frame:
    request = RequestFactory().get("/praca/")
    request.user, request.resolver_match = account, None
    return Frame(request)


def test_every_place_that_is_open_can_be_reached_on_a_screen_and_on_a_phone(coordinator, caseworker_city, dpo):
    for account in (coordinator, caseworker_city, dpo):
        frame, access = frame_of(account), access_of(account)
        open_places = {reverse(item.url_name) for item in registered() if access.may(item.action)}
        bar = {place.url for place in frame.places}
        on_phone = {place.url for place in frame.phone_places}
        further_on_phone = {place.url for place in frame.phone_further_places}
        assert len(bar) <= MOST_IN_BAR
        assert len(on_phone) + bool(frame.log_url) + bool(further_on_phone) <= MOST_ON_PHONE
        assert bar | {place.url for place in frame.further_places} == open_places
        assert not on_phone or on_phone | further_on_phone == open_places


def test_places_without_room_stand_behind_more_at_the_end_of_the_bar_and_of_the_foot(client_of, coordinator):
    page = client_of(coordinator).get(reverse("my_day")).content.decode()
    in_bar, on_phone = (page.split(f'id="{menu}"')[1].split("</details>")[0] for menu in ("more", "more-on-phone"))
    account = page.split('class="me"')[1].split("</details>")[0]
    assert reverse("team") in in_bar
    assert reverse("import_page") not in in_bar
    assert reverse("team") in on_phone
    assert reverse("import_page") in on_phone
    assert reverse("team") not in account
