"""Pages about one's own account, and signing in."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as framework_words
from django.utils.translation import override

from portal.accounts.domain import create_account
from portal.accounts.enums import Theme
from portal.ui import navigation
from tests.factories.accounts import PASSWORD


@pytest.fixture
def places(monkeypatch):
    """Two places of the navigation: one of work, one of coordination, both with addresses."""
    items = {
        "account_settings": navigation.Item("account_settings", "People", "work", "view_person", "users", order=1),
        "mfa_index": navigation.Item("mfa_index", "Figures", "coordination", "view_indicator", "chart", order=2),
    }
    monkeypatch.setattr(navigation, "_items", items)


@pytest.fixture
def account(db):
    return create_account(email="anna@example.test", name="Anna", by=None, password=PASSWORD)


def sign_in(client, email="anna@example.test", password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_stranger_starts_at_the_landing_page(db):
    assert Client().get("/")["Location"] == reverse("landing")


@pytest.mark.parametrize(
    ("member", "goal"),
    [("caseworker_city", "account_settings"), ("coordinator", "mfa_index"), ("auditor", "mfa_index")],
)
def test_account_starts_in_its_workspace(request, client_of, places, member, goal):
    answer = client_of(request.getfixturevalue(member)).get("/")
    assert (answer.status_code, answer["Location"]) == (302, reverse(goal))


@pytest.mark.parametrize("member", ["nobody", "technical_admin"])
def test_account_to_which_no_page_is_open_starts_at_its_settings(request, client_of, monkeypatch, member):
    monkeypatch.setattr(navigation, "_items", {})
    assert client_of(request.getfixturevalue(member)).get("/")["Location"] == reverse("account_settings")


def test_somebody_who_takes_part_starts_on_their_own_pages(client_of, participant):
    assert client_of(participant).get("/")["Location"] == reverse("own_home")


def test_language_and_look_are_changed_and_spoken_at_once(client_of, caseworker_city):
    client = client_of(caseworker_city)
    page = reverse("account_settings")
    assert client.get(page)["Content-Language"] == "pl"
    answer = client.post(page, {"language": "uk", "theme": "dark"}, follow=True)
    assert answer["Content-Language"] == "uk"
    caseworker_city.refresh_from_db()
    assert (caseworker_city.language, caseworker_city.theme) == ("uk", Theme.DARK)


def test_staff_say_in_which_languages_they_talk_with_people(client_of, caseworker_city, nobody):
    page = reverse("account_settings")
    client_of(caseworker_city).post(page, {"language": "pl", "spoken": ["pl", "uk"]})
    caseworker_city.refresh_from_db()
    assert caseworker_city.spoken == "pl uk"
    assert client_of(caseworker_city).get(page).context["form"]["spoken"].value() == ["pl", "uk"]
    assert "spoken" not in client_of(nobody).get(page).context["form"].fields


@pytest.mark.parametrize(
    "sent", [{"language": "de"}, {"language": "uk", "theme": "pink"}, {"language": "uk", "spoken": ["xx"]}, {}]
)
def test_unknown_choice_changes_nothing(client_of, caseworker_city, sent):
    assert client_of(caseworker_city).post(reverse("account_settings"), sent).status_code == 200
    caseworker_city.refresh_from_db()
    assert (caseworker_city.language, caseworker_city.theme) == ("pl", "")


def test_nothing_else_of_an_account_can_be_set_there(client_of, caseworker_city, auditor):
    before = {field.name: getattr(caseworker_city, field.name) for field in caseworker_city._meta.concrete_fields}
    sent = {
        **before,
        "last_login": "",
        "emergency_until": "2027-01-01T00:00:00Z",
        "email": "x@example.test",
        "user": auditor.pk,
        "role": "coordinator",
    }
    sent.update(name="Other", is_active="", language="be", theme="light", spoken=[], id=auditor.pk)
    client_of(caseworker_city).post(reverse("account_settings"), sent)
    caseworker_city.refresh_from_db()
    changed = {name for name, value in before.items() if getattr(caseworker_city, name) != value}
    assert changed <= {"language", "theme", "last_login"}
    assert caseworker_city.memberships.count() == 1


def test_stranger_keeps_a_language_in_a_cookie(db):
    client = Client()
    client.post(reverse("set_language"), {"language": "be", "next": reverse("account_login")})
    assert client.get(reverse("account_login"))["Content-Language"] == "be"


def test_choice_of_language_never_leads_away(db):
    answer = Client().post(reverse("set_language"), {"language": "be", "next": "https://example.org/"})
    assert answer["Location"] == "/"


def test_choice_of_language_on_a_page_stays_with_the_account(client_of, caseworker_city):
    client_of(caseworker_city).post(reverse("set_language"), {"language": "ru"})
    caseworker_city.refresh_from_db()
    assert caseworker_city.language == "ru"


def test_signing_in_and_out(account):
    client = Client()
    assert sign_in(client)["Location"] == reverse("start")
    assert client.get(reverse("account_settings")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("account_settings")).status_code == 302


def test_disabled_account_is_out_on_the_next_request(client_of, account):
    client = client_of(account)
    account.is_active = False
    account.save()
    assert client.get(reverse("account_settings")).status_code == 302


def test_wrong_password_and_unknown_address_get_the_same_answer(account):
    wrong = sign_in(Client(), password="not this one, surely")
    unknown = sign_in(Client(), email="nobody@example.test")
    errors = [answer.context["form"].errors for answer in (wrong, unknown)]
    assert errors[0] == errors[1]
    assert wrong.status_code == unknown.status_code == 200


def test_forgotten_password_answers_the_same_for_known_and_unknown(account, mailoutbox):
    answers = [
        Client().post(reverse("account_reset_password"), {"email": email})
        for email in ("anna@example.test", "nobody@example.test")
    ]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (302, reverse("account_reset_password_done"))
    }
    assert len({mail.subject for mail in mailoutbox}) == 1


def test_password_of_the_account_confirms_it_again(account):
    client = Client()
    sign_in(client)
    answer = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.status_code == 302


def test_fourth_device_ends_the_first(account):
    clients = [Client() for _ in range(4)]
    for client in clients:
        sign_in(client)
    inside = [client.get(reverse("account_settings")).status_code == 200 for client in clients]
    assert inside == [False, True, True, True]


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_set_password"])
def test_what_is_not_offered_does_not_exist(client_of, account, name):
    for client in (Client(), client_of(account)):
        assert client.get(reverse(name)).status_code == 404


@pytest.mark.parametrize("language", ["pl", "uk"])
def test_the_greeting_speaks_the_language_of_the_account_whatever_the_browser_speaks(account, language):
    type(account).objects.filter(pk=account.pk).update(language=language)
    client = Client(headers={"accept-language": "en"})
    assert client.get(reverse("account_login"))["Content-Language"] == "en"
    answer = sign_in(client)
    (said,) = [str(each) for each in get_messages(answer.wsgi_request)]
    with override(language):
        assert said == framework_words("Successfully signed in as %(name)s.") % {"name": "Anna"}
    assert not said.startswith("Successfully")
