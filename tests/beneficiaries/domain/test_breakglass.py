"""Emergency access opens one record for an hour, tells others at once and never beats the deny list (S27, S28)."""

import datetime

import pytest
from django.utils import timezone

from beneficiaries.domain import breakglass as domain
from beneficiaries.domain.breakglass import Asking, ReviewRefused
from beneficiaries.enums import GlassCategory, GlassOutcome
from beneficiaries.models import EmergencyAccess, Participation
from beneficiaries.queries.breakglass import waiting_for
from beneficiaries.queries.record import record_of
from beneficiaries.rules.breakglass import IllegalTransition
from portal.accounts.models import AccountMail, User
from portal.audit.models import AuditEvent
from portal.policy.gate import Refused
from tests.factories.accounts import make_membership
from tests.factories.beneficiaries import make_participant
from tests.factories.programmes import make_project

pytestmark = pytest.mark.django_db
REASON = "She called from the hospital and needs her documents now."


@pytest.fixture
def foreign(foundation, sopot) -> Participation:
    """A person of the foundation, whom the city's caseworker does not see."""
    return make_participant(foundation, sopot)


@pytest.fixture
def ask(caseworker_city, sopot):
    def asked(number: str, account: User = caseworker_city, now: datetime.datetime | None = None) -> bool:
        asking = Asking(number, GlassCategory.LIFE, REASON)
        return domain.ask(account, asking, grant_project=sopot, now=now or timezone.now(), origin="")

    return asked


def anew(user: User) -> User:
    """Return the account as the next request loads it."""
    return User.objects.get(pk=user.pk)


def last() -> EmergencyAccess:
    return EmergencyAccess.objects.latest("asked_at")


@pytest.mark.usefixtures("coordinator_foundation")
class TestAsking:
    """What asking does."""

    def test_end_of_access_to_the_project_ends_it(self, ask, foreign, caseworker_city, city):
        make_membership(caseworker_city, "caseworker", city, make_project(leader=city))
        ask(foreign.number)
        record_of(anew(caseworker_city), "view_person", foreign.number)
        caseworker_city.memberships.filter(grant_project=foreign.grant_project).delete()
        with pytest.raises(Refused):
            record_of(anew(caseworker_city), "view_person", foreign.number)

    def test_record_is_open_for_reading_alone_and_for_an_hour(self, ask, foreign, caseworker_city):
        with pytest.raises(Refused):
            record_of(caseworker_city, "view_person", foreign.number)
        assert ask(foreign.number)
        opened = record_of(anew(caseworker_city), "view_person", foreign.number)
        assert opened.in_emergency
        assert {name for name, given in opened.rights.items() if given} == {
            "view_person", "view_person_contact", "view_support", "view_diagnosis", "view_finding",
        }  # fmt: skip
        for action in (
            "edit_person",
            "list_people",
            "search_people",
            "record_support",
            "view_explanation",
            "protect_person",
        ):
            assert not Participation.objects.visible_to(anew(caseworker_city), action).filter(pk=foreign.pk).exists()
        EmergencyAccess.objects.update(ends_at=timezone.now())
        with pytest.raises(Refused):
            record_of(anew(caseworker_city), "view_person", foreign.number)

    def test_it_passes_the_named_few_but_not_the_deny_list(self, ask, foreign, caseworker_city):
        foreign.person.is_confidential = True
        foreign.person.save(update_fields=["is_confidential"])
        ask(foreign.number)
        assert record_of(anew(caseworker_city), "view_person", foreign.number).in_emergency
        foreign.person.denied_to.add(caseworker_city)
        with pytest.raises(Refused):
            record_of(anew(caseworker_city), "view_person", foreign.number)
        assert ask(foreign.number)
        assert last().state == "blocked"

    def test_only_this_person_is_open(self, ask, foreign, foundation, sopot, caseworker_city):
        other = make_participant(foundation, sopot)
        ask(foreign.number)
        assert not Participation.objects.visible_to(anew(caseworker_city)).filter(pk=other.pk).exists()

    def test_nobody_pays_a_query_who_asked_for_nothing(
        self, ask, foreign, caseworker_city, coordinator, django_assert_num_queries
    ):
        ask(foreign.number)
        for user, queries in ((anew(coordinator), 2), (anew(caseworker_city), 3)):
            with django_assert_num_queries(queries):
                list(Participation.objects.visible_to(user))

    def test_who_oversees_is_told_and_nobody_else(self, ask, foreign, coordinator, coordinator_foundation, dpo):
        ask(foreign.number)
        assert set(AccountMail.objects.values_list("user", "kind")) == {
            (each.pk, "look") for each in (coordinator, coordinator_foundation, dpo)
        }

    def test_coordinator_who_is_kept_from_the_person_is_not_told(self, ask, foreign, coordinator, dpo):
        foreign.person.denied_to.add(coordinator)
        ask(foreign.number)
        assert coordinator.pk not in AccountMail.objects.values_list("user", flat=True)
        assert not waiting_for(coordinator).exists()
        assert waiting_for(dpo).exists()

    def test_number_of_nobody_takes_the_same_way(self, ask, dpo):
        assert ask("WS-9999")
        assert (last().state, last().participation) == ("nowhere", None)
        assert AccountMail.objects.filter(user=dpo).exists()
        assert not waiting_for(dpo).exists()

    def test_fourth_asking_within_a_month_opens_nothing_whatever_the_others_led_to(self, ask, foreign, caseworker_city):
        assert [ask(number) for number in ("WS-9999", "WS-9998", "WS-9997")] == [True] * 3
        assert not ask(foreign.number)
        assert last().state == "over-limit"
        assert not Participation.objects.visible_to(anew(caseworker_city)).filter(pk=foreign.pk).exists()
        EmergencyAccess.objects.update(asked_at=timezone.now() - datetime.timedelta(days=31))
        assert ask(foreign.number)

    def test_log_holds_neither_the_reason_nor_the_number(self, ask, foreign, caseworker_city):
        ask(foreign.number)
        event = AuditEvent.objects.get(object_type="emergencyaccess")
        assert (event.actor, event.subjects, event.reason) == (caseworker_city, [str(foreign.person_id)], "")
        assert REASON not in str(event.detail)
        assert last().reason == REASON


