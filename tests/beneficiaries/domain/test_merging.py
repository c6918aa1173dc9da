"""Two records become one person, and two again, exactly (S70; R34, R35, R38)."""

import datetime
from dataclasses import replace

import pytest
from django.utils import timezone

from beneficiaries.domain import consents
from beneficiaries.domain.merging import LATER, MergeRefused, merge_people, trial, undo_merge
from beneficiaries.domain.merging_erasure import PART, forget_old_logs
from beneficiaries.enums import TextChannel
from beneficiaries.models import ParticipantAccount, Participation, ParticipationVersion, Person, PersonMerge
from beneficiaries.queries.addresses import safe_address
from beneficiaries.queries.consents import consent_in_force, current_consents, has_objected
from beneficiaries.queries.merging import records_of
from beneficiaries.queries.own_space import subjects_of
from beneficiaries.queries.reaching import contact_of_guardian
from beneficiaries.tables import held_people
from beneficiaries.tables.merging import differing_groups
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.clock import today
from portal.merging.registry import UndoRefused
from portal.messages.enums import Channel
from portal.messages.models import OutgoingMessage
from portal.messages.registry import MessageKind, NotToBeContacted
from portal.messages.sending import ask_for_message
from portal.programmes.models import ServiceType
from portal.versions.actions import correct_fact
from reporting.rules import Period
from services.models import SupportDelivery
from tests.factories.beneficiaries import make_care, make_participation, make_person, make_pesel
from tests.factories.cases import make_diagnosis, make_exit_event, make_finding, make_legalisation, make_task
from tests.factories.documents import make_document, make_scan
from tests.factories.households import make_guardian, make_household
from tests.factories.own import make_own_account
from tests.factories.plans import make_goal, make_plan, make_review, make_signature, make_step
from tests.factories.programmes import make_project
from tests.factories.referrals import make_referral
from tests.factories.services import make_protected_note, make_support
from tests.factories.texts import make_kind, text_of
from tests.merging import figures, give, make_pair, photograph, two_records, with_support


@pytest.fixture
def both(sopot, city) -> tuple[Participation, Participation]:
    return two_records(sopot, city)


def with_everything(participation: Participation, city, by: User) -> None:
    """Give a record one of each kind."""
    support = make_support(participation, delivered_on=datetime.date(2026, 4, 1), note="Came with her son")
    make_protected_note(support, "Afraid of her husband", author=by)
    make_diagnosis(participation, note="Speaks little Polish")
    make_finding(participation)
    make_exit_event(participation)
    make_legalisation(participation, case_number="WSC-II.1")
    make_scan(make_document(participation, city, note="Card"), "card.pdf", b"%PDF-1.4 card")
    plan = make_plan(participation)
    make_step(make_goal(plan, text="Work"), what="A course")
    make_review(plan, agreed="Go on")
    make_signature(plan, signer_name="Olga")
    make_referral(participation, city, by, request="A flat")
    make_task(participation.grant_project, by, participation, text="Ask about the flat")
    make_household(participation.person, name="Home", address="Sopot")
    make_guardian(participation.person, outside_name="Maria", outside_phone="600")


def test_a_person_written_down_twice_counts_once(sopot, both, caseworker_city) -> None:
    kept, gone = both
    assert figures(sopot).line("EECO01").cumulative.total == 2

    merge_people(kept.person, gone.person, by=caseworker_city)

    assert figures(sopot).line("EECO01").cumulative.total == 1
    assert figures(sopot).line("EECO01").cumulative.women == 1


