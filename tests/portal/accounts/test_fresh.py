"""Sensitive acts ask again who one is, keep what was typed, and lead back to where one was (S17)."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from portal import urls as portal_urls
from portal.accounts import fresh
from portal.policy.gate import every_account, requires
from portal.policy.routes import FRESH, routes
from tests.access import paths
from tests.factories.accounts import PASSWORD
from tests.portal.accounts.signing_in import code_of, give_app, send_code, sign_in
from tests.stage import Target

STALE = (("password", 301),)
SENT: list[dict[str, list[str]]] = []


@every_account(fresh=True)
def sensitive(request: HttpRequest) -> HttpResponse:
    """A page that changes something nobody else should."""
    if request.method == "POST":
        SENT.append(dict(request.POST.lists()))
    return HttpResponse("done")


@requires("manage_users", fresh=True)
def sensitive_for_some(request: HttpRequest) -> HttpResponse:
    """A page that only some may open."""
    return HttpResponse("done")


urlpatterns = [
    path("sensitive/", sensitive, name="sensitive"),
    path("roles/", sensitive_for_some, name="roles"),
    *portal_urls.urlpatterns,
]


@pytest.fixture
def pages(settings):
    """The portal with two sensitive pages more."""
    settings.ROOT_URLCONF = __name__
    SENT.clear()


def test_page_opens_for_five_minutes_after_signing_in(pages, client_of, account):
    assert client_of(account, (("password", 295),)).get("/sensitive/").content == b"done"
    assert client_of(account, STALE).get("/sensitive/")["Location"] == "/konto/reauthenticate/?next=%2Fsensitive%2F"


def test_page_comes_back_after_the_password(pages, client_of, account):
    client = client_of(account, STALE)
    asked = client.get("/sensitive/?a=1")["Location"]
    assert 'name="next" value="/sensitive/?a=1"' in client.get(asked).content.decode()
    before = client.cookies["sessionid"].value
    answer = client.post(asked.split("?")[0], {"password": PASSWORD, "next": "/sensitive/?a=1"})
    assert answer["Location"] == "/sensitive/?a=1"
    assert client.cookies["sessionid"].value != before
    assert client.get("/sensitive/?a=1").content == b"done"


def test_wrong_password_opens_nothing(pages, client_of, account):
    client = client_of(account, STALE)
    client.post(reverse("account_reauthenticate"), {"password": "wrong", "next": "/sensitive/"})
    assert client.get("/sensitive/").status_code == 302


def test_what_was_typed_is_kept_and_sent_only_by_its_writer(pages, client_of, account):
    client = client_of(account, STALE)
    asked = client.post("/sensitive/", {"a": ["1", "2"], "text": "Zażółć <b>“"})["Location"]
    assert SENT == []
    client.post(asked.split("?")[0], {"password": PASSWORD, "next": reverse("go_on")})
    page = client.get(reverse("go_on"))
    assert page.context["typed"] == fresh.Typed("/sensitive/", (("a", "1"), ("a", "2"), ("text", "Zażółć <b>“")))
    assert 'value="Zażółć &lt;b&gt;“"' in page.content.decode()
    assert SENT == []
    client.post("/sensitive/", dict(page.context["typed"].fields) | {"a": ["1", "2"]})
    assert SENT == [{"a": ["1", "2"], "text": ["Zażółć <b>“"]}]


def test_what_was_typed_does_not_stay(pages, clock, client_of, account):
    client = client_of(account, STALE)
    client.post("/sensitive/", {"text": "secret words"})
    assert client.session["typed"][2] == [["text", "secret words"]]
    clock["seconds"] = fresh.KEPT_SECONDS + 1
    assert client.get(reverse("go_on"))["Location"] == "/"


def test_too_much_to_keep_leads_back_to_the_form(pages, client_of, account):
    client = client_of(account, STALE)
    answer = client.post(
        "/sensitive/", {"text": "x" * fresh.MOST_KEPT}, headers={"Referer": "http://testserver/sensitive/?a=1"}
    )
    assert answer["Location"].endswith("?next=%2Fsensitive%2F%3Fa%3D1")


def test_passphrase_is_not_kept(pages, client_of, account):
    client = client_of(account, STALE)
    typed = {"passphrase": "sezam otworz sie", "again": "sezam otworz sie"}
    answer = client.post("/sensitive/", typed, headers={"referer": "http://testserver/sensitive/"})
    assert answer["Location"].endswith("next=%2Fsensitive%2F")
    assert fresh.TYPED not in client.session


def test_referer_of_another_site_leads_to_the_start(pages, client_of, account):
    client = client_of(account, STALE)
    for other in ("https://example.org/x/", "//example.org/x", "javascript:alert(1)", ""):
        answer = client.get("/sensitive/", headers={"HX-Request": "true", "Referer": other})
        assert (answer.status_code, answer["HX-Redirect"].split("?next=")[1]) == (204, "%2F")


def test_not_allowed_comes_before_being_asked(pages, client_of, account, technical_admin):
    assert client_of(account, STALE).get("/roles/").status_code == 404
    assert client_of(technical_admin, STALE).get("/roles/").status_code == 302
    assert client_of(technical_admin).get("/roles/").status_code == 200
    assert Client().get("/roles/")["Location"].startswith(reverse("account_login"))


def test_who_has_a_factor_shows_that_one(pages, clock, account):
    give_app(account)
    client = Client()
    sign_in(client, account)
    send_code(client, code_of(account))
    clock["seconds"] = 301
    assert client.get("/sensitive/")["Location"].startswith(reverse("mfa_reauthenticate"))
    by_password = client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": "/sensitive/"})
    assert by_password["Location"].startswith(reverse("mfa_reauthenticate"))
    assert client.get("/sensitive/").status_code == 302
    send_code(client, code_of(account), "mfa_reauthenticate")
    assert client.get("/sensitive/").content == b"done"


def test_proof_of_another_account_counts_for_nothing(rf, client_of, account, coordinator):
    client = client_of(account)
    request = rf.get("/")
    request.session, request.user = client.session, coordinator
    assert not fresh.is_fresh(request)


def test_every_change_of_a_factor_asks_again(client_of, account):
    client, seen = client_of(account, STALE), set()
    for route in routes():
        if route.declaration.fresh and route.name in FRESH:
            seen.add(route.name)
            for where, _exists in paths(route, Target("nobody")):
                for ask in (client.get, client.post):
                    assert ask(where)["Location"].startswith(reverse("account_reauthenticate")), where
    assert seen >= FRESH
