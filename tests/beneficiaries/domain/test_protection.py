"""Confidential with a named few, and the deny list: decided by hand, never leaving a person to nobody (S26, S27)."""

import pytest
from django.http import QueryDict

from beneficiaries.domain import breakglass, protection
from beneficiaries.domain.merging import merge_people, undo_merge
from beneficiaries.domain.protection import ProtectionRefused
from beneficiaries.models import Care, Participation, Protection
from beneficiaries.queries.protection import out_of_reach
from portal.accounts.domain import disable_account
from portal.audit.models import AuditEvent
from portal.clock import today
from portal.submissions.drafts import save_draft
from portal.submissions.models import Draft
from tests.factories.beneficiaries import make_participant

pytestmark = pytest.mark.django_db
WHY = "Her former husband works here."


@pytest.fixture
def case(city, sopot, caseworker_city) -> Participation:
    return make_participant(city, sopot, caseworker=caseworker_city)


def sees(user, case, action="view_person") -> bool:
    return Participation.objects.visible_to(user, action).filter(pk=case.pk).exists()


def test_confidential_person_is_there_for_the_named_alone(case, caseworker_city, coordinator):
    protection.conceal(case, [caseworker_city], by=caseworker_city, reason=WHY)
    assert sees(caseworker_city, case)
    assert not sees(coordinator, case)
    protection.name_account(case, coordinator, by=caseworker_city, reason=WHY)
    assert sees(coordinator, case)
    protection.unname_account(case, caseworker_city, by=coordinator, reason=WHY)
    assert not sees(caseworker_city, case)
    protection.lift(case, by=coordinator, reason=WHY)
    assert sees(caseworker_city, case)
    assert list(Protection.objects.order_by("at", "pk").values_list("act", flat=True)) == [
        "conceal", "name", "name", "unname", "lift",
    ]  # fmt: skip


class TestCharge:
    """What is due about somebody hidden never waits for a colleague who does not see it (R1)."""

    def charge(self, case) -> list:
        return list(Care.objects.filter(person=case.person_id).values_list("caseworker", flat=True))

    def due(self, user) -> list:
        return list(Participation.objects.in_care_of(user))

    def test_who_is_not_named_is_in_charge_no_more_and_the_named_have_it_on_their_day(
        self, case, caseworker_city, coordinator
    ):
        assert self.due(coordinator) == []
        protection.conceal(case, [coordinator], by=coordinator, reason=WHY)
        assert self.charge(case) == [None]
        assert (self.due(coordinator), self.due(caseworker_city)) == ([case], [])

    def test_who_is_named_stays_in_charge_until_named_no_more(self, case, caseworker_city, coordinator):
        protection.conceal(case, [caseworker_city, coordinator], by=coordinator, reason=WHY)
        assert self.charge(case) == [caseworker_city.pk]
        protection.unname_account(case, caseworker_city, by=coordinator, reason=WHY)
        assert (self.charge(case), self.due(coordinator)) == ([None], [case])

    def test_a_merge_with_somebody_confidential_takes_the_charge_of_who_is_not_named(
        self, case, city, sopot, caseworker_city, coordinator
    ):
        hidden = make_participant(city, sopot)
        protection.conceal(hidden, [coordinator], by=coordinator, reason=WHY)
        merge = merge_people(case.person, hidden.person, by=coordinator)
        assert self.charge(case) == [None]
        undo_merge(merge, by=coordinator, day=today())
        assert self.charge(case) == [caseworker_city.pk]


@pytest.mark.parametrize(
    ("member", "objection"),
    [
        ("caseworker_foundation", "out-of-reach"),
        ("technical_admin", "out-of-reach"),
        ("dpo", "out-of-reach"),
        ("nobody", "out-of-reach"),
    ],
)
def test_who_cannot_open_the_record_cannot_be_named(case, caseworker_city, request, member, objection):
    other = request.getfixturevalue(member)
    with pytest.raises(ProtectionRefused, match=objection):
        protection.conceal(case, [caseworker_city, other], by=caseworker_city, reason=WHY)
    case.person.refresh_from_db()
    assert not case.person.is_confidential


