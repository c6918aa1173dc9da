"""Worked examples A and E typed on the pages: a person, support, the end, what happened after (R30–R45, R62).

The coordinator of the leading organisation types. A4, A25 and E9–E21: ``tests/cases/test_exit_pages.py``.
"""

import datetime
import uuid

import pytest
from django.urls import reverse

from beneficiaries.models import Participation, ParticipationVersion, Person
from cases.models import ExitEvent, ExitFinding
from portal.accounts.enums import Role
from portal.accounts.models import Organisation
from reporting.enums import Whom
from reporting.indicators.catalogue import INDICATORS
from reporting.queries.people import funnel
from reporting.rules import Period
from services.enums import ActivityKind
from services.models import SupportDelivery
from tests.beneficiaries.test_new_person import TYPED
from tests.counting import figures
from tests.factories.accounts import make_membership
from tests.factories.activities import make_activity
from tests.factories.indicators import make_indicator as define_visitors
from tests.factories.programmes import make_project
from tests.forms import again, fill
from tests.indicators import find_indicator

DAY = datetime.date
ADVICE, SCHOOL_ADVICE, CULTURE = "career-advice-adults", "career-advice-pupils", "culture-integration"
ASSISTANT, COURSE = "personal-assistant", "polish-course"
GIVEN = [(ADVICE, "2026-03-02")]
WOMAN = {**TYPED, "pesel": ""}
UNEMPLOYED = {"labour_status": "unemployed", "labour_detail": "other", "labour_detail_text": ""}
INACTIVE = {"labour_status": "inactive", "labour_detail": "not-in-education", "labour_detail_text": ""}
PUPIL = {
    "given_names": "Zlata", "surname": "Bondar", "original_name": "", "birth_date_2": "2013", "education": "isced-0-2",
    "labour_status": "inactive", "labour_detail": "in-education", "labour_detail_text": "",
    "education_end_0": "25", "education_end_1": "6", "education_end_2": "2027",
}  # fmt: skip
EMPLOYED_COUNTS = {"EECO01": 1, "EECO05": 1, "EECO11": 1, "EECO13": 1, "EECO14": 1}
PUPIL_COUNTS = {"EECO01": 1, "EECO04": 1, "EECO06": 1, "EECO09": 1, "EECO13": 1, "EECO14": 1}


@pytest.fixture(autouse=True)
def _day(settings) -> None:
    settings.PORTAL_TODAY = "2027-02-15"


@pytest.fixture
def client(client_of, coordinator):
    return client_of(coordinator)


def to(name, participation, *keys) -> str:
    return reverse(name, args=[participation.number, *keys])


def send(client, path, **typed):
    """Send a form that carries nothing but its token beside what is typed, without opening its page first."""
    return client.post(path, {**typed, "submission": str(uuid.uuid4())})


def write_down(client, **typed):
    """Send the form of a new person, whom the city looks after."""
    city = Organisation.objects.get(code="sopot")
    return send(client, reverse("new_person"), **{**WOMAN, "organisation": str(city.pk), "caseworker": "", **typed})


def enrol(client, **typed) -> Participation:
    """Write a person down and return how they take part."""
    return Participation.objects.get(number=write_down(client, **typed).url.split("/")[-2])


def give(client, participation, kind, day, **typed):
    """Write support down for the person whose record is open."""
    sent = {"kind": kind, "day": day, "minutes": "60", "people": [participation.number], "do": "save", **typed}
    return send(client, to("new_support", participation), **sent)


def supported(client, support=GIVEN, **typed):
    """Write a person down and all their support."""
    participation = enrol(client, **typed)
    for kind, day in support:
        assert give(client, participation, kind, day).status_code == 302
    return participation


def end(client, participation, day):
    typed = {"end_on": day, "path_completed": "yes", "exit_situation": "Inne"}
    assert fill(client, to("end_participation", participation), **typed).status_code == 302


def happened(client, participation, day, kind) -> bool:
    """Write an event down; tell whether the page said first that it will not count, which is confirmed."""
    path = to("new_exit_event", participation)
    answer = send(client, path, kind=kind, occurred_on=day)
    if answer.status_code == 302:
        return False
    assert again(client, path, answer, confirmed=answer.context["form"].mark).status_code == 302
    return True


def counted(project, *period) -> dict[str, int]:
    """Return in how many people each indicator counts, by the end of the period; zeros left out."""
    found = figures(project, *period)
    totals = {each.code: found[f"{each.code} cumulative"][2] for each in INDICATORS}
    return {code: total for code, total in totals.items() if total}


def participants_in(project, first: str, last: str) -> int:
    return figures(project, first, last)["EECO01 period"][2]


def in_force(participation) -> ParticipationVersion:
    return ParticipationVersion.objects.current().get(participation=participation)