def test_everything_goes_over_and_stays_readable(sopot, city, both, caseworker_city) -> None:
    kept, gone = both
    with_everything(gone, city, caseworker_city)

    merge_people(kept.person, gone.person, by=caseworker_city)

    here = Participation.objects.get(pk=kept.pk)
    assert here.support.current().get(delivered_on="2026-04-01").note == "Came with her son"
    assert here.protected_notes.current().get().text == "Afraid of her husband"
    assert here.diagnoses.current().get().note == "Speaks little Polish"
    assert here.findings.current().get().reason == "Found work and speaks Polish."
    assert here.legalisation.current().get().case_number == "WSC-II.1"
    assert here.plan_steps.current().get().what == "A course"
    assert here.referrals.get().request == "A flat"
    assert here.tasks.get().text == "Ask about the flat"
    assert here.documents.current().get().note == "Card"
    assert here.document_files.get().stored.name == "card.pdf"
    assert here.person.household_places.get().household.name == "Home"
    assert here.person.guardians.get().outside_name == "Maria"


def test_an_undone_merge_leaves_every_row_as_it_was(sopot, city, both, caseworker_city) -> None:
    kept, gone = both
    for each in both:
        with_everything(each, city, caseworker_city)
    make_pair(kept.person, gone.person)
    before, counted = photograph(), figures(sopot)

    merge = merge_people(
        kept.person, gone.person, {"given_names", "address", f"{sopot.pk}-education"}, by=caseworker_city
    )
    assert photograph() != before
    undo_merge(merge, by=caseworker_city, day=today())

    after = photograph()
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
    assert figures(sopot) == counted


def test_the_earlier_first_support_is_the_start(sopot, both, caseworker_city) -> None:
    kept, gone = both
    give(gone, datetime.date(2026, 1, 20))

    merge_people(kept.person, gone.person, by=caseworker_city)

    assert ParticipationVersion.objects.current().get(participation=kept).start_on == datetime.date(2026, 1, 20)
    assert not ParticipationVersion.objects.current().filter(participation=gone).exists()


LEFT_ON = datetime.date(2026, 6, 30)
SAID = {"path_completed": False, "exit_situation": "Osoba poszukująca pracy", "written_end": LEFT_ON}
UNSAID = {"path_completed": None, "exit_situation": "", "written_end": None}


def ended(participation: Participation, **values) -> None:
    """Let a person leave, with what is said of the exit."""
    version = ParticipationVersion.objects.current().get(participation=participation)
    correct_fact(version, {"end_on": LEFT_ON, **values}, by=None, why="end")


def exit_of(participation: Participation) -> dict:
    return ParticipationVersion.objects.current().values("end_on", *SAID).get(participation=participation)


@pytest.mark.parametrize(
    ("ours", "theirs", "now"),
    [
        (UNSAID, SAID, SAID),
        (SAID, UNSAID, SAID),
        ({**UNSAID, "exit_situation": "Inne"}, SAID, {**SAID, "exit_situation": "Inne"}),
        ({**UNSAID, "path_completed": True}, SAID, {**SAID, "path_completed": True}),
        (UNSAID, UNSAID, UNSAID),
    ],
)
def test_of_one_end_both_records_tell_and_an_undo_divides_it(both, caseworker_city, ours, theirs, now) -> None:
    kept, gone = both
    ended(kept, **ours)
    ended(gone, **theirs)
    before = photograph()

    merge = merge_people(kept.person, gone.person, by=caseworker_city)
    assert exit_of(kept) == {"end_on": LEFT_ON, **now}
    undo_merge(merge, by=caseworker_city, day=today())

    assert photograph() == before
    assert [exit_of(each) for each in both] == [{"end_on": LEFT_ON, **each} for each in (ours, theirs)]


def test_another_end_is_another_exit_and_its_situation_is_its_own(both, sopot, caseworker_city) -> None:
    kept, gone = both
    ended(kept, **UNSAID)
    ended(gone, **{**SAID, "end_on": datetime.date(2026, 5, 31)})

    merge_people(kept.person, gone.person, by=caseworker_city)

    assert exit_of(kept) == {"end_on": LEFT_ON, **UNSAID}


def test_of_one_end_what_was_chosen_stands_and_is_completed(both, sopot, caseworker_city) -> None:
    kept, gone = both
    ended(kept, **{**SAID, "exit_situation": "Inne"})
    ended(gone, **{**UNSAID, "exit_situation": "Nie dotyczy"})

    merge_people(kept.person, gone.person, {f"{sopot.pk}-end_on"}, by=caseworker_city)

    assert exit_of(kept) == {"end_on": LEFT_ON, **SAID, "exit_situation": "Nie dotyczy"}


