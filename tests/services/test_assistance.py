"""Assistants and tutors: given from the record, hours from recorded support, nobody learns of whom they may not see."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaries.domain.protection import conceal
from portal.clock import today
from reporting.indicators.catalogue import INDICATORS
from reporting.queries.table import shared_rules, support_table
from reporting.rules import Period
from services.domain.support import correct_support
from services.models import Assistance, SupportDelivery
from services.queries.assistance import given_in
from services.queries.statements import Month, statement_of
from services.queries.workers import Worker
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_participant
from tests.factories.households import make_household
from tests.factories.services import make_assistance, make_support
from tests.forms import fill, sent_of

LIST, SEPTEMBER = "/asystenci/", Month(datetime.date(2026, 9, 1))
pytestmark = pytest.mark.usefixtures("accounts_speak_english")


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def person(city, sopot):
    return make_participant(city, sopot, given_names="Amina", surname="Alijewa")


def new(person):
    return f"/osoby/{person.number}/asystent/nowy/"


def give(person, colleague, **values):
    given = {"delivered_by": colleague, "delivered_on": datetime.date(2026, 9, 10), "hours": Decimal(3)}
    return make_support(person, "personal-assistant", **{**given, **values})


def test_assistant_is_given_from_the_record_changed_and_ended(client, person, caseworker_city):
    answer = fill(client, new(person), kind="personal", assistant=str(caseworker_city.pk), monthly_hours="10")
    assert answer.status_code == 302
    made = Assistance.objects.get()
    assert (made.assistant, made.monthly_hours, made.starts_on) == (caseworker_city, 10, today())
    assert caseworker_city.name in client.get(f"/osoby/{person.number}/").content.decode()
    page = f"/asystenci/{made.pk}/"
    stale = sent_of(client.get(page).context["form"])
    assert fill(client, page, ends_on=today().isoformat()).status_code == 302
    answer = client.post(page, {**stale, "monthly_hours": "20", "submission": "018f0000-0000-7000-8000-000000000001"})
    assert [each.label for each in answer.context["differences"]]
    made.refresh_from_db()
    assert (made.ends_on, made.monthly_hours) == (today(), 10)


def test_nobody_is_assisted_by_a_colleague_who_is_kept_from_them(client, person, city, sopot):
    kept = make_member("caseworker", city, sopot, "Jan Odsunięty")
    person.person.denied_to.add(kept)
    answer = fill(client, new(person), kind="personal", assistant=str(kept.pk))
    assert "does not work with this person" in str(answer.context["form"].errors["assistant"])
    assert not Assistance.objects.exists()
    made = make_assistance(person, assistant=kept)
    assert fill(client, f"/asystenci/{made.pk}/", ends_on=today().isoformat()).status_code == 302


@pytest.mark.parametrize(
    "who",
    [{}, {"assistant_name": "Ela", "tutor_number": "WS-1"}, {"kind": "school", "tutor_number": "own"},
     {"kind": "tutor", "tutor_number": "own"}, {"kind": "tutor", "tutor_number": "WS-999999"}],
)  # fmt: skip
def test_what_cannot_be_is_refused(client, person, who):
    said = {name: person.number if value == "own" else value for name, value in who.items()}
    assert fill(client, new(person), **{"kind": "personal", **said}).status_code == 200
    assert not Assistance.objects.exists()


def test_hours_are_those_of_recorded_assistance_with_travel_beside(person, caseworker_city, instructor):
    found = make_assistance(person, assistant=caseworker_city, monthly_hours=10)
    give(person, caseworker_city)
    give(person, caseworker_city, place="authority", travel_minutes=50, hours=Decimal("1.5"))
    give(person, instructor)
    give(person, caseworker_city, delivered_on=datetime.date(2026, 8, 31))
    given = given_in(caseworker_city, [found], SEPTEMBER)[found.pk]
    assert (given.hours, given.travel_minutes) == (Decimal("4.5"), 50)


def test_family_assistant_is_there_for_everybody_who_lives_together(client, person, city, sopot, caseworker_city):
    child = make_participant(city, sopot)
    make_household(person.person, child.person)
    found = make_assistance(person, kind="family", assistant=caseworker_city)
    give(child, caseworker_city)
    assert given_in(caseworker_city, [found], SEPTEMBER)[found.pk].hours == 3
    assert caseworker_city.name in client.get(f"/osoby/{child.number}/").content.decode()


def test_tutor_out_of_sight_is_a_participant_without_a_name(client, person, city, sopot, coordinator):
    tutor = make_participant(city, sopot, surname="Ukryta")
    pair = make_assistance(person, kind="tutor", tutor=tutor)
    conceal(tutor, [coordinator], by=coordinator, reason="threats")
    for path in (LIST, f"/osoby/{person.number}/"):
        text = client.get(path).content.decode()
        assert "Ukryta" not in text and tutor.number not in text and "a participant" in text
    assert client.get(f"/asystenci/{pair.pk}/").status_code == 404


def test_partner_sees_its_own(client_of, caseworker_foundation, person):
    pair = make_assistance(person, assistant_name="Danuta Wrzos")
    client = client_of(caseworker_foundation)
    assert client.get(LIST).context["rows"] == []
    assert client.get(f"/asystenci/{pair.pk}/").status_code == 404
    assert client.get(new(person)).status_code == 404


def test_list_and_record_ask_the_same_number_of_queries_for_one_and_for_three(client, city, sopot, person):
    def asked(path):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    paths = (LIST, f"/osoby/{person.number}/")
    make_assistance(person, kind="tutor", tutor=make_participant(city, sopot))
    for path in paths:
        client.get(path)
    one = [asked(path) for path in paths]
    for _number in range(2):
        make_assistance(person, kind="tutor", tutor=make_participant(city, sopot))
        make_assistance(make_participant(city, sopot), assistant_name="Danuta Wrzos")
    assert [asked(path) for path in paths] == one


@pytest.fixture
def later(monkeypatch):
    """Stand at the end of September."""
    for place in (
        "domain.support",
        "forms.assistance",
        "views.assistance",
        "tables.assistance",
        "views.assistance_hours",
    ):
        monkeypatch.setattr(f"services.{place}.today", lambda: datetime.date(2026, 9, 30))


@pytest.fixture
def pair(person, city, sopot):
    tutor = make_participant(city, sopot, given_names="Taras", surname="Pomocnyk")
    return make_assistance(person, kind="tutor", tutor=tutor)


def hours_of(found):
    return f"/asystenci/{found.pk}/godziny/"


def log(client, found, hours="1.5", day="2026-09-10", **said):
    return fill(client, hours_of(found), **{"kind": "culture-integration", "day": day, "hours": hours, **said})


def test_hours_of_a_pair_stand_on_the_pair_and_both_records_and_count_once(
    client, client_of, coordinator, pair, sopot, later
):
    assert log(client, pair).status_code == 302
    assert log(client, pair, "2", "2026-09-11").status_code == 302
    given = SupportDelivery.objects.current()
    assert {(each.participation, each.delivered_by, each.provider) for each in given} == {
        (pair.participation, None, "")
    }
    assert sum(each.hours for each in given) == Decimal("3.5")
    for path in (hours_of(pair), LIST, f"/osoby/{pair.participation.number}/", f"/osoby/{pair.tutor.number}/"):
        assert "3.5" in client.get(path).content.decode(), path
    assert "peer tutor" in client.get(f"/osoby/{pair.participation.number}/wsparcie/").content.decode()
    rows = support_table(sopot, Period(SEPTEMBER.first, SEPTEMBER.last), shared_rules(INDICATORS))
    assert sum(row.hours for row in rows) == Decimal("3.5")
    assert SupportDelivery.objects.filter(participation=pair.tutor).count() == 0


def test_statement_of_a_tutor_is_the_tutors_alone_and_names_nobody(client, client_of, coordinator, pair, sopot, later):
    log(client, pair)
    browser = client_of(coordinator)
    team = browser.get("/godziny/zespol/?miesiac=2026-09")
    assert [(each.worker.name, each.hours) for each, _url in team.context["rows"]] == [
        (pair.tutor.number, Decimal("1.5"))
    ]
    path = f"/godziny/tutorzy/{pair.tutor.number}/"
    page = browser.get(f"{path}?miesiac=2026-09")
    assert page.context["statement"].work_hours == Decimal("1.5") == page.context["statement"].support_hours
    assert "Alijewa" not in page.content.decode() and "Pomocnyk" not in page.content.decode()
    assert browser.get(f"{path}zestawienie.pdf?miesiac=2026-09").content.startswith(b"%PDF")
    assert client.get(path).status_code == 404
    for account in (coordinator, pair.made_by):
        own = Worker(account.name, account) if account else None
        assert own is None or statement_of(own, sopot, SEPTEMBER).is_empty


def test_volunteer_who_only_assists_has_a_statement(client, client_of, coordinator, person, later):
    found = make_assistance(person, assistant_name="Danuta Wrzos")
    log(client, found, "2")
    browser = client_of(coordinator)
    ((row, url),) = browser.get("/godziny/zespol/?miesiac=2026-09").context["rows"]
    assert (row.worker.name, row.hours) == ("Danuta Wrzos", 2)
    assert browser.get(url).context["statement"].work_hours == 2
    assert given_in(coordinator, [found], SEPTEMBER)[found.pk].hours == 2


def test_colleague_whose_hours_somebody_else_writes_down_has_them(client, coordinator, person, sopot, later):
    found = make_assistance(person, assistant=coordinator)
    log(client, found, "2")
    assert statement_of(Worker(coordinator.name, coordinator), sopot, SEPTEMBER).work_hours == 2


def test_corrected_hours_stay_those_of_the_pair(client, pair, caseworker_city, later):
    log(client, pair)
    correct_support(SupportDelivery.objects.get(), {"hours": Decimal(1)}, by=caseworker_city, why="an hour")
    assert given_in(caseworker_city, [pair], SEPTEMBER)[pair.pk].hours == 1


@pytest.mark.parametrize(
    "typed",
    [{"day": "2026-08-31"}, {"day": "2026-10-01"}, {"day": "2024-01-01"}, {"day": "x"}, {"hours": "0"},
     {"hours": "25"}, {"hours": "x"}, {"kind": "nothing"}],
)  # fmt: skip
def test_hours_that_cannot_be_are_refused_in_words_and_kept(client, pair, later, typed):
    answer = log(client, pair, **typed)
    assert answer.status_code == 200 and answer.context["form"].errors
    assert next(iter(typed.values())) in str(answer.context["form"].data)
    assert not SupportDelivery.objects.exists()


def test_hours_after_the_last_day_are_refused(client, pair, later):
    Assistance.objects.update(ends_on=datetime.date(2026, 9, 5))
    assert "before the first or after the last" in str(log(client, pair).context["form"].errors)


def test_hidden_tutor_is_named_on_no_page_of_hours(client, client_of, pair, coordinator, caseworker_foundation, later):
    log(client, pair)
    conceal(pair.tutor, [coordinator], by=coordinator, reason="threats")
    text = client.get(hours_of(pair)).content.decode()
    assert "Pomocnyk" not in text and pair.tutor.number not in text and "a participant" in text
    assert client_of(caseworker_foundation).get(hours_of(pair)).status_code == 404


def test_hours_of_a_pair_cost_the_same_with_one_and_with_three(client, pair, later):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(hours_of(pair))
        return len(queries)

    log(client, pair)
    asked()
    one = asked()
    for day in ("2026-09-11", "2026-09-12"):
        log(client, pair, day=day)
    assert asked() == one