@pytest.mark.parametrize(
    ("typed", "support", "counts"),
    [
        pytest.param({}, [], {}, id="A2-no-support"),
        pytest.param(
            {}, [(ADVICE, "2026-02-02"), (ADVICE, "2026-02-03"), (ADVICE, "2026-02-04"), (ASSISTANT, "2026-02-05"), (COURSE, "2026-02-06")],
            EMPLOYED_COUNTS, id="A3-five-times",
        ),
        pytest.param(PUPIL, [(SCHOOL_ADVICE, "2026-03-02")], PUPIL_COUNTS, id="A13-pupil-not-the-counsellor"),
        pytest.param({"disability": "refused"}, GIVEN, EMPLOYED_COUNTS, id="A19-disability-refused"),
        pytest.param({"disability": "yes"}, GIVEN, {**EMPLOYED_COUNTS, "EECO12": 1}, id="A19-disability-told"),
        pytest.param({"sex": ""}, GIVEN, {}, id="A20-sex-refused"),
    ],
)  # fmt: skip
def test_A_what_is_typed_decides_who_counts(client, sopot, typed, support, counts):
    participation = supported(client, support, **typed)
    assert counted(sopot) == counts
    assert in_force(participation).start_on == (DAY.fromisoformat(support[0][1]) if support else None)
    assert (SupportDelivery.objects.count(), Person.objects.count()) == (len(support), 1)
    assert in_force(participation).missing == ("sex" if typed.get("sex") == "" else "")
    assert in_force(participation).disability == typed.get("disability", "no")


@pytest.mark.parametrize(
    ("helped", "other", "counts"),
    [
        pytest.param({"labour_detail_text": "szkoła"}, PUPIL, EMPLOYED_COUNTS, id="A12-counsellor-not-the-pupil"),
        pytest.param(PUPIL, {}, PUPIL_COUNTS, id="A14-child-not-the-mother-who-waits"),
    ],
)
def test_A12_A14_who_is_written_down_beside_a_participant_does_not_count(client, sopot, helped, other, counts):
    supported(client, **helped)
    supported(client, [], **other)
    assert Participation.objects.count() == 2
    assert counted(sopot) == counts


@pytest.mark.usefixtures("sopot")
def test_A20_who_refuses_the_age_cannot_be_written_down(client):
    answer = write_down(client, birth_date_0="", birth_date_1="", birth_date_2="")
    assert list(answer.context["form"].errors) == ["birth_date"]
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("day", "changed", "field"),
    [
        pytest.param("2026-06-01", {"people": []}, "who", id="A9-A11-nobody-benefits-by-name"),
        pytest.param("2026-06-01", {"people": ["WS-9999"]}, "who", id="A9-nobody-registered"),
        pytest.param("2024-12-15", {}, "day", id="A21-before-the-project"),
        pytest.param("2024-12-31", {}, "day", id="A21-the-day-before"),
        pytest.param("2027-01-01", {}, "day", id="A22-the-day-after"),
        pytest.param("2027-01-05", {}, "day", id="A22-after-the-project"),
    ],
)
def test_A_support_that_the_page_refuses_starts_nothing(client, sopot, day, changed, field):
    participation = enrol(client)
    assert list(give(client, participation, CULTURE, day, **changed).context["form"].errors) == [field]
    assert (counted(sopot), SupportDelivery.objects.count(), in_force(participation).start_on) == ({}, 0, None)


@pytest.mark.parametrize("day", ["2025-01-01", "2026-12-31"])
def test_A21_A22_both_ends_of_the_project_are_inside_and_a_correction_cannot_leave_it(client, sopot, day):
    participation = supported(client, [(ADVICE, day)])
    path = to("change_support", participation, SupportDelivery.objects.get().fact_id)
    for outside in ("2024-12-31", "2027-01-01"):
        assert list(fill(client, path, day=outside, why="x").context["form"].errors) == ["day"]
    assert (counted(sopot), in_force(participation).start_on) == (EMPLOYED_COUNTS, DAY.fromisoformat(day))


def test_A1_the_first_support_is_the_start_and_its_correction_moves_the_quarter(client, sopot, settings):
    settings.PORTAL_TODAY = "2026-03-05"
    participation = enrol(client)
    settings.PORTAL_TODAY = "2026-04-02"
    give(client, participation, ADVICE, "2026-03-12")
    quarters = [("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-06-30")]
    assert in_force(participation).start_on == DAY(2026, 3, 12)
    assert [participants_in(sopot, *each) for each in quarters] == [1, 0]
    assert participants_in(sopot, "2026-03-01", "2026-03-11") == 0
    path = to("change_support", participation, SupportDelivery.objects.get().fact_id)
    assert fill(client, path, day="2026-04-01", why="lista obecności").status_code == 302
    assert [participants_in(sopot, *each) for each in quarters] == [0, 1]