def test_what_was_known_before_stays_known(sopot, both, caseworker_city) -> None:
    kept, gone = both
    then = replace(Period.whole(), known_on=timezone.now())
    before = figures(sopot, then)

    merge = merge_people(kept.person, gone.person, by=caseworker_city)
    assert figures(sopot, then) == before
    undo_merge(merge, by=caseworker_city, day=today())
    assert figures(sopot, then) == before


def test_blanks_are_filled_and_differing_values_are_those_chosen(both, caseworker_city) -> None:
    kept, gone = both

    merge_people(kept.person, gone.person, {"surname"}, by=caseworker_city)

    person = Person.objects.get(pk=kept.person_id)
    assert (person.given_names, person.surname, person.address) == ("Wolha", "Stepanova", "ul. 3 Maja 21")
    assert {alias.name for alias in person.aliases.all()} >= {"Sciapanawa Wolha"}


def test_a_pesel_goes_over_and_comes_back(sopot, city, caseworker_city) -> None:
    pesel = make_pesel(datetime.date(1991, 5, 9))
    kept, gone = two_records(sopot, city, pesel=pesel)
    before = photograph()

    merge = merge_people(kept.person, gone.person, by=caseworker_city)
    assert Person.objects.get(pk=kept.person_id).pesel == pesel
    undo_merge(merge, by=caseworker_city, day=today())

    assert photograph() == before
    assert Person.objects.get(pk=gone.person_id).pesel == pesel


def test_merging_never_widens_who_may_know(sopot, both, caseworker_city, coordinator, nobody) -> None:
    kept, gone = (each.person for each in both)
    gone.denied_to.add(nobody)
    gone.is_confidential = True
    gone.save()
    gone.confidential_to.set([caseworker_city])

    merge = merge_people(kept, gone, by=caseworker_city)

    person = Person.objects.get(pk=kept.pk)
    assert person.is_confidential
    assert set(person.confidential_to.all()) == {caseworker_city}
    assert set(person.denied_to.all()) == {nobody}
    assert not Person.objects.visible_to(coordinator).filter(pk=kept.pk).exists()
    undo_merge(merge, by=caseworker_city, day=today())
    assert Person.objects.visible_to(coordinator).filter(pk=kept.pk).exists()
    assert not Person.objects.visible_to(coordinator).filter(pk=gone.pk).exists()


def test_of_two_confidential_records_only_whom_both_name_know(both, caseworker_city, coordinator, auditor) -> None:
    for each, named in zip(both, ([caseworker_city, coordinator], [caseworker_city, auditor]), strict=True):
        each.person.is_confidential = True
        each.person.save()
        each.person.confidential_to.set(named)

    merge_people(both[0].person, both[1].person, by=caseworker_city)

    assert set(both[0].person.confidential_to.all()) == {caseworker_city}


def test_who_was_denied_since_stays_denied_both(both, caseworker_city, nobody) -> None:
    kept, gone = (each.person for each in both)
    merge = merge_people(kept, gone, by=caseworker_city)
    kept.denied_to.add(nobody)

    undo_merge(merge, by=caseworker_city, day=today())

    assert set(kept.denied_to.all()) == set(gone.denied_to.all()) == {nobody}


def test_the_record_that_went_is_seen_nowhere(both, caseworker_city) -> None:
    kept, gone = both
    assert Participation.objects.visible_to(caseworker_city).count() == 2

    merge_people(kept.person, gone.person, by=caseworker_city)

    assert list(Participation.objects.visible_to(caseworker_city)) == [kept]
    assert list(Person.objects.visible_to(caseworker_city)) == [kept.person]


