"""What an account reaches: memberships of today, weighed by the matrix."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from beneficiaries.models import Participation, Person
from portal.accounts.enums import Role
from portal.policy.access import access_of, forget_access
from portal.policy.decisions import can
from portal.policy.matrix import MatrixError
from tests.factories.accounts import make_member, make_membership, make_user
from tests.factories.beneficiaries import make_care, make_participant, make_participation, make_person
from tests.factories.cases import make_finding
from tests.factories.programmes import make_project
from tests.factories.services import make_support

TODAY = datetime.date(2026, 12, 15)


@pytest.fixture
def city_participant(city, sopot):
    return make_participant(city, sopot)


@pytest.fixture
def foundation_participant(foundation, sopot):
    return make_participant(foundation, sopot)


def people_of(user, action="view_person"):
    return set(Person.objects.visible_to(user, action))


def test_access_costs_one_query_however_often_it_is_asked(django_assert_num_queries, caseworker_city):
    with django_assert_num_queries(1):
        access = access_of(caseworker_city)
        assert access.may("view_person")
        assert access_of(caseworker_city).projects("view_person")[0].code == "sopot-5.15"
        assert access.organisations[0].code == "sopot"
        assert access.workspace == "work"


def test_a_stranger_reaches_nothing_and_costs_no_query(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert not access_of(AnonymousUser()).may("view_person")
        assert not can(AnonymousUser(), "view_indicator")
        assert list(Person.objects.visible_to(AnonymousUser())) == []


def test_caseworker_reaches_people_of_own_organisation_only(
    caseworker_city, caseworker_foundation, city_participant, foundation_participant
):
    assert people_of(caseworker_city) == {city_participant.person}
    assert people_of(caseworker_foundation) == {foundation_participant.person}


def test_person_of_both_organisations_is_seen_by_both(
    caseworker_city, caseworker_foundation, city_participant, foundation, sopot
):
    make_care(city_participant.person, foundation, sopot)
    assert people_of(caseworker_city) == people_of(caseworker_foundation) == {city_participant.person}


def test_coordinator_of_the_leader_reaches_everybody_and_of_the_partner_own_people(
    coordinator, coordinator_foundation, city_participant, foundation_participant
):
    assert people_of(coordinator) == {city_participant.person, foundation_participant.person}
    assert people_of(coordinator_foundation) == {foundation_participant.person}


def test_coordinator_of_the_partner_has_the_totals_of_the_whole_project(coordinator_foundation, sopot):
    scope = access_of(coordinator_foundation).scope("view_indicator")
    assert scope.whole_project_ids == {sopot.pk}
    assert not access_of(coordinator_foundation).scope("view_indicator_people").whole_project_ids


def test_only_the_leader_imports_decides_held_rows_and_freezes(coordinator, coordinator_foundation):
    for action in ("import_participants", "decide_held_row", "freeze_report"):
        assert can(coordinator, action)
        assert not can(coordinator_foundation, action)


def test_auditor_reaches_numbers_not_names(auditor, city_participant):
    scope = access_of(auditor).scope("view_indicator_people")
    assert scope.pseudonymous
    assert not scope.named
    assert people_of(auditor, "view_indicator_people") == {city_participant.person}
    assert people_of(auditor) == set()


def test_auditor_who_is_also_coordinator_has_names_where_the_coordinator_has_them(auditor, foundation, sopot):
    make_membership(auditor, Role.COORDINATOR, foundation, sopot)
    scope = access_of(auditor).scope("view_indicator_people")
    assert not scope.pseudonymous
    assert scope.named.whole_project_ids == frozenset()
    assert {clause.organisation for clause in scope.named.clauses} == {foundation.pk}


@pytest.mark.parametrize("member", ["instructor", "dpo", "technical_admin", "participant", "nobody"])
def test_these_reach_nobody(request, member, city_participant):
    user = request.getfixturevalue(member)
    for action in ("list_people", "search_people", "view_person", "view_support", "view_indicator_people"):
        assert people_of(user, action) == set()


def test_health_is_for_the_caseworker_in_charge_alone(caseworker_city, coordinator, city, sopot, city_participant):
    own = make_participant(city, sopot, caseworker=caseworker_city)
    assert people_of(caseworker_city, "view_health_area") == {own.person}
    assert people_of(coordinator, "view_health_area") == set()
    assert not can(caseworker_city, "view_health_area", city_participant.person)


def test_confidential_person_is_seen_by_the_named_only(caseworker_city, coordinator, city, sopot, city_participant):
    person = city_participant.person
    person.is_confidential = True
    person.save()
    assert people_of(coordinator) == people_of(caseworker_city) == set()
    assert not Participation.objects.visible_to(coordinator).exists()
    person.confidential_to.add(caseworker_city)
    assert people_of(caseworker_city) == {person}
    assert people_of(coordinator) == set()


def test_naming_gives_no_right_that_the_role_does_not_have(caseworker_foundation, city_participant):
    person = city_participant.person
    person.is_confidential = True
    person.save()
    person.confidential_to.add(caseworker_foundation)
    assert people_of(caseworker_foundation) == set()


def test_deny_list_beats_role_and_naming(caseworker_city, coordinator, city_participant):
    person = city_participant.person
    person.is_confidential = True
    person.save()
    person.confidential_to.add(caseworker_city)
    person.denied_to.add(caseworker_city)
    assert people_of(caseworker_city) == set()
    assert not can(caseworker_city, "view_person", city_participant)


@pytest.mark.parametrize(
    ("days", "valid"),
    [
        ({}, True),
        ({"starts_on": TODAY, "ends_on": TODAY}, True),
        ({"starts_on": TODAY + datetime.timedelta(1)}, False),
        ({"ends_on": TODAY - datetime.timedelta(1)}, False),
    ],
)
def test_membership_gives_rights_on_its_days_only(city, sopot, days, valid):
    user = make_user()
    make_membership(user, Role.CASEWORKER, city, sopot, **days)
    assert access_of(user).may("view_person") is valid


def test_disabled_account_has_no_rights(caseworker_city):
    caseworker_city.is_active = False
    assert not access_of(caseworker_city).may("view_person")


def test_rights_end_where_the_project_ends(caseworker_city, city, sopot):
    other = make_project(leader=city)
    elsewhere = make_participant(city, other)
    assert people_of(caseworker_city) == set()
    assert not can(caseworker_city, "view_person", elsewhere)
    assert not can(caseworker_city, "view_person", other)
    assert can(caseworker_city, "view_person", sopot)


def test_participation_in_another_project_stays_hidden_though_the_person_is_seen(caseworker_city, city_participant):
    other = make_project()
    hidden = make_participation(city_participant.person, other)
    assert set(Participation.objects.visible_to(caseworker_city)) == {city_participant}
    assert not can(caseworker_city, "view_person", hidden)


def test_two_memberships_do_not_mix_organisations_and_projects(city, foundation, sopot):
    other = make_project(partners=(city, foundation))
    user = make_member(Role.CASEWORKER, city, sopot)
    make_membership(user, Role.CASEWORKER, foundation, other)
    here = make_participant(city, sopot)
    there = make_participant(foundation, other)
    make_participant(foundation, sopot)
    make_participant(city, other)
    make_participation(here.person, other)
    assert people_of(user) == {here.person, there.person}
    assert set(Participation.objects.visible_to(user)) == {here, there}


def test_what_belongs_to_a_person_follows_the_person(caseworker_city, caseworker_foundation, city_participant):
    support, finding = make_support(city_participant), make_finding(city_participant)
    for thing, action in ((support, "view_support"), (finding, "view_finding"), (city_participant, "view_person")):
        assert can(caseworker_city, action, thing)
        assert not can(caseworker_foundation, action, thing)


def test_thing_without_owner_is_a_mistake_not_a_yes(coordinator, city):
    with pytest.raises(TypeError):
        can(coordinator, "view_person", city)


def test_misspelt_action_is_loud(coordinator):
    with pytest.raises(MatrixError):
        can(coordinator, "view_persons")


def test_person_without_care_is_nobodys(coordinator, caseworker_city, sopot):
    make_participation(make_person(), sopot)
    assert people_of(coordinator) == people_of(caseworker_city) == set()


def test_forgetting_makes_a_change_count_at_once(nobody, city, sopot):
    assert not access_of(nobody).may("view_person")
    make_membership(nobody, Role.CASEWORKER, city, sopot)
    forget_access(nobody)
    assert access_of(nobody).may("view_person")
