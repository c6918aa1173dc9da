"""Worked examples A: who counts, once, and when."""

import datetime

import pytest

from beneficiaries.models import Participation, ParticipationVersion, Person
from portal.programmes import loading
from portal.programmes.models import GrantProject
from reporting.indicators.catalogue import INDICATORS
from reporting.queries.people import funnel
from reporting.rules import Period
from services.domain.support import SupportRefused, record_support
from services.models import SupportDelivery
from tests.counting import figures, importer
from tests.factories.beneficiaries import make_participation, make_person
from tests.indicators import find_indicator
from tests.workbooks import ADVICE, COURSE, CULTURE, PUPIL, pesel_for

EVERYTHING = [each.code for each in INDICATORS]


def test_A1_the_first_support_is_the_start_not_the_declaration(take, people):
    lp = people.person(start="2026-03-05")
    people.support(lp, ADVICE, "12.03.2026")
    done = take(people)
    assert done.version().start_on == datetime.date(2026, 3, 12)
    assert done.version().written_start == datetime.date(2026, 3, 5)
    assert done.period("EECO01", "2026-01-01", "2026-03-31") == 1
    assert done.period("EECO01", "2026-03-05", "2026-03-11") == 0


def test_A2_without_support_nobody_counts(take, people):
    people.person(start="2026-03-05")
    done = take(people)
    assert done.counts(*EVERYTHING) == []
    assert done.version().start_on is None


def test_A3_five_times_support_is_one_participant(take, people):
    lp = people.person()
    for kind, day in ((ADVICE, "02"), (ADVICE, "03"), (ADVICE, "04"), ("Asystentura osobista", "05"), (COURSE, "06")):
        people.support(lp, kind, f"2026-02-{day}")
    done = take(people)
    assert done.total("EECO01") == 1
    assert SupportDelivery.objects.count() == 5


def test_A4_who_returns_keeps_the_first_start_and_status_and_the_last_end(take, people):
    pesel = pesel_for("1990-05-17")
    people.supported(on="2025-02-01", end="2025-05-31", status="bezrobotna", detail="inne", pesel=pesel)
    people.supported(on="2026-01-12", end="2026-03-20", status="pracująca", pesel=pesel)
    done = take(people)
    assert done.counts("EECO01", "EECO02", "EECO05") == ["EECO01", "EECO02"]
    version = done.version()
    assert (version.start_on, version.end_on) == (datetime.date(2025, 2, 1), datetime.date(2026, 3, 20))


def test_A7_one_person_in_two_projects_counts_once_in_each(take, people, sopot, tmp_path):
    text = (loading.SHIPPED / "sopot-5.15.toml").read_text(encoding="utf-8")
    other_file = tmp_path / "other.toml"
    other_file.write_text(text.replace('"sopot-5.15"', '"other-5.15"').replace('"WS"', '"OT"'), encoding="utf-8")
    other = importer(loading.load_programme(str(other_file)), tmp_path)
    people.supported(pesel=pesel_for("1990-05-17"))
    assert take(people).total("EECO01") == 1
    assert other(people).total("EECO01") == 1
    assert (Person.objects.count(), Participation.objects.count()) == (1, 2)


def test_A9_visitors_whom_nobody_registered_are_no_participants(take, people):
    people.support(300, CULTURE, "2026-06-01")
    done = take(people)
    assert done.counts(*EVERYTHING) == []
    assert [row["reason"] for row in done.report["refused_rows"]] == ["lp"]
    assert not Person.objects.exists()


def test_A10_a_participant_at_the_picnic_stays_one_participant(take, people):
    lp = people.supported(on="2026-01-12")
    people.support(lp, CULTURE, "2026-06-01")
    done = take(people)
    assert done.total("EECO01") == 1
    assert done.period("EECO01", "2026-06-01", "2026-06-30") == 0


def test_A11_support_for_structures_leaves_every_indicator_at_zero(take, people):
    assert take(people).counts(*EVERYTHING) == []


def test_A12_trained_counsellors_count_and_the_pupils_they_advise_later_do_not(take, people):
    people.supported(given="Anna", status="pracująca", detail="szkoła")
    people.person(**PUPIL)
    done = take(people)
    assert done.counts("EECO01", "EECO05", "EECO06") == ["EECO01", "EECO05"]


def test_A13_advised_pupils_count_and_their_counsellor_does_not(take, people):
    lp = people.person(**PUPIL)
    people.support(lp, "Doradztwo edukacyjno-zawodowe")
    done = take(people)
    assert done.counts("EECO01", "EECO05", "EECO06") == ["EECO01", "EECO06"]
    assert SupportDelivery.objects.get().provider == "M. Zielińska"
    assert Person.objects.count() == 1


def test_A14_a_mother_who_only_brings_her_child_does_not_count(take, people):
    people.supported(surname="Bondar", given="Zlata", **PUPIL)
    people.person(surname="Bondar", given="Olena")
    done = take(people)
    assert done.counts("EECO01", "EECO06", "EECO05") == ["EECO01", "EECO06"]
    assert done.total("EECO01") == 1


