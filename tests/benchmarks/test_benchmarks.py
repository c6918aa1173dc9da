"""The measurements measure the same numbers, and their invented people are valid."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import connection

from benchmarks import pairs
from benchmarks.latency import Line
from benchmarks.pairs import Measured, by_turns
from benchmarks.table import Figures
from cases.models import ExitFinding
from portal.quality import Level
from reporting.indicators.catalogue import INDICATORS
from reporting.queries.quality import quality_found
from reporting.rules import Period
from services.domain import synthesis
from services.domain.synthesis import synthesise
from services.models import SupportDelivery
from tests.commands import run
from tests.counting import END, START, figures


@pytest.fixture
def invented(sopot):
    synthesise(sopot, 150, seed=7)
    return sopot


def test_hand_written_floor_gives_the_numbers_of_the_product(invented):
    ways = Figures(invented)
    assert ways.portal() == ways.floor()
    assert ways.portal()["EECO01"][1] > 50


def test_floor_sees_a_change_that_the_product_sees(invented):
    ways, before = Figures(invented), Figures(invented).floor()
    synthesise(invented, 20, seed=8)
    assert before != ways.floor() == ways.portal()


def test_invented_people_have_no_blocking_gap(invented):
    found = quality_found(invented, INDICATORS[0], Period(START, END))
    assert [each.check.code for each in found if each.people and each.check.level is Level.BLOCKING] == []


def test_same_seed_gives_the_same_figures_and_another_seed_others(sopot):
    synthesise(sopot, 40, seed=1)
    first = figures(sopot)
    assert SupportDelivery.objects.exists()
    synthesise(sopot, 40, seed=1)
    twice = figures(sopot)
    assert twice["EECO01 cumulative"] == tuple(2 * count for count in first["EECO01 cumulative"])
    synthesise(sopot, 40, seed=2)
    assert figures(sopot)["EECO01 cumulative"] != tuple(3 * count for count in first["EECO01 cumulative"])


def test_command_adds_people_to_as_many_projects_as_asked(sopot, capsys):
    ran = run(capsys, "synthesise", "--persons", "5", "--projects", "2", "--seed", "3")
    assert ran.code == 0
    assert [line.split(":")[0] for line in ran.out.splitlines()] == ["sopot-5.15", "measuring-1"]
    assert sopot.participations.count() == 5


@pytest.mark.parametrize("wrong", [("--persons", "0"), ("--persons", "x"), ("--persons", "5", "--projects", "0"), ()])
def test_bad_input_is_one_line_and_exit_2(sopot, capsys, wrong):
    ran = run(capsys, "synthesise", *wrong)
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert not sopot.participations.exists()


def test_production_is_not_filled_with_invented_people(sopot, capsys, settings):
    settings.PORTAL_TRYOUT = False
    assert run(capsys, "synthesise", "--persons", "5").code == 2


@pytest.mark.parametrize(("takes", "times"), [(1.0, 1), (2.5, 1), (0.1, 10), (0.0001, 100)])
def test_pairs_are_measured_by_turns_and_what_is_short_several_times(monkeypatch, takes, times):
    order, clock = "", 0.0

    def way(name: str, seconds: float) -> Callable[[], None]:
        def run_once() -> None:
            nonlocal order, clock
            order, clock = order + name, clock + seconds

        return run_once

    monkeypatch.setattr(pairs, "time", SimpleNamespace(perf_counter=lambda: clock))
    found = by_turns(way("p", 2 * takes), way("f", takes), pairs=4)
    assert order == "pff" + "".join(each * times for each in ("fp", "pf") * 2)
    assert found.portal == pytest.approx([2 * takes] * 4)
    assert found.floor == pytest.approx([takes] * 4)


def test_as_many_deliveries_as_asked_come_to_each_person(sopot):
    given = synthesise(sopot, 200, seed=5, deliveries=20)
    assert given == SupportDelivery.objects.count()
    assert 15 * 200 < given < 25 * 200


def test_sealed_words_of_invented_people_open(invented):
    person = invented.participations.first().person
    assert person.phone.startswith("+48 000 ")
    finding = ExitFinding.objects.first()
    assert (finding.categories, finding.reason) == ("praca", "synthesised")


def test_keys_and_indexes_of_a_large_table_are_there_again_after_the_load(sopot, monkeypatch):
    monkeypatch.setattr(synthesis, "MANY", 1)
    with connection.cursor() as cursor:
        before = connection.introspection.get_constraints(cursor, SupportDelivery._meta.db_table)
        synthesise(sopot, 30, seed=5)
        after = connection.introspection.get_constraints(cursor, SupportDelivery._meta.db_table)
    assert set(before) == set(after)
    assert SupportDelivery.objects.exists()


@pytest.mark.parametrize(
    ("slow", "said", "missed"),
    [
        ([1.0] * 8, "ratio 1.00 (1.00–1.00), limit 1.1", False),
        ([1.0] * 5 + [2.0] * 3, "ratio 1.00 (1.00–2.00), limit 1.1: MISSED by the upper quartile alone", True),
        ([2.0] * 8, "ratio 2.00 (2.00–2.00), limit 1.1: MISSED", True),
    ],
)
def test_a_goal_is_judged_by_the_upper_quartile_of_the_pairs(slow, said, missed):
    found = Measured(slow, [1.0] * 8)
    assert (found.verdict(1.1), found.misses(1.1), found.misses(None)) == (said, missed, False)
    assert str(Line("page", 1.0, 1.0, slow, 1.1)).endswith(said)