def test_what_was_recorded_since_stays_with_the_one_who_stayed(sopot, both, caseworker_city) -> None:
    kept, gone = both
    merge = merge_people(kept.person, gone.person, by=caseworker_city)
    give(Participation.objects.get(pk=kept.pk), datetime.date(2026, 6, 1))

    undo_merge(merge, by=caseworker_city, day=today())

    def given(to: Participation) -> int:
        return SupportDelivery.objects.current().filter(participation=to).count()

    assert (given(kept), given(gone)) == (2, 1)


def test_a_start_that_is_new_since_the_merge_has_its_age_and_group_after_the_undo(
    sopot, city, both, caseworker_city
) -> None:
    person = make_person("Wolha", "Sciapanawa", birth_date=datetime.date(1991, 5, 9))
    make_care(person, city, sopot)
    without = make_participation(person, sopot, start_on=None)
    merge = merge_people(person, both[1].person, by=caseworker_city)
    give(without, datetime.date(2026, 1, 20))

    undo_merge(merge, by=caseworker_city, day=today())

    now = ParticipationVersion.objects.current().get(participation=without)
    assert (now.start_on, now.age_at_start) == (datetime.date(2026, 1, 20), 34)
    assert now.target_group.code == "working_age"


def test_an_undo_refuses_what_was_changed_on_both_sides_and_says_which(both, caseworker_city) -> None:
    kept, gone = both
    merge = merge_people(kept.person, gone.person, {"surname"}, by=caseworker_city)
    person = Person.objects.get(pk=kept.person_id)
    person.surname = "Kowalska"
    person.save()
    before = photograph()

    with pytest.raises(UndoRefused, match="surname"):
        undo_merge(merge, by=caseworker_city, day=today())

    assert photograph() == before


def test_a_change_of_what_the_merge_left_alone_stays(both, caseworker_city) -> None:
    kept, gone = both
    merge = merge_people(kept.person, gone.person, {"surname"}, by=caseworker_city)
    person = Person.objects.get(pk=kept.person_id)
    person.email = "olga@example.test"
    person.save()

    undo_merge(merge, by=caseworker_city, day=today())

    person = Person.objects.get(pk=kept.person_id)
    assert (person.surname, person.email) == ("Sciapanawa", "olga@example.test")


def test_an_undo_comes_too_late_after_thirty_days(both, caseworker_city) -> None:
    merge = merge_people(both[0].person, both[1].person, by=caseworker_city)
    day = datetime.timedelta(days=1)

    with pytest.raises(UndoRefused):
        undo_merge(merge, by=caseworker_city, day=merge.on + 32 * day)

    undo_merge(merge, by=caseworker_city, day=merge.on + 29 * day)


def test_the_later_of_two_merges_is_undone_first(sopot, city, both, caseworker_city) -> None:
    third, fourth = two_records(sopot, city)
    before = photograph()
    first = merge_people(both[0].person, both[1].person, by=caseworker_city)
    second = merge_people(third.person, both[0].person, by=caseworker_city)
    assert Person.objects.get(pk=both[1].person_id).merged_into_id == third.person_id

    with pytest.raises(UndoRefused):
        undo_merge(first, by=caseworker_city, day=today())
    undo_merge(second, by=caseworker_city, day=today())
    undo_merge(first, by=caseworker_city, day=today())

    assert photograph() == before


def test_of_two_merges_into_one_record_the_later_is_undone_first(sopot, city, both, caseworker_city) -> None:
    kept, second = both
    third = with_support(make_person("Olha", "Stepanowa", birth_date=datetime.date(1991, 5, 9)), sopot, 4)
    make_care(third.person, city, sopot)
    for each, disability in ((kept, "no"), (second, "yes"), (third, "no")):
        version = ParticipationVersion.objects.current().get(participation=each)
        correct_fact(version, {"disability": disability}, by=None, why="told")
        make_household(each.person, name=str(each.pk))
    before, choices = photograph(), {f"{sopot.pk}-disability", "family"}
    first = merge_people(kept.person, second.person, choices, by=caseworker_city)
    later = merge_people(kept.person, third.person, choices, by=caseworker_city)

    with pytest.raises(UndoRefused, match=LATER):
        undo_merge(first, by=caseworker_city, day=today())
    undo_merge(later, by=caseworker_city, day=today())
    undo_merge(first, by=caseworker_city, day=today())

    assert photograph() == before