def test_A15_a_running_project_reports_everybody_who_entered_in_the_first_year(take, people):
    for number in range(100):
        people.supported(on=f"2025-{number % 12 + 1:02}-15", postcode="81-701")
    done = take(people)
    assert done.total("EECO01", "2025-12-31") == 100


def test_A16_the_steps_to_a_figure_show_who_started_but_lacks_data(take, people):
    people.supported(education=None)
    done = take(people)
    period = Period(datetime.date(2025, 1, 1), datetime.date(2026, 12, 31))
    steps = {
        step.rule.code: step.remaining for step in funnel(done.project, find_indicator("EECO01"), period) if step.rule
    }
    assert (steps["started"], steps["complete"]) == (1, 0)
    assert done.counts(*EVERYTHING) == []


def test_A17_who_lacks_required_data_is_not_counted_and_is_listed(take, people):
    people.supported(education=None)
    done = take(people)
    assert done.total("EECO01") == 0
    assert done.report["incomplete_rows"] == [{"sheet": "Uczestnicy", "row": 4, "lp": 1, "missing": ["education"]}]


def test_A19_who_refuses_to_speak_of_disability_counts_all_the_same(take, people):
    people.supported(disability="Odmowa podania informacji")
    done = take(people)
    assert done.counts("EECO01", "EECO12", "EECO13") == ["EECO01", "EECO13"]
    assert done.version().disability == "refused"
    assert done.version().missing == ""


@pytest.mark.parametrize("lacking", ["sex", "born"])
def test_A20_who_refuses_sex_or_age_is_not_reportable(take, people, lacking):
    people.supported(**{lacking: None})
    done = take(people)
    assert done.counts(*EVERYTHING) == []
    waiting = done.report["incomplete_rows"] + done.report["held_rows"]
    assert [row.get("missing", row.get("reason")) for row in waiting] == [["sex"] if lacking == "sex" else "birth-date"]


@pytest.mark.parametrize(
    "day",
    [pytest.param("2024-12-15", id="A21-before-the-project"), pytest.param("2027-01-05", id="A22-after-the-project")],
)
def test_support_outside_the_project_is_refused_and_starts_nothing(take, people, day):
    lp = people.person(start="2026-03-02")
    people.support(lp, ADVICE, day)
    done = take(people)
    assert done.counts(*EVERYTHING) == []
    assert [(row["reason"], row["sheet"], row["lp"]) for row in done.report["refused_rows"]] == [
        ("outside-project", "Wsparcie", 1)
    ]
    assert done.version().start_on is None


@pytest.mark.parametrize(
    ("day", "start"),
    [("2024-12-31", None), ("2025-01-01", "2025-01-01"), ("2026-12-31", "2026-12-31"), ("2027-01-01", None)],
)
def test_A21_A22_both_ends_of_the_project_are_inside(sopot, settings, day, start):
    settings.PORTAL_TODAY = "2027-03-01"
    participation = make_participation(make_person(), sopot, start_on=None)
    values = {"participation": participation, "service_type": sopot.service_types.first(), "hours": None, "by": None}
    on = datetime.date.fromisoformat(day)
    if start is None:
        with pytest.raises(SupportRefused):
            record_support(delivered_on=on, **values)
        assert not SupportDelivery.objects.exists()
    else:
        record_support(delivered_on=on, **values)
        assert ParticipationVersion.objects.current().get().start_on == on


def test_A23_a_residence_title_that_runs_out_later_does_not_undo_the_count(take, people):
    people.supported(on="2026-04-28", remarks="pobyt do 30.04.2026")
    done = take(people)
    assert done.total("EECO01", "2026-04-30") == 1
    assert done.total("EECO01", "2026-12-31") == 1


def test_A25_who_moves_away_stays_a_participant_without_result(take, people):
    people.supported(end="2026-03-15", path="nie")
    done = take(people)
    assert done.counts("EECO01", "IMPROVED") == ["EECO01"]
    assert done.version().end_on == datetime.date(2026, 3, 15)
    assert done.version().path_completed is False


def test_the_project_of_the_examples_is_the_one_that_ships(sopot):
    project = GrantProject.objects.get(code="sopot-5.15")
    assert (project.starts_on, project.ends_on, project.result_window_days) == (
        datetime.date(2025, 1, 1), datetime.date(2026, 12, 31), 28,
    )  # fmt: skip


def test_support_after_the_end_counts_in_deliveries_and_hours_and_an_end_before_the_start_is_kept(take, people):
    lp = people.person(start="2026-02-02", end="2026-02-20")
    people.support(lp, ADVICE, "2026-03-01", "1,5")
    people.support(lp, ADVICE, "2026-04-01", 2)
    people.finding(lp, "2026-02-25")
    done = take(people)
    assert figures(done.project)["career-advice-adults support"] == (1, 2, "3.50")
    assert done.version().start_on == datetime.date(2026, 3, 1)
    assert done.version().end_on == datetime.date(2026, 2, 20)
    assert done.counts("EECO01", "IMPROVED") == ["EECO01", "IMPROVED"]


def test_an_end_after_the_project_is_kept(take, people):
    people.supported(end="2027-02-01")
    done = take(people)
    assert done.report["held"] == 0
    assert done.version().end_on == datetime.date(2027, 2, 1)
