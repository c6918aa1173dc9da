"""The invented project: its totals, its gaps, its reports, and that nobody in it could be real."""

import datetime
import re
from collections import Counter
from decimal import Decimal

import pytest
from django.db.models import F
from django.db.models.functions import TruncDate

from beneficiaries.domain.participations import correct_participation
from beneficiaries.enums import GlassState
from beneficiaries.models import (
    Care,
    Consent,
    EmergencyAccess,
    Guardianship,
    HouseholdMember,
    NoticeReceipt,
    Participation,
    ParticipationVersion,
    Person,
    Registration,
)
from beneficiaries.rules.citizenship import citizenship_class
from beneficiaries.rules.pesel import read_pesel
from cases.enums import ReferralState, Stage, StepState
from cases.models import IntegrationPlan, LegalisationCase, NeedsDiagnosis, PlanStep, Referral, Task
from cases.queries.radar import without_finding
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.clock import now
from portal.front.models import PublicPage
from portal.imports.enums import HoldReason, RowState
from portal.imports.models import ImportBatch, ImportedRow
from portal.jobs import demo
from portal.quality import Level, find_check, quality_checks
from portal.texts.markup import gaps_of
from reporting.domain.editions import EditionRefused, draft_edition, freeze_edition
from reporting.indicators.catalogue import INDICATORS
from reporting.models import EvidenceRow, ReportEdition
from reporting.queries.quality import people_found, quality_found
from reporting.queries.table import indicator_table
from reporting.rules import Period
from services.domain.support import correct_support
from services.enums import ActivityKind, AppointmentState, Place
from services.models import (
    Activity,
    Appointment,
    Assistance,
    Attendance,
    Course,
    HeadCount,
    Institution,
    Product,
    ProtectedNote,
    ResourceBooking,
    StaffSkill,
    SupportDelivery,
    Training,
)
from services.queries.assistance import given_in
from services.queries.beside import beside_by_kind
from services.queries.contact import without_contact
from services.queries.statements import Month
from services.rules.appointments import span_of_days
from services.rules.attendance import hours_of
from tests.tryout.naive import Naive
from tryout.rules.calendar import TODAY, WARSAW, is_free
from tryout.rules.names import POOLS, polish_spelling
from tryout.rules.people import MAIL_HOSTS, PHONE, STREETS
from tryout.rules.talks import TOLD_SINCE

pytestmark = pytest.mark.slow

DAY = datetime.date
TOTALS = {"enrolled": 207, "children": 100, "seniors": 10, "working_age": 97, "improved": 191}
LAST_QUARTER = Period(DAY(2026, 7, 1), DAY(2026, 9, 30))
THIS_QUARTER = Period(DAY(2026, 10, 1), DAY(2026, 12, 31))
SINCE_THE_BEGINNING = Period(DAY(2025, 1, 1), TODAY)

ONLY_OF_LISTS = "support-to-come"
"""Nobody can write it in the portal; a list can bring it."""


def said_nothing(text):
    raise AssertionError(text)


def cumulative(project, until):
    table = indicator_table(project, Period(project.starts_on, until), INDICATORS)
    values = {line.code: line.cumulative.total for line in (*table.indicators, *table.groups)}
    names = {"EECO01": "enrolled", "IMPROVED": "improved"}
    return {
        names.get(code, code): values[code] for code in ("EECO01", "children", "seniors", "working_age", "IMPROVED")
    }


def found(project, period):
    return {each.check.code: each.people for each in quality_found(project, INDICATORS[0], period) if each.people}


def blocking(project, period):
    codes = {check.code for check in quality_checks() if check.level is Level.BLOCKING}
    return {code: people for code, people in found(project, period).items() if code in codes}


def behind(project, code):
    return people_found(project, INDICATORS[0], THIS_QUARTER, find_check(code))


def version_of(participation):
    return ParticipationVersion.objects.current().select_related("grant_project").get(participation=participation)


@pytest.mark.parametrize("until", [TODAY, DAY(2026, 12, 31)])
def test_the_demo_has_achieved_what_the_contract_names(project, until):
    assert cumulative(project, until) == TOTALS
    assert Naive(project).achieved(until) == TOTALS


