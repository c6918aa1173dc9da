"""Told, agreed, refused, withdrawn: each a row of its own that nothing rewrites (R81, R86, S63)."""

import datetime

import pytest
from django.db import DatabaseError, connection

from beneficiaries.domain.consents import (
    ConsentRefused,
    Way,
    give,
    hand_notice,
    record_from_registration,
    refuse,
    withdraw,
)
from beneficiaries.enums import TextChannel
from beneficiaries.models import Consent, NoticeReceipt
from beneficiaries.queries.consents import (
    consent_in_force,
    current_consents,
    current_notices,
    decisions_of,
    has_objected,
)
from portal.audit.models import AppendOnly, AuditEvent
from portal.audit.trigger_sql import making
from tests.factories.beneficiaries import make_participant
from tests.factories.households import make_guardian
from tests.factories.programmes import make_project
from tests.factories.texts import make_kind, make_notice, republish, text_of

DAY = datetime.date(2026, 9, 15)


@pytest.fixture(autouse=True)
def _day(settings):
    settings.PORTAL_TODAY = DAY.isoformat()


@pytest.fixture
def project(city):
    return make_project(leader=city)


@pytest.fixture
def person(city, project):
    return make_participant(city, project).person


@pytest.fixture
def child(city, project):
    return make_participant(city, project, birth_date=datetime.date(2012, 5, 1)).person


@pytest.fixture
def way(caseworker_city):
    return Way(TextChannel.PAPER, DAY, by=caseworker_city)


def test_withdrawal_is_in_force_at_once_and_the_history_stays(project, person, way):
    text = text_of(make_kind(project))
    assert not consent_in_force(person, "image")
    give(person, text, way)
    assert consent_in_force(person, "image", project)
    withdraw(person, text, way)
    assert not consent_in_force(person, "image")
    assert [each.decision for each in decisions_of(person, project)] == ["given", "withdrawn"]
    with pytest.raises(ConsentRefused, match="nothing-given"):
        withdraw(person, text, way)


def test_refusing_and_what_nobody_asked_are_no_consent(project, person, way):
    kind = make_kind(project)
    refuse(person, text_of(kind), way)
    assert not consent_in_force(person, "image")
    assert not consent_in_force(person, "sms")
    give(person, text_of(kind), way)
    refuse(person, text_of(kind, "uk"), way)
    assert not consent_in_force(person, "image")


def test_new_text_leaves_old_consents_alone_unless_it_asks_anew(project, person, way):
    kind = make_kind(project)
    given = give(person, text_of(kind), way)
    republish(kind, "The same in other words")
    assert consent_in_force(person, "image")
    republish(kind, "Also on posters", asks_anew=True)
    assert not consent_in_force(person, "image")
    given.refresh_from_db()
    assert (given.text.number, given.text.title) == (1, "May we take photos? (pl)")
    give(person, text_of(kind, number=3), way)
    assert consent_in_force(person, "image")


def test_last_decision_in_any_project_decides_unless_one_is_named(project, person, way):
    other = make_project()
    first, second = text_of(make_kind(project)), text_of(make_kind(other))
    give(person, first, way)
    refuse(person, second, way)
    assert not consent_in_force(person, "image")
    assert consent_in_force(person, "image", project)


def test_paper_that_was_signed_before_a_withdrawal_revives_nothing(project, person, way, caseworker_city):
    text, paper = text_of(make_kind(project)), Way(TextChannel.PAPER, DAY - datetime.timedelta(7), by=caseworker_city)
    give(person, text, Way(TextChannel.PAPER, DAY - datetime.timedelta(9), by=caseworker_city))
    withdraw(person, text, Way(TextChannel.OWN_SPACE, DAY - datetime.timedelta(5)))
    give(person, text, paper)
    assert not consent_in_force(person, "image")
    assert has_objected(person, "image")
    assert [each.decision for each in decisions_of(person, project)] == ["given", "given", "withdrawn"]
    with pytest.raises(ConsentRefused, match="nothing-given"):
        withdraw(person, text, way)
    give(person, text, way)
    assert consent_in_force(person, "image")
    assert not has_objected(person, "image")


def test_guardian_answers_for_a_child_and_anybody_may_withdraw(project, child, way, caseworker_city):
    text, notice = text_of(make_kind(project)), text_of(make_notice(project))
    for act in (give, refuse):
        with pytest.raises(ConsentRefused, match="no-guardian"):
            act(child, text, way)
    with pytest.raises(ConsentRefused, match="no-guardian"):
        hand_notice(child, notice, way)
    signed = Way(TextChannel.PAPER, DAY, by=caseworker_city, guardian=make_guardian(child))
    hand_notice(child, notice, signed)
    give(child, text, signed)
    assert consent_in_force(child, "image")
    withdraw(child, text, way)
    assert not consent_in_force(child, "image")


