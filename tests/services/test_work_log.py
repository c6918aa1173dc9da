"""Hours of interns and volunteers: a norm that was agreed, entries of one's own, the total of the month (C11)."""

import datetime
from decimal import Decimal

import pytest

from portal.clock import today
from services.domain.work_log import WorkRefused, log_work
from services.models import HoursNorm, WorkEntry
from services.queries.statements import Month, statement_of
from services.queries.workers import Worker
from tests.factories.beneficiaries import make_participant
from tests.factories.services import make_support
from tests.forms import fill, sent_of

LOG = "/godziny/wpis/"
pytestmark = pytest.mark.usefixtures("accounts_speak_english")


@pytest.fixture
def norm(instructor, sopot):
    return HoursNorm.objects.create(user=instructor, grant_project=sopot, monthly_hours=48)


def test_coordinator_sets_the_norm_and_the_intern_fills_it(client_of, coordinator, instructor, sopot, city):
    page = f"/godziny/zespol/{instructor.pk}/norma/"
    client = client_of(instructor)
    assert fill(client, LOG, day=today().isoformat(), hours="3", what="training").status_code == 200
    assert fill(client_of(coordinator), page, monthly_hours="48").status_code == 302
    sent = sent_of(client.get(LOG).context["form"]) | {"day": today().isoformat(), "hours": "3.5", "what": "training"}
    assert [client.post(LOG, sent).status_code for _ in range(2)] == [302, 302]
    make_support(make_participant(city, sopot), delivered_by=instructor, delivered_on=today(), hours=Decimal(2))
    made = client.get("/godziny/").context["statement"]
    assert (made.logged_hours, made.work_hours, made.norm) == (Decimal("3.5"), Decimal("5.5"), 48)
    assert made.support_hours == 2  # what was logged is nobody's support
    assert client.get("/godziny/zestawienie.pdf").content.startswith(b"%PDF")
    rows = client_of(coordinator).get("/godziny/zespol/").context["rows"]
    assert [(each.worker.name, each.hours) for each, _url in rows] == [(instructor.name, Decimal("5.5"))]
    assert fill(client_of(coordinator), page, monthly_hours="").status_code == 302
    assert not HoursNorm.objects.exists()


def test_own_entry_is_taken_back_and_nobody_elses(client_of, instructor, caseworker_city, sopot, norm):
    entry = log_work(instructor, sopot, today(), Decimal(2), "office")
    for account, left in ((caseworker_city, 1), (instructor, 0)):
        assert client_of(account).post(LOG, {"take_back": str(entry.pk)}).status_code == 302
        assert WorkEntry.objects.filter(taken_back_at=None).count() == left
    assert statement_of(Worker("", instructor), sopot, Month(today().replace(day=1))).is_empty


@pytest.mark.parametrize("away", [1, 5000, -5000])
def test_days_to_come_and_outside_the_project_are_refused(instructor, sopot, norm, away):
    with pytest.raises(WorkRefused):
        log_work(instructor, sopot, today() + datetime.timedelta(days=away), Decimal(1), "office")


def test_norm_of_a_colleague_out_of_reach_is_not_there(client_of, coordinator_foundation, instructor):
    assert client_of(coordinator_foundation).get(f"/godziny/zespol/{instructor.pk}/norma/").status_code == 404