def test_people_come_and_go_in_every_quarter(project):
    quarters = [DAY(2025, 3, 31), DAY(2025, 6, 30), DAY(2025, 9, 30), DAY(2025, 12, 31), DAY(2026, 3, 31),
                DAY(2026, 6, 30), DAY(2026, 9, 30), TODAY]  # fmt: skip
    naive = Naive(project)
    for name in ("enrolled", "improved"):
        grown = [naive.achieved(until)[name] for until in quarters]
        assert all(later > earlier for earlier, later in zip(grown, grown[1:], strict=False)), grown
        assert cumulative(project, quarters[4])[name] == grown[4]


def test_results_upon_leaving_are_not_all_zero(project):
    table = indicator_table(project, SINCE_THE_BEGINNING, INDICATORS)
    assert all(line.cumulative.total for line in table.indicators if line.code.startswith("EECR"))


def test_events_have_the_people_whose_support_is_written_down(project):
    entries = Attendance.objects.current().filter(meeting__activity__grant_project=project)
    assert entries.count() > 20
    for each in entries.select_related("meeting__activity", "enrolment"):
        given = SupportDelivery.objects.current().get(fact_id=each.support_fact)
        assert (given.participation_id, given.delivered_on) == (each.enrolment.participation_id, each.meeting.day)
        assert (given.hours, given.service_type) == (hours_of(each.meeting.minutes), each.meeting.activity.service_type)
    assert HeadCount.objects.current().get().visitors == 340
    assert {each.kind for each in Activity.objects.filter(grant_project=project)} == set(ActivityKind)


def test_what_is_reached_beyond_participants_stands_beside_them(project):
    assert Institution.objects.current().filter(grant_project=project).count() == 4
    trained = Training.objects.current().filter(grant_project=project)
    assert (trained.count(), trained.values("person").distinct().count()) == (8, 6)
    assert Product.objects.current().filter(grant_project=project).count() == 2


def test_the_last_quarter_can_be_frozen(project):
    assert blocking(project, LAST_QUARTER) == {}
    edition = freeze_edition(project, LAST_QUARTER, by=None)
    assert edition.version == 1
    assert edition.content["earlier"]["changes"], "a paper of June came late: the cumulative value says so"


def test_this_quarter_is_refused_for_several_reasons_until_people_mend_them(project):
    with pytest.raises(EditionRefused):
        freeze_edition(project, THIS_QUARTER, by=None)
    assert blocking(project, THIS_QUARTER) == {
        "end-before-start": 2, "class-without-third-country": 1, "polish-and-third-country": 1,
    }  # fmt: skip
    for participation in behind(project, "end-before-start"):
        for delivery in SupportDelivery.objects.current().filter(participation=participation):
            month_before = {"delivered_on": delivery.delivered_on - datetime.timedelta(days=32)}
            correct_support(delivery, month_before, by=None, why="the month was mistaken")
    groups = list(project.target_groups.all())
    for code, citizenships in (("class-without-third-country", "RO MD"), ("polish-and-third-country", "UA")):
        kind = citizenship_class(citizenships.split())
        changes = {"citizenships": citizenships, "citizenship_class": kind}
        for participation in behind(project, code):
            correct_participation(version_of(participation), changes, groups, by=None, why="as in the document")
    assert blocking(project, THIS_QUARTER) == {}
    assert freeze_edition(project, THIS_QUARTER, by=None).version == 1
    assert cumulative(project, TODAY) == TOTALS


RARE = {
    "country-not-poland", "no-degurba", "pesel-disagrees", "polish-with-origin", "pupil-over-thirty", "situation-late",
    "situation-without-end", "takes-part-for-years",
}  # fmt: skip
"""What only a list from elsewhere brings: forms refuse it, or a project of two years cannot have it."""


def test_every_kind_of_note_is_there_a_few_times(project):
    expected = {check.code for check in quality_checks() if check.level is Level.NOTE} - {ONLY_OF_LISTS} - RARE
    notes = found(project, THIS_QUARTER)
    assert expected <= set(notes), expected - set(notes)
    assert all(1 <= notes[code] <= 10 for code in expected), notes