def test_a_record_is_merged_once(both, caseworker_city) -> None:
    merge_people(both[0].person, both[1].person, by=caseworker_city)

    for one, other in (both, both[::-1]):
        with pytest.raises(MergeRefused):
            merge_people(one.person, other.person, by=caseworker_city)
    with pytest.raises(MergeRefused):
        merge_people(both[0].person, both[0].person, by=caseworker_city)


def test_a_trial_leaves_nothing_behind(sopot, city, both, caseworker_city) -> None:
    kept, gone = both
    with_everything(gone, city, caseworker_city)
    before, events = photograph(), AuditEvent.objects.count()

    with trial(kept.person, gone.person, (), by=caseworker_city):
        assert figures(sopot).line("EECO01").cumulative.total == 1

    assert photograph() == before
    assert figures(sopot).line("EECO01").cumulative.total == 2
    assert (AuditEvent.objects.count(), PersonMerge.objects.count()) == (events, 0)


def test_the_trail_says_who_merged_whom_without_words(both, caseworker_city) -> None:
    merge = merge_people(both[0].person, both[1].person, by=caseworker_city, reason="The same passport")

    event = AuditEvent.objects.latest("at")
    assert event.actor == caseworker_city
    assert set(event.subjects) == {str(each.person_id) for each in both}
    undo_merge(merge, by=caseworker_city, day=today())
    assert AuditEvent.objects.latest("at").detail == {"records": "divided"}


def test_whoever_takes_part_in_another_project_goes_on_there(both, city, caseworker_city) -> None:
    other = make_project()
    ServiceType.objects.create(grant_project=other, code="advice", name="Advice", position=1)
    there = with_support(both[1].person, other)
    make_diagnosis(there, note="From before")
    before = photograph()

    merge = merge_people(both[0].person, both[1].person, by=caseworker_city)

    here = Participation.objects.get(pk=there.pk)
    assert (here.person_id, here.diagnoses.get().note) == (both[0].person_id, "From before")
    make_diagnosis(here, note="Written since")
    undo_merge(merge, by=caseworker_city, day=today())
    back = Participation.objects.get(pk=there.pk)
    assert [each.note for each in back.diagnoses.order_by("pk")] == ["From before", "Written since"]
    assert {k: v for k, v in photograph().items() if k != "cases.NeedsDiagnosis"} == {
        k: v for k, v in before.items() if k != "cases.NeedsDiagnosis"
    }


def test_a_no_of_either_record_holds_until_the_person_decides_anew(sopot, both, caseworker_city) -> None:
    kept, gone = (each.person for each in both)
    text = current_consents(sopot, "pl")[0]
    way = consents.Way(TextChannel.WRITTEN, today(), by=caseworker_city)
    consents.give(kept, text, way)
    consents.refuse(gone, text, way)
    assert consent_in_force(kept, text.kind.code)

    merge = merge_people(kept, gone, by=caseworker_city)
    assert not consent_in_force(kept, text.kind.code)
    undo_merge(merge, by=caseworker_city, day=today())
    assert consent_in_force(kept, text.kind.code)
    assert not consent_in_force(gone, text.kind.code)

    merge_people(kept, gone, by=caseworker_city)
    consents.give(kept, text, way)
    assert consent_in_force(kept, text.kind.code)


def test_a_frozen_record_is_not_merged(both, caseworker_city) -> None:
    gone = both[1].person
    gone.is_restricted = True
    gone.save()

    with pytest.raises(MergeRefused):
        merge_people(both[0].person, gone, by=caseworker_city)


