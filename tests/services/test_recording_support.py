"""Support that was written down can be corrected and taken back; every version stays, with who and why."""

import datetime
import re
import uuid

import pytest
from django.urls import reverse

from beneficiaries.models import ParticipationVersion
from services.domain.support import BeforeBirth, SupportRefused, correct_support
from services.models import SupportDelivery
from services.views import support
from tests.counting import figures
from tests.factories.beneficiaries import make_participant
from tests.factories.services import make_support

DAY = datetime.date
GIVEN = {"kind": "career-advice-adults", "day": "2026-03-02", "minutes": "45", "hours": "", "note": ""}
BEFORE_BIRTH = "This day is before the date of birth of somebody this is about. Check both."


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


def token_of(page, name="submission") -> str:
    return re.search(rf'name="{name}" value="([^"]+)"', page.content.decode())[1]


class TestChange:
    @pytest.fixture
    def delivery(self, city, sopot):
        return make_support(make_participant(city, sopot), delivered_on=DAY(2026, 2, 2))

    def path(self, delivery) -> str:
        return reverse("change_support", args=[delivery.participation.number, delivery.fact_id])

    def values_of(self, delivery) -> dict:
        return {**GIVEN, "why": "late", "submission": str(uuid.uuid4()), "version": str(delivery.pk)}

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

    @pytest.mark.usefixtures("accounts_speak_english")
    def test_day_that_has_not_come_yet_is_refused_by_page_and_action(self, client, delivery):
        page = client.get(self.path(delivery))
        answer = client.post(self.path(delivery), self.values(page, day="2026-12-16"))
        assert answer.context["form"].errors == {"day": ["This day has not come yet."]}
        with pytest.raises(SupportRefused):
            correct_support(delivery, {"delivered_on": DAY(2026, 12, 16)}, by=None, why="x")
        assert SupportDelivery.objects.get().delivered_on == DAY(2026, 2, 2)

    @pytest.mark.usefixtures("accounts_speak_english")
    def test_day_before_the_birth_is_refused_by_page_and_action(self, client, city, sopot):
        """No age at the start is below zero (R47)."""
        child = make_participant(city, sopot, birth_date=DAY(2026, 1, 20))
        delivery = make_support(child, delivered_on=DAY(2026, 2, 2))
        page = client.get(self.path(delivery))
        kind = {"kind": "culture-integration"}
        answer = client.post(self.path(delivery), self.values(page, day="2026-01-19", **kind))
        assert answer.context["form"].errors == {"day": [BEFORE_BIRTH]}
        with pytest.raises(BeforeBirth):
            correct_support(delivery, {"delivered_on": DAY(2026, 1, 19)}, by=None, why="x")
        assert SupportDelivery.objects.get().delivered_on == DAY(2026, 2, 2)
        assert client.post(self.path(delivery), self.values(page, day="2026-01-20", **kind)).status_code == 302

    def test_unchanged_correction_is_not_saved(self, client, delivery):
        page = client.get(self.path(delivery))
        form = page.context["form"]
        same = {name: form[name].value() for name in ("kind", "day", "minutes", "hours", "note")}
        same = {**same, "day": "2026-02-02", "hours": "2", "note": ""}
        client.post(self.path(delivery), self.values(page, **same))
        assert SupportDelivery.objects.count() == 1

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
        other.post(self.path(delivery), self.values(other_page, day="2026-02-05", why="call"))
        answer = client.post(self.path(delivery), self.values(page, day="2026-02-09"))
        assert {"call", "wrong day"} <= {t for each in answer.context["differences"] for t in (each.theirs, each.yours)}
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
        page = client.get(self.path(delivery))
        assert "nobody came" in page.content.decode()
        assert (
            "nobody came"
            in client.get(reverse("person_support", args=[delivery.participation.number])).content.decode()
        )
        assert client.post(self.path(delivery), self.values_of(delivery)).status_code == 200
        assert not SupportDelivery.objects.current().exists()

    def test_reason_is_asked_for(self, client, delivery):
        page = client.get(self.path(delivery))
        answer = client.post(self.path(delivery), self.values(page, why=""))
        assert list(answer.context["form"].errors) == ["why"]
        assert SupportDelivery.objects.count() == 1

    def test_support_of_another_person_is_not_there(self, client, city, sopot, delivery):
        other = make_participant(city, sopot)
        assert client.get(reverse("change_support", args=[other.number, delivery.fact_id])).status_code == 404

    def test_history_says_who_when_why_and_what(self, client, caseworker_city, delivery):
        page = client.get(self.path(delivery))
        client.post(self.path(delivery), self.values(page, day="2026-02-09", note="Umowa najmu"))
        text = client.get(self.path(delivery)).content.decode()
        for words in (caseworker_city.name, "wrong day", "02.02.2026", "09.02.2026", "Umowa najmu"):
            assert words in text

    def test_taking_back_what_somebody_changed_meanwhile_is_asked_again(self, client, delivery):
        page = client.get(self.path(delivery))
        client.post(self.path(delivery), self.values(page, day="2026-02-05"))
        sent = {
            "take_back": "1", "back-why": "nobody came", "submission": str(uuid.uuid4()),
            "back-submission": str(uuid.uuid4()), "back-version": token_of(page, "back-version"),
        }  # fmt: skip
        answer = client.post(self.path(delivery), sent)
        assert answer.context["withdrawal"].non_field_errors()
        assert SupportDelivery.objects.current().get().delivered_on == DAY(2026, 2, 5)
        again = {**sent, "back-version": token_of(answer, "back-version")}
        client.post(self.path(delivery), again)
        assert not SupportDelivery.objects.current().exists()

    def test_second_of_two_at_the_same_moment_sees_both_texts(self, client, delivery, monkeypatch):
        page, once = client.get(self.path(delivery)), support.once

        def somebody_is_faster(*args):
            monkeypatch.setattr(support, "once", once)
            correct_support(delivery, {"delivered_on": DAY(2026, 2, 5)}, by=None, why="faster")
            return once(*args)

        monkeypatch.setattr(support, "once", somebody_is_faster)
        answer = client.post(self.path(delivery), self.values(page, day="2026-02-09"))
        assert answer.context["differences"]
        assert SupportDelivery.objects.current().get().delivered_on == DAY(2026, 2, 5)
