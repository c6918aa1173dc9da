"""Hours of interpreters and childcare in the report: what took place, once for each booking, beside the hours of support."""

import datetime
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from reporting.domain.built import build_report
from reporting.domain.editions import freeze_edition
from reporting.enums import Section
from reporting.exporters.built import parts_of
from reporting.exporters.grids import Hidden
from reporting.exporters.presented import presented
from reporting.exporters.printed import edition_as_html, edition_as_pdf
from reporting.exporters.workbook import edition_as_xlsx
from reporting.queries.snapshot import is_untouched
from reporting.rules import Period
from services.domain.resources import book_resource, note_used, release_booking
from services.enums import AppointmentState
from services.models import Appointment
from tests.factories.appointments import START, make_appointment
from tests.factories.beneficiaries import make_participant
from tests.factories.resources import make_childcare, make_interpreter
from tests.factories.services import make_support
from tests.reporting.test_report_files import cells_of, words_of

HOUR = datetime.timedelta(hours=1)
PERIOD = Period(datetime.date(2026, 7, 1), datetime.date(2026, 9, 30))
pytestmark = pytest.mark.usefixtures("accounts_speak_english")


@pytest.fixture
def booked(city, sopot, caseworker_city):
    """Six talks with an interpreter, two of them with two children; one missed, one given back, one in October."""
    nina, corner = make_interpreter(sopot), make_childcare(sopot)
    bookings = []
    for number in range(9):
        start = START + number * HOUR if number < 8 else datetime.datetime(2026, 10, 1, 9, tzinfo=datetime.UTC)
        people = [make_participant(city, sopot) for _ in range(2)]
        met = make_appointment(*people, in_charge=caseworker_city, starts_at=start)
        bookings.append(book_resource(met, nina, 1, by=None))
        if number < 2:
            book_resource(met, corner, 2, by=None)
        state = AppointmentState.NO_SHOW if number == 6 else AppointmentState.TOOK_PLACE
        Appointment.objects.filter(pk=met.pk).update(state=state)
    release_booking(bookings[7], by=None)
    note_used(bookings[0], 90, by=None)
    make_support(people[0], delivered_on=datetime.date(2026, 9, 1), hours=Decimal(2))
    return bookings


def lines_of(edition):
    return [(line["code"], line["times"], line["hours"]) for line in edition.content.get("beside", ())]


def test_what_took_place_is_frozen_beside_support(sopot, coordinator, booked):
    edition = freeze_edition(sopot, PERIOD, by=coordinator)
    assert lines_of(edition) == [("interpreter", 6, "6.50"), ("childcare", 2, "2.00")]
    assert sum(Decimal(line["hours"]) for line in edition.content["support"]) == 2
    note_used(booked[1], 15, by=None)
    edition.refresh_from_db()
    assert lines_of(edition)[0] == ("interpreter", 6, "6.50")
    assert is_untouched(edition)


def test_page_paper_and_sheet_say_the_same(sopot, coordinator, booked, client_of):
    edition = freeze_edition(sopot, PERIOD, by=coordinator)
    with translation.override("en"):
        assert [(line.times, line.hours) for line in presented(edition).beside] == [
            (6, Decimal("6.5")),
            (2, Decimal(2)),
        ]
        assert "interpreter 6 6.50" in words_of(edition_as_pdf(edition))
        rows = [row for rows in cells_of(edition_as_xlsx(edition)).values() for row in rows]
        assert any(row[:3] == ("interpreter", 6, 6.5) for row in rows)
        assert "Interpreting and childcare beside support" in edition_as_html(edition)


def test_dashboard_shows_the_hours_that_the_report_will_hold(sopot, coordinator, booked, client_of):
    period = {"projekt": sopot.code, "od": "2026-07-01", "do": "2026-09-30"}
    page = client_of(coordinator).get(reverse("indicator_dashboard"), period)
    shown = [(kind.value, times, str(hours)) for kind, times, hours, _url in page.context["beside"]]
    assert shown == lines_of(freeze_edition(sopot, PERIOD, by=coordinator))
    opens = r"interpreter</th><td[^>]*><a[^>]*>6<span[^>]*>: interpreter</span></a></td><td[^>]*>6\.5"
    assert re.search(opens, page.content.decode())
    past = client_of(coordinator).get(reverse("indicator_dashboard"), {**period, "znane": "2026-10-01T12:00:00+02:00"})
    assert past.context["beside"] == []


def test_hours_open_to_each_time_that_took_place(
    sopot, booked, client_of, coordinator, coordinator_foundation, django_assert_num_queries
):
    url = f"{reverse('beside_support_hours', args=['interpreter'])}?projekt={sopot.code}&od=2026-07-01&do=2026-09-30"
    page = client_of(coordinator).get(url)
    rows = page.context["rows"]
    assert (len(rows), sum(each.used for each in rows), page.context["hours"]) == (6, Decimal("6.5"), Decimal("6.5"))
    assert [each.booking for each in rows] == booked[5::-1]
    assert {(each.who, each.what) for each in rows} == {(booked[0].resource.name, "Appointment")}
    assert (rows[-1].planned, rows[-1].used) == (Decimal(1), Decimal("1.5"))
    partner = client_of(coordinator_foundation).get(url)
    assert booked[0].resource.name not in partner.content.decode()
    empty = client_of(coordinator).get(url.replace("2026-07-01", "2026-09-30"))
    assert "Nothing was used in the period." in empty.content.decode()


def test_another_period_is_chosen_on_the_page_and_a_wrong_one_is_said(sopot, booked, client_of, coordinator):
    url = reverse("beside_support_hours", args=["interpreter"])
    client = client_of(coordinator)
    page = client.get(url, {"projekt": sopot.code, "od": "2026-10-01", "do": "2026-10-31"})
    assert page.context["times"] == 1
    assert f'href="{url}?projekt={sopot.code}&amp;od=2026-07-01&amp;do=2026-09-30"' in page.content.decode()
    wrong = client.get(url, {"projekt": sopot.code, "od": "2026-02-31", "do": "2026-09-30"})
    assert "31" in wrong.content.decode().split('name="od"')[1].split(">")[0]
    assert 'href="#id_od"' in wrong.content.decode()


def test_few_are_left_out_of_a_built_report(sopot, coordinator, booked):
    edition = freeze_edition(sopot, PERIOD, by=coordinator)
    report = build_report(edition, sections=[Section.SUPPORT], beside=[], notice=False, by=coordinator)
    (part,) = parts_of(report)
    first, second = part.grids[-1].rows
    assert first[1:] == [6, Decimal("6.5")]
    assert all(isinstance(cell, Hidden) for cell in second[1:])


def test_project_without_bookings_has_no_such_table(sopot, coordinator):
    edition = freeze_edition(sopot, PERIOD, by=coordinator)
    assert "beside" not in edition.content
    assert presented(edition).beside == []
