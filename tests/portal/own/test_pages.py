"""The own space shows its owner, and nobody else; staff pages stay closed to it (S5, S14, S30, S52)."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from portal.audit.models import AuditEvent
from portal.own.registry import own_pages
from portal.policy.routes import Audience, routes
from tests.factories.appointments import make_appointment
from tests.factories.beneficiaries import make_participant
from tests.factories.documents import make_document
from tests.factories.households import make_guardian
from tests.factories.own import own_browser
from tests.factories.plans import make_goal, make_plan, make_step
from tests.factories.services import make_protected_note, make_support

TOMORROW = datetime.datetime(2026, 12, 16, 8, 30, tzinfo=datetime.UTC)
PAGES = ("", "spotkania/", "dokumenty/", "plan/", "dane/", "zgody/", "kto-widzial/", "klucz/")


def queries_of(ask) -> int:
    """Return how many queries a page takes."""
    with CaptureQueriesContext(
        connection,
    ) as caught:
        ask()
    return len(caught)


@pytest.fixture
def filled(oksana, anna, city, caseworker_city, caseworker_foundation):
    """Both people with everything that their pages can show, and with what staff wrote for each other."""
    for each, staff, word in ((oksana, caseworker_city, "own"), (anna, caseworker_foundation, "foreign")):
        make_appointment(
            each, in_charge=staff, starts_at=TOMORROW, place=f"room {word}", note=f"staff note {word}",
            bring="photo", bring_words=f"bring {word}",
        )  # fmt: skip
        make_step(make_goal(make_plan(each), text=f"goal {word}"), what=f"step {word}")
        make_document(each, city, valid_to=datetime.date(2026, 12, 20), note=f"document note {word}")
        make_protected_note(make_support(each, note=f"support note {word}"), f"protected {word}")
    return oksana


@pytest.fixture
def inside(filled):
    """Oksana's inside."""
    return own_browser(filled)


@pytest.mark.parametrize(
    ("language", "path"), [*(("uk", page) for page in PAGES), *((each, "") for each in ("pl", "be", "ru", "en"))]
)
def test_page_shows_nothing_of_anybody_else_and_leaves_one_mark(path, language, inside, filled, anna):
    before = AuditEvent.objects.count()
    answer = inside.get(f"/{language}/moje/{path}")
    said = answer.content.decode()
    assert answer.status_code == 200
    assert "foreign" not in said and anna.number not in said and "Zhuk" not in said
    for hidden in ("staff note", "document note", "support note", "protected own"):
        assert hidden not in said
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert "Oksana" not in said.partition("</title>")[0]
    assert AuditEvent.objects.count() == before + 1
    assert AuditEvent.objects.order_by("at").last().subjects == [str(filled.person_id)]


def test_first_page_says_when_where_what_to_bring_and_what_to_do(inside):
    said = inside.get("/pl/moje/").content.decode()
    for words in ("9:30", "room own", "bring own", "goal own", "step own"):
        assert words in said


def test_meeting_of_somebody_else_is_not_there(inside, anna):
    foreign = anna.appointments.get()
    assert inside.get(f"/pl/moje/spotkania/{foreign.pk}/").status_code == 404


def test_number_of_queries_does_not_grow(filled, caseworker_city, city):
    inside = own_browser(filled)
    for page in ("", "spotkania/", "dokumenty/", "plan/", "dane/"):
        address = f"/pl/moje/{page}"
        inside.get(address)
        one = queries_of(lambda address=address: inside.get(address))
        for day in range(2):
            make_appointment(
                filled,
                in_charge=caseworker_city,
                starts_at=TOMORROW + datetime.timedelta(days=day + 1),
                bring_words="x",
            )
            make_document(filled, city)
        assert queries_of(lambda address=address: inside.get(address)) == one, page


def test_every_page_of_the_staff_is_closed(inside):
    """Each address of the staff without parameters: a participant gets what somebody without a role gets, or less."""
    for route in routes():
        if route.parameters or route.declaration.audience is Audience.PUBLIC or "moje/" in route.pattern:
            continue
        if route.name in ("account_logout", "go_on"):
            continue
        answer = inside.get(reverse(route.name))
        assert answer.status_code in (404, 405), route.name


def test_strangers_are_led_to_the_door_of_the_own_space(client, db):
    with translation.override("uk"):
        for page in own_pages():
            if "<" not in page.path:
                assert client.get(reverse(page.url_name)).headers["Location"] == "/uk/moje/wejscie/"


def test_staff_cannot_open_the_own_space(client_of_caseworker):
    assert client_of_caseworker.get("/pl/moje/").status_code == 404


@pytest.fixture
def client_of_caseworker(caseworker_city):
    """A colleague's inside."""
    from tests.clients import signed_in

    return signed_in(caseworker_city)