def test_windows_close_around_the_day_of_the_demo(project):
    ended = ParticipationVersion.objects.current().filter(end_on__range=(DAY(2026, 11, 17), TODAY), exit_situation="")
    last_days = {version.end_on + datetime.timedelta(days=28) for version in ended}
    assert min(last_days) <= TODAY + datetime.timedelta(days=7) < max(last_days)


def test_editions_of_closed_quarters_hold_what_was_known_then(project):
    editions = list(ReportEdition.objects.order_by("ends_on"))
    assert [each.ends_on for each in editions][-1] == DAY(2026, 6, 30)
    assert len(editions) == 6
    for edition in editions:
        assert edition.frozen_by.email == "tomasz@sopot.example"
        assert edition.known_on.date() > edition.ends_on
        enrolled = EvidenceRow.objects.filter(edition=edition, indicator="EECO01").count()
        assert enrolled == edition.content["indicators"][0]["cumulative"]["total"]
        again = draft_edition(project, Period(edition.starts_on, edition.ends_on, edition.known_on), by=None)
        assert edition.content["indicators"] == again.edition.content["indicators"]
    assert (
        editions[-1].content["indicators"][0]["cumulative"]["total"]
        < Naive(project).achieved(DAY(2026, 6, 30))["enrolled"]
    )


def test_last_weeks_list_left_a_row_held_for_every_reason(project):
    rows = ImportedRow.objects.filter(sheet="people")
    assert {row.reason for row in rows if row.state == RowState.HELD} == set(HoldReason.values)
    assert rows.filter(reason=HoldReason.POSSIBLE_DUPLICATE).count() == 3
    assert rows.filter(state=RowState.MERGED).count() == 1
    assert ImportBatch.objects.get().imported_by.email == "tomasz@sopot.example"


def test_nobody_could_be_real(project):
    surnames = {name.latin for pool in POOLS.values() for both in pool.families for name in both} | {"Zarmina"}
    surnames |= {polish_spelling(name) for name in surnames}
    people = list(Person.objects.select_related("data_key"))
    for person in people:
        assert person.surname.split("-")[0] in surnames
        assert not person.phone or re.fullmatch(re.escape(PHONE) + r" \d{3} \d{3}", person.phone)
        assert not person.email or person.email.rsplit("@", 1)[1] in MAIL_HOSTS
        assert any(street in person.address for street in STREETS)
    numbers = [person.pesel for person in people if person.pesel]
    assert len(numbers) == len(set(numbers)) > 180
    for person in people:
        read = read_pesel(person.pesel) if person.pesel else None
        assert read is None or (read.birth_date, read.sex) == (person.birth_date, person.sex)
    assert all(email.endswith(".example") for email in User.objects.values_list("email", flat=True))


def test_people_are_as_different_as_people_are(project):
    people = list(Person.objects.prefetch_related("participations__versions"))
    languages = {}
    for person in people:
        version = next(v for v in person.participations.all()[0].versions.all() if v.superseded_at is None)
        languages.setdefault(version.citizenships, set()).add(person.contact_language)
    assert {"UA", "BY", "GE", "RU", "VN", "SY", "MD", "BG", "XS", "AF"} <= set(languages)
    assert len(languages["UA"]) > 3
    originals = "".join(person.original_name for person in people)
    assert all(re.search(script, originals) for script in ("[а-я]", "[ა-ჰ]", "[ء-ي]", "[ա-ֆ]"))
    assert sum(len(person.full_name) > 40 for person in people) == 3
    assert sum(not person.given_names for person in people) == 1
    assert sum(person.is_confidential for person in people) == 1
    assert Person.objects.filter(denied_to__isnull=False).count() == 1
    assert Person.objects.get(is_confidential=True).confidential_to.count() >= 2


def test_everybody_has_a_caseworker_of_each_organisation_that_looks_after_them(project):
    load = {}
    for care in Care.objects.select_related("caseworker").prefetch_related("caseworker__memberships"):
        (membership,) = care.caseworker.memberships.all()
        assert (membership.role, membership.organisation_id) == (Role.CASEWORKER, care.organisation_id)
        load[care.caseworker.email] = load.get(care.caseworker.email, 0) + 1
    assert len(load) == 6
    assert all(25 <= people <= 60 for people in load.values()), load


