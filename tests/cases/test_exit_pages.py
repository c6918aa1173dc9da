"""Worked examples A and E driven through the pages: end, finding, return; and one whole journey (R30–R45, R62)."""

import datetime
import uuid

import pytest
from django.urls import reverse

from beneficiaries.models import Participation, ParticipationVersion
from cases.models import ExitFinding
from reporting.queries.people import explain
from reporting.rules import Period
from tests.beneficiaries.test_new_person import TYPED, token_of
from tests.counting import figures
from tests.factories.beneficiaries import make_care as care_for
from tests.factories.beneficiaries import make_participant, make_participation, make_person
from tests.factories.cases import make_task
from tests.factories.plans import make_goal, make_plan, make_step
from tests.forms import again, fill, take_back
from tests.indicators import find_indicator

DAY = datetime.date
END = DAY(2026, 6, 10)
ENDED = {"end_on": END.isoformat(), "path_completed": "yes", "exit_situation": "Inne", "why": ""}
FOUND = {
    "outcome": "improved", "categories": ["rozpoczęcie nauki"], "other": "", "reason": "Chodzi do szkoły.",
    "assessor": "Anna Kowalska",
}  # fmt: skip
NO = {"outcome": "not-improved", "categories": []}


@pytest.fixture(autouse=True)
def _day(settings) -> None:
    settings.PORTAL_TODAY = "2027-02-15"


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def participation(city, sopot, caseworker_city):
    return make_participant(city, sopot, caseworker=caseworker_city)


def to(name, participation, *keys) -> str:
    return reverse(name, args=[participation.number, *keys])


def send(client, path, **typed):
    """Fill a form; what the page asks about is confirmed."""
    answer = fill(client, path, **typed)
    if answer.status_code == 200 and answer.context["form"].questions:
        answer = again(client, path, answer, confirmed=answer.context["form"].mark)
    return answer


def end(client, participation, **typed):
    return send(client, to("end_participation", participation), **{**ENDED, **typed})


def find(client, participation, after: int, **typed):
    day = END + datetime.timedelta(days=after)
    return send(client, to("record_finding", participation), **{**FOUND, "found_on": day.isoformat(), **typed})


def improved(project, last: str = "2027-12-31") -> int:
    return figures(project, "2025-01-01", last)["IMPROVED cumulative"][2]


def unmet(participation) -> list[str]:
    """Return the conditions of the improvement that the person does not meet, as ``explain`` says them."""
    fresh = Participation.objects.select_related("grant_project").get(pk=participation.pk)
    (said,) = explain(fresh, [find_indicator("IMPROVED", fresh.grant_project)], Period.whole())
    return [check.rule.code for check in said.checks if not check.passed]


@pytest.mark.parametrize(
    ("findings", "missing"),
    [
        pytest.param([(0, {})], [], id="day-0"),
        pytest.param([(28, {})], [], id="E9-day-28"),
        pytest.param([(29, {})], ["finding_in_window", "improved"], id="day-29"),
        pytest.param([(-1, {})], ["finding_in_window", "improved"], id="before-the-end"),
        pytest.param([], ["finding_in_window", "improved"], id="E12-nothing-found-yet"),
        pytest.param([(5, {"categories": [], "other": "wolontariat, zaświadczenie"})], [], id="E15-own-words"),
        pytest.param([(5, NO)], ["improved"], id="no-improvement"),
        pytest.param([(2, {}), (9, NO)], ["improved"], id="the-later-decides"),
        pytest.param([(9, {}), (2, NO)], [], id="the-later-decides-not-the-last-entered"),
        pytest.param([(2, {}), (29, NO)], [], id="a-late-one-decides-nothing"),
        pytest.param([(2, {}), (2, NO)], ["improved"], id="one-day-the-later-entered"),
        pytest.param([(2, NO), (2, {})], [], id="one-day-the-later-entered-improved"),
    ],
)
def test_findings_through_the_pages(client, sopot, participation, findings, missing):
    assert (improved(sopot), unmet(participation)) == (0, ["ended", "finding_in_window", "improved"])
    end(client, participation)
    for after, typed in findings:
        assert find(client, participation, after, **typed).status_code == 302
    assert unmet(participation) == missing
    assert improved(sopot) == (not missing)
    assert figures(sopot)["EECO01 cumulative"][2] == 1


