"""What is built once for many can serve nobody else: rights, days, languages and stand-ins, attacked."""

import datetime
import threading
from functools import partial

import pytest
from django.db import NotSupportedError, connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from beneficiaries.models import Person
from beneficiaries.queries import people, record
from beneficiaries.queries.duplicates import records_elsewhere
from beneficiaries.queries.people import Position, Wanted
from beneficiaries.queries.search import taken_apart
from portal import clock, reads
from portal.accounts.enums import Role
from portal.accounts.models import Membership, User
from portal.policy.access import Access, access_of, stand_in_for
from portal.statements import NEVER, ONE, OTHER, READER, WORD, WORDS, Statement, _kept, forget_statements
from tests.clients import signed_in
from tests.factories.accounts import make_member, make_membership
from tests.factories.beneficiaries import make_care, make_participant, make_participation
from tests.factories.programmes import make_project

pytestmark = pytest.mark.django_db
LATER = datetime.date(2031, 7, 9)


@pytest.fixture(autouse=True)
def _anew():
    forget_statements()


def numbers_seen(account) -> set[str]:
    """Return who stands on the list of people, and whose record opens."""
    client = signed_in(account)
    page = client.get(reverse("person_list"))
    listed = {row.number for row in page.context["rows"]} if page.status_code == 200 else set()
    opened = {
        number for number in everybody() if client.get(reverse("person_record", args=[number])).status_code == 200
    }
    assert listed == opened
    return listed


def everybody() -> list[str]:
    return list(people.Participation.objects.values_list("number", flat=True))


class TestStandIns:
    def test_one_inside_another_value_is_refused(self):
        for rows in (
            User.objects.filter(name__contains=WORD), User.objects.filter(name=f"{READER}"),
            User.objects.filter(email=f"x{ONE}"), User.objects.filter(own_keys={"a": WORD}),
        ):  # fmt: skip
            with pytest.raises(NotSupportedError, match="a part of another value"):
                Statement(rows)

    def test_one_without_a_value_is_no_question(self, coordinator):
        statement = Statement(User.objects.filter(Q(pk=READER) | Q(name=WORD)))
        with pytest.raises(KeyError):
            statement.read({READER: coordinator.pk})
        assert statement.read({READER: coordinator.pk, WORD: "nobody"}) == [coordinator]

    def test_several_in_one_list_are_each_replaced(self, coordinator, auditor, nobody):
        statement = Statement(User.objects.filter(pk__in=[READER, auditor.pk, READER]).order_by("pk"))
        for account in (coordinator, nobody):
            assert statement.read({READER: account.pk}) == sorted({account, auditor}, key=lambda each: each.pk)

    def test_value_that_looks_like_a_stand_in_is_a_value(self, coordinator):
        statement = Statement(User.objects.filter(pk=READER, name=WORD))
        assert statement.read({READER: coordinator.pk, WORD: str(READER)}) == []
        assert set(statement.with_values({READER: coordinator.pk, WORD: READER})) == {coordinator.pk, READER}

    def test_nothing_matches_nothing(self):
        """A blank is compared and never taken for „any”."""
        assert Statement(User.objects.filter(pk=READER)).read({READER: None}) == []
        assert Statement(User.objects.filter(name=WORD)).read({WORD: None}) == []

    def test_keys_and_moments_are_put_as_the_database_keeps_them(self, city, sopot, coordinator):
        person = make_participant(city, sopot)
        key = Statement(people.Participation.objects.filter(pk=ONE, person=OTHER))
        assert key.read({ONE: person.pk, OTHER: person.person_id}) == [person]
        assert key.read({ONE: person.person_id, OTHER: person.pk}) == []
        since = Statement(User.objects.filter(date_joined__lte=NEVER))
        assert since.read({NEVER: timezone.now() - datetime.timedelta(days=1)}) == []
        assert since.read({NEVER: timezone.now() + datetime.timedelta(days=1)})


class TestReaders:
    def test_stand_in_has_rights_and_nothing_else(self, coordinator):
        other = stand_in_for(coordinator)
        assert access_of(other) is access_of(coordinator)
        assert other.pk == READER
        for name in ("email", "name", "id", "is_participant", "language", "memberships", "_state"):
            with pytest.raises(AttributeError):
                getattr(other, name)

    def test_change_of_role_acts_on_the_next_page(self, city, foundation, sopot, coordinator):
        """In one process, with every statement kept: the rights of before serve nobody."""
        ours, theirs = make_participant(city, sopot), make_participant(foundation, sopot)
        account = make_member(Role.CASEWORKER, city, sopot, "Ewa Zmienna")
        seen = {ours.number} if numbers_seen(account) else set()
        assert numbers_seen(account) == seen
        held = Membership.objects.get(user=account)
        both = {ours.number, theirs.number}
        assert numbers_seen(coordinator) == both
        for values, expected in (
            ({"organisation": foundation}, {theirs.number} if seen else set()),
            ({"organisation": city, "role": Role.COORDINATOR}, both),
            ({"role": Role.CASEWORKER}, seen),
            ({"ends_on": clock.today() - datetime.timedelta(days=1)}, set()),
        ):
            Membership.objects.filter(pk=held.pk).update(**values)
            assert numbers_seen(account) == expected
            assert numbers_seen(coordinator) == both

    def test_no_two_accounts_of_other_rights_share_a_key(self, city, foundation, sopot):
        roles = [role for role in Role if role is not Role.PARTICIPANT]
        accounts = [
            make_member(role, body, sopot, f"{role} {body.code}") for role in roles for body in (city, foundation)
        ]
        keys = {access_of(each).key for each in accounts}
        assert len(keys) == len(accounts)
        assert Access().key not in keys

    def test_two_readers_at_once_get_their_own(self, city, sopot, coordinator):
        """Eight threads, one statement: walls hold for the account that asks."""
        statement = Statement(User.objects.filter(pk=READER))
        accounts = [coordinator, *(make_member(Role.COORDINATOR, city, sopot, f"K {each}") for each in range(3))]
        wrong: list = []

        def ask(account):
            for _time in range(200):
                if statement.with_values({READER: account.pk}) != [account.pk]:
                    wrong.append(account)

        threads = [threading.Thread(target=ask, args=[each]) for each in accounts * 2]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert wrong == []