def test_families_live_together_and_parents_stand_for_their_children(project):
    homes = Counter(HouseholdMember.objects.values_list("household", flat=True))
    assert len(homes) > 20
    assert min(homes.values()) > 1
    links = list(Guardianship.objects.select_related("child", "guardian"))
    assert len(links) > 50
    assert 0 < len([link for link in links if link.court_restriction]) < 12
    assert not [link for link in links if link.guardian and link.guardian.birth_date > link.child.birth_date]


def test_support_is_given_by_both_organisations_on_working_days_inside_participation(project):
    support = SupportDelivery.objects.current()
    assert not [day for day in set(support.values_list("delivered_on", flat=True)) if is_free(day) or day > TODAY]
    assert set(support.values_list("organisation__code", flat=True)) >= {"sopot", "fsb"}
    assert support.filter(organisation=None).count() < 20
    assert set(support.values_list("service_type__code", flat=True)) == {
        kind.code for kind in project.service_types.all()
    }
    started = ParticipationVersion.objects.current().filter(
        start_on__isnull=False, participation__support__superseded_at=None
    )
    assert not started.filter(participation__support__delivered_on__lt=F("start_on")).exists()


def test_nothing_is_recorded_before_its_person_or_after_now(project):
    firsts = {}
    for version in ParticipationVersion.objects.order_by("recorded_at"):
        firsts.setdefault(version.participation_id, version.recorded_at)
        assert version.superseded_at is None or version.superseded_at >= version.recorded_at
    now = AuditEvent.objects.latest("at").at
    for model in (SupportDelivery, ParticipationVersion):
        for fact in model.objects.all():
            assert firsts[fact.participation_id] <= fact.recorded_at <= now


def test_numbers_follow_the_order_in_which_people_came(project):
    numbers = list(Participation.objects.order_by("number").values_list("number", flat=True))
    assert numbers == [f"WS-{place:04}" for place in range(1, len(numbers) + 1)]


def test_a_second_start_keeps_the_data_and_adds_nothing(project):
    user = User.objects.get(email=demo.ACCOUNTS[0][0])
    user.set_password("changed by the one who tries")
    user.save()
    tables = (User, Participation, SupportDelivery, ImportedRow, ReportEdition)
    before = [table.objects.count() for table in tables]
    demo.prepare(said_nothing)
    user.refresh_from_db()
    assert user.check_password("changed by the one who tries")
    assert [table.objects.count() for table in tables] == before


def test_each_caseworker_with_people_has_a_day_and_somebody_who_stays_away(project):
    begins, ends = span_of_days(TODAY, 1, WARSAW)
    for email in ("marta@sopot.example", "iga@fundacja.example"):
        account = User.objects.get(email=email)
        kept = Appointment.objects.of_colleague(account)
        assert 3 <= kept.filter(starts_at__gte=begins, starts_at__lt=ends).count() <= 5
        assert kept.filter(state=AppointmentState.NO_SHOW).count() == 2
        assert kept.count() == kept.wholly_visible_to(account).count()


def test_courses_say_what_they_are_in_every_language_and_who_teaches_can(project):
    courses = list(Course.objects.filter(grant_project=project))
    assert len(courses) == 2
    for language in ("pl", "uk", "be", "ru", "en"):
        assert all(getattr(each, f"description_{language}") for each in courses)
    skill = StaffSkill.objects.get(user=Activity.objects.filter(edition__isnull=False).first().teacher)
    assert [each.code for each in skill.service_types.all()] == ["polish-course"]


def test_interpreters_and_childcare_are_booked_and_used_and_assistants_have_hours(project):
    booked = ResourceBooking.objects.live().filter(resource__grant_project=project)
    assert {each.resource.kind for each in booked.select_related("resource")} == {"interpreter", "childcare"}
    assert booked.filter(starts_at__gte=span_of_days(TODAY, 1, WARSAW)[0]).count() >= 4
    used = beside_by_kind(project, DAY(2026, 12, 1), DAY(2027, 1, 1))
    december = {kind: hours for kind, _times, hours in used}
    assert december["interpreter"] > december["childcare"] > 0
    found = list(Assistance.objects.select_related("participation"))
    assert {each.kind for each in found} == {"personal", "tutor"}
    coordinator = User.objects.get(email="tomasz@sopot.example")
    given = given_in(coordinator, found, Month(DAY(2026, 12, 1))) | given_in(
        coordinator, found, Month(DAY(2026, 11, 1))
    )
    assert any(each.hours for each in given.values())
    pairs = [each for each in found if each.kind == "tutor"]
    assert {given_in(coordinator, [each], Month(DAY(2026, 11, 1)))[each.pk].hours for each in pairs} == {Decimal("2.5")}
    assert {given[each.pk].hours for each in pairs} == {Decimal("2.5")}