def test_A7_one_person_in_two_projects_counts_once_in_each(client, sopot, city, coordinator):
    other = make_project("second", leader=city, number_prefix="DP")
    kind = sopot.service_types.get(code=ADVICE)
    kind.pk, kind.grant_project = None, other
    kind.save()
    participation = supported(client)
    make_membership(coordinator, Role.COORDINATOR, city, other)
    fill(client, to("enrol_person", participation), asked_anew="on", eligibility="seen")
    second = Participation.objects.get(grant_project=other)
    assert (counted(sopot), counted(other)) == (EMPLOYED_COUNTS, {})
    give(client, second, ADVICE, "2026-05-04")
    assert (counted(sopot), counted(other)) == (EMPLOYED_COUNTS, EMPLOYED_COUNTS)
    assert Person.objects.count() == 1


def test_A10_a_participant_at_the_picnic_stays_one_participant(client, sopot):
    supported(client, [(ADVICE, "2026-01-12"), (CULTURE, "2026-06-01")])
    assert counted(sopot) == EMPLOYED_COUNTS
    assert participants_in(sopot, "2026-01-01", "2026-03-31") == 1
    assert participants_in(sopot, "2026-06-01", "2026-06-30") == 0


def test_A9_A10_three_hundred_visitors_are_a_number_of_their_own_and_no_participants(client, sopot, settings):
    """The numbers of the examples: noted on the page of the open event, read on the page of the figures."""
    participation = supported(client, [(ADVICE, "2026-01-12")])
    picnic = make_activity(sopot, ActivityKind.OPEN, capacity=None, title="Piknik")
    define_visitors(sopot, "PIKNIK", whom=Whom.VISITORS)
    meeting = picnic.meetings.get()
    typed = {"do": "visitors", "meeting": str(meeting.pk), "version": str(meeting.version), "count": "300"}
    assert send(client, reverse("event", args=[picnic.pk]), **typed).status_code == 302
    assert picnic.meetings.get().head_count == 300
    assert (counted(sopot), Participation.objects.get()) == (EMPLOYED_COUNTS, participation)
    page = client.get(reverse("indicator_dashboard")).content.decode()
    assert "PIKNIK" in page and ">300<" in page


def test_A15_a_running_project_reports_who_entered_in_the_first_year(client, sopot, settings):
    settings.PORTAL_TODAY = "2025-12-31"
    supported(client, [(ADVICE, "2025-11-15")], seen_on_2="2025")
    assert counted(sopot, "2025-01-01", "2025-12-31") == EMPLOYED_COUNTS


def test_A16_A17_who_lacks_education_is_on_the_list_to_complete_and_counts_once_it_is_typed(client, sopot):
    participation = supported(client, education="")
    rule = find_indicator("EECO01", sopot)
    steps = {step.rule.code: step.remaining for step in funnel(sopot, rule, Period.whole()) if step.rule}
    assert (steps["started"], steps["complete"], counted(sopot)) == (1, 0, {})
    ((listed, _missing, url),) = client.get(reverse("incomplete_people")).context["lines"]
    assert (listed, url) == (participation, to("person_edit", participation))
    assert fill(client, url, education="isced-5-8", why="świadectwo").status_code == 302
    assert counted(sopot) == EMPLOYED_COUNTS
    assert client.get(reverse("incomplete_people")).context["lines"] == []


@pytest.mark.usefixtures("accounts_speak_english")
def test_A23_a_residence_title_that_runs_out_is_told_and_the_count_stays(client_of, coordinator, sopot, settings):
    client = client_of(coordinator)
    settings.PORTAL_TODAY = "2026-04-28"
    participation = supported(client, [(ADVICE, "2026-04-28")])
    typed = {"kind": "residence-card", "valid_to_0": "30", "valid_to_1": "4", "valid_to_2": "2026"}
    assert send(client, to("new_document", participation), **typed, seen_on="2026-04-28").status_code == 302
    for day, is_over in (("2026-04-30", False), ("2026-05-01", True)):
        settings.PORTAL_TODAY = day
        record = client.get(to("person_record", participation)).content.decode()
        assert ("Residence card: expired on 30 Apr 2026." in record) is is_over
        assert ("Residence card: expires today." in record) is not is_over
    assert counted(sopot) == EMPLOYED_COUNTS


