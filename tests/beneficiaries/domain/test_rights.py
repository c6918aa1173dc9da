"""Requests about one's own data: taken, decided, carried out (GDPR 12–21, S67–S70)."""

import datetime

import pytest
from django.utils import timezone

from beneficiaries.domain import erasing, rights, rights_decisions, rights_package
from beneficiaries.domain.keeping import end_records
from beneficiaries.enums import (
    IdentityCheck,
    RegistrationState,
    RightAsker,
    RightChannel,
    RightDecision,
    RightKind,
    RightState,
    RightStepKind,
)
from beneficiaries.models import NameAlias, Participation, Person, RegisteredPerson, Registration, Restriction
from beneficiaries.queries.keeping import records_over
from beneficiaries.queries.rights import content_of, names_somebody
from beneficiaries.rules.rights import IllegalStep
from portal.clock import now, today
from portal.messages.models import OutgoingMessage
from portal.retention.people import RECORD
from portal.retention.rows import remove_rows
from portal.rights import held_parts
from portal.versions.actions import FactChanged
from services.domain.support import withdraw_support
from tests.factories.beneficiaries import make_care, make_participant, make_participation, make_person
from tests.factories.cases import make_diagnosis, make_task
from tests.factories.documents import make_document, make_scan
from tests.factories.households import make_guardian, make_household
from tests.factories.registrations import MOTHER, make_registration
from tests.factories.releases import make_release
from tests.factories.services import make_protected_note, make_support
from tests.merging import give

pytestmark = pytest.mark.django_db
OPEN = {"channel": RightChannel.IN_PERSON, "language": "pl"}


@pytest.fixture
def case(city, sopot, caseworker_city) -> Participation:
    return make_participant(
        city, sopot, caseworker=caseworker_city, given_names="Taras", surname="Kowalczuk", phone="501234567",
        email="taras@example.test", address="Sopot, Lipowa 1",
    )  # fmt: skip


@pytest.fixture
def child(city, sopot, caseworker_city) -> Participation:
    return make_participant(city, sopot, caseworker=caseworker_city, birth_date=datetime.date(2018, 5, 1))


def asked(case, kind, by=None, *, checked=True, **more):
    request = rights.ask(case, kind, by=by, **{**OPEN, **more})
    if checked:
        request = rights.check_identity(request, IdentityCheck.DOCUMENT, by=by)
    return request


def steps(request):
    return [step.kind for step in request.steps.order_by("at", "id")]


def package_of(request, by):
    return rights_package.keep_package(request, content_of(request), by=by)


def read_all(package, by):
    for part in rights_package.parts_of(package):
        left_out = {place: "others" for place, item in enumerate(part["items"]) if item["others"]}
        rights_package.review_part(package, part["code"], left_out, by=by)
    package.refresh_from_db()
    return package