def test_the_days_work_of_caseworkers_is_there_in_every_state(project):
    assert set(Referral.objects.values_list("state", flat=True)) == set(ReferralState) - {ReferralState.EXPIRED}
    assert set(PlanStep.objects.current().values_list("state", flat=True)) == set(StepState)
    plans = IntegrationPlan.objects.current()
    assert plans.filter(closed_on=None).count() == plans.exclude(closed_on=None).count() == 6
    assert plans.filter(closed_on=None, first_review_on__lt=TODAY).exists()
    decided = list(LegalisationCase.objects.current().values_list("decision", flat=True))
    assert sorted(decided) == [*[""] * 5, "granted"]
    marta = User.objects.get(email="marta@sopot.example")
    days = set(Task.objects.filter(assigned_to=marta, done_at=None).values_list("due_on", flat=True))
    assert min(days) < TODAY < max(days)
    assert Task.objects.filter(assigned_to=marta).exclude(done_at=None).exists()


def test_care_is_needed_with_some_and_somebody_is_due_for_contact(project):
    cautious = Person.objects.filter(is_cautious=True).select_related("data_key")
    assert [bool(each.contact_safety) for each in cautious] == [True] * 3
    assert EmergencyAccess.objects.get().state == GlassState.CLOSED
    marta = User.objects.get(email="marta@sopot.example")
    assert ProtectedNote.objects.get().author == marta
    assert without_contact(marta, TODAY).exists()
    assert without_finding(marta, TODAY, in_care=True)[0].exists()


def test_talks_and_levels_say_more_lately(project):
    recent = SupportDelivery.objects.current().filter(delivered_on__gte=TOLD_SINCE).exclude(tier="")
    assert set(recent.values_list("place", flat=True)) == set(Place)
    assert not SupportDelivery.objects.filter(delivered_on__lt=TOLD_SINCE).exclude(tier="").exists()
    assessed = NeedsDiagnosis.objects.current()
    assert assessed.filter(stage=Stage.REVIEW).count() > 10
    assert assessed.exclude(evidence=None).exists()


def test_invented_people_were_told_about_their_data_and_asked(project):
    told = NoticeReceipt.objects.filter(text__notice__grant_project=project)
    assert told.values("person").distinct().count() > 150
    assert not told.filter(on__lt=TruncDate("text__published_at")).exists()
    decisions = set(Consent.objects.values_list("decision", flat=True))
    assert decisions == {"given", "refused", "withdrawn"}
    children = Consent.objects.filter(guardian__isnull=False)
    assert children.exists()
    assert not Consent.objects.filter(guardian__isnull=True, person__birth_date__gt=DAY(2009, 1, 1)).exists()


def test_contact_page_of_the_try_out_has_no_gaps(project):
    texts = PublicPage.objects.get(grant_project=project, code="kontakt").texts.filter(number=2)
    assert texts.count() == 5
    assert not [text.language for text in texts if gaps_of(text.body)]


def test_applications_wait_in_every_state_and_none_was_sent_after_the_day_of_the_demo(project):
    rows = list(Registration.objects.select_related("data_key"))
    assert {each.state for each in rows} == {"draft", "sent", "asked", "refused"}
    assert any(each.is_quarantined for each in rows)
    assert len({each.reference for each in rows}) == len(rows) > 15
    for each in rows:
        assert each.state == "draft" or each.created_at < each.sent_at <= now()
        assert each.state == "draft" or each.application.decisions
    youngest = max(each.sent_at for each in rows if each.sent_at)
    assert now() - youngest < datetime.timedelta(days=1)
