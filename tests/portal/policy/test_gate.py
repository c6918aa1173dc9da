"""No view runs unless it says who it is for and the asker is one of them."""

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory
from django.urls import reverse

from beneficiaries.models import Participation
from portal.audit.models import AuditEvent
from portal.policy.gate import Refused, get_visible_or_404, requires
from portal.policy.matrix import MatrixError
from portal.policy.middleware import gate
from portal.policy.routes import CLOSED, EVERY_ACCOUNT, PUBLIC, PUBLIC_LIMIT, Audience, routes
from tests.clients import signed_in
from tests.factories.beneficiaries import make_participant


@pytest.fixture
def theirs(foundation, sopot):
    return make_participant(foundation, sopot)


@pytest.fixture
def ours(city, sopot):
    return make_participant(city, sopot)


def test_stranger_is_sent_to_sign_in_whatever_is_behind_the_address(small_portal, ours, refusals):
    client = Client()
    for address in (f"/people/{ours.number}/", "/people/none/", "/users/", "/own/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, f"/konto/login/?next={address}")
    assert client.post(f"/people/{ours.number}/support/")["Location"] == "/konto/login/"
    assert client.get("/open/").content == b"open"
    assert client.get("/nowhere/").status_code == 404
    assert refusals == []


def test_fragment_sends_the_whole_page_to_sign_in(small_portal, ours):
    answer = Client().get(f"/people/{ours.number}/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"], answer.content) == (204, "/konto/login/", b"")


def test_whose_sign_in_has_ended_is_told_so_and_led_back_to_the_page(caseworker_city):
    client = signed_in(caseworker_city)
    page = reverse("new_person")
    client.session.flush()
    asked = client.post(page, {"surname": "Bondar"}, headers={"Referer": f"http://testserver{page}"})
    assert asked["Location"] == f"/konto/login/?next={page}"
    told = client.get(asked["Location"]).content.decode()
    assert "Sesja wygasła" in told
    assert "nie jest zapisane" in told
    assert "Bondar" not in told


def test_a_stranger_is_told_nothing_about_a_sign_in_and_not_led_elsewhere(sopot):
    page = reverse("new_person")
    asked = Client().post(page, headers={"Referer": "https://elsewhere.example/osoby/"})
    assert asked["Location"] == "/konto/login/"
    assert "wygasło" not in Client().get("/konto/login/").content.decode()


@pytest.mark.usefixtures("small_portal")
def test_not_allowed_hidden_and_absent_are_one_answer(client_of, caseworker_city, ours, theirs, refusals):
    client = client_of(caseworker_city)
    assert ours.person.full_name in client.get(f"/people/{ours.number}/").content.decode()
    absent = client.get("/nowhere/")
    for address in ("/users/", f"/people/{theirs.number}/", "/people/none/"):
        answer = client.get(address)
        assert (answer.status_code, answer.content, answer.headers) == (404, absent.content, absent.headers)
    assert refusals == [
        ("manage_users", "view", "users"),
        ("view_person", "participation", theirs.number),
        ("view_person", "participation", "none"),
    ]


@pytest.mark.usefixtures("small_portal")
def test_post_is_refused_like_get(client_of, caseworker_city, ours, theirs, refusals):
    client = client_of(caseworker_city)
    assert client.post(f"/people/{ours.number}/support/").content == b"recorded"
    assert client.post(f"/people/{theirs.number}/support/").status_code == 404
    assert [action for action, *_ in refusals] == ["record_support"]


def test_account_without_membership_has_its_own_page_only(small_portal, client_of, nobody, ours, refusals):
    client = client_of(nobody)
    assert client.get("/own/").status_code == 200
    assert client.get(f"/people/{ours.number}/").status_code == 404
    assert refusals == [("view_person", "view", "person")]


def test_rights_end_on_the_next_request(small_portal, client_of, caseworker_city, ours):
    client = client_of(caseworker_city)
    assert client.get(f"/people/{ours.number}/").status_code == 200
    caseworker_city.memberships.all().delete()
    assert client.get(f"/people/{ours.number}/").status_code == 404


def test_undeclared_view_stops_the_start(settings, small_portal):
    settings.ROOT_URLCONF = "tests.portal.policy.urls_undeclared"
    with pytest.raises(ImproperlyConfigured, match="/secret/"):
        gate(lambda request: None)
    assert "policy.E001" in [message.id for message in run_checks(tags=["urls"])]


def test_undeclared_view_is_nobodys_even_if_it_gets_in(settings, small_portal, client_of, coordinator, monkeypatch):
    settings.ROOT_URLCONF = "tests.portal.policy.urls_undeclared"
    monkeypatch.setattr("portal.policy.middleware._refuse_to_start_with_holes", lambda urlconf: None)
    for client in (Client(), client_of(coordinator)):
        assert client.get("/secret/").status_code == 404


def test_too_many_public_routes_are_a_mistake(small_portal, monkeypatch):
    monkeypatch.setattr("portal.policy.checks.PUBLIC_LIMIT", 1)
    assert "policy.E002" in [message.id for message in run_checks(tags=["urls"])]


def test_view_cannot_ask_for_a_right_that_does_not_exist():
    with pytest.raises(MatrixError):
        requires("view_everything")


def test_malformed_key_is_refused_like_an_absent_one(caseworker_city):
    with pytest.raises(Refused):
        get_visible_or_404(Participation, caseworker_city, "view_person", pk="no-uuid")


def test_every_route_of_the_portal_is_declared_and_few_are_public():
    found = {route.name: route.declaration.audience for route in routes()}
    assert Audience.UNDECLARED not in found.values()
    assert sum(audience is Audience.PUBLIC for audience in found.values()) <= PUBLIC_LIMIT
    assert {reverse("account_login")} <= {f"/{route.pattern}" for route in routes()}


def test_lists_of_library_routes_name_existing_routes_once():
    names = {route.name for route in routes() if route.view.__module__.startswith("allauth.")}
    assert names == PUBLIC | EVERY_ACCOUNT | CLOSED
    assert len(PUBLIC) + len(EVERY_ACCOUNT) + len(CLOSED) == len(names)


def test_gate_passes_other_exceptions_on(refusals):
    middleware = gate(lambda request: None)
    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None
    assert refusals == []


def test_refusal_stands_in_the_audit_log(settings, client_of, caseworker_city, theirs):
    settings.ROOT_URLCONF = "tests.portal.policy.urls_good"
    client_of(caseworker_city).get(f"/people/{theirs.number}/")
    refused = AuditEvent.objects.get(action="refuse")
    assert (refused.actor, refused.object_type, refused.object_id) == (caseworker_city, "participation", theirs.number)
    assert refused.detail["action"] == "view_person"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/osoby/%00/", 404),
        ("/osoby/%00/wsparcie/zapisz/", 404),
        ("/osoby/%00/edycja/", 404),
        ("/koordynacja/wskazniki/%00/", 404),
        ("/koordynacja/wskazniki/EECO01/%00/", 404),
        ("/koordynacja/wsparcie/%00/", 404),
        ("/koordynacja/jakosc/%00/", 404),
        ("/osoby/?grupa=%00", 400),
    ],
)
def test_nul_in_an_address_is_never_a_failure(client_of, coordinator, address, status):
    assert client_of(coordinator).get(address).status_code == status
