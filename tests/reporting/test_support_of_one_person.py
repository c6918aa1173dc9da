"""Support by kind knows one person, however many records of one PESEL hold it: figure, list, floor, naive count (R34, R73)."""

import datetime
import random
from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from benchmarks.table import Figures
from portal.versions.actions import retract_fact
from reporting.domain.editions import freeze_edition
from reporting.indicators.catalogue import INDICATORS
from reporting.queries.table import indicator_table
from reporting.rules import Period
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_participant, make_pesel
from tests.factories.services import make_support
from tests.naive import people_supported_now, supported_now

pytestmark = pytest.mark.django_db
DAY = datetime.date
SPRING = Period(DAY(2026, 1, 1), DAY(2026, 3, 31))
ADVICE, CULTURE, COURSE = "career-advice-adults", "culture-integration", "polish-course"
KINDS = (ADVICE, CULTURE, COURSE)
ONE = make_pesel(DAY(1990, 5, 17), serial=7)


def starts(participation, day, **values):
    versions = type(participation.current_version).objects.filter(participation=participation)
    versions.update(start_on=day, **values)


@pytest.fixture
def records(city, sopot):
    """Two records of one PESEL that both count; the first one is hidden."""
    first = make_participant(city, sopot, pesel=ONE, is_confidential=True)
    second = make_participant(city, sopot, pesel=ONE, pesel_place=1)
    starts(second, DAY(2026, 2, 20))
    return first, second


def support(project, period=SPRING) -> dict[str, tuple]:
    table = indicator_table(project, period, INDICATORS)
    return {line.code: (line.persons, line.deliveries, line.hours) for line in table.support if line.deliveries}


def naive(project, period=SPRING) -> dict[str, tuple]:
    people, found = people_supported_now(project, period.starts_on, period.ends_on), {}
    for (kind, _number), (times, hours) in supported_now(project, period.starts_on, period.ends_on).items():
        _persons, before, sum_of_hours = found.get(kind, (0, 0, Decimal(0)))
        found[kind] = (people[kind], before + times, sum_of_hours + hours)
    return found


class TestFigure:
    def test_the_kind_that_both_records_hold_has_one_person_and_both_deliveries(self, sopot, records):
        for each in records:
            make_support(each, ADVICE)
        assert support(sopot) == naive(sopot) == {ADVICE: (1, 2, Decimal("4.00"))}
        assert indicator_table(sopot, SPRING, INDICATORS).line("EECO01").cumulative.total == 1

    def test_kinds_that_different_records_hold_have_the_person_once_each(self, sopot, records):
        make_support(records[0], ADVICE)
        make_support(records[1], CULTURE)
        assert support(sopot) == naive(sopot) == {ADVICE: (1, 1, Decimal(2)), CULTURE: (1, 1, Decimal(2))}

    def test_support_of_the_first_outside_the_period_leaves_the_person_to_the_second(self, sopot, records):
        make_support(records[0], ADVICE, delivered_on=DAY(2026, 4, 1))
        make_support(records[1], ADVICE)
        assert support(sopot) == naive(sopot) == {ADVICE: (1, 1, Decimal(2))}

    def test_a_record_that_does_not_count_adds_and_takes_nothing(self, sopot, records):
        for each in records:
            make_support(each, ADVICE)
        starts(records[0], DAY(2026, 2, 2), missing="education")
        assert support(sopot) == naive(sopot) == {ADVICE: (1, 1, Decimal(2))}

    def test_three_records_are_one_person(self, city, sopot, records):
        third = make_participant(city, sopot, pesel=ONE, pesel_place=2)
        for each in (*records, third):
            make_support(each, ADVICE)
        assert support(sopot) == naive(sopot) == {ADVICE: (1, 3, Decimal(6))}

    def test_at_a_past_moment_it_is_what_was_known_then(self, sopot, records):
        taken_back = make_support(records[0], ADVICE)
        make_support(records[1], ADVICE)
        make_support(records[1], CULTURE)
        then = timezone.now()
        both = support(sopot)
        retract_fact(taken_back)
        late = make_support(records[0], CULTURE)
        assert support(sopot, replace(SPRING, known_on=then)) == both
        assert both == {ADVICE: (1, 2, Decimal(4)), CULTURE: (1, 1, Decimal(2))}
        assert support(sopot) == naive(sopot) == {ADVICE: (1, 1, Decimal(2)), CULTURE: (1, 2, Decimal(4))}
        assert late

    def test_a_frozen_report_says_the_same(self, sopot, records):
        for each in records:
            make_support(each, ADVICE)
        starts(records[1], DAY(2026, 2, 20))
        edition = freeze_edition(sopot, SPRING, by=None)
        assert {line["code"]: line["persons"] for line in edition.content["support"]}[ADVICE] == 1

    @pytest.mark.parametrize("seed", range(3))
    def test_whatever_records_hold_floor_and_naive_count_say_the_same(self, city, sopot, seed):
        chance = random.Random(seed)
        for serial in range(6):
            pesel = make_pesel(DAY(1990, 5, 17), serial=20 + serial)
            for place in range(chance.randrange(1, 4)):
                record = make_participant(city, sopot, pesel=pesel, pesel_place=place)
                starts(record, DAY(2026, chance.randrange(1, 4), 2), missing=chance.choice(("", "", "education")))
                for _ in range(chance.randrange(4)):
                    on = DAY(2026, chance.randrange(1, 6), 3)
                    make_support(record, chance.choice(KINDS), delivered_on=on)
        for period in (SPRING, Period(DAY(2026, 2, 1), DAY(2026, 2, 28)), Period(DAY(2026, 1, 1), DAY(2026, 6, 30))):
            assert support(sopot, period) == naive(sopot, period)
            both = Figures(sopot, period)
            assert both.portal() == both.floor()
            then = Figures(sopot, replace(period, known_on=timezone.now()))
            assert then.portal() == then.floor() == both.floor()


