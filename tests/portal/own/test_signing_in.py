"""Signing in to the own space: nothing tells who is known, codes work once, here and for ten minutes (S19, S20)."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from beneficiaries.domain.own_space import block_own_space
from portal.accounts.models import AttemptCount
from portal.audit.models import AuditEvent
from portal.messages.models import OutgoingMessage
from portal.own.codes import code_of
from portal.own.models import SignInCode, Slip
from portal.own.signing_in import MOST_A_DAY, remove_old_codes
from portal.own.slips import make_slip
from tests.factories.beneficiaries import make_participant
from tests.factories.own import make_own_account

DOOR, HOME = "/uk/moje/wejscie/", "/uk/moje/"
TOKEN = re.compile(rb'(csrfmiddlewaretoken" value=")[^"]+')


def ask(browser: Client, contact: str):
    """Ask for a code."""
    return browser.post(DOOR, {"way": "contact", "contact": contact})


@pytest.fixture
def asked(oksana, django_capture_on_commit_callbacks):
    """A browser that has asked for a code for Oksana, and the code."""
    browser = Client()
    with django_capture_on_commit_callbacks(execute=True):
        assert ask(browser, "512 000 111").status_code == 302
    return browser, code_of(SignInCode.objects.get().pk)


def comparable(answer) -> tuple:
    """Return an answer without what differs each time."""
    cookies = {name: {**each, "expires": ""} for name, each in answer.cookies.items()}
    headers = {name: value for name, value in answer.headers.items() if name not in ("X-Request-Id",)}
    return answer.status_code, headers, TOKEN.sub(b"", answer.content), cookies


def test_code_that_came_opens_the_own_space(asked, oksana):
    browser, code = asked
    answer = browser.post(DOOR, {"way": "code", "code": code}, follow=True)
    assert answer.redirect_chain == [(HOME, 302)]
    assert OutgoingMessage.objects.get().recipient_id == str(oksana.person_id)
    assert AuditEvent.objects.filter(action="sign-in", actor=oksana.person.own_account.user).exists()
    assert browser.session.get_expire_at_browser_close()


def test_code_works_once(asked):
    browser, code = asked
    other = Client()
    other.cookies = browser.cookies.copy()
    assert browser.post(DOOR, {"way": "code", "code": code}).status_code == 302
    assert other.post(DOOR, {"way": "code", "code": code}).status_code == 200


def test_code_works_in_the_browser_that_asked_alone(asked):
    _browser, code = asked
    assert Client().post(DOOR, {"way": "code", "code": code}).status_code == 200


def test_code_is_over_after_ten_minutes(asked):
    browser, code = asked
    SignInCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert browser.post(DOOR, {"way": "code", "code": code}).status_code == 200


def test_right_code_after_five_wrong_ones_is_refused(asked):
    browser, code = asked
    for wrong in range(5):
        browser.post(DOOR, {"way": "code", "code": f"{(int(code) + 1 + wrong) % 10**6:06}"})
    assert browser.post(DOOR, {"way": "code", "code": code}).status_code == 200


@pytest.mark.parametrize("contact", ["+48 512 000 111", "oksana@example.test"])
def test_answer_to_a_known_contact_is_that_to_an_unknown_one(contact, oksana):
    known, unknown = Client(), Client()
    stranger = "nobody@example.test" if "@" in contact else "+48 599 999 999"
    first, second = comparable(ask(known, contact)), comparable(ask(unknown, stranger))
    for each in (first, second):
        each[3]["own-code"].pop("value", None)
    assert first[:3] == second[:3]
    assert set(first[3]) == set(second[3])
    pages = [re.sub(rb"<b>\d{6}</b>", b"", comparable(each.get(DOOR))[2]) for each in (known, unknown)]
    assert pages[0] == pages[1]
    assert SignInCode.objects.count() == 2


def test_known_and_unknown_cost_the_same_number_of_queries(oksana):
    ask(Client(), "588 888 888")  # the first attempt from an address opens its window
    costs = []
    for contact in ("512 000 111", "599 999 999"):
        browser = Client()
        with CaptureQueriesContext(connection) as caught:
            ask(browser, contact)
        costs.append(len(caught))
    assert costs[0] == costs[1]


def test_code_made_up_for_a_stranger_opens_nothing(oksana):
    browser = Client()
    ask(browser, "+48 599 999 999")
    code = code_of(SignInCode.objects.get().pk)
    assert browser.post(DOOR, {"way": "code", "code": code}).status_code == 200


def test_phone_that_two_people_with_accounts_share_gets_no_code(
    oksana, city, sopot, django_capture_on_commit_callbacks
):
    make_own_account(make_participant(city, sopot, phone="512000111"))
    with django_capture_on_commit_callbacks(execute=True):
        ask(Client(), "512 000 111")
    assert not OutgoingMessage.objects.exists()


def test_person_who_must_not_be_written_to_gets_nothing_from_the_gate(asked, oksana):
    """What goes out is decided by the gate of messages; here only that the code goes through it."""
    assert OutgoingMessage.objects.get().kind == "own-code"


def test_after_three_codes_within_a_quarter_of_an_hour_there_is_a_pause_for_known_and_unknown_alike(oksana):
    for contact in ("512 000 111", "599 999 999"):
        answers = [ask(Client(), contact).status_code for _ in range(4)]
        assert answers == [302, 302, 302, 429]
    assert AttemptCount.objects.exists()


def test_nobody_is_rung_up_all_day(oksana, django_capture_on_commit_callbacks):
    for _ in range(MOST_A_DAY + 2):
        AttemptCount.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            ask(Client(), "512 000 111")
    assert OutgoingMessage.objects.count() == MOST_A_DAY


def test_code_on_paper_works_once(oksana):
    _slip, code = make_slip(oksana.person.own_account.user, by=None)
    assert Client().post(DOOR, {"way": "slip", "slip": code}).status_code == 302
    assert Client().post(DOOR, {"way": "slip", "slip": code}).status_code == 200


def test_newer_paper_makes_the_older_one_useless(oksana):
    user = oksana.person.own_account.user
    old, new = make_slip(user, by=None)[1], make_slip(user, by=None)[1]
    assert Client().post(DOOR, {"way": "slip", "slip": old}).status_code == 200
    assert Client().post(DOOR, {"way": "slip", "slip": new}).status_code == 302


def test_blocked_person_gets_in_by_no_way_and_out_at_once(
    asked, oksana, caseworker_city, django_capture_on_commit_callbacks
):
    browser, code = asked
    account = oksana.person.own_account
    paper = make_slip(account.user, by=None)[1]
    inside = Client()
    inside.post(DOOR, {"way": "slip", "slip": make_slip(account.user, by=None)[1]})
    assert inside.get(HOME).status_code == 200
    block_own_space(account, oksana, by=caseworker_city)
    assert inside.get(HOME).headers["Location"] == DOOR
    assert browser.post(DOOR, {"way": "code", "code": code}).status_code == 200
    assert Client().post(DOOR, {"way": "slip", "slip": paper}).status_code == 200
    SignInCode.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        ask(Client(), "512 000 111")
    assert SignInCode.objects.get().user is None


def test_both_boxes_keep_their_words_in_another_language_and_beside_a_mistake(oksana):
    typed = {"contact": "512 000", "slip": "1234 5678"}
    for more in ({"language": "uk"}, {"way": "slip"}, {"way": "contact"}):
        body = Client().post(DOOR, {**typed, **more}).content.decode()
        assert 'value="512 000"' in body and 'value="1234 5678"' in body
        assert ('class="errors"' in body) == ("way" in more)


@pytest.mark.parametrize("typed", ["", "abc", "\0", "1" * 10_000, "@", "\ud800x@y"])
@pytest.mark.parametrize("way", ["contact", "code", "slip", "nonsense"])
def test_nonsense_is_answered_with_the_page(way, typed, db):
    said = urlencode({"way": way, way: typed.encode(errors="surrogatepass")})
    answer = Client().post(DOOR, said, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (200, 302)


def test_session_ends_after_fifteen_idle_minutes(oksana, monkeypatch):
    browser = Client()
    browser.post(DOOR, {"way": "slip", "slip": make_slip(oksana.person.own_account.user, by=None)[1]})
    session = browser.session
    session["seen"] -= 15 * 60
    session.save()
    assert browser.get(HOME).headers["Location"] == DOOR


def test_what_is_over_is_removed(oksana):
    ask(Client(), "512 000 111")
    make_slip(oksana.person.own_account.user, by=None)
    later = timezone.now() + timedelta(days=30)
    assert remove_old_codes(later) == 2
    assert not SignInCode.objects.exists() and not Slip.objects.exists()


def test_account_bears_neither_name_nor_address(oksana):
    user = oksana.person.own_account.user
    assert (user.name, user.has_usable_password()) == ("", False)
    assert user.email.endswith("@own.invalid") and "oksana" not in user.email
