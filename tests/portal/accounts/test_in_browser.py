"""Setting up a second factor and signing in with it, in a real browser: a passkey, and an app without scripts."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import connection
from django.urls import reverse

from tests.browser import NEEDS_BROWSER, wrong_with_each
from tests.factories.accounts import PASSWORD
from tests.portal.accounts.signing_in import code_that_lasts, give_app

pytestmark = [
    *NEEDS_BROWSER,
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("required"),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="a browser does not know the database"),
]
LOOKS = [(1280, "light"), (390, "dark"), (320, "light")]
HELD_BACK = ("second_step", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "landing")
WITH_FACTOR = (
    "mfa_index", "mfa_reauthenticate", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "sessions", "mfa_list_webauthn", "account_change_password",
)  # fmt: skip
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def account(account):
    """Reads the pages in the words of the sources."""
    account.language = "en"
    account.save(update_fields=["language"])
    return account


@pytest.fixture
def said():
    """What the browser complained about: blocked by the policy, or broken."""
    return []


@pytest.fixture
def page(browser, said):
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    yield page
    context.close()


def sign_in(page, origin, account):
    page.goto(origin + reverse("account_login"))
    page.locator("[name=login]").fill(account.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page, origin):
    page.goto(origin + reverse("account_logout"))
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**" + reverse("account_login"))


def with_keyboard(page, name):
    """Reach a button or link with the Tab key and press it."""
    goal = page.get_by_role("main").locator("a, button").and_(page.get_by_text(name, exact=True))
    for _ in range(60):
        page.keyboard.press("Tab")
        if goal.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"“{name}” cannot be reached with the keyboard")


def test_passkey_from_first_sign_in_to_the_next_with_the_keyboard(page, said, live_server, account):
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in(page, live_server.url, account)
    page.wait_for_url("**" + reverse("second_step"))
    with_keyboard(page, "Add a passkey")
    page.wait_for_url("**" + reverse("mfa_add_webauthn"))
    with_keyboard(page, "Add a passkey")
    page.wait_for_url("**" + reverse("mfa_view_recovery_codes"))
    assert page.locator(".codes li").count() == 10
    with page.expect_download() as kept:
        page.get_by_text("Save as a file").click()
    assert len(kept.value.path().read_text().split()) == 10
    page.get_by_text("I have kept the codes, go on").click()
    sign_out(page, live_server.url)
    with_keyboard(page, "Sign in with a passkey")
    page.wait_for_url("**" + reverse("account_settings"))
    sign_out(page, live_server.url)
    sign_in(page, live_server.url, account)
    page.get_by_text("Use a passkey").click()
    page.wait_for_url("**" + reverse("account_settings"))
    page.goto(live_server.url + reverse("mfa_reauthenticate_webauthn"))
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**" + reverse("account_settings"))
    assert said == []


def test_passkey_that_does_not_answer_says_so_above_its_button(page, live_server, account):
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.goto(live_server.url + reverse("account_login"))
    page.get_by_text("Sign in with a passkey").click()
    said = page.get_by_text("The passkey did not answer.")
    said.wait_for()
    button = page.get_by_text("Sign in with a passkey")
    assert 0 < button.bounding_box()["y"] - said.bounding_box()["y"] < 120


@pytest.fixture
def plain_page(browser):
    """A page in a browser without scripts."""
    context = browser.new_context(locale="en-GB", java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_app_without_scripts(plain_page, live_server, account):
    page = plain_page
    sign_in(page, live_server.url, account)
    page.get_by_text("Use an authenticator app").click()
    secret = page.locator(".key-text").inner_text().strip()
    page.get_by_label("Six digits from the app").fill(code_that_lasts(secret))
    page.get_by_role("button", name="Turn on").click()
    code = page.locator(".codes li").first.inner_text().replace(" ", "")
    sign_out(page, live_server.url)
    sign_in(page, live_server.url, account)
    page.get_by_label("Code from the app").fill(code)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**" + reverse("account_settings"))


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_pages_of_the_second_factor_have_nothing_wrong(browser, live_server, client_of, account, width, theme):
    def wrong(client, names):
        where = [reverse(name) for name in names]
        session = client.cookies["sessionid"].value
        found = wrong_with_each(browser, live_server.url, where, width=width, theme=theme, session=session)
        return {path: lines for path, lines in found.items() if lines}

    assert wrong(client_of(account), HELD_BACK) == {}
    give_app(account)
    RecoveryCodes.activate(account)
    assert wrong(client_of(account, (("password", 0), ("mfa", 0))), WITH_FACTOR) == {}
