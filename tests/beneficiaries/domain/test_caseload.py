"""A caseworker for everyone who has none."""

import datetime
from collections import Counter

from beneficiaries.domain.caseload import share_caseload
from beneficiaries.models import Care
from portal.accounts.enums import Role
from portal.audit.models import AuditEvent
from tests.commands import run
from tests.factories.accounts import make_member, make_membership, make_user
from tests.factories.beneficiaries import make_care, make_person


def people_of(organisation, project, number, caseworker=None):
    return [make_care(make_person(), organisation, project, caseworker) for _ in range(number)]


def test_people_are_shared_evenly_with_what_each_has_already(city, sopot, caseworker_city):
    second = make_member(Role.CASEWORKER, city, sopot)
    people_of(city, sopot, 4, caseworker=second)
    people_of(city, sopot, 6)
    assert share_caseload(sopot, by=None) == 6
    assert Counter(Care.objects.values_list("caseworker", flat=True)) == {caseworker_city.pk: 5, second.pk: 5}


def test_caseworkers_get_people_of_their_own_organisation(
    city, foundation, sopot, caseworker_city, caseworker_foundation
):
    people_of(city, sopot, 2)
    people_of(foundation, sopot, 3)
    share_caseload(sopot, by=None)
    assert set(Care.objects.values_list("organisation", "caseworker")) == {
        (city.pk, caseworker_city.pk),
        (foundation.pk, caseworker_foundation.pk),
    }


def test_nobody_changes_hands(city, sopot, caseworker_city, coordinator):
    (care,) = people_of(city, sopot, 1, caseworker=coordinator)
    assert share_caseload(sopot, by=None) == 0
    care.refresh_from_db()
    assert care.caseworker == coordinator


def test_only_caseworkers_of_today_get_people(city, sopot, coordinator, instructor):
    former = make_user()
    make_membership(former, Role.CASEWORKER, city, sopot, ends_on=datetime.date(2026, 12, 14))
    people_of(city, sopot, 1)
    assert share_caseload(sopot, by=None) == 0
    assert Care.objects.get().caseworker is None


def test_the_change_is_recorded_with_whom_it_touches(city, sopot, caseworker_city, coordinator):
    cares = people_of(city, sopot, 2)
    share_caseload(sopot, by=coordinator)
    event = AuditEvent.objects.get(object_type="user", object_id=str(caseworker_city.pk))
    assert (event.actor, event.organisation, event.grant_project) == (coordinator, city, sopot)
    assert set(event.subjects) == {str(care.person_id) for care in cares}


def test_the_command_says_how_many(capsys, city, sopot, caseworker_city):
    people_of(city, sopot, 2)
    ran = run(capsys, "share_caseload", "--project", "sopot-5.15")
    assert (ran.code, len(ran.lines)) == (0, 1)
    assert "2" in ran.out


def test_an_unknown_project_is_refused_with_one_line(capsys, db):
    ran = run(capsys, "share_caseload", "--project", "nowhere")
    assert (ran.code, len(ran.lines)) == (2, 1)
