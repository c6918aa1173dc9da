"""Participation ends on a page: the window is said, unlikely days are refused, the end can be taken back."""

import datetime

import pytest
from django.urls import reverse

from beneficiaries.models import ParticipationVersion
from portal.audit.models import AuditEvent
from portal.programmes.dictionaries import EXIT
from portal.programmes.models import DictionaryEntry
from portal.quality import find_check
from portal.versions.actions import correct_fact
from tests.beneficiaries.test_correcting_a_person import finds
from tests.counting import figures
from tests.factories.beneficiaries import make_care, make_participant, make_participation, make_person
from tests.factories.cases import make_finding
from tests.forms import again, fill, sent_of, take_back

DAY = datetime.date
ENDED = {"end_on": "2026-06-30", "path_completed": "yes", "exit_situation": "Inne", "why": ""}


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def participation(city, sopot):
    return make_participant(city, sopot)


@pytest.fixture
def path(participation):
    return reverse("end_participation", args=[participation.number])


def in_force(participation) -> ParticipationVersion:
    return ParticipationVersion.objects.current().get(participation=participation)


def test_end_is_recorded_and_the_last_day_of_the_window_is_said(client, participation, path):
    answer = fill(client, path, **ENDED)
    version = in_force(participation)
    assert (version.end_on, version.path_completed, version.exit_situation) == (DAY(2026, 6, 30), True, "Inne")
    page = client.get(answer.url).content.decode()
    assert "28 lipca 2026" in page
    assert reverse("record_finding", args=[participation.number]) in page
    assert AuditEvent.objects.filter(action="change", object_type="participation").count() == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("end_on", {"end_on": ""}),
        ("end_on", {"end_on": "31.02.2026"}),
        ("end_on", {"end_on": "2026-02-01"}),
        ("end_on", {"end_on": "2027-01-01"}),
        ("end_on", {"end_on": "9999-12-31"}),
        ("path_completed", {"path_completed": ""}),
        ("path_completed", {"path_completed": "maybe"}),
        ("exit_situation", {"exit_situation": "znalazła pracę"}),
        ("why", {"path_completed": "no"}),
    ],
)
def test_mistake_is_said_beside_the_field_and_nothing_ends(client, participation, path, field, typed):
    answer = fill(client, path, **{**ENDED, **typed})
    assert list(answer.context["form"].errors) == [field]
    assert in_force(participation).end_on is None


def test_situation_that_hardly_follows_the_start_is_asked_about_once(client, participation, path):
    typed = {**ENDED, "exit_situation": "Osoba podjęła kształcenie lub szkolenie"}
    assert fill(client, path, **typed).status_code == 302  # who works may begin to learn
    typed = {**typed, "exit_situation": "Osoba poszukująca pracy", "why": "telefon"}
    answer = fill(client, path, **typed)
    assert len(answer.context["form"].questions) == 1
    assert again(client, path, answer, confirmed=answer.context["form"].mark).status_code == 302
    assert in_force(participation).exit_situation == "Osoba poszukująca pracy"
    assert fill(client, path, **{**typed, "end_on": "2026-06-29"}).status_code == 302  # said before, not asked again


def test_who_has_not_started_cannot_end(client, city, sopot):
    person = make_person()
    make_care(person, city, sopot)
    made = make_participation(person, sopot, start_on=None)
    path = reverse("end_participation", args=[made.number])
    assert 'name="end_on"' not in client.get(path).content.decode()
    assert list(fill(client, path, **ENDED).context["form"].errors) == ["end_on"]


def test_double_click_makes_one(client, participation, path):
    sent = {**sent_of(client.get(path).context["form"]), **ENDED}
    for _ in range(3):
        client.post(path, sent)
    assert ParticipationVersion.objects.count() == 2


def test_correction_asks_for_a_reason_and_moves_the_result(client, sopot, participation, path):
    make_finding(participation, found_on=DAY(2026, 7, 20))
    fill(client, path, **ENDED)
    assert figures(sopot)["IMPROVED cumulative"][2] == 1
    assert list(fill(client, path, end_on="2026-06-01").context["form"].errors) == ["why"]
    fill(client, path, end_on="2026-06-01", why="left earlier")
    assert figures(sopot)["IMPROVED cumulative"][2] == 0