@pytest.mark.parametrize(
    ("typed", "events", "counts", "asked"),
    [
        pytest.param(
            INACTIVE, [("2026-04-05", "job-search"), ("2026-04-20", "job")], {"EECR04": 1}, [False, False], id="E1"
        ),
        pytest.param(
            INACTIVE, [("2026-04-20", "job"), ("2026-04-05", "job-search")], {"EECR04": 1}, [False, False],
            id="E1-typed-the-other-way-round",
        ),
        pytest.param(UNEMPLOYED, [("2026-04-28", "job")], {"EECR04": 1}, [False], id="E3-day-28"),
        pytest.param(UNEMPLOYED, [("2026-04-29", "job")], {}, [True], id="E4-day-29"),
        pytest.param(PUPIL, [("2026-04-05", "education")], {}, [True], id="E6-pupil-stays-pupil"),
        pytest.param(INACTIVE, [], {}, [], id="E7-nothing-changed"),
        pytest.param({}, [("2026-04-05", "job")], {}, [True], id="E8-same-post-better-paid"),
    ],
)  # fmt: skip
def test_E_events_after_leaving_on_31_March_2026(client, sopot, typed, events, counts, asked):
    participation = supported(client, **typed)
    end(client, participation, "2026-03-31")
    before = counted(sopot)
    assert [happened(client, participation, *each) for each in events] == asked
    assert before["EECO01"] == 1
    assert counted(sopot) == {**before, **counts}
    assert ExitEvent.objects.count() == len(events)


def test_E8_better_pay_is_no_event_and_has_no_indicator(client, sopot):
    participation = supported(client)
    end(client, participation, "2026-03-31")
    answer = send(client, to("new_exit_event", participation), kind="better-pay", occurred_on="2026-04-05")
    assert list(answer.context["form"].errors) == ["kind"]
    assert not ExitEvent.objects.exists()
    assert find_indicator("EECR06", sopot) is None


def test_E23_what_is_typed_on_day_29_counts_by_its_own_day_20(client, sopot, settings):
    settings.PORTAL_TODAY = "2026-04-29"
    participation = supported(client, **UNEMPLOYED)
    end(client, participation, "2026-03-31")
    assert not happened(client, participation, "2026-04-20", "job")
    found = {
        "outcome": "improved", "categories": ["rozpoczęcie nauki"], "reason": "Umowa o pracę z 20.04.2026, wgląd.",
        "found_on": "2026-04-20", "assessor": "Joanna Nowicka",
    }  # fmt: skip
    assert send(client, to("record_finding", participation), **found).status_code == 302
    assert {"EECR04": 1, "IMPROVED": 1}.items() <= counted(sopot, "2025-01-01", "2026-04-20").items()
    assert not {"EECR04", "IMPROVED"} & counted(sopot, "2025-01-01", "2026-04-19").keys()
    assert ExitFinding.objects.get().reason == found["reason"]


@pytest.mark.usefixtures("sopot")
@pytest.mark.parametrize(
    ("number", "born", "sex"),
    [
        pytest.param("44051401458", ("14", "5", "1944"), "M", id="G1"),
        pytest.param("07231512359", ("15", "3", "2007"), "M", id="G3"),
        pytest.param("07321512337", ("15", "12", "2007"), "M", id="G4-month-32-is-december"),
    ],
)
def test_G_a_typed_PESEL_belongs_to_the_typed_birth_date_and_sex(client, number, born, sex):
    day = dict(zip(("birth_date_0", "birth_date_1", "birth_date_2"), born, strict=True))
    wrong = write_down(client, pesel=number, sex=sex, **{**day, "birth_date_0": "1"})
    assert wrong.status_code == 200
    assert not Person.objects.exists()
    person = enrol(client, pesel=number, sex=sex, **day).person
    assert person.pesel == number


@pytest.mark.usefixtures("sopot")
@pytest.mark.parametrize("number", [pytest.param("44051401459", id="G2"), pytest.param("90023012340", id="G7")])
def test_G_what_is_not_a_PESEL_is_refused_and_stays_typed(client, number):
    answer = write_down(client, pesel=number)
    assert list(answer.context["form"].errors) == ["pesel"]
    assert number in answer.content.decode()
    assert not Person.objects.exists()


def test_G5_somebody_born_in_1899_is_asked_about_and_counts(client, sopot):
    born = {"birth_date_0": "31", "birth_date_1": "12", "birth_date_2": "1899"}
    answer = write_down(client, pesel="99923100120", sex="K", **born)
    assert len(answer.context["form"].questions) == 1
    assert not Person.objects.exists()
    assert again(client, reverse("new_person"), answer, confirmed=answer.context["form"].mark).status_code == 302
    participation = Participation.objects.get()
    assert participation.person.pesel == "99923100120"
    give(client, participation, ADVICE, "2026-03-02")
    assert in_force(participation).age_at_start == 126
    assert counted(sopot) == {**EMPLOYED_COUNTS, "EECO08": 1}
