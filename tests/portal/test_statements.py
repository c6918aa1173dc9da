"""A statement that is built once is read for everybody with just that person's values, and shows what is there now."""

import threading

import pytest
from django.db import NotSupportedError, connection
from django.urls import reverse

from beneficiaries.domain import protection
from beneficiaries.models import Person
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.statements import (
    MOST_KEPT,
    READER,
    WORD,
    Statement,
    _kept,
    _numbered,
    asked_again,
    forget_statements,
    many,
    prepared,
)
from portal.together import Reading, read_together
from tests.clients import signed_in
from tests.factories.accounts import make_member, make_user
from tests.factories.beneficiaries import make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _anew():
    forget_statements()


def by_key():
    return prepared("by key", lambda: User.objects.filter(pk=READER))


def by_name():
    return prepared("by name", lambda: User.objects.filter(name=WORD).order_by("-pk")[:2])


def test_is_built_once_and_read_with_other_values(coordinator, auditor, django_assert_num_queries):
    assert by_key() is by_key()
    with django_assert_num_queries(2):
        assert by_key().read({READER: coordinator.pk}) == [coordinator]
        assert by_key().read({READER: auditor.pk}) == [auditor]
    assert by_key().read({READER: 0}) == []


def test_shows_what_is_there_now(coordinator):
    by_name().read({WORD: "Nowa"})
    first, second, third = (make_user("Nowa") for _time in range(3))
    assert by_name().read({WORD: "Nowa"}) == [third, second]
    User.objects.filter(pk=third.pk).update(name="Inna")
    assert by_name().read({WORD: "Nowa"}) == [second, first]


def test_a_list_of_any_length_is_one_value(city, sopot, django_assert_num_queries):
    people = [make_participant(city, sopot).person for _each in range(3)]
    with django_assert_num_queries(2):
        for some in (people[:1], people[1:]):
            rows = prepared("by keys", lambda: Person.objects.filter(pk__among_many=WORD))
            assert set(rows.read({WORD: many(each.pk for each in some)})) == set(some)


def test_a_word_is_found_by_how_it_begins(city, sopot):
    rows = prepared("words", lambda: Person.objects.filter(search_key__has_word=WORD).order_by("search_key"))
    for text in (" anna kovalska ", " ann ", " zanna "):
        Person.objects.filter(pk=make_participant(city, sopot).person_id).update(search_key=text)
    for begins, found in (
        ("an", [" ann ", " anna kovalska "]),
        ("anna", [" anna kovalska "]),
        ("nna", []),
        ("k", [" anna kovalska "]),
    ):
        for is_planned_anew in (False, True):
            read = rows.read({WORD: begins}, is_planned_anew=is_planned_anew)
            assert [each.search_key for each in read] == found


def test_words_are_values_and_never_sql(coordinator):
    assert by_name().read({WORD: "x' OR 1=1 --"}) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps no plans on the server")
def test_postgresql_keeps_the_plan_of_what_is_asked_again(coordinator, auditor):
    for _time in range(3):
        assert [by_key().read({READER: each.pk}) for each in (coordinator, auditor)] == [[coordinator], [auditor]]
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        kept = [words for (words,) in cursor.fetchall() if '"accounts_user"."id" = $1' in words]
    assert len(kept) == 1


def test_several_are_read_together(coordinator, auditor, django_assert_num_queries):
    readings = [Reading(by_key(), {READER: auditor.pk}), Reading(by_name(), {WORD: coordinator.name})]
    with django_assert_num_queries(1):
        assert read_together(readings) == [[auditor], [coordinator]]


def test_nothing_to_find_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert prepared("nobody", User.objects.none).read({}) == []


def test_rows_tied_to_an_object_are_refused(coordinator):
    with pytest.raises(NotSupportedError):
        Statement(coordinator.memberships.all())
    with pytest.raises(NotSupportedError):
        Statement(User.objects.prefetch_related("memberships"))


def test_keeps_so_many_and_no_more(db):
    for number in range(MOST_KEPT + 5):
        prepared(number, User.objects.none)
    assert len(_kept) == MOST_KEPT
    assert 0 not in _kept


@pytest.mark.django_db(transaction=True)
def test_threads_share_a_statement_and_not_a_connection(nobody):
    statement, found = by_key(), []

    def read():
        found.append((statement.read({READER: nobody.pk}), connection.connection is not None))
        connection.close()

    threads = [threading.Thread(target=read) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert found == [([nobody], True)] * 4


class TestAccountsWithTheSameRights:
    """One statement for two coordinators; what is hidden from one of them stays hidden from that one alone."""

    @pytest.fixture
    def other(self, city, sopot):
        return make_member(Role.COORDINATOR, city, sopot, "Zofia Druga")

    @pytest.fixture
    def person(self, city, sopot):
        return make_participant(city, sopot, surname="Ukryta")

    def sees(self, account, person):
        client = signed_in(account)
        listed = person.number in client.get(reverse("person_list")).content.decode()
        opened = client.get(reverse("person_record", args=[person.number])).status_code == 200
        assert listed == opened
        return listed

    @pytest.mark.parametrize("how", ["denied", "confidential"])
    def test_wall_stands_for_the_one_alone(self, how, person, coordinator, other):
        assert self.sees(coordinator, person)
        assert self.sees(other, person)
        kept = len(_kept)
        if how == "denied":
            protection.deny(person, other, by=coordinator, reason="A conflict of interest.")
        else:
            protection.conceal(person, [coordinator], by=coordinator, reason="She is hiding.")
        for _time in range(2):
            assert self.sees(coordinator, person)
            assert not self.sees(other, person)
        assert len(_kept) == kept

    def test_other_rights_are_another_statement(self, person, coordinator, caseworker_foundation):
        assert self.sees(coordinator, person)
        assert not self.sees(caseworker_foundation, person)


@pytest.mark.parametrize(
    ("words", "numbered", "names"),
    [
        ("a = %s AND b LIKE '5%%' AND c = %s", "a = $1 AND b LIKE '5%' AND c = $2", ("0", "1")),
        ("%(from)s < d AND d < %(to)s OR e = %(from)s", "$1 < d AND d < $2 OR e = $1", ("from", "to")),
        ("SELECT '100%%s'", "SELECT '100%s'", ()),
    ],
)
def test_values_are_numbered_in_their_order_and_a_percent_sign_stays_one(words, numbered, names):
    assert _numbered(words) == (numbered, names)


def test_values_by_name_and_in_order_bring_the_same(coordinator):
    by_name = asked_again(connection, "SELECT %(b)s || %(a)s || %(b)s", {"a": "x", "b": "y"})
    assert [tuple(row) for row in by_name] == [("yxy",)]
    in_order = asked_again(connection, "SELECT name || '%%' FROM accounts_user WHERE id = %s", [coordinator.pk])
    assert [tuple(row) for row in in_order] == [(f"{coordinator.name}%",)]