def test_what_is_erased_cannot_come_back_by_an_undo(both, caseworker_city) -> None:
    merge = merge_people(both[0].person, both[1].person, by=caseworker_city)

    assert PART.count(both[0]) == 1
    PART.erase(both[0])

    gone = Person.objects.get(pk=both[1].person_id)
    assert (gone.address, PersonMerge.objects.get().log) == ("", "")
    with pytest.raises(UndoRefused):
        undo_merge(merge, by=caseworker_city, day=today())


def test_the_log_is_destroyed_when_nothing_can_be_undone(both, caseworker_city) -> None:
    merge = merge_people(both[0].person, both[1].person, by=caseworker_city)

    assert forget_old_logs(merge.on + datetime.timedelta(days=30)) == 0
    assert forget_old_logs(merge.on + datetime.timedelta(days=31)) == 1
    assert PersonMerge.objects.get().log == ""


def test_what_one_knows_of_reaching_somebody_goes_over_with_care_and_comes_back(both, caseworker_city) -> None:
    kept, gone = both
    until, since = datetime.time(12), datetime.date(2026, 1, 1)
    Person.objects.filter(pk=kept.person_id).update(address_since=since, address_is_safe=True, patronymic="Ivanovna")
    Person.objects.filter(pk=gone.person_id).update(
        patronymic="Petrovna", contact_from=datetime.time(9), contact_until=until, contact_channels="sms",
        leaves_no_message=True, needs_interpreter="yes", address_is_safe=False,
    )  # fmt: skip
    merge = merge_people(kept.person, gone.person, {"patronymic", "address"}, by=caseworker_city)
    person = Person.objects.get(pk=kept.person_id)
    assert (person.patronymic, person.contact_until, person.contact_channels) == ("Petrovna", until, "sms")
    assert (person.leaves_no_message, person.needs_interpreter) == (True, "yes")
    assert (person.address, person.address_since, person.address_is_safe) == ("ul. 3 Maja 21", None, False)
    undo_merge(merge, by=caseworker_city, day=today())
    person = Person.objects.get(pk=kept.person_id)
    assert (person.patronymic, person.contact_from, person.leaves_no_message) == ("Ivanovna", None, False)
    assert (person.address_since, person.address_is_safe) == (since, True)


def test_messages_to_the_record_that_went_find_the_person_and_are_divided_again(both, sopot, caseworker_city) -> None:
    kept, gone = both
    ours, theirs = (ask_for_message("place-news", "person", each.person_id, grant_project=sopot) for each in both)
    merge = merge_people(kept.person, gone.person, by=caseworker_city)
    later = ask_for_message("place-news", "person", kept.person_id, grant_project=sopot)
    for each in (ours, theirs, later):
        each.refresh_from_db()
        assert each.recipient_id == str(kept.person_id)
    undo_merge(merge, by=caseworker_city, day=today())
    found = dict(OutgoingMessage.objects.values_list("pk", "recipient_id"))
    one, other = str(kept.person_id), str(gone.person_id)
    assert found == {ours.pk: one, theirs.pk: other, later.pk: one}


def test_rows_beside_each_other_show_patronymic_and_hours(both, client_of, coordinator) -> None:
    Person.objects.filter(pk=both[0].person_id).update(
        patronymic="Ivanovna", contact_from="9:00", contact_until="12:30"
    )
    Person.objects.filter(pk=both[1].person_id).update(patronymic="Petrovna", contact_channels="sms email")
    pair = make_pair(both[0].person, both[1].person)
    page = client_of(coordinator).get(f"/duplikaty/{pair.pk}/").content.decode()
    for words in ("Ivanovna", "Petrovna", "9:00–12:30", "SMS, E-mail"):
        assert words in page