@pytest.mark.parametrize("left_out", ["reason", "assessor", "found_on", "outcome", "categories"])
def test_incomplete_finding_is_not_taken_from_the_page(client, participation, left_out):
    end(client, participation)
    answer = find(client, participation, 3, **{left_out: [] if left_out == "categories" else ""})
    assert left_out in answer.context["form"].errors
    assert not ExitFinding.objects.exists()


def test_E11_finding_without_an_end_is_asked_about_and_does_not_count(client, sopot, participation):
    path, day = to("record_finding", participation), END.isoformat()
    asked = fill(client, path, **FOUND, found_on=day)
    assert asked.context["form"].questions
    find(client, participation, 0)
    assert improved(sopot) == 0
    assert "ended" in unmet(participation)


def test_E16_who_left_early_can_have_improved(client, sopot, participation):
    end(client, participation, path_completed="no", why="wyjazd")
    find(client, participation, 20)
    assert improved(sopot) == 1
    assert ParticipationVersion.objects.current().get().path_completed is False


@pytest.mark.parametrize(("after", "counts"), [(28, 1), (29, 0)])
def test_E18_window_goes_on_after_the_project(client, sopot, participation, after, counts):
    end(client, participation, end_on="2026-12-31")
    day = DAY(2026, 12, 31) + datetime.timedelta(days=after)
    find(client, participation, 0, found_on=day.isoformat())
    assert improved(sopot) == counts


def test_E20_finding_for_somebody_incomplete_counts_nothing(client, sopot, city):
    person = make_person()
    care_for(person, city, sopot)
    participation = make_participation(person, sopot, education="", missing="education")
    end(client, participation)
    find(client, participation, 3)
    assert improved(sopot) == 0
    assert unmet(participation) == ["complete"]


def test_A4_who_returns_keeps_the_start_and_only_the_last_exit_decides(client, sopot, participation):
    end(client, participation)
    find(client, participation, 2)
    assert improved(sopot) == 1
    take_back(client, to("end_participation", participation), why="wrócił")
    assert (improved(sopot), unmet(participation)) == (0, ["ended", "finding_in_window", "improved"])
    end(client, participation, end_on="2026-09-30", path_completed="no", why="wyjazd")
    assert (improved(sopot), unmet(participation)) == (0, ["finding_in_window", "improved"])
    find(client, participation, 0, found_on="2026-10-01")
    version = ParticipationVersion.objects.current().get()
    assert (version.start_on, version.end_on) == (DAY(2026, 2, 2), DAY(2026, 9, 30))
    assert (improved(sopot), improved(sopot, "2026-09-30")) == (1, 0)
    assert ExitFinding.objects.current().count() == 2
    assert figures(sopot)["EECO01 cumulative"][2] == 1


def test_A25_who_died_or_moved_away_stays_a_participant_without_a_result(client, sopot, participation):
    end(client, participation, path_completed="no", why="wyprowadzka")
    assert (figures(sopot)["EECO01 cumulative"][2], improved(sopot)) == (1, 0)


def test_support_after_the_end_asks_whether_the_person_has_come_back(client, sopot, participation):
    end(client, participation)
    path = to("new_support", participation)
    typed = {"kind": "polish-course", "day": "2026-07-01", "minutes": "60", "hours": "", "note": "",
             "people": [participation.number], "do": "save"}  # fmt: skip
    asked = client.post(path, {**typed, "submission": str(uuid.uuid4())})
    assert "10.06.2026" in asked.context["form"].questions[0]
    assert not asked.context["form"].is_repeated
    assert "Udzielono go dwa razy" not in asked.content.decode()
    take_back(client, to("end_participation", participation), why="wróciła")
    answer = client.post(path, {**typed, "submission": str(uuid.uuid4())})
    assert answer.status_code == 302


