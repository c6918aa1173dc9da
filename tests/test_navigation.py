"""No place is out of reach for want of room: what the bar, or a phone's foot, does not hold stands in the account's menu."""

from django.test import RequestFactory
from django.urls import reverse

from portal.policy.access import access_of
from portal.ui.context import Frame
from portal.ui.navigation import MOST_IN_BAR, registered


def frame_of(account) -> Frame:
    request = RequestFactory().get("/praca/")
    request.user, request.resolver_match = account, None
    return Frame(request)


def test_every_place_that_is_open_can_be_reached_on_a_screen_and_on_a_phone(coordinator, caseworker_city, dpo):
    for account in (coordinator, caseworker_city, dpo):
        frame, access = frame_of(account), access_of(account)
        open_places = {reverse(item.url_name) for item in registered() if access.may(item.action)}
        bar = {place.url for place in frame.places}
        on_phone = {place.url for place in frame.phone_places} or bar
        assert len(bar) <= MOST_IN_BAR
        assert bar | {place.url for place, only_phone in frame.further_places if not only_phone} == open_places
        assert on_phone | {place.url for place, _only_phone in frame.further_places} == open_places


def test_places_without_room_stand_in_the_menu_of_the_account(client_of, coordinator):
    page = client_of(coordinator).get(reverse("my_day")).content.decode()
    menu = page.split('class="menu"')[1].split("</details>")[0]
    assert reverse("team") in menu
    assert f'<a href="{reverse("import_page")}" class="phone-only"' in menu