def test_confidential_person_is_never_left_to_nobody(case, caseworker_city, coordinator):
    with pytest.raises(ProtectionRefused, match="nobody-left"):
        protection.conceal(case, [], by=caseworker_city, reason=WHY)
    protection.conceal(case, [caseworker_city], by=caseworker_city, reason=WHY)
    for decide in (protection.unname_account, protection.deny):
        with pytest.raises(ProtectionRefused, match="nobody-left"):
            decide(case, caseworker_city, by=caseworker_city, reason=WHY)
    assert sees(caseworker_city, case)


@pytest.mark.parametrize("member", ["coordinator", "technical_admin", "dpo", "caseworker_foundation"])
def test_any_account_can_be_left_without_access(case, caseworker_city, request, member):
    user = request.getfixturevalue(member)
    protection.deny(case, user, by=caseworker_city, reason=WHY)
    assert not sees(user, case)
    assert list(case.person.denied_to.all()) == [user]


def test_denied_account_loses_naming_charge_drafts_and_emergency_access(
    case, caseworker_city, coordinator, technical_admin, sopot
):
    protection.conceal(case, [caseworker_city, coordinator], by=coordinator, reason=WHY)
    for subject in (case.pk.hex, "other"):
        save_draft(caseworker_city, "person", subject, QueryDict("why=secret"))
    save_draft(caseworker_city, "quick-log", "", QueryDict(f"people=WS-1&people={case.number}&note=secret"))
    protection.deny(case, caseworker_city, by=coordinator, reason=WHY)
    assert list(case.person.confidential_to.all()) == [coordinator]
    assert Care.objects.get(person=case.person).caseworker is None
    assert list(Draft.objects.values_list("subject", flat=True)) == ["other"]
    with pytest.raises(ProtectionRefused, match="denied"):
        protection.name_account(case, caseworker_city, by=coordinator, reason=WHY)
    protection.allow(case, caseworker_city, by=coordinator, reason=WHY)
    assert not sees(caseworker_city, case)  # allowed again is not named again


def test_nobody_takes_themselves_off_the_list(case, coordinator, caseworker_city):
    protection.deny(case, coordinator, by=caseworker_city, reason=WHY)
    with pytest.raises(ProtectionRefused):
        protection.allow(case, coordinator, by=coordinator, reason=WHY)


def test_log_shows_a_change_of_the_record_and_no_more(case, coordinator, caseworker_city):
    protection.deny(case, coordinator, by=caseworker_city, reason=WHY)
    event = AuditEvent.objects.latest("at")
    assert (event.action, event.object_type, event.reason) == ("change", "participation", "")
    assert event.detail == {"fields": ["protection"]}
    assert Protection.objects.get().reason == WHY


def test_person_whose_named_colleagues_are_gone_is_found_for_the_officer(
    case, sopot, caseworker_city, coordinator, django_assert_num_queries
):
    protection.conceal(case, [caseworker_city], by=caseworker_city, reason=WHY)
    assert out_of_reach(sopot, today()) == []
    disable_account(caseworker_city, by=None, because="expired")
    with django_assert_num_queries(6):
        (found,) = out_of_reach(sopot, today())
    assert [each.user for each in found.able] == [coordinator]
    protection.name_account(found.participation, coordinator, by=None, reason=WHY)
    assert sees(coordinator, case)
    assert out_of_reach(sopot, today()) == []


def test_breaking_the_glass_ends_when_somebody_is_denied(case, caseworker_city, caseworker_foundation, sopot):
    from django.utils import timezone

    from beneficiaries.enums import GlassCategory
    from beneficiaries.models import EmergencyAccess

    asking = breakglass.Asking(case.number, GlassCategory.LIFE, "x" * 20)
    breakglass.ask(caseworker_foundation, asking, grant_project=sopot, now=timezone.now(), origin="")
    protection.deny(case, caseworker_foundation, by=caseworker_city, reason=WHY)
    assert EmergencyAccess.objects.get().state == "closed"
