"""Support written down in the browser: it starts participation, moves the figures, can be corrected, acts once."""

import datetime
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from beneficiaries.models import ParticipationVersion
from portal.audit.models import AuditEvent
from portal.submissions.drafts import draft_content
from services.models import SupportDelivery
from tests.counting import figures
from tests.factories.beneficiaries import make_care, make_participant, make_participation, make_person
from tests.factories.services import make_support

DAY = datetime.date
GIVEN = {"kind": "career-advice-adults", "day": "2026-03-02", "minutes": "45", "hours": "", "others": ""}


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def not_started(city, sopot):
    person = make_person()
    make_care(person, city, sopot)
    return make_participation(person, sopot, start_on=None)


def address(participation) -> str:
    return reverse("new_support", args=[participation.number])


def token_of(page, name="submission") -> str:
    return re.search(rf'name="{name}" value="([^"]+)"', page.content.decode())[1]


def send(client, path, **values):
    page = client.get(path)
    return client.post(path, {**GIVEN, "submission": token_of(page), **values})


def test_first_support_starts_participation_and_the_figure_moves(client, sopot, not_started, caseworker_city, city):
    before = figures(sopot)["EECO01 cumulative"][2]
    answer = send(client, address(not_started))
    assert answer.url == reverse("person_support", args=[not_started.number])
    delivery = SupportDelivery.objects.get()
    assert (delivery.hours, delivery.delivered_on) == (Decimal("0.75"), DAY(2026, 3, 2))
    assert (delivery.recorded_by, delivery.delivered_by, delivery.organisation) == (
        caseworker_city,
        caseworker_city,
        city,
    )
    assert ParticipationVersion.objects.current().get(participation=not_started).start_on == DAY(2026, 3, 2)
    assert figures(sopot)["EECO01 cumulative"][2] == before + 1
    event = AuditEvent.objects.filter(action="create", object_type="supportdelivery").get()
    assert event.subjects == [str(not_started.person_id)]


def test_double_click_makes_one(client, city, sopot):
    participation = make_participant(city, sopot)
    values = {**GIVEN, "submission": token_of(client.get(address(participation)))}
    answers = [client.post(address(participation), values) for _ in range(3)]
    assert len({answer.url for answer in answers}) == 1
    assert SupportDelivery.objects.count() == 1


def test_several_people_at_once_each_get_their_own(client, city, sopot):
    three = [make_participant(city, sopot) for _ in range(3)]
    numbers = f" {three[1].number.lower()}, {three[2].number} {three[1].number};{three[0].number}"
    send(client, address(three[0]), others=numbers)
    assert SupportDelivery.objects.count() == 3
    assert {each.participation_id for each in SupportDelivery.objects.all()} == {each.pk for each in three}


def test_unknown_and_out_of_reach_are_told_alike_and_nothing_is_recorded(client, city, foundation, sopot):
    own, theirs = make_participant(city, sopot), make_participant(foundation, sopot)
    answer = send(client, address(own), others=f"{theirs.number}, WS-99999")
    text = answer.content.decode()
    assert f"{theirs.number}, WS-99999" in text
    assert theirs.person.surname not in text
    assert not SupportDelivery.objects.exists()


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("kind", {"kind": ""}),
        ("kind", {"kind": "no-such-kind"}),
        ("day", {"day": ""}),
        ("day", {"day": "31.02.2026"}),
        ("day", {"day": "2024-12-31"}),
        ("day", {"day": "2027-01-01"}),
        ("minutes", {"minutes": ""}),
        ("hours", {"minutes": "other", "hours": ""}),
        ("hours", {"minutes": "other", "hours": "-1"}),
        ("hours", {"minutes": "other", "hours": "25"}),
        ("hours", {"minutes": "other", "hours": "abc"}),
        ("others", {"others": ", ".join(f"A{n}" for n in range(31))}),
    ],
)
def test_mistake_is_said_beside_the_field_keeps_what_was_typed_and_records_nothing(client, city, sopot, field, values):
    answer = send(client, address(make_participant(city, sopot)), **values)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    typed = next(iter(values.values()))
    assert not typed or field in ("kind",) or typed in answer.content.decode()
    assert not SupportDelivery.objects.exists()


def test_hours_take_a_decimal_comma(client, city, sopot):
    send(client, address(make_participant(city, sopot)), minutes="other", hours="1,5")
    assert SupportDelivery.objects.get().hours == Decimal("1.50")