def test_second_of_two_sees_both_texts(client, client_of, coordinator, participation, path):
    page = client.get(path)
    fill(client_of(coordinator), path, **ENDED)
    answer = again(client, path, page, **{**ENDED, "end_on": "2026-05-31", "why": "as I know"})
    assert coordinator.name in answer.content.decode()
    assert in_force(participation).end_on == DAY(2026, 6, 30)
    again(client, path, answer)
    assert in_force(participation).end_on == DAY(2026, 5, 31)


def test_reopened_takes_part_again_and_the_earlier_result_does_not_stand(client, sopot, participation, path):
    make_finding(participation, found_on=DAY(2026, 7, 1))
    fill(client, path, **ENDED)
    before = in_force(participation)
    take_back(client, path, why="came back")
    version = in_force(participation)
    assert (version.end_on, version.path_completed, version.exit_situation) == (None, None, "")
    assert (version.start_on, version.education, version.why) == (before.start_on, before.education, "came back")
    assert figures(sopot)["IMPROVED cumulative"][2] == 0


def test_reopening_what_somebody_else_changed_is_refused(client, client_of, coordinator, participation, path):
    fill(client, path, **ENDED)
    form = client.get(path).context["withdrawal"]
    fill(client_of(coordinator), path, end_on="2026-06-29", why="one day earlier")
    token = str(form["submission"].value())
    sent = {"take_back": "1", "submission": token, "back-submission": token, "back-why": "x"}
    client.post(path, {**sent, "back-version": str(form["version"].value())})
    assert in_force(participation).end_on == DAY(2026, 6, 29)


@pytest.mark.parametrize(
    ("check", "state"),
    [
        ("end-before-start", {"end_on": DAY(2026, 1, 1)}),
        ("end-after-project", {"end_on": DAY(2027, 2, 1)}),
        ("exit-without-situation", {"end_on": DAY(2026, 6, 1)}),
    ],
)
def test_form_that_a_check_names_really_mends_it(client, city, sopot, check, state):
    person = make_person()
    make_care(person, city, sopot)
    made = make_participation(person, sopot, **state)
    asked = find_check(check)
    assert finds(asked, sopot, made)
    fill(client, asked.fix_url(made.number), **{**ENDED, "why": "mended"})
    assert not finds(asked, sopot, made)


@pytest.mark.usefixtures("accounts_speak_english")
@pytest.mark.parametrize(
    ("days", "offered"),
    [
        ({"start_on": None}, None),
        ({}, "End of participation"),
        ({"end_on": DAY(2026, 6, 29)}, "Correct the end"),
    ],
)
def test_button_to_the_end_fits_the_participation(client_of, caseworker_city, city, sopot, days, offered):
    person = make_person()
    make_care(person, city, sopot, caseworker_city)
    made = make_participation(person, sopot, **days)
    page = client_of(caseworker_city).get(reverse("person_record", args=[made.number]))
    labels = {action.code: str(action.label) for action, _url in page.context["actions"]}
    assert labels.get("end") == offered


def test_situations_are_proposed_from_the_dictionary_of_the_day_and_written_in_the_words_of_the_fund(client, path):
    gone = DictionaryEntry.objects.get(dictionary=EXIT, code="competence")
    DictionaryEntry.objects.filter(pk=gone.pk).update(valid_to=DAY(2026, 1, 1))
    page = client.get(path).content.decode()
    assert '<option value="Osoba poszukująca pracy">' in page
    assert gone.value not in page
    answer = fill(client, path, **{**ENDED, "exit_situation": gone.value})
    assert list(answer.context["form"].errors) == ["exit_situation"]


def test_situation_that_a_list_brought_stays_and_can_be_kept(client, participation, path):
    current = in_force(participation)
    correct_fact(current, {"end_on": DAY(2026, 6, 30), "exit_situation": "wyjechała"}, by=None, why="list")
    page = client.get(path)
    assert '<option value="wyjechała" selected>' in page.content.decode()
    typed = {**ENDED, "end_on": "2026-06-29", "exit_situation": "wyjechała", "why": "telefon"}
    assert fill(client, path, **typed).status_code == 302
    assert in_force(participation).exit_situation == "wyjechała"


def test_wording_too_long_to_be_kept_is_an_error_at_its_field(client, participation, path):
    DictionaryEntry.objects.filter(dictionary=EXIT, code="competence").update(value="x" * 101)
    answer = fill(client, path, **{**ENDED, "exit_situation": "x" * 101})
    assert list(answer.context["form"].errors) == ["exit_situation"]