def compiled(build) -> tuple:
    """Return SQL and values of a queryset; building it may not read: what it read would be kept."""
    with CaptureQueriesContext(connection) as asked:
        statement = Statement(build())
    assert [each["sql"] for each in asked] == []
    return statement.sql, tuple(map(str, statement.params))


class TestKeys:
    """Whatever makes a statement another one stands in its key."""

    @pytest.fixture(params=["day", "language"])
    def otherwise(self, request, monkeypatch):
        def elsewhere(build):
            if request.param == "language":
                with override("uk"):
                    return compiled(build)
            with override_settings(PORTAL_TODAY=LATER.isoformat()), monkeypatch.context() as patched:
                moved = datetime.datetime.combine(LATER, datetime.time(12), tzinfo=datetime.UTC)
                patched.setattr("django.utils.timezone.now", lambda: moved)
                return compiled(build)

        elsewhere.is_day = request.param == "day"
        return elsewhere

    def test_parts_of_a_record_depend_on_no_day_that_they_do_not_name(self, city, sopot, otherwise):
        participation = make_participant(city, sopot)
        participation.rights = dict.fromkeys(record.RIGHTS, True)
        shared = [each for each in reads._reads.values() if not each.by_reader]
        assert len(shared) > 10
        for each in shared:
            words, stand_in = each.words(participation), reads._Builder(participation)._stand_in()
            now, then = (turn(partial(each.rows, stand_in, *words)) for turn in (compiled, otherwise))
            assert not otherwise.is_day or now == then, each.rows

    def test_record_and_list_depend_on_no_day_that_they_do_not_name(self, sopot, coordinator, otherwise):
        day, other = clock.today(), stand_in_for(coordinator)
        builds = [
            partial(people._page, other, sopot, Wanted(view), searched, Position(number), day)
            for view in ("", "taking-part", "ended", *(mark.code for mark in people.list_marks()))
            for number in ("", WORD)
            for searched in (None, taken_apart("Olga Nowak", sopot).condition_of(WORDS[:2]))
        ]
        reaches = {access_of(coordinator).scope(action): f"reach_{place}" for place, action in enumerate(record.RIGHTS)}
        builds.append(lambda: record._source(reaches, other).visible_to(other, record.VIEW).filter(number=WORD))
        for build in builds:
            assert compiled(build) == otherwise(build) or not otherwise.is_day

    def test_pages_in_two_languages_are_two_statements(self, city, sopot, coordinator):
        make_participant(city, sopot)
        client = signed_in(coordinator)
        for language in ("pl", "uk", "pl"):
            User.objects.filter(pk=coordinator.pk).update(language=language)
            client.get(reverse("person_list"))
        of_lists = [key for key in _kept if isinstance(key, tuple) and key[0] is people._page]
        assert len(of_lists) == 2


class TestRecordsElsewhere:
    @pytest.fixture
    def second(self, city):
        return make_project(leader=city)

    @pytest.fixture
    def both(self, city, sopot, second):
        """A person who takes part in two projects: both participations."""
        here = make_participant(city, sopot)
        make_care(here.person, city, second)
        return here, make_participation(here.person, second)

    def test_one_statement_answers_each_account_by_what_it_may_open(self, city, sopot, second, both):
        here, there = both
        of_both = [make_member(Role.COORDINATOR, city, sopot) for _each in range(3)]
        for account in of_both:
            make_membership(account, Role.COORDINATOR, organisation=city, grant_project=second)
        of_one = make_member(Role.COORDINATOR, city, sopot)
        here.person.denied_to.add(of_both[1])
        found = {account: records_elsewhere(User.objects.get(pk=account.pk), here) for account in (*of_both, of_one)}
        assert [found[account] for account in of_both] == [[there], [], [there]]
        assert found[of_one] == []
        assert records_elsewhere(User.objects.get(pk=of_both[0].pk), there) == [here]
        assert len([key for key in _kept if isinstance(key, tuple) and key[0] is records_elsewhere]) == 2

    def test_confidential_person_is_nowhere_for_who_is_not_named(self, city, sopot, second, both):
        here, _there = both
        account = make_member(Role.COORDINATOR, city, sopot)
        make_membership(account, Role.COORDINATOR, organisation=city, grant_project=second)
        assert len(records_elsewhere(User.objects.get(pk=account.pk), here)) == 1
        Person.objects.filter(pk=here.person_id).update(is_confidential=True)
        assert records_elsewhere(User.objects.get(pk=account.pk), here) == []