class TestAsking:
    """A request is taken from who may ask, and its month runs from the day it came in."""

    def test_the_month_runs_from_the_day_it_came_in(self, case, coordinator):
        request = rights.ask(case, RightKind.ACCESS, by=coordinator, asked_on=datetime.date(2026, 12, 1), **OPEN)
        assert request.due_on == datetime.date(2027, 1, 1)
        assert steps(request) == [RightStepKind.RECEIVED]

    @pytest.mark.parametrize(
        "flags",
        [{"court_restriction": True}, {"information_allowed": False}, {"valid_until": datetime.date(2026, 2, 1)}],
    )
    def test_guardian_who_may_not_be_told_is_refused(self, child, case, flags):
        link = make_guardian(child, case, **flags)
        with pytest.raises(rights.RightRefused, match=rights.NO_RIGHT):
            rights.ask(child, RightKind.ACCESS, asker=RightAsker.GUARDIAN, guardianship=link, **OPEN)

    def test_guardian_of_another_child_is_refused(self, child, case, city, sopot):
        other = make_participant(city, sopot, birth_date=datetime.date(2019, 5, 1))
        with pytest.raises(rights.RightRefused, match=rights.NO_RIGHT):
            rights.ask(
                child, RightKind.ACCESS, asker=RightAsker.GUARDIAN, guardianship=make_guardian(other, case), **OPEN
            )

    def test_same_kind_twice_and_a_day_to_come_are_refused(self, case):
        rights.ask(case, RightKind.ACCESS, **OPEN)
        with pytest.raises(rights.RightRefused, match=rights.TWICE):
            rights.ask(case, RightKind.ACCESS, **OPEN)
        with pytest.raises(rights.RightRefused, match=rights.TO_COME):
            rights.ask(case, RightKind.ERASURE, asked_on=datetime.date(2026, 12, 16), **OPEN)

    def test_identity_that_failed_leaves_it_where_it_is(self, case, coordinator):
        request = rights.ask(case, RightKind.ACCESS, **OPEN)
        assert rights.check_identity(request, IdentityCheck.FAILED, by=coordinator).state == RightState.RECEIVED

    def test_answer_is_put_off_once_within_the_month(self, case, coordinator):
        request = asked(case, RightKind.ACCESS, coordinator)
        later = rights.extend(request, datetime.date(2027, 3, 15), reason="many files", by=coordinator)
        assert later.answer_by == datetime.date(2027, 3, 15)
        with pytest.raises(rights.RightRefused, match=rights.TOO_LATE):
            rights.extend(later, datetime.date(2027, 3, 15), reason="x", by=coordinator)

    def test_answer_is_put_off_by_two_months_at_most(self, case, coordinator):
        request = asked(case, RightKind.ACCESS, coordinator)
        with pytest.raises(rights.RightRefused, match=rights.TOO_LATE):
            rights.extend(request, datetime.date(2027, 3, 16), reason="x", by=coordinator)

    def test_two_colleagues_at_once_do_not_overwrite_each_other(self, case, coordinator):
        request = asked(case, RightKind.ACCESS, coordinator)
        rights.withdraw(request.__class__.objects.get(pk=request.pk), by=coordinator)
        with pytest.raises(FactChanged):
            rights.extend(request, datetime.date(2027, 3, 1), reason="x", by=coordinator)