class TestReview:
    """What becomes of it afterwards."""

    @pytest.fixture
    def access(self, ask, foreign) -> EmergencyAccess:
        ask(foreign.number)
        return last()

    def review(self, access, by, now=None):
        domain.review_access(
            access, outcome=GlassOutcome.JUSTIFIED, note="asked her", by=by, now=now or timezone.now()
        )  # fmt: skip

    def test_open_one_cannot_be_reviewed_but_ended(self, access, dpo, caseworker_city, foreign):
        with pytest.raises(IllegalTransition):
            self.review(access, dpo)
        domain.close_access(access, by=dpo, now=timezone.now())
        assert not Participation.objects.visible_to(anew(caseworker_city)).filter(pk=foreign.pk).exists()
        self.review(access, dpo)
        assert (access.state, access.reviewed_by, access.review_note) == ("reviewed", dpo, "asked her")
        with pytest.raises(IllegalTransition):
            self.review(access, dpo)

    def test_one_that_ended_by_itself_can_be_reviewed(self, access, dpo):
        self.review(access, dpo, timezone.now() + datetime.timedelta(minutes=60))
        assert access.state == "reviewed"

    def test_nobody_reviews_their_own(self, access, coordinator, dpo):
        domain.close_access(access, by=dpo, now=timezone.now())
        EmergencyAccess.objects.update(account=coordinator)
        access.refresh_from_db()
        with pytest.raises(ReviewRefused):
            self.review(access, coordinator)
        assert not waiting_for(coordinator).exists()

    def test_what_is_over_is_marked_once(self, access):
        later = timezone.now() + datetime.timedelta(minutes=61)
        assert (domain.close_what_is_over(later), domain.close_what_is_over(later)) == (1, 0)
        assert last().closed_at == last().ends_at