@pytest.mark.usefixtures("accounts_speak_english")
def test_open_tasks_and_steps_are_asked_about_before_the_end(client, sopot, participation, caseworker_city):
    make_task(sopot, caseworker_city, participation)
    make_task(sopot, caseworker_city)
    goal = make_goal(make_plan(participation))
    make_step(goal)
    make_step(goal, state="done")
    answer = fill(client, to("end_participation", participation), **ENDED)
    assert [each[:2] for each in answer.context["form"].questions] == ["1 ", "1 "]
    assert "End participation" in answer.content.decode().split('class="asked"')[1].split("</button>")[0]
    for way in (to("person_plan", participation), f"{to('person_record', participation)}#tasks"):
        assert f'<a href="{way}">' in answer.content.decode()
    assert ParticipationVersion.objects.current().get().end_on is None
    end(client, participation)
    assert ParticipationVersion.objects.current().get().end_on == END


@pytest.mark.usefixtures("accounts_speak_english")
@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-06-10", "Ended today: day 0 of 28; last day 8 Jul 2026."),
        ("2026-06-27", "Today is day 17 of 28; 11 days left, last day 8 Jul 2026."),
        ("2026-07-07", "Today is day 27 of 28; 1 day left, last day 8 Jul 2026."),
        ("2026-07-08", "Today is the last day: day 28 of 28."),
        ("2026-07-09", "The days ended on 8 Jul 2026: a finding dated later will not count."),
    ],
)
def test_days_are_counted_from_the_end_to_the_form_of_the_finding(
    client_of, caseworker_city, participation, settings, day, said
):
    settings.PORTAL_TODAY = day
    client = client_of(caseworker_city)
    after = client.get(end(client, participation).url)
    (step,) = after.context["steps"]
    assert (step.text, step.url) == (said, to("record_finding", participation))
    assert said in client.get(step.url).content.decode()
    assert said in client.get(to("person_diagnosis", participation)).content.decode()
    find(client, participation, 0)
    assert not client.get(to("end_participation", participation)).context["steps"]


def test_way_to_the_finding_only_for_those_who_may_record_it(client_of, auditor, client, participation):
    end(client, participation)
    assert client_of(auditor).get(to("end_participation", participation)).status_code == 404


class TestChild:
    @pytest.fixture
    def child(self, city, sopot, caseworker_city):
        """Under 18 at the end, of age today."""
        return make_participant(city, sopot, caseworker=caseworker_city, birth_date=DAY(2008, 6, 11))

    def test_E21_statement_of_a_guardian_is_kept_sealed_and_its_lack_stops_nothing(self, client, sopot, child):
        end(client, child)
        find(client, child, 3)
        assert improved(sopot) == 1
        page = client.get(to("person_diagnosis", child))
        assert page.context["findings"][0].lacks_guardian
        finding = ExitFinding.objects.get()
        said = {"guardian": "Qzxkwvt Bondar, matka", "guardian_how": "spoken", "guardian_on": "2026-06-12"}
        send(client, to("change_finding", child, finding.fact_id), **said, why="dopisane")
        current = ExitFinding.objects.current().get()
        assert (current.guardian, current.guardian_how, current.guardian_on) == (
            "Qzxkwvt Bondar, matka", "spoken", DAY(2026, 6, 12),
        )  # fmt: skip
        raw = ExitFinding.objects.filter(pk=current.pk).values_list("guardian", flat=True).get()
        assert b"Qzxkwvt" not in bytes(raw)
        assert "Qzxkwvt Bondar" in client.get(to("person_diagnosis", child)).content.decode()
        assert improved(sopot) == 1

    @pytest.mark.parametrize(
        ("typed", "wrong"),
        [
            ({"guardian": "Matka"}, {"guardian_how", "guardian_on"}),
            ({"guardian_on": "2026-06-12"}, {"guardian", "guardian_how"}),
            ({"guardian": "Matka", "guardian_how": "spoken", "guardian_on": "2090-01-01"}, {"guardian_on"}),
            ({"guardian": "a\0b", "guardian_how": "x", "guardian_on": "31.02.2026"}, {"guardian", "guardian_how", "guardian_on"}),
        ],
    )  # fmt: skip
    def test_half_a_statement_is_asked_for(self, client, child, typed, wrong):
        end(client, child)
        assert set(find(client, child, 3, **typed).context["form"].errors) == wrong

    def test_adult_has_no_guardian(self, client, city, sopot, caseworker_city):
        adult = make_participant(city, sopot, caseworker=caseworker_city, birth_date=DAY(2008, 6, 10))
        end(client, adult)
        assert "guardian" not in client.get(to("record_finding", adult)).context["form"].fields


