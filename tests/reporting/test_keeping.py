"""The end of a case and of a record: nothing that tells who it was is left, figures and frozen editions stay (S65)."""

import datetime

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.models import QuerySet
from django.utils import timezone

from beneficiaries.domain.holds import lift_hold, place_hold
from beneficiaries.domain.keeping import end_cases, end_record, end_records
from beneficiaries.domain.rights import ask
from beneficiaries.domain.rights_decisions import restrict
from beneficiaries.enums import HoldReason, RightChannel, RightKind
from beneficiaries.models import ParticipationVersion, Person
from beneficiaries.queries.keeping import cases_over, records_over
from beneficiaries.rules.keeping import ended_by
from cases.models import LegalisationCase, NeedsDiagnosis, PlanGoal
from portal.audit.triggers import install_triggers
from portal.crypto.fields import SealedTextField
from portal.crypto.sealing import SealBroken, unseal
from portal.programmes.models import GrantProject
from portal.retention.engine import run
from portal.retention.models import EndOfKeeping
from portal.retention.people import CASE, RECORD
from portal.versions.actions import correct_fact
from reporting.domain.editions import draft_edition, freeze_edition
from reporting.rules import Period
from services.models import ProtectedNote, SupportDelivery
from tests.factories.appointments import make_appointment
from tests.factories.beneficiaries import make_care, make_participation, make_person
from tests.factories.cases import make_diagnosis, make_finding, make_legalisation, make_task
from tests.factories.documents import make_document, make_scan
from tests.factories.households import make_guardian
from tests.factories.own import make_own_account, make_sent_file
from tests.factories.plans import make_goal, make_plan, make_step
from tests.factories.programmes import make_project
from tests.factories.record import make_former_address, make_languages
from tests.factories.referrals import make_referral
from tests.factories.releases import make_release
from tests.factories.services import make_protected_note, make_support

pytestmark = pytest.mark.django_db
ENDED = datetime.date(2026, 3, 31)
AFTER = datetime.datetime(2027, 4, 1, 3, 20, tzinfo=datetime.UTC)
"""The first night on which a case that ended on that day is over."""
QUARTER = Period(datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))
SECRETS = ("Zzyzx", "Qwfpgj", "zzyzx@sopot.example", "ul. Tajna 7", "Kiepski sekret", "pamiętnik")


@pytest.fixture
def guarded(settings, db):
    """The tables under their triggers, as in service."""
    settings.PORTAL_APPEND_ONLY_TRIGGERS = True
    install_triggers()


@pytest.fixture
def whole(guarded, sopot, city, caseworker_city):
    """A person about whom every app has something to say."""
    person = make_person("Zzyzx", "Qwfpgj", email="zzyzx@sopot.example", address="ul. Tajna 7", phone="600100200")
    make_care(person, city, sopot, caseworker_city)
    part = make_participation(person, sopot, end_on=ENDED)
    support = make_support(part, note="Kiepski sekret")
    make_protected_note(support, "Kiepski sekret")
    make_diagnosis(part, note="Kiepski sekret")
    make_finding(part, reason="Kiepski sekret")
    make_legalisation(part, office="Kiepski sekret")
    goal = make_goal(make_plan(part), text="Kiepski sekret")
    make_step(goal, what="Kiepski sekret")
    make_task(sopot, caseworker_city, part, text="Kiepski sekret")
    make_appointment(part, in_charge=caseworker_city, note="Kiepski sekret")
    make_referral(part, city, caseworker_city, request="Kiepski sekret")
    make_scan(make_document(part, city, note="Kiepski sekret"), "pamiętnik.pdf")
    make_former_address(person, "ul. Tajna 7")
    make_languages(person, "uk")
    make_own_account(part)
    make_sent_file(part)
    return part


def words_left() -> set[str]:
    """Return which secrets any row of any table still tells, opened with whatever key there is."""
    found: set[str] = set()
    for model in apps.get_models():
        for row in QuerySet(model).all():
            said = " ".join(str(_value(row, field)) for field in model._meta.concrete_fields)
            found |= {f"{model._meta.label}: {secret}" for secret in SECRETS if secret in said}
    return found