def test_draft_comes_back_and_goes_with_the_sending(client, city, sopot, caseworker_city):
    participation = make_participant(city, sopot)
    subject = participation.pk.hex
    client.post(reverse("keep_draft", args=["quick-log"]), {**GIVEN, "others": "WS-77", "draft_subject": subject})
    page = client.get(address(participation))
    assert 'value="WS-77"' in page.content.decode()
    client.post(address(participation), {**GIVEN, "submission": token_of(page)})
    assert draft_content(caseworker_city, "quick-log", subject) is None


def test_save_and_next_stays_with_the_form(client, city, sopot):
    participation = make_participant(city, sopot)
    assert send(client, address(participation), next="1").url == address(participation)


class TestChange:
    @pytest.fixture
    def delivery(self, city, sopot):
        return make_support(make_participant(city, sopot), delivered_on=DAY(2026, 2, 2))

    def path(self, delivery) -> str:
        return reverse("change_support", args=[delivery.participation.number, delivery.fact_id])

    def values(self, page, **changes) -> dict:
        sent = {**GIVEN, "why": "wrong day", "submission": token_of(page), "version": token_of(page, "version")}
        return {**sent, **changes}

    def test_correction_moves_the_start_and_keeps_the_earlier_entry(self, client, delivery):
        page = client.get(self.path(delivery))
        client.post(self.path(delivery), self.values(page, day="2026-02-09"))
        in_force = SupportDelivery.objects.current().get()
        assert (in_force.delivered_on, in_force.why) == (DAY(2026, 2, 9), "wrong day")
        assert SupportDelivery.objects.count() == 2
        version = ParticipationVersion.objects.current().get(participation=delivery.participation)
        assert version.start_on == DAY(2026, 2, 9)

    def test_form_begins_with_what_is_recorded(self, client, delivery):
        form = client.get(self.path(delivery)).context["form"]
        assert (form["kind"].value(), form["minutes"].value(), form["hours"].value()) == (
            "culture-integration",
            "other",
            2,
        )

    def test_second_of_two_sees_both_texts_and_may_save_again(self, client, client_of, coordinator, delivery):
        page = client.get(self.path(delivery))
        other = client_of(coordinator)
        other_page = other.get(self.path(delivery))
        other.post(self.path(delivery), self.values(other_page, day="2026-02-05"))
        answer = client.post(self.path(delivery), self.values(page, day="2026-02-09"))
        assert [each.label for each in answer.context["differences"] if "2026" in each.theirs]
        assert coordinator.name in answer.content.decode()
        assert SupportDelivery.objects.current().get().delivered_on == DAY(2026, 2, 5)
        client.post(self.path(delivery), self.values(answer, day="2026-02-09"))
        assert SupportDelivery.objects.current().get().delivered_on == DAY(2026, 2, 9)

    def test_taken_back_counts_no_more_and_opens_the_start(self, client, sopot, delivery):
        page = client.get(self.path(delivery))
        sent = {
            "take_back": "1", "back-why": "nobody came", "submission": token_of(page),
            "back-submission": token_of(page, "back-submission"), "back-version": token_of(page, "back-version"),
        }  # fmt: skip
        assert client.post(self.path(delivery), sent).url == reverse(
            "person_support", args=[delivery.participation.number]
        )
        assert not SupportDelivery.objects.current().exists()
        assert ParticipationVersion.objects.current().get(participation=delivery.participation).start_on is None
        assert figures(sopot)["EECO01 cumulative"][2] == 0

    def test_reason_is_asked_for(self, client, delivery):
        page = client.get(self.path(delivery))
        answer = client.post(self.path(delivery), self.values(page, why=""))
        assert list(answer.context["form"].errors) == ["why"]
        assert SupportDelivery.objects.count() == 1

    def test_support_of_another_person_is_not_there(self, client, city, sopot, delivery):
        other = make_participant(city, sopot)
        assert client.get(reverse("change_support", args=[other.number, delivery.fact_id])).status_code == 404


@pytest.mark.parametrize("most", [12])
def test_form_costs_the_same_however_much_was_given(client, city, sopot, most, django_assert_max_num_queries):
    participation = make_participant(city, sopot)
    client.get(address(participation))
    with django_assert_max_num_queries(most) as few:
        client.get(address(participation))
    for _ in range(20):
        make_support(participation)
    with django_assert_max_num_queries(len(few)):
        client.get(address(participation))