class TestCopy:
    """The copy holds what the portal holds of the person, and nothing of anybody else (art. 15, S67)."""

    @pytest.fixture
    def mother(self, city, sopot):
        mother = make_participant(
            city, sopot, given_names="Oleksandra", surname="Hidden", phone="600700800", address="Gdynia, Secret 9"
        )
        mother.person.is_confidential = True
        mother.person.save()
        return mother

    def test_copy_of_the_father_has_nothing_of_the_confidential_mother(self, case, mother, child, coordinator):
        make_household(case, mother, child, address="Gdynia, Secret 9", name="Hidden")
        make_guardian(child, mother)
        make_guardian(child, case, court_restriction=True)
        make_support(mother, note="mother's shelter")
        package = package_of(asked(case, RightKind.ACCESS, coordinator), coordinator)
        for canary in (
            "Oleksandra",
            "Hidden",
            "Secret 9",
            "600700800",
            "shelter",
            str(mother.number),
            str(child.number),
        ):
            assert canary not in package.content
        assert "Lipowa 1" in package.content
        assert "zastępujesz" not in package.content.lower()
        assert "You stand for a child" not in package.content

    @pytest.mark.parametrize("hides", [False, True])
    def test_copy_for_a_guardian_leaves_out_where_a_child_lives_with_somebody_who_hides(
        self, case, mother, child, coordinator, hides
    ):
        Person.objects.filter(pk=mother.person_id).update(is_confidential=hides)
        child.person.phone, child.person.address = "600700800", "Gdynia, Secret 9"
        child.person.save()
        make_household(mother, child)
        link = make_guardian(child, case)
        request = asked(child, RightKind.ACCESS, coordinator, asker=RightAsker.GUARDIAN, guardianship=link)
        package = package_of(request, coordinator)
        out = rights_package.withheld_of(package)
        left = {"parts": [
            {**part, "items": [item for place, item in enumerate(part["items"]) if f"{part['code']}:{place}" not in out]}
            for part in rights_package.parts_of(package)
        ]}  # fmt: skip
        assert (("Secret 9" in str(left)), ("600700800" in str(left))) == (not hides, not hides)
        assert child.person.given_names in str(left)

    def test_words_that_name_somebody_else_are_left_out_unless_the_reviewer_decides(
        self, case, mother, coordinator, caseworker_city
    ):
        make_household(case, mother)
        make_support(case, note="Came with ОЛЕКСАНДРА, tel. 600-700-800")
        make_support(case, note="Came alone")
        request = asked(case, RightKind.ACCESS, coordinator)
        package = package_of(request, coordinator)
        assert len([key for key in rights_package.withheld_of(package) if key.startswith("support:")]) == 1
        released = str(rights_package.released_content(package))
        assert "Came alone" in released
        assert "600-700-800" not in released

    @pytest.mark.parametrize(
        ("text", "is_named"),
        [("z Oleksandrą", True), ("dla Oleksandry", True), ("Oleksandra", True), ("Olek", False), ("600 700 800", True), ("+48600700800", True),
         ("gdynia secret 9", True), ("Gdańsk", False)],
    )  # fmt: skip
    def test_marks_of_others(self, text, is_named):
        assert names_somebody(text, {"oleksandra", "600700800", "gdynia secret 9"}) is is_named

    def test_every_part_is_read_before_it_is_released(self, case, coordinator):
        request = asked(case, RightKind.ACCESS, coordinator)
        package = package_of(request, coordinator)
        with pytest.raises(rights.RightRefused, match=rights_package.NOT_REVIEWED):
            rights_package.release(package, request, by=coordinator)
        done = rights_package.release(read_all(package, coordinator), request, by=coordinator)
        assert (done.state, done.decision) == (RightState.DONE, RightDecision.GRANTED)
        assert RightStepKind.RELEASED in steps(done)
        assert OutgoingMessage.objects.get().kind == "rights-news"

    def test_health_and_protected_notes_are_read_by_the_caseworker_in_charge_alone(
        self, case, coordinator, caseworker_city
    ):
        make_diagnosis(case)
        make_protected_note(make_support(case), "said in tears")
        package = package_of(asked(case, RightKind.ACCESS, coordinator), coordinator)
        for part in ("assessments", "protected-notes"):
            with pytest.raises(rights.RightRefused, match=rights_package.CLOSED_PART):
                rights_package.review_part(package, part, {}, by=coordinator)
            rights_package.review_part(package, part, {}, by=caseworker_city)

    def test_guardian_who_lost_the_right_meanwhile_gets_nothing(self, child, case, coordinator):
        link = make_guardian(child, case)
        request = asked(child, RightKind.ACCESS, coordinator, asker=RightAsker.GUARDIAN, guardianship=link)
        package = read_all(package_of(request, coordinator), coordinator)
        link.court_restriction = True
        link.save()
        with pytest.raises(rights.RightRefused, match=rights.NO_RIGHT):
            rights_package.release(package, request, by=coordinator)

    def test_without_an_identity_nothing_is_released(self, case, coordinator):
        request = asked(case, RightKind.ACCESS, coordinator)
        package = read_all(package_of(request, coordinator), coordinator)
        request = rights.check_identity(request, IdentityCheck.FAILED, by=coordinator)
        with pytest.raises(rights.RightRefused, match=rights.NO_IDENTITY):
            rights_package.release(package, request, by=coordinator)

    def test_portability_holds_what_the_person_gave_alone(self, case, coordinator):
        make_support(case, note="our words")
        package = package_of(asked(case, RightKind.PORTABILITY, coordinator), coordinator)
        codes = {part["code"] for part in rights_package.parts_of(package)}
        assert codes == {part.code for part in held_parts() if part.is_portable}
        assert "our words" not in package.content

    def test_copy_goes_after_ninety_days_and_what_happened_stays(self, case, coordinator):
        package = package_of(asked(case, RightKind.ACCESS, coordinator), coordinator)
        assert not rights_package.old_copies(package.made_at + datetime.timedelta(days=89)).exists()
        assert remove_rows(rights_package.old_copies(package.made_at + datetime.timedelta(days=91)), 9) == 1
        assert RightStepKind.PACKAGE in steps(package.request)

    def test_copy_is_in_the_language_of_the_person(self, case, coordinator):
        request = asked(case, RightKind.ACCESS, coordinator, language="en")
        assert "Who you are and how you are reached" in package_of(request, coordinator).content

    def test_gathering_costs_the_same_for_one_and_three_entries(self, case, coordinator, django_assert_max_num_queries):
        request = asked(case, RightKind.ACCESS, coordinator)
        make_support(case, note="a")
        with django_assert_max_num_queries(60) as one:
            content_of(request)
        for _ in range(2):
            make_support(case, note="b")
        with django_assert_max_num_queries(len(one)):
            content_of(request)