@pytest.fixture
def danylo(city, sopot):
    """A child."""
    return make_participant(city, sopot, given_names="Danylo", birth_date=datetime.date(2016, 3, 1))


def test_parent_who_may_be_told_opens_the_pages_of_a_child_and_comes_back(filled, danylo):
    make_guardian(danylo, filled)
    inside = own_browser(filled)
    assert "Danylo" in inside.get("/pl/moje/").content.decode()
    inside.post("/pl/moje/dla-kogo/", {"about": str(danylo.person_id)})
    said = inside.get("/pl/moje/dane/").content.decode()
    assert danylo.number in said and filled.number not in said
    inside.post("/pl/moje/dla-kogo/", {"about": str(filled.person_id)})
    assert filled.number in inside.get("/pl/moje/dane/").content.decode()


@pytest.mark.parametrize(
    "barred",
    [
        {"information_allowed": False},
        {"court_restriction": True},
        {"valid_until": datetime.date(2026, 12, 14)},
    ],
)
def test_parent_without_the_right_learns_nothing_of_the_child(barred, filled, danylo):
    make_guardian(danylo, filled, **barred)
    inside = own_browser(filled)
    assert "Danylo" not in inside.get("/pl/moje/").content.decode()
    assert inside.post("/pl/moje/dla-kogo/", {"about": str(danylo.person_id)}).status_code == 404


def test_right_that_ends_closes_the_pages_that_are_open(filled, danylo):
    link = make_guardian(danylo, filled)
    inside = own_browser(filled)
    inside.post("/pl/moje/dla-kogo/", {"about": str(danylo.person_id)})
    type(link).objects.filter(pk=link.pk).update(court_restriction=True)
    assert danylo.number not in inside.get("/pl/moje/dane/").content.decode()


def test_child_kept_confidential_is_not_opened_to_a_parent_who_is_not(filled, danylo):
    make_guardian(danylo, filled)
    type(danylo.person).objects.filter(pk=danylo.person_id).update(is_confidential=True)
    assert "Danylo" not in own_browser(filled).get("/pl/moje/").content.decode()


def test_confidential_person_has_a_space_of_their_own(filled):
    type(filled.person).objects.filter(pk=filled.person_id).update(is_confidential=True)
    assert "room own" in own_browser(filled).get("/pl/moje/").content.decode()


def test_signing_out_empties_the_browser(inside):
    answer = inside.post("/uk/moje/wyjscie/")
    assert answer.headers["Location"] == "/uk/"
    assert '"cookies"' in answer.headers["Clear-Site-Data"]
    assert inside.get("/uk/moje/").status_code == 302


def test_quick_exit_leads_elsewhere_and_ends_the_session(inside, settings):
    answer = inside.post("/uk/moje/wyjscie/", {"how": "quick"})
    assert answer.headers["Refresh"] == f"0; url={settings.PORTAL_EXIT_URL}"
    assert "Oksana" not in answer.content.decode()
    assert inside.get("/uk/moje/").status_code == 302


@pytest.mark.django_db
def test_the_exit_at_the_door_leads_elsewhere_too(client, settings):
    page = client.get("/uk/moje/wejscie/").content.decode()
    goal = re.search(r'action="([^"]+)" data-exit', page)[1]
    assert client.post(goal).headers["Refresh"] == f"0; url={settings.PORTAL_EXIT_URL}"


@pytest.mark.django_db
def test_what_stands_at_the_door_stays_in_another_language(client):
    answer = client.post("/be/moje/wejscie/", {"way": "contact", "contact": "512 33", "language": "be"})
    text = answer.content.decode()
    assert '<html lang="be"' in text
    assert 'value="512 33"' in text
    assert 'class="errors"' not in text


def test_every_page_has_a_quick_exit(inside):
    for page in (*PAGES, "wejscie/"):
        assert "data-exit" in inside.get(f"/pl/moje/{page}", follow=True).content.decode()


def test_words_of_a_plan_are_read_aloud_in_the_language_they_are_in(oksana):
    plan = make_plan(oksana)
    make_step(make_goal(plan, text="Praca w zawodzie", own_words="Робота за фахом"), what="Napisać CV")
    inside = own_browser(oksana)
    for page in ("", "plan/"):
        shown = inside.get(f"/uk/moje/{page}").content.decode()
        assert "<bdi>Робота за фахом</bdi>" in shown and '<bdi lang="pl">Napisać CV</bdi>' in shown, page
        polish = inside.get(f"/pl/moje/{page}").content.decode()
        assert '<bdi lang="uk">Робота за фахом</bdi>' in polish and "<bdi>Napisać CV</bdi>" in polish, page
