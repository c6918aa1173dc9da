"""A session that has only shown a password reaches nothing but showing, or setting up, its second factor (S14)."""

import re
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import reverse

from portal.accounts.factors import has_factor, remove_factors
from portal.audit.models import AuditEvent
from portal.policy.access import access_of
from portal.policy.routes import Audience, routes
from tests.access import paths
from tests.portal.accounts.signing_in import code_of, code_with, give_app, send_code, sign_in
from tests.stage import Target

pytestmark = pytest.mark.usefixtures("required")
NOBODY = Target("nonexistent")
SECOND_STEP = "/konto/drugi-krok/"
MAY_OPEN = {"account_logout", "second_step", "go_on", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"}
MAY_SHOW = {"account_logout", "second_step", "go_on", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
WAYS = ({}, {"HX-Request": "true"}, {"Accept": "application/json"})


def closed_routes(open_ones):
    """Every route that is for accounts, but the few of the second factor; the start page with them."""
    for route in routes():
        if (route.name == "start" or route.declaration.audience is not Audience.PUBLIC) and route.name not in open_ones:
            yield route


def reached(client, open_ones, goal, ways=WAYS):
    """What a held-back session gets anywhere, other than being sent to ``goal``."""
    for route in closed_routes(open_ones):
        for path, _exists in paths(route, NOBODY):
            for ask in (client.get, client.post):
                for headers in ways:
                    answer = ask(path, headers=headers)
                    sent = (answer.headers.get("Location") or answer.headers.get("HX-Redirect") or "").split("?")[0]
                    if sent != goal or answer.content:
                        yield f"{ask.__name__} {path}: {answer.status_code} {sent}"


def test_password_alone_reaches_no_page_of_the_staff(client_of, coordinator):
    assert list(reached(client_of(coordinator), MAY_OPEN, SECOND_STEP)) == []


def test_password_alone_of_an_account_with_a_factor_can_only_show_it(client_of, coordinator):
    """Setting up another one would go round the first."""
    give_app(coordinator)
    assert list(reached(client_of(coordinator), MAY_SHOW, reverse("mfa_reauthenticate"), WAYS[:1])) == []


def test_pages_for_everybody_stay_open_and_show_nothing_of_the_account(client_of, coordinator):
    client = client_of(coordinator)
    for path in (
        reverse("landing"),
        reverse("document", args=["prywatnosc"]),
        SECOND_STEP,
        reverse("mfa_activate_totp"),
    ):
        page = client.get(path)
        assert page.status_code == 200
        assert coordinator.name not in page.content.decode()
    client.post(reverse("set_language"), {"language": "uk"})
    assert client.get(SECOND_STEP)["Content-Language"] == "uk"
    assert client.post(reverse("account_logout")).status_code == 302


def test_held_back_session_has_no_rights_even_where_the_gate_would_let_it_in(client_of, coordinator):
    page = client_of(coordinator).get(SECOND_STEP)
    assert not access_of(page.wsgi_request.user).roles
    assert access_of(coordinator).roles


def test_where_it_is_not_required_a_password_is_enough(settings, client_of, coordinator):
    settings.PORTAL_SECOND_FACTOR_REQUIRED = False
    client = client_of(coordinator)
    assert client.get(reverse("account_settings")).status_code == 200
    assert client.get(SECOND_STEP)["Location"] == reverse("mfa_index")


@pytest.mark.django_db(transaction=True)
def test_first_sign_in_leads_to_the_app_to_the_codes_and_on(clock, account):
    client = Client()
    before = sign_in(client, account)
    assert before["Location"] == "/"
    assert client.get("/")["Location"] == SECOND_STEP
    page = client.get(reverse("mfa_activate_totp"))
    key = page.context["form"].secret
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert wrong.context["form"].secret == key
    old_session = client.cookies["sessionid"].value
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_with(key)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert client.cookies["sessionid"].value != old_session
    codes = codes_on(client.get(answer["Location"]))
    assert len(codes) == 10
    assert codes_on(client.get(answer["Location"])) == []
    assert client.get(reverse("account_settings")).status_code == 200


def codes_on(page):
    return re.findall(r"<bdi>(\d{4} \d{4})</bdi>", page.content.decode())


def test_password_then_code_opens_everything_with_a_new_session(clock, account):
    give_app(account)
    client = Client()
    assert sign_in(client, account)["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("account_settings")).status_code == 302
    before = client.cookies["sessionid"].value
    send_code(client, code_of(account))
    assert client.get(reverse("account_settings")).status_code == 200
    assert client.cookies["sessionid"].value != before


def test_recovery_code_opens_once(account):
    give_app(account)
    code = RecoveryCodes.activate(account).get_unused_codes()[0]
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, account)
        send_code(client, code)
    assert [client.get(reverse("account_settings")).status_code for client in (first, second)] == [200, 302]


def test_session_from_before_shows_its_factor_and_goes_where_it_wanted(clock, client_of, account):
    give_app(account)
    client = client_of(account)
    to_code = client.get(reverse("job_list"))["Location"]
    assert to_code == f"{reverse('mfa_reauthenticate')}?{urlencode({'next': reverse('job_list')})}"
    answer = client.post(to_code, {"code": code_of(account), "next": reverse("job_list")})
    assert answer["Location"] == reverse("job_list")
    assert client.get(reverse("job_list")).status_code == 200


@pytest.mark.parametrize("kind", ["totp", "webauthn"])
def test_last_factor_cannot_be_removed(client_of, account, kind):
    factor = Authenticator.objects.create(user=account, type=kind, data={"name": "key", "secret": ""})
    client = client_of(account, (("password", 0), ("mfa", 0)))
    remove = {"totp": reverse("mfa_deactivate_totp"), "webauthn": reverse("mfa_remove_webauthn", args=[factor.pk])}
    for ask in (client.get, client.post):
        assert ask(remove[kind])["Location"] == reverse("mfa_index")
    assert has_factor(account)
    assert remove["totp"] not in client.get(reverse("mfa_index")).content.decode()


def test_one_of_two_factors_can_be_removed(client_of, account):
    give_app(account)
    passkey = Authenticator.objects.create(user=account, type="webauthn", data={"name": "key", "credential": {}})
    client = client_of(account, (("password", 0), ("mfa", 0)))
    client.post(reverse("mfa_remove_webauthn", args=[passkey.pk]))
    client.post(reverse("mfa_deactivate_totp"))
    assert [each.type for each in Authenticator.objects.filter(user=account)] == ["totp"]


def test_nobody_removes_the_passkey_of_another(client_of, account, coordinator):
    theirs = Authenticator.objects.create(user=coordinator, type="webauthn", data={"name": "key", "credential": {}})
    client = client_of(account, (("password", 0), ("mfa", 0)))
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        assert client.post(reverse(name, args=[theirs.pk]), {"name": "x"}).status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


def test_owner_who_lost_every_factor_sets_up_anew(account, technical_admin):
    give_app(account)
    client = Client()
    sign_in(client, account)
    send_code(client, code_of(account))
    remove_factors(account, by=technical_admin)
    assert not has_factor(account)
    assert client.get(reverse("account_settings"))["Location"].startswith(reverse("account_login"))
    event = AuditEvent.objects.filter(object_type="user", object_id=str(account.pk)).last()
    assert (event.actor, event.detail["changed"]) == (technical_admin, ["second_factor"])


@pytest.mark.parametrize("is_required", [True, False])
def test_try_out_says_when_there_is_no_second_step(settings, client_of, coordinator, is_required):
    settings.PORTAL_SECOND_FACTOR_REQUIRED = is_required
    coordinator.language = "en"
    coordinator.save()
    for client, path in ((Client(), "/en/"), (client_of(coordinator, (("mfa", 0),)), reverse("account_settings"))):
        assert ("No second step at sign-in." in client.get(path).content.decode()) is not is_required