def _value(row: models.Model, field: models.Field) -> object:
    return getattr(row, field.name) if isinstance(field, SealedTextField) else getattr(row, field.attname)


def figures(project: GrantProject) -> object:
    content = draft_edition(project, QUARTER, by=None).edition.content
    return {name: value for name, value in content.items() if name != "known_on"}


def test_case_ends_twelve_months_after_the_participation(whole):
    assert not cases_over(AFTER - datetime.timedelta(days=1)).exists()
    assert list(cases_over(AFTER)) == [whole.person]
    assert end_cases(AFTER, 10) == 0
    make_release(CASE, AFTER)
    assert end_cases(AFTER, 10) == 1
    assert end_cases(AFTER, 10) == 0
    assert not ProtectedNote.objects.exists()
    assert not LegalisationCase.objects.exists()
    assert not PlanGoal.objects.exists()
    assert NeedsDiagnosis.objects.get().scores == {}
    assert SupportDelivery.objects.get().note == ""
    person = Person.objects.get(pk=whole.person_id)
    assert (person.full_name, str(person.phone), str(person.contact_safety)) == ("Zzyzx Qwfpgj", "600100200", "")


def test_record_leaves_no_word_anywhere(whole, sopot):
    GrantProject.objects.update(retention_until=AFTER.date())
    late = AFTER + datetime.timedelta(days=1)
    assert end_records(late, 10) == 0
    make_release(RECORD, late)
    assert end_records(AFTER, 10) == 0
    key = whole.person.data_key
    sealed = QuerySet(Person).values_list("phone", flat=True).get(pk=whole.person_id)
    assert end_records(late, 10) == 1
    assert words_left() == set()
    key.refresh_from_db()
    del key._key
    with pytest.raises(SealBroken):
        unseal(key.key, bytes(sealed), f"beneficiaries_person|phone|{whole.person_id.hex}")
    assert Person.objects.get(pk=whole.person_id).birth_date == datetime.date(whole.person.birth_date.year, 1, 1)
    assert SupportDelivery.objects.count() == 1


def test_words_are_there_before(whole):
    assert {each.split(": ")[1] for each in words_left()} == set(SECRETS)


def test_figures_and_frozen_editions_stay(whole, sopot):
    edition = freeze_edition(sopot, QUARTER, by=None)
    before = figures(sopot)
    make_release(CASE, AFTER)
    assert end_cases(AFTER, 10) == 1
    assert figures(sopot) == before
    evidence = list(edition.evidence.values_list("indicator", "number"))
    end_record(whole.person)
    assert figures(sopot) == before
    edition.refresh_from_db()
    assert list(edition.evidence.values_list("indicator", "number")) == evidence != []


def test_everything_of_the_night_is_done_once(whole, sopot):
    GrantProject.objects.update(retention_until=AFTER.date())
    late = AFTER + datetime.timedelta(days=2)
    assert run(late).counts == {}
    make_release(CASE, late)
    make_release(RECORD, late)
    first = run(late)
    assert first.failed == ""
    assert (first.counts["cases"], first.counts["records"]) == (1, 1)
    assert run(late).counts == {}
    assert words_left() == set()


def test_without_an_archive_date_a_record_stays_until_the_computed_one(whole):
    """Five years after the last year in which the programmes pay: 31 December 2034 is the last day (R78)."""
    last = datetime.datetime(2034, 12, 31, 12, tzinfo=datetime.UTC)
    assert not records_over(last).exists()
    assert records_over(last + datetime.timedelta(days=1)).get() == whole.person


def test_somebody_who_takes_part_elsewhere_has_no_case_to_end(whole, sopot, foundation):
    make_participation(whole.person, make_project(leader=foundation))
    assert not cases_over(AFTER).exists()