class TestDeciding:
    """Refusals have reasons; what destroys is decided by two."""

    def test_refusal_needs_reasons_and_ends_it(self, case, coordinator):
        request = asked(case, RightKind.OBJECTION, coordinator)
        with pytest.raises(rights.RightRefused, match=rights_decisions.NO_REASON):
            rights_decisions.decide(request, RightDecision.REFUSED, reasons=" ", by=coordinator)
        done = rights_decisions.decide(request, RightDecision.REFUSED, reasons="art. 17(3)(b)", by=coordinator)
        assert (done.state, str(done.reasons)) == (RightState.REFUSED, "art. 17(3)(b)")

    def test_copy_is_not_granted_by_a_decision(self, case, coordinator):
        request = asked(case, RightKind.ACCESS, coordinator)
        with pytest.raises(rights.RightRefused, match=rights_decisions.ONLY_COPY):
            rights_decisions.decide(request, RightDecision.GRANTED, reasons="", by=coordinator)

    def test_one_who_is_not_known_gets_no_yes(self, case, coordinator):
        request = asked(case, RightKind.OBJECTION, coordinator, checked=False)
        with pytest.raises(rights.RightRefused, match=rights.NO_IDENTITY):
            rights_decisions.decide(request, RightDecision.GRANTED, reasons="", by=coordinator)

    def test_erasure_is_proposed_by_one_and_decided_by_another(self, case, coordinator, dpo):
        request = asked(case, RightKind.ERASURE, coordinator)
        proposed = rights_decisions.decide(request, RightDecision.PARTLY, reasons="archive duty", by=coordinator)
        assert (proposed.state, proposed.proposed_by) == (RightState.IN_WORK, coordinator)
        with pytest.raises(rights.RightRefused, match=rights_decisions.SECOND):
            rights_decisions.decide(proposed, RightDecision.PARTLY, reasons="archive duty", by=coordinator)
        decided = rights_decisions.decide(proposed, RightDecision.PARTLY, reasons="archive duty", by=dpo)
        assert (decided.state, decided.decided_by) == (RightState.DECIDED, dpo)

    def test_where_nobody_else_may_the_one_waits_a_day(self, case, coordinator, settings):
        request = asked(case, RightKind.ERASURE, coordinator)
        proposed = rights_decisions.decide(request, RightDecision.PARTLY, reasons="archive", by=coordinator)
        with pytest.raises(rights.RightRefused, match=rights_decisions.TOO_SOON):
            rights_decisions.decide(proposed, RightDecision.PARTLY, reasons="archive", by=coordinator)
        settings.PORTAL_TODAY = (today() + datetime.timedelta(days=1)).isoformat()
        decided = rights_decisions.decide(proposed, RightDecision.PARTLY, reasons="archive", by=coordinator)
        assert decided.state == RightState.DECIDED

    def test_nothing_is_carried_out_before_it_is_decided(self, case, coordinator):
        request = asked(case, RightKind.ERASURE, coordinator)
        with pytest.raises(IllegalStep):
            rights_decisions.carry_out(request, by=coordinator)
        assert Person.objects.get(pk=case.person_id).phone