@pytest.mark.parametrize(("after", "counts"), [(28, 1), (29, 0)])
def test_from_the_first_page_to_the_result(client, city, sopot, caseworker_city, after, counts):
    page = client.get(reverse("new_person"))
    client.post(reverse("new_person"), {**TYPED, "organisation": str(city.pk), "caseworker": str(caseworker_city.pk), "submission": token_of(page)})  # fmt: skip
    person = Participation.objects.get()
    assert figures(sopot)["EECO01 cumulative"][2] == 0
    assessed = {
        "stage": "entry",
        "taken_on": "2026-02-02",
        "social": "2",
        "work": "1",
        "education": "3",
        "culture": "2",
    }
    assert send(client, to("new_diagnosis", person), **assessed).status_code == 302
    assert fill(client, to("new_plan", person), opened_on="2026-02-03", statutory_programme="no").status_code == 302
    for day in ("2026-02-10", "2026-03-10", "2026-04-10"):
        typed = {"kind": "career-advice-adults", "day": day, "minutes": "60", "hours": "", "note": ""}
        sent = {**typed, "people": [person.number], "do": "save", "submission": str(uuid.uuid4())}
        assert client.post(to("new_support", person), sent).status_code == 302
    assert figures(sopot)["EECO01 cumulative"][2] == 1
    assert end(client, person).url == to("end_participation", person)
    assert improved(sopot) == 0
    assert find(client, person, after).status_code == 302
    found_on = END + datetime.timedelta(days=after)
    before = (found_on - datetime.timedelta(days=1)).isoformat()
    assert (improved(sopot, before), improved(sopot, found_on.isoformat())) == (0, counts)
    assert unmet(person) == ([] if counts else ["finding_in_window", "improved"])


def test_E13_higher_levels_without_a_finding_count_nothing_and_are_proposed(client, sopot, participation, settings):
    for stage, day, level in (("entry", "2026-02-03", "2"), ("exit", "2026-06-09", "4")):
        answer = fill(client, to("new_diagnosis", participation), stage=stage, taken_on=day, social=level, work=level)
        assert answer.status_code == 302
    end(client, participation)
    settings.PORTAL_TODAY = "2026-06-20"
    assert (improved(sopot), unmet(participation)) == (0, ["finding_in_window", "improved"])
    assert participation.number in client.get(reverse("result_radar")).content.decode()


def test_E12_on_day_10_without_a_finding_nothing_counts_and_18_days_are_left(client, sopot, participation, settings):
    end(client, participation, exit_situation="")
    settings.PORTAL_TODAY = (END + datetime.timedelta(days=10)).isoformat()
    (due,) = client.get(reverse("result_radar")).context["rows"]
    assert (due.row.url, due.left.figure) == (to("person_record", participation), "18")
    assert improved(sopot) == 0
    settings.PORTAL_TODAY = (END + datetime.timedelta(days=29)).isoformat()
    page = client.get(reverse("result_radar")).context
    assert ([*page["rows"]], [each.row.url for each in page["closed"]]) == ([], [to("person_record", participation)])


def test_E11_improvement_without_an_end_is_a_gap_until_the_end_is_written(
    client, client_of, coordinator, participation
):
    find(client, participation, 0)
    gaps = reverse("quality_people", args=["finding-not-counted"])
    assert participation.number in client_of(coordinator).get(gaps).content.decode()
    end(client, participation)
    assert participation.number not in client_of(coordinator).get(gaps).content.decode()
