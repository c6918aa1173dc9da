"""The page of times of keeping: counts for who answers for data, holds by number, out of reach as not there (S65)."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Person, RetentionHold
from portal.audit.models import AuditEvent
from portal.clock import today
from portal.programmes.models import GrantProject
from portal.retention.engine import run
from tests.clients import signed_in
from tests.factories.beneficiaries import make_participant
from tests.forms import fill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts_speak_english")]


@pytest.fixture
def page():
    return reverse("retention")


@pytest.fixture
def part(city, sopot):
    return make_participant(city, sopot, surname="Zzyzx")


def hold(client, page, part, **changes):
    return fill(client, page, **{"number": part.number, "reason": "dispute", "words": "sygn. 7", **changes})


def test_counts_without_names(dpo, page, part):
    run(timezone.now())
    body = signed_in(dpo).get(page).content.decode()
    assert "Finished jobs" in body
    assert "90 dni od zakończenia zadania" in body
    assert "0 things removed" in body
    assert "Zzyzx" not in body


@pytest.mark.parametrize("who", ["caseworker_city", "auditor", "technical_admin", "coordinator_foundation"])
def test_page_is_not_for(who, request, page):
    assert signed_in(request.getfixturevalue(who)).get(page).status_code == 404


def test_hold_is_placed_by_number_and_lifted(dpo, page, part):
    client = signed_in(dpo)
    assert hold(client, page, part).status_code == 302
    placed = RetentionHold.objects.get()
    assert (placed.participation, placed.words, placed.until) == (part, "sygn. 7", None)
    answer = client.get(page)
    assert part.number in answer.content.decode()
    lift = {"submission": answer.context["holds"][0][1]["submission"].value(), "hold": placed.pk, "lift": "1"}
    assert client.post(page, lift).status_code == 302
    placed.refresh_from_db()
    assert placed.lifted_by == dpo
    assert AuditEvent.objects.filter(object_type="retentionhold").count() == 2
    assert client.post(page, lift).status_code == 302


@pytest.mark.parametrize("why", ["not there", "confidential", "denied"])
def test_out_of_reach_is_like_not_there(dpo, page, part, why):
    if why == "confidential":
        Person.objects.filter(pk=part.person_id).update(is_confidential=True)
    elif why == "denied":
        part.person.denied_to.add(dpo)
    number = "WS-9999" if why == "not there" else part.number
    answer = hold(signed_in(dpo), page, part, number=number)
    assert answer.context["form"].errors["number"] == ["There is no such number within your reach."]
    assert answer.context["form"]["words"].value() == "sygn. 7"


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "'; --"},
        {"reason": "x"},
        {"words": ""},
        {"until": "2020-01-01"},
        {"until": "soon"},
        {"words": "x" * 501},
    ],
)
def test_bad_input_is_refused_in_words(dpo, page, part, changes):
    answer = hold(signed_in(dpo), page, part, **changes)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not RetentionHold.objects.exists()


def test_a_day_to_come_is_taken(dpo, page, part):
    day = today() + datetime.timedelta(days=30)
    hold(signed_in(dpo), page, part, until=day.isoformat())
    assert RetentionHold.objects.get().until == day


def test_hold_that_nobody_sees_is_not_lifted(dpo, page, part, coordinator):
    hold(signed_in(coordinator), page, part)
    part.person.denied_to.add(dpo)
    client = signed_in(dpo)
    answer = client.get(page)
    assert answer.context["holds"] == []
    key = RetentionHold.objects.get().pk
    client.post(page, {"submission": "018f0000-0000-7000-8000-000000000000", "hold": key, "lift": "1"})
    assert RetentionHold.objects.get().lifted_at is None


def test_project_without_a_day_in_its_contract_shows_the_computed_one(dpo, page, sopot):
    body = signed_in(dpo).get(page).content.decode()
    assert "31 Dec 2034" in body and "computed" in body
    GrantProject.objects.update(retention_until=today())
    body = signed_in(dpo).get(page).content.decode()
    assert "31 Dec 2034" not in body