class TestErasing:
    """What can go is destroyed, what must stay stays, and the dry run says both before (art. 17)."""

    @pytest.fixture
    def full(self, case, city, coordinator):
        make_scan(make_document(case, city))
        NameAlias.objects.create(person=case.person, name="Taras K.")
        make_support(case, note="a talk")
        make_task(case.grant_project, coordinator, case, text="Call Taras")
        sent = make_registration(case.grant_project, MOTHER, state=RegistrationState.ACCEPTED)
        RegisteredPerson.objects.filter(registration=sent, position=0).update(person=case.person)
        return case

    def test_dry_run_touches_nothing(self, full):
        lines = {line.part.code: line for line in rights_decisions.dry_run(full)}
        assert (lines["ways"].count, lines["scans"].count, lines["tasks"].count) == (3, 1, 1)
        assert lines["ways"].goes
        assert not lines["participation"].goes
        assert lines["participation"].part.keeps
        assert Person.objects.get(pk=full.person_id).phone == "501234567"

    def test_what_can_go_is_destroyed_and_figures_stay(self, full, coordinator, dpo):
        request = asked(full, RightKind.ERASURE, coordinator)
        request = rights_decisions.decide(request, RightDecision.PARTLY, reasons="archive", by=coordinator)
        request = rights_decisions.decide(request, RightDecision.PARTLY, reasons="archive", by=dpo)
        assert RightStepKind.TOLD in steps(request)  # while there is somewhere to write to
        done = rights_decisions.carry_out(request, by=coordinator, recipients="The school was told.")
        assert steps(done).count(RightStepKind.TOLD) == 1
        assert done.state == RightState.DONE
        person = Person.objects.get(pk=full.person_id)
        assert (person.phone, person.email, person.address, person.phone_index) == ("", "", "", None)
        said = Registration.objects.get().application
        assert (said.phone, said.email, said.address, said.contact_safety, said.needs_words) == ("",) * 5
        assert said.registrant.surname == MOTHER.surname
        assert (person.surname, full.support.count()) == ("Kowalczuk", 1)
        left = rights_decisions.dry_run(Participation.objects.get(pk=full.pk))
        assert {line.count for line in left if line.goes} == {0}
        assert RightStepKind.RECIPIENTS in steps(done)