class TestChildWithTwoRecords:
    """A father stands for both records of a child; in one of them a court restricts him (S30)."""

    @pytest.fixture
    def father(self, sopot) -> Participation:
        return make_participation(make_person(birth_date=datetime.date(1985, 2, 3), phone="+48512000111"), sopot)

    @pytest.fixture
    def links(self, both, father):
        for each in both:
            Person.objects.filter(pk=each.person_id).update(birth_date=datetime.date(2016, 5, 1))
        kept, gone = both
        return make_guardian(kept, father, court_restriction=True), make_guardian(gone, father)

    def test_record_that_went_opens_nothing_to_him(self, both, links, father, caseworker_city) -> None:
        kept, gone = both
        make_own_account(father)
        user = ParticipantAccount.objects.get(person=father.person).user
        assert [each.person.pk for each in subjects_of(user, today()) if not each.is_self] == [gone.person_id]
        merge_people(kept.person, gone.person, by=caseworker_city)
        assert [each.is_self for each in subjects_of(user, today())] == [True]

    def test_message_by_the_link_that_is_left_goes_as_the_stricter_one_says(
        self, sopot, both, links, caseworker_city
    ) -> None:
        kept, gone = both
        ask_for_message("place-news", "guardian", str(links[1].pk), grant_project=sopot)
        news = MessageKind("news", "news", tuple(Channel))
        assert contact_of_guardian(str(links[1].pk), news).ways
        before = photograph()
        merge = merge_people(kept.person, gone.person, by=caseworker_city)
        for link in links:
            with pytest.raises(NotToBeContacted):
                contact_of_guardian(str(link.pk), news)
        assert OutgoingMessage.objects.get().recipient_id == str(links[0].pk)
        undo_merge(merge, by=caseworker_city, day=today())
        assert photograph() == before
        assert OutgoingMessage.objects.get().recipient_id == str(links[1].pk)


@pytest.mark.parametrize("said", [None, True])
def test_address_that_one_record_says_is_not_safe_is_not_printed(both, caseworker_city, said) -> None:
    kept, gone = both
    for each, is_safe in ((kept, said), (gone, False)):
        each.person.address, each.person.address_is_safe = "Rzemieślnicza 1", is_safe
        each.person.save()
    merge = merge_people(kept.person, gone.person, by=caseworker_city)
    assert safe_address(Person.objects.get(pk=kept.person_id)) == ""
    undo_merge(merge, by=caseworker_city, day=today())
    assert Person.objects.get(pk=kept.person_id).address_is_safe is said


@pytest.mark.parametrize(
    ("field", "left", "right", "proposed"),
    [
        ("contact_way", "call", "never", True), ("contact_way", "never", "call", False),
        ("contact_way", "call", "message", True), ("contact_channels", "sms email", "sms", True),
        ("contact_channels", "sms", "sms email", False),
    ],
)  # fmt: skip
def test_the_stricter_way_of_contact_is_proposed(both, coordinator, field, left, right, proposed) -> None:
    for each, value in zip(both, (left, right), strict=True):
        Person.objects.filter(pk=each.person_id).update(**{field: value})
    pair = make_pair(*(Person.objects.get(pk=each.person_id) for each in both))
    records = records_of(coordinator, pair)
    values = [getattr(record.person, field) for record in records]
    expected = proposed if values == [left, right] else not proposed
    assert dict(differing_groups(*records))[field] is expected


def test_a_no_of_either_record_stands_against_a_referral(sopot, both, caseworker_city) -> None:
    kept, gone = both
    text = text_of(make_kind(make_project(), "referral"))
    way = consents.Way(TextChannel.PAPER, today(), by=caseworker_city)
    consents.refuse(gone.person, text, way)
    consents.give(kept.person, text, way)
    merge_people(kept.person, gone.person, by=caseworker_city)
    assert has_objected(kept.person, "referral")
    consents.give(Person.objects.get(pk=kept.person_id), text, way)
    assert not has_objected(kept.person, "referral")


def test_copy_of_the_data_tells_of_the_decisions_under_both_records(sopot, both, caseworker_city) -> None:
    kept, gone = both
    text = text_of(make_kind(make_project()))
    consents.refuse(gone.person, text, consents.Way(TextChannel.PAPER, today(), by=caseworker_city))
    merge_people(kept.person, gone.person, by=caseworker_city)
    assert [item.data["title"] for item in held_people.consents(Participation.objects.get(pk=kept.pk))] == [text.title]