@pytest.mark.parametrize(
    "values",
    [{"court_restriction": True}, {"valid_until": DAY - datetime.timedelta(1)}, {"valid_from": DAY.replace(day=16)}],
)
def test_who_does_not_stand_for_the_child_cannot_sign(project, child, caseworker_city, values):
    signed = Way(TextChannel.PAPER, DAY, by=caseworker_city, guardian=make_guardian(child, **values))
    with pytest.raises(ConsentRefused, match="not-guardian"):
        give(child, text_of(make_kind(project)), signed)


def test_guardian_of_another_and_a_day_to_come_are_refused(project, person, child, caseworker_city):
    text, link = text_of(make_kind(project)), make_guardian(child)
    with pytest.raises(ConsentRefused, match="not-guardian"):
        give(person, text, Way(TextChannel.PAPER, DAY, by=caseworker_city, guardian=link))
    with pytest.raises(ConsentRefused, match="to-come"):
        give(person, text, Way(TextChannel.PAPER, DAY + datetime.timedelta(1), by=caseworker_city))
    assert not Consent.objects.exists()


def test_answers_of_a_registration_become_receipts_and_decisions(project, person):
    notice, image, sms = make_notice(project), make_kind(project), make_kind(project, "sms")
    answers = {
        "on": "2026-09-10",
        "notices": [str(text_of(notice, "uk").pk), "no-key", str(person.pk)],
        "consents": {str(text_of(image, "uk").pk): True, str(text_of(sms, "uk").pk): False, "no-key": True},
    }
    record_from_registration(person, answers)
    receipt = NoticeReceipt.objects.get()
    assert (receipt.text.language, receipt.on, receipt.channel, receipt.by) == (
        "uk", datetime.date(2026, 9, 10), "web", None,
    )  # fmt: skip
    assert consent_in_force(person, "image")
    assert {each.text.kind.code: each.decision for each in Consent.objects.all()} == {
        "image": "given",
        "sms": "refused",
    }


def test_who_registers_a_child_becomes_its_guardian_later(project, child):
    link = make_guardian(child, valid_from=DAY)
    answers = {"on": datetime.date(2026, 9, 10), "consents": {str(text_of(make_kind(project)).pk): True}}
    record_from_registration(child, answers, guardian=link)
    assert Consent.objects.get().guardian == link


def test_trail_says_which_text_and_never_what_it_says(project, person, way):
    give(person, text_of(make_kind(project), "uk"), way)
    event = AuditEvent.objects.get(action="create", object_type="consent")
    assert event.detail == {"consent": "image", "decision": "given", "language": "uk", "number": 1}
    assert event.subjects == [str(person.pk)]


def test_texts_in_force_are_the_newest_of_each_in_one_query(project, person, django_assert_num_queries):
    notice, kind = make_notice(project), make_kind(project)
    make_kind(make_project(), "of-another-project")
    republish(notice, "Newer")
    ended = make_kind(project, "ended")
    ended.ended_on = DAY - datetime.timedelta(1)
    ended.save()
    with django_assert_num_queries(1):
        assert [(text.title, text.notice.code) for text in current_notices(project, "be")] == [
            ("Newer (be)", notice.code)
        ]
    with django_assert_num_queries(1):
        assert [text.kind for text in current_consents(project, "be")] == [kind]


@pytest.mark.parametrize("name", ["consent", "noticereceipt", "noticetext", "consenttext"])
def test_rows_cannot_be_changed_by_the_model(project, person, way, name):
    give(person, text_of(make_kind(project)), way)
    hand_notice(person, text_of(make_notice(project)), way)
    rows = {model._meta.model_name: model for model in (Consent, NoticeReceipt)}
    model = rows.get(name) or (Consent if name == "consenttext" else NoticeReceipt).text.field.related_model
    for act in (lambda: model.objects.update(id=person.pk), lambda: model.objects.all().delete()):
        with pytest.raises(AppendOnly):
            act()


def test_rows_cannot_be_changed_in_the_database(project, person, way):
    given = give(person, text_of(make_kind(project)), way)
    with connection.cursor() as cursor:
        for model in (Consent, type(given.text)):
            for statement in making(connection.vendor, model):
                cursor.execute(statement)
    given.decision = "refused"
    with pytest.raises(DatabaseError, match="append-only"):
        given.save()