class TestList:
    def listed(self, client, kind):
        days = {"projekt": "sopot-5.15", "od": "2026-01-01", "do": "2026-03-31"}
        context = client.get(reverse("support_people", args=[kind]), days).context
        return {line.number: (times, hours) for line, times, hours in context["lines"]}, context["page"].reached

    def agrees(self, client, project, kind):
        lines, reached = self.listed(client, kind)
        assert reached.total == support(project)[kind][0]
        return lines, reached

    def test_who_may_not_know_meets_the_record_that_is_seen_and_what_it_holds(
        self, sopot, records, client_of, coordinator
    ):
        for each in records:
            make_support(each, ADVICE)
        make_support(records[1], CULTURE)
        make_support(records[0], COURSE)
        client = client_of(coordinator)
        own = {records[1].number: (1, Decimal(2))}
        for kind, lines, protected in ((ADVICE, own, 0), (CULTURE, own, 0), (COURSE, {}, 1)):
            found, reached = self.agrees(client, sopot, kind)
            assert (found, reached.protected) == (lines, protected), kind

    def test_of_a_hidden_further_record_no_line_says_anything(self, sopot, records, client_of, coordinator):
        first, second = records
        first.person.is_confidential, second.person.is_confidential = False, True
        for each in records:
            each.person.save(update_fields=["is_confidential"])
            make_support(each, ADVICE)
        make_support(second, CULTURE)
        client = client_of(coordinator)
        assert self.agrees(client, sopot, ADVICE)[0] == {first.number: (1, Decimal(2))}
        lines, reached = self.agrees(client, sopot, CULTURE)
        assert (lines, reached.protected) == ({}, 1)

    def test_who_may_know_of_both_meets_the_one_that_counts_with_the_support_of_both(
        self, sopot, city, records, client_of
    ):
        named = make_member("coordinator", city, sopot, "Anna Bezpieczna")
        records[0].person.confidential_to.add(named)
        for each in records:
            make_support(each, ADVICE)
        make_support(records[1], CULTURE, hours=Decimal("1.50"))
        client = client_of(named)
        assert self.agrees(client, sopot, ADVICE)[0] == {records[0].number: (2, Decimal(4))}
        assert self.agrees(client, sopot, CULTURE)[0] == {records[0].number: (1, Decimal("1.50"))}

    def test_it_asks_as_often_whoever_is_behind_it(
        self, sopot, city, records, client_of, coordinator, django_assert_num_queries
    ):
        make_support(make_participant(city, sopot), ADVICE)
        client = client_of(coordinator)
        self.listed(client, ADVICE)
        with django_assert_num_queries(11) as few:
            self.listed(client, ADVICE)
        for each in records:
            make_support(each, ADVICE)
        with django_assert_num_queries(len(few)):
            self.listed(client, ADVICE)
