"""Whom a kind of support is meant for: asked about wherever it is given, booked or taught, never refused."""

import datetime
import uuid

import pytest
from django.urls import reverse

from services.models import Appointment, Enrolment, SupportDelivery
from tests.factories.activities import make_group
from tests.factories.beneficiaries import make_care, make_participation, make_person
from tests.forms import fill, sent_of

KIND, GIVEN_ON = "career-advice-adults", datetime.date(2026, 9, 10)


@pytest.fixture
def child(city, sopot, caseworker_city):
    """Somebody of six, who is in the group of children."""
    person = make_person(birth_date=datetime.date(2020, 1, 2))
    make_care(person, city, sopot, caseworker_city)
    return make_participation(person, sopot, target_group=sopot.target_groups.get(code="children"))


@pytest.fixture(autouse=True)
def for_adults(sopot):
    """Career advice for adults is for people from 18."""
    sopot.service_types.filter(code=KIND).update(age_from=18)


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


def log(client, child, **more):
    path = reverse("new_support", args=[child.number])
    sent = sent_of(client.get(path).context["form"])
    given = {"kind": KIND, "minutes": "60", "day": GIVEN_ON.isoformat(), "people": [child.number], "do": "save"}
    return client.post(path, {**sent, **given, **more})


def test_support_for_adults_is_asked_about_for_a_child(client, child, sopot):
    answer = log(client, child)
    (question,) = answer.context["form"].questions
    assert child.person.surname in question
    assert not SupportDelivery.objects.filter(delivered_on=GIVEN_ON).exists()
    assert log(client, child, confirmed=answer.context["form"].mark).status_code == 302
    assert SupportDelivery.objects.filter(delivered_on=GIVEN_ON).count() == 1


def test_nothing_is_asked_about_who_fits(client, child):
    assert log(client, child, kind="culture-integration").status_code == 302


def test_another_group_is_asked_about(client, child, sopot):
    sopot.service_types.filter(code="culture-integration").update(for_groups=["seniors"])
    (question,) = log(client, child, kind="culture-integration").context["form"].questions
    assert child.person.surname in question
    sopot.service_types.filter(code="culture-integration").update(for_groups=["seniors", "children"])
    assert log(client, child, kind="culture-integration").status_code == 302


def test_appointment_and_place_ask_the_same(client, child, sopot, city, caseworker_city):
    kind = sopot.service_types.get(code=KIND)
    path = reverse("new_appointment_of", args=[child.number])
    sent = {**sent_of(client.get(path).context["form"]), "purpose": f"support:{KIND}", "day": "2026-12-21",
            "time": "10:00", "minutes": "60", "place_kind": "office", "in_charge": caseworker_city.pk,
            "people": [child.number], "colleagues": [], "bring": [], "do": "save",
            "submission": str(uuid.uuid4())}  # fmt: skip
    form = client.post(path, sent).context["form"]
    assert not form.errors
    (question,) = form.questions
    assert kind.name in question
    assert not Appointment.objects.exists()

    group = make_group(sopot, organisation=city, service_type=kind)
    page = fill(client, reverse("enrol_person_in_group", args=[child.number]), group=str(group.pk), priority="5")
    (question,) = page.context["form"].questions
    assert kind.name in question
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize(("end_on", "asked"), [(None, 0), (datetime.date(2099, 1, 1), 0), (GIVEN_ON, 1)])
def test_who_has_left_gets_a_place_after_a_question(client, city, sopot, caseworker_city, end_on, asked):
    person = make_person("Oksana", "Marczenko")
    make_care(person, city, sopot, caseworker_city)
    left = make_participation(person, sopot, end_on=end_on)
    group = make_group(sopot, organisation=city)
    for path, sent in (
        (reverse("enrol_person_in_group", args=[left.number]), {"group": str(group.pk), "priority": "5"}),
        (reverse("enrol_in_group", args=[group.pk]), {"people": [left.number], "priority": "5", "do": "save"}),
    ):
        page = fill(client, path, **sent)
        questions = page.context["form"].questions if page.status_code == 200 else []
        assert ["Marczenko" in each and "10" in each for each in questions] == [True] * asked
        Enrolment.objects.all().delete()
    if asked:
        assert fill(client, path, **sent, confirmed=page.context["form"].mark).status_code == 302
        assert Enrolment.objects.count() == 1
