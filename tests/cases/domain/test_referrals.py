"""Referrals are sent, answered and cut off: who sees what, when, and what accepting begins (S29)."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from beneficiaries.domain import protection
from beneficiaries.domain.consents import Way, give, refuse, withdraw
from beneficiaries.domain.merging import merge_people, undo_merge
from beneficiaries.domain.rights_decisions import lift, restrict
from beneficiaries.enums import TextChannel
from beneficiaries.models import Care, Participation
from beneficiaries.queries.consents import current_consents
from cases.domain.referrals import AlreadyReferred, ConsentObjected, RecipientRefused, send_referral, take_step
from cases.enums import Basis, Purpose, Recipient, Step
from cases.models import Referral, ReferralStep
from cases.queries.referrals import ANSWERED, WAITING, listed
from cases.querysets.referrals import ANSWER, MAKE, VIEW
from cases.rules.referrals import StepRefused
from portal.audit.models import AuditEvent
from portal.clock import today
from portal.policy.access import forget_access
from tests.factories.accounts import make_member, make_organisation
from tests.factories.beneficiaries import make_participant
from tests.factories.programmes import make_project
from tests.factories.referrals import make_referral


@pytest.fixture
def participation(city, sopot) -> Participation:
    return make_participant(city, sopot)


@pytest.fixture
def sent(participation, city, foundation, caseworker_city) -> Referral:
    """A referral of the city to the foundation, for thirty days."""
    return referred(participation, city, foundation, caseworker_city)


def referred(participation, city, foundation, by, **values) -> Referral:
    last = today() + datetime.timedelta(days=30)
    return make_referral(
        participation, city, by, recipient=Recipient.ORGANISATION, to_organisation=foundation,
        **{"expires_on": last, **values},
    )  # fmt: skip


def sees(user, referral, action=VIEW) -> bool:
    forget_access(user)
    return Referral.objects.visible_to(user, action).filter(pk=referral.pk).exists()


def later(settings, days: int) -> None:
    """Let some days pass."""
    settings.PORTAL_TODAY = str(today() + datetime.timedelta(days=days))


def test_receiving_organisation_sees_the_referral_and_never_the_record(sent, caseworker_city, caseworker_foundation):
    assert sees(caseworker_city, sent)
    assert sees(caseworker_foundation, sent)
    assert sees(caseworker_foundation, sent, ANSWER)
    assert not sees(caseworker_city, sent, ANSWER)
    assert not sees(caseworker_foundation, sent, MAKE)
    assert not Participation.objects.visible_to(caseworker_foundation).exists()


def test_other_roles_and_organisations_see_nothing(sent, instructor, auditor, dpo, technical_admin, nobody, sopot):
    stranger = make_member("caseworker", make_organisation(), sopot)
    assert not any(sees(user, sent) for user in (instructor, auditor, dpo, technical_admin, nobody, stranger))


@pytest.mark.parametrize("before", [[], [Step.ACCEPT]])
def test_withdrawal_cuts_access_at_once(sent, caseworker_city, caseworker_foundation, before):
    for step in before:
        take_step(sent, step, by=caseworker_foundation)
    take_step(sent, Step.WITHDRAW, by=caseworker_city, words="consent taken back")
    assert not sees(caseworker_foundation, sent)
    assert not sees(caseworker_foundation, sent, ANSWER)
    assert sees(caseworker_city, sent)


def test_answer_and_refusal_end_the_access_of_the_recipient(
    participation, sent, city, foundation, caseworker_city, caseworker_foundation
):
    take_step(sent, Step.ACCEPT, by=caseworker_foundation)
    take_step(sent, Step.ANSWER, by=caseworker_foundation, words="done")
    second = referred(participation, city, foundation, caseworker_city)
    take_step(second, Step.REFUSE, by=caseworker_foundation, words="no room")
    assert not sees(caseworker_foundation, sent)
    assert not sees(caseworker_foundation, second)


def test_last_day_is_the_last_on_which_the_recipient_sees_and_acts(sent, caseworker_foundation, settings):
    later(settings, 30)
    assert sees(caseworker_foundation, sent)
    later(settings, 1)
    assert not sees(caseworker_foundation, sent)
    with pytest.raises(StepRefused):
        take_step(sent, Step.ACCEPT, by=caseworker_foundation)


def test_deny_list_beats_the_referral_in_every_organisation(
    participation, sent, caseworker_city, caseworker_foundation
):
    participation.person.denied_to.set([caseworker_city, caseworker_foundation])
    for user in (caseworker_city, caseworker_foundation):
        assert not any(sees(user, sent, action) for action in (VIEW, ANSWER, MAKE))


def test_confidential_person_is_seen_by_the_recipient_and_by_named_colleagues_alone(
    participation, sent, caseworker_city, coordinator, caseworker_foundation
):
    participation.person.is_confidential = True
    participation.person.save()
    participation.person.confidential_to.set([coordinator])
    assert sees(coordinator, sent)
    assert sees(caseworker_foundation, sent)
    assert not sees(caseworker_city, sent)


def test_making_confidential_closes_referrals_that_were_sent_before(
    participation, sent, city, foundation, caseworker_city, caseworker_foundation
):
    protection.conceal(participation, [caseworker_city], by=caseworker_city, reason="She is looked for.")
    for action in (VIEW, ANSWER):
        assert not sees(caseworker_foundation, sent, action)
    assert not listed(caseworker_foundation, WAITING, today()).exists()
    decided = referred(participation, city, foundation, caseworker_city, purpose=Purpose.SAFETY)
    assert sees(caseworker_foundation, decided)
    participation.person.confidential_to.add(caseworker_foundation)
    assert sees(caseworker_foundation, sent)
    protection.lift(participation, by=caseworker_city, reason="She is safe.")
    assert sees(caseworker_foundation, sent)


def test_restricted_record_is_closed_to_the_recipient_until_the_restriction_is_lifted(
    participation, sent, caseworker_city, caseworker_foundation
):
    restriction = restrict(participation.person, by=caseworker_city)
    for user in (caseworker_city, caseworker_foundation):
        assert not any(sees(user, sent, action) for action in (VIEW, ANSWER, MAKE))
    assert not listed(caseworker_foundation, WAITING, today()).exists()
    lift(restriction, participation, by=caseworker_city)
    assert sees(caseworker_foundation, sent)


class TestMergedWithAConfidentialRecord:
    """Whoever became confidential by a merge is as hidden from the recipient as by a decision (S26, S70)."""

    @pytest.fixture
    def second(self, city, sopot) -> Participation:
        """Another record of the same person."""
        return make_participant(city, sopot)

    @pytest.mark.parametrize("is_concealed_first", [False, True])
    def test_referral_sent_before_the_merge_is_closed(
        self, request, participation, second, caseworker_city, caseworker_foundation, is_concealed_first
    ):
        sent = None if is_concealed_first else request.getfixturevalue("sent")
        protection.conceal(second, [caseworker_city], by=caseworker_city, reason="She is looked for.")
        sent = sent or request.getfixturevalue("sent")
        assert sees(caseworker_foundation, sent)
        merge_people(participation.person, second.person, by=caseworker_city)
        for action in (VIEW, ANSWER):
            assert not sees(caseworker_foundation, sent, action)
        assert not listed(caseworker_foundation, WAITING, today()).exists()

    def test_sent_after_the_merge_it_reaches_the_recipient(
        self, participation, second, city, foundation, caseworker_city, caseworker_foundation
    ):
        protection.conceal(second, [caseworker_city], by=caseworker_city, reason="She is looked for.")
        merge_people(participation.person, second.person, by=caseworker_city)
        assert sees(caseworker_foundation, referred(participation, city, foundation, caseworker_city))

    def test_undone_it_is_as_before(self, participation, sent, second, caseworker_city, caseworker_foundation):
        protection.conceal(second, [caseworker_city], by=caseworker_city, reason="She is looked for.")
        merge = merge_people(participation.person, second.person, by=caseworker_city)
        undo_merge(merge, by=caseworker_city, day=today())
        assert sees(caseworker_foundation, sent)

    def test_concealed_as_one_person_both_records_stay_closed_after_an_undo(
        self, participation, second, city, foundation, caseworker_city, caseworker_foundation
    ):
        sent = referred(second, city, foundation, caseworker_city)
        merge = merge_people(participation.person, second.person, by=caseworker_city)
        protection.conceal(participation, [caseworker_city], by=caseworker_city, reason="She is looked for.")
        assert not sees(caseworker_foundation, sent)
        undo_merge(merge, by=caseworker_city, day=today())
        assert not sees(caseworker_foundation, sent)


@pytest.mark.parametrize("steps", [[], [Step.ANSWER], [Step.ANSWER, Step.CLOSE], ["last day"]])
def test_consent_taken_back_ends_the_care_whatever_came_of_the_referral(
    participation, city, foundation, caseworker_city, caseworker_foundation, settings, steps
):
    agreed = referred(participation, city, foundation, caseworker_city, looks_after=True)
    for step in [Step.ACCEPT, *steps]:
        if step == "last day":
            later(settings, 31)
        else:
            take_step(agreed, step, by=caseworker_city, words="done")
    assert Participation.objects.visible_to(caseworker_foundation).exists()
    take_step(agreed, Step.WITHDRAW, by=caseworker_city, words="consent taken back")
    forget_access(caseworker_foundation)
    assert not Participation.objects.visible_to(caseworker_foundation).exists()
    with pytest.raises(StepRefused):
        take_step(agreed, Step.WITHDRAW, by=caseworker_city, words="again")


def test_accepting_gives_care_only_where_the_sender_agreed(
    participation, sent, city, foundation, caseworker_city, caseworker_foundation
):
    care = Care.objects.filter(organisation=foundation, person=participation.person)
    take_step(sent, Step.ACCEPT, by=caseworker_foundation)
    assert not care.exists()
    agreed = referred(participation, city, foundation, caseworker_city, purpose=Purpose.WORK, looks_after=True)
    take_step(agreed, Step.ACCEPT, by=caseworker_foundation)
    assert care.count() == 1
    assert AuditEvent.objects.filter(object_type="care", action="create").count() == 1
    take_step(agreed, Step.WITHDRAW, by=caseworker_city, words="moved away")
    assert not care.exists()


def test_care_that_was_there_before_outlives_the_referral(
    participation, city, foundation, caseworker_city, caseworker_foundation, sopot
):
    Care.objects.create(person=participation.person, organisation=foundation, grant_project=sopot)
    agreed = referred(participation, city, foundation, caseworker_city, looks_after=True)
    take_step(agreed, Step.ACCEPT, by=caseworker_foundation)
    take_step(agreed, Step.WITHDRAW, by=caseworker_city, words="no longer")
    assert Care.objects.filter(organisation=foundation, person=participation.person).exists()


def test_organisation_outside_the_project_receives_but_never_looks_after(participation, city, caseworker_city):
    other = make_organisation()
    reader = make_member("caseworker", other, make_project(leader=other))
    assert sees(reader, referred(participation, city, other, caseworker_city))
    with pytest.raises(RecipientRefused):
        referred(participation, city, other, caseworker_city, purpose=Purpose.WORK, looks_after=True)


def test_second_open_referral_is_refused_with_the_first(participation, sent, city, foundation, caseworker_city):
    with pytest.raises(AlreadyReferred) as refused:
        referred(participation, city, foundation, caseworker_city)
    assert refused.value.first == sent
    referred(participation, city, foundation, caseworker_city, purpose=Purpose.WORK)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(purpose=Purpose.WORK).update(purpose=Purpose.HEALTH)


def test_same_outside_body_is_known_by_its_name_however_it_is_typed(participation, city, caseworker_city):
    make_referral(participation, city, caseworker_city, outside_name="Przychodnia  MORSKA")
    with pytest.raises(AlreadyReferred):
        make_referral(participation, city, caseworker_city, outside_name="przychodnia morska")
    make_referral(participation, city, caseworker_city, outside_name="Przychodnia Leśna")


def test_expired_referral_makes_room_for_a_new_one(participation, sent, city, foundation, caseworker_city, settings):
    later(settings, 31)
    last = today() + datetime.timedelta(days=10)
    assert referred(participation, city, foundation, caseworker_city, expires_on=last).pk != sent.pk
    sent.refresh_from_db()
    assert (sent.state, sent.steps.last().kind) == ("expired", "expire")


def test_colleague_is_asked_only_about_a_person_they_may_see(participation, city, sopot, caseworker_city):
    colleague = make_member("caseworker", city, sopot)
    values = {"recipient": Recipient.COLLEAGUE, "to_account": colleague, "purpose": Purpose.WORK, "request": "x"}
    asked = send_referral(participation, values, organisation=city, by=caseworker_city)
    assert sees(colleague, asked, ANSWER)
    assert not sees(caseworker_city, asked, ANSWER)
    participation.person.denied_to.add(colleague)
    with pytest.raises(RecipientRefused):
        send_referral(participation, {**values, "purpose": Purpose.LEGAL}, organisation=city, by=caseworker_city)
    with pytest.raises(RecipientRefused):
        send_referral(
            participation, {**values, "to_account": caseworker_city}, organisation=city, by=caseworker_city
        )  # fmt: skip


@pytest.mark.parametrize("days", [None, -1, 366])
def test_last_day_out_of_bounds_is_refused(participation, city, foundation, caseworker_city, days):
    last = None if days is None else today() + datetime.timedelta(days=days)
    with pytest.raises(ValueError, match="last day"):
        referred(participation, city, foundation, caseworker_city, expires_on=last)


def test_second_of_two_who_act_at_once_is_refused(sent, caseworker_foundation):
    stale = Referral.objects.get(pk=sent.pk)
    take_step(sent, Step.ACCEPT, by=caseworker_foundation)
    with pytest.raises(StepRefused):
        take_step(stale, Step.REFUSE, by=caseworker_foundation, words="late")
    sent.refresh_from_db()
    assert sent.state == "accepted"


def test_words_are_sealed_and_the_trail_holds_none(sent, caseworker_foundation):
    take_step(sent, Step.ACCEPT, by=caseworker_foundation)
    take_step(sent, Step.ANSWER, by=caseworker_foundation, words="sekretna odpowiedź")
    stored = [
        *Referral.objects.values_list("request", flat=True),
        *ReferralStep.objects.values_list("words", flat=True),
    ]
    assert not any(b"help" in bytes(each) or b"sekretna" in bytes(each) for each in stored if each)
    assert "sekretna" not in str(list(AuditEvent.objects.values()))


def test_answer_waits_for_who_sent_it_and_who_is_in_charge_not_for_everybody(
    participation, sent, city, sopot, caseworker_city, caseworker_foundation, coordinator
):
    in_charge, other = (make_member("caseworker", city, sopot) for _ in range(2))
    Care.objects.filter(person=participation.person).update(caseworker=in_charge)
    take_step(sent, Step.REFUSE, by=caseworker_foundation, words="no room")
    waiting = {
        user: listed(user, WAITING, today()).count() for user in (caseworker_city, in_charge, other, coordinator)
    }
    assert list(waiting.values()) == [1, 1, 0, 0]
    assert listed(other, ANSWERED, today()).count() == 1


@pytest.fixture
def passing_on(sopot):
    """The question whether data may be passed on."""
    return next(text for text in current_consents(sopot, "pl") if text.kind.code == "referral")


def test_who_said_no_to_passing_data_on_is_not_referred_by_consent(
    participation, city, foundation, caseworker_city, passing_on
):
    way = Way(TextChannel.READ_OUT, today(), by=caseworker_city)
    refuse(participation.person, passing_on, way)
    with pytest.raises(ConsentObjected):
        referred(participation, city, foundation, caseworker_city)
    referred(participation, city, foundation, caseworker_city, basis=Basis.LIFE, consent_on=None)
    give(participation.person, passing_on, way)
    referred(participation, city, foundation, caseworker_city, purpose=Purpose.EDUCATION)
    assert Referral.objects.count() == 2


def test_consent_taken_back_ends_open_referrals_and_care_at_once(
    participation, city, foundation, caseworker_city, caseworker_foundation, passing_on
):
    give(participation.person, passing_on, Way(TextChannel.READ_OUT, today(), by=caseworker_city))
    by_law = referred(participation, city, foundation, caseworker_city, basis=Basis.LIFE, consent_on=None)
    agreed = referred(
        participation, city, foundation, caseworker_city, purpose=Purpose.EDUCATION, looks_after=True
    )  # fmt: skip
    take_step(agreed, Step.ACCEPT, by=caseworker_foundation)
    assert Care.objects.filter(person=participation.person, organisation=foundation).exists()
    withdraw(participation.person, passing_on, Way(TextChannel.OWN_SPACE, today()))
    assert not sees(caseworker_foundation, agreed)
    assert sees(caseworker_foundation, by_law)
    assert not Care.objects.filter(person=participation.person, organisation=foundation).exists()
    assert ReferralStep.objects.get(referral=agreed, kind=Step.WITHDRAW).by is None