class TestErasingWhoNeverReceivedSupport:
    """The archive duty is for what documents the project (R79): a candidate is not refused because of it."""

    @pytest.fixture
    def candidate(self, city, sopot) -> Participation:
        person = make_person("Zzyzx", phone="501234567")
        make_care(person, city, sopot)
        return make_participation(person, sopot, start_on=None)

    def grounds(self, participation) -> dict[str, str]:
        return {line.part.code: str(line.keeps) for line in rights_decisions.dry_run(participation) if not line.goes}

    def test_art_82_is_no_ground(self, candidate):
        told = self.grounds(candidate)
        assert {told[code] for code in ("identity", "participation", "places")} == {str(erasing.NO_DOCUMENT)}
        assert told["rights"] == str(erasing.KEPT_AS_PROOF)

    @pytest.mark.parametrize("why", ["support", "taken back", "listed", "merged", "guardian"])
    def test_it_is_one_for_whatever_may_document_the_project(self, candidate, city, sopot, why):
        if why in ("support", "taken back"):
            given = give(candidate, datetime.date(2026, 2, 2))
            if why == "taken back":
                withdraw_support(given, by=None, why="somebody else")
        elif why == "listed":
            candidate.versions.update(written_start=datetime.date(2026, 2, 2))
        elif why == "merged":
            other = make_participant(city, sopot)
            Person.objects.filter(pk=other.person_id).update(merged_into=candidate.person)
        else:
            make_guardian(make_participant(city, sopot, birth_date=datetime.date(2018, 5, 1)), candidate.person)
        assert self.grounds(candidate)["identity"] == str(erasing.KEPT_BY_LAW)

    @pytest.mark.parametrize("decision", [RightDecision.GRANTED, RightDecision.PARTLY])
    def test_granted_and_carried_out_the_whole_record_is_due(self, candidate, coordinator, dpo, settings, decision):
        settings.PORTAL_TODAY = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
        request = asked(candidate, RightKind.ERASURE, coordinator)
        for by in (coordinator, dpo):
            request = rights_decisions.decide(request, decision, reasons="never came", by=by)
        assert not records_over(now()).exists()
        rights_decisions.carry_out(request, by=coordinator)
        is_due = decision == RightDecision.GRANTED
        assert records_over(now()).exists() is is_due
        assert end_records(now(), 10) == 0
        make_release(RECORD, now())
        assert end_records(now(), 10) == int(is_due)
        assert (Person.objects.get(pk=candidate.person_id).given_names == "") is is_due

    def test_proposed_and_withdrawn_nothing_is_due(self, candidate, coordinator, settings):
        settings.PORTAL_TODAY = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
        request = asked(candidate, RightKind.ERASURE, coordinator)
        request = rights_decisions.decide(request, RightDecision.GRANTED, reasons="", by=coordinator)
        rights.withdraw(request, by=coordinator)
        assert not records_over(now()).exists()

    def test_who_came_back_since_is_not_due(self, candidate, coordinator, dpo, settings):
        settings.PORTAL_TODAY = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
        request = asked(candidate, RightKind.ERASURE, coordinator)
        for by in (coordinator, dpo):
            request = rights_decisions.decide(request, RightDecision.GRANTED, reasons="", by=by)
        rights_decisions.carry_out(request, by=coordinator)
        later = now() + datetime.timedelta(days=1)
        candidate.versions.update(recorded_at=later)
        assert not records_over(later).exists()


class TestRestricting:
    """A frozen record is found for the rights of the person alone (art. 18, S69)."""

    @pytest.fixture
    def frozen(self, case, coordinator):
        request = asked(case, RightKind.RESTRICTION, coordinator)
        return rights_decisions.decide(request, RightDecision.GRANTED, reasons="", by=coordinator)

    def test_granting_freezes_at_once(self, frozen, case):
        assert frozen.state == RightState.DONE
        assert Person.objects.get(pk=case.person_id).is_restricted

    @pytest.mark.parametrize("action", ["list_people", "search_people", "view_person", "edit_person", "record_support"])
    def test_it_is_found_by_nobody(self, frozen, case, coordinator, caseworker_city, action):
        for user in (coordinator, caseworker_city):
            assert not Participation.objects.visible_to(user, action).filter(pk=case.pk).exists()
            assert not Person.objects.visible_to(user, action).filter(pk=case.person_id).exists()

    def test_it_is_found_for_the_rights_of_the_person(self, frozen, case, coordinator):
        for action in ("view_rights_request", "handle_rights_request", "decide_rights_request"):
            assert Participation.objects.visible_to(coordinator, action).filter(pk=case.pk).exists()

    def test_it_opens_again(self, frozen, case, coordinator):
        rights_decisions.lift(Restriction.objects.get(), case, by=coordinator)
        assert Participation.objects.visible_to(coordinator, "view_person").filter(pk=case.pk).exists()
        assert Restriction.objects.get().lifted_by == coordinator


def test_confidential_person_is_answered_by_the_named_alone(case, coordinator, dpo, caseworker_city):
    request = asked(case, RightKind.ACCESS, coordinator)
    case.person.is_confidential = True
    case.person.save()
    case.person.confidential_to.set([caseworker_city])
    seen = {user.pk for user in (coordinator, dpo, caseworker_city) if request.__class__.objects.visible_to(user)}
    assert seen == {caseworker_city.pk}
    case.person.denied_to.add(caseworker_city)
    assert not request.__class__.objects.visible_to(caseworker_city)