@pytest.mark.parametrize(
    ("values", "is_over"),
    [
        ({"ends_on": AFTER.date()}, False),
        ({"ends_on": AFTER.date() - datetime.timedelta(days=1)}, True),
        ({"ends_on": AFTER.date(), "end_on": ENDED}, True),
    ],
)
def test_somebody_who_waits_in_a_project_that_goes_on_has_a_case(whole, foundation, values, is_over):
    """Who joined another project and got no support yet is no stranger to it (R79); who gave up waiting is."""
    left = {name: day for name, day in values.items() if name == "end_on"}
    make_participation(whole.person, make_project(leader=foundation, ends_on=values["ends_on"]), start_on=None, **left)
    assert cases_over(AFTER).exists() is is_over
    make_release(CASE, AFTER)
    assert end_cases(AFTER, 10) == int(is_over)
    assert ProtectedNote.objects.exists() is not is_over


def test_somebody_who_never_received_support_goes_after_twelve_months(sopot, city):
    person = make_person("Zzyzx")
    make_care(person, city, sopot)
    make_participation(person, sopot, start_on=None)
    now = timezone.now()
    make_release(RECORD, now + datetime.timedelta(days=360))
    assert end_records(now + datetime.timedelta(days=360), 10) == 0
    make_release(RECORD, now + datetime.timedelta(days=370))
    assert end_records(now + datetime.timedelta(days=370), 10) == 1
    assert words_left() == set()


def test_guardian_of_somebody_who_is_kept_stays(whole, sopot):
    adult = make_person("Opiekun")
    make_guardian(whole, adult)
    assert adult not in records_over(timezone.now() + datetime.timedelta(days=4000))


@pytest.mark.parametrize("kind", ["restricted", "asked", "held"])
def test_what_is_held_stays_until_it_is_free(whole, coordinator, kind):
    make_release(CASE, AFTER)
    if kind == "restricted":
        restrict(whole.person, by=coordinator)
    elif kind == "asked":
        ask(whole, RightKind.ACCESS, channel=RightChannel.LETTER, by=coordinator)
    else:
        hold = place_hold(whole, HoldReason.DISPUTE, words="sygn. 1", until=None, by=coordinator)
    assert end_cases(AFTER, 10) == 0
    assert ProtectedNote.objects.exists()
    if kind == "held":
        lift_hold(hold, by=coordinator)
        assert end_cases(AFTER, 10) == 1


def test_hold_ends_with_its_day(whole, coordinator):
    make_release(CASE, AFTER)
    place_hold(whole, HoldReason.CONTROL, words="x", until=AFTER.date(), by=coordinator)
    assert end_cases(AFTER, 10) == 0
    assert end_cases(AFTER + datetime.timedelta(days=1), 10) == 1


def test_merged_record_ends_with_the_one_that_stayed(whole, sopot, city):
    other = make_person("Zzyzx", "Qwfpgj", email="zzyzx@sopot.example")
    Person.objects.filter(pk=other.pk).update(merged_into=whole.person)
    end_record(whole.person)
    assert words_left() == set()


def test_participation_that_was_reopened_has_a_case_again(whole):
    make_release(CASE, AFTER)
    assert end_cases(AFTER, 10) == 1
    version = ParticipationVersion.objects.current().get()
    correct_fact(version, {"end_on": AFTER.date() + datetime.timedelta(days=30)}, by=None, why="again")
    assert not cases_over(AFTER).exists()
    assert cases_over(AFTER + datetime.timedelta(days=400)).exists()


def test_sql_removes_only_what_has_ended(whole):
    goal = PlanGoal.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_plangoal")
    with pytest.raises(DatabaseError), transaction.atomic():
        QuerySet(SupportDelivery).update(hours=99, note=None)
    EndOfKeeping.objects.create(subject=whole.pk, person=whole.person_id, rule="case", at=timezone.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        QuerySet(SupportDelivery).update(hours=99)
    with pytest.raises(DatabaseError), transaction.atomic():
        QuerySet(EndOfKeeping).all().delete()
    assert QuerySet(PlanGoal).filter(pk=goal.pk).delete()[0] == 1


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        ("2027-04-01", 12, "2026-03-31"),
        ("2028-02-29", 12, "2027-02-28"),
        ("2028-03-01", 12, "2027-02-28"),
        ("2029-03-01", 12, "2028-02-29"),
        ("2029-02-28", 12, "2028-02-27"),
    ],
)
def test_last_day_of_keeping_knows_february(day, months, last):
    assert ended_by(datetime.date.fromisoformat(day), months) == datetime.date.fromisoformat(last)
