"""The situation after leaving for several people at once: who lacks it, one answer, a reason for whom it does not fit."""

import datetime

import pytest
from django.urls import reverse

from beneficiaries.enums import LabourDetail, LabourStatus
from beneficiaries.models import ParticipationVersion, Person
from portal.audit.models import AuditEvent
from portal.quality import find_check
from tests.factories.beneficiaries import make_care, make_participation, make_person
from tests.forms import again, sent_of

DAY = datetime.date
PAGE = "/praca/sytuacja-po-zakonczeniu/"
OTHER, STILL_EMPLOYED, EDUCATION = "Inne", "Osoba kontynuuje zatrudnienie", "Osoba podjęła kształcenie lub szkolenie"
MONITORED = "Sytuacja osoby w trakcie monitorowania"
ENDED = {"end_on": DAY(2026, 6, 30), "exit_situation": "", "path_completed": None}


@pytest.fixture(autouse=True)
def _day(settings, accounts_speak_english):
    settings.PORTAL_TODAY = "2026-07-10"


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def three(city, sopot):
    """Three people who ended without the situation, in the order of their ends."""
    return [ended(city, sopot, **{**ENDED, "end_on": DAY(2026, 6, day)}) for day in (20, 25, 30)]


def ended(organisation, sopot, **values):
    """Somebody whom the organisation looks after and who ended."""
    person = make_person()
    make_care(person, organisation, sopot)
    return make_participation(person, sopot, **values)


def in_force(participation) -> ParticipationVersion:
    return ParticipationVersion.objects.current().get(participation=participation)


def keys(*people) -> list[str]:
    return [str(in_force(each).pk) for each in people]


def listed(answer) -> list[str]:
    return [line.number for line, *_rest in answer.context["lines"]]


def send(client, people, *, path=PAGE, **typed):
    page = client.get(path)
    return client.post(path, {**sent_of(page.context["form"]), "people": keys(*people), **typed})


def said(participation) -> tuple[str, bool | None]:
    version = in_force(participation)
    return version.exit_situation, version.path_completed


def test_one_answer_is_written_down_for_the_ticked_and_they_leave_the_list(client, three):
    page = client.get(PAGE)
    assert listed(page) == [each.number for each in three]
    answer = send(client, three[:2], exit_situation=OTHER, path_completed="yes")
    assert answer.status_code == 302
    assert [said(each) for each in three] == [(OTHER, True), (OTHER, True), ("", None)]
    assert listed(client.get(answer.url)) == [three[2].number]
    changes = AuditEvent.objects.filter(action="change", object_type="participation")
    assert {each.object_id for each in changes} == {str(each.pk) for each in three[:2]}


def test_only_what_is_missing_is_filled_in(client, city, sopot):
    told = ended(city, sopot, **{**ENDED, "exit_situation": STILL_EMPLOYED})
    early = ended(city, sopot, **{**ENDED, "path_completed": False})
    send(client, [told, early], exit_situation=OTHER, path_completed="yes")
    assert (said(told), said(early)) == ((STILL_EMPLOYED, True), (OTHER, False))


@pytest.mark.parametrize(
    ("status", "detail", "situation", "reason"),
    [
        (LabourStatus.INACTIVE, "", STILL_EMPLOYED, "did not work at the start"),
        (LabourStatus.EMPLOYED, "", "Osoba podjęła pracę/rozpoczęła prowadzenie działalności na własny rachunek", "worked at the start"),
        (LabourStatus.UNEMPLOYED, "", "Osoba poszukująca pracy", "Only somebody who was inactive"),
        (LabourStatus.INACTIVE, LabourDetail.IN_EDUCATION, EDUCATION, "learned at the start"),
    ],
)  # fmt: skip
def test_whom_the_answer_does_not_fit_is_refused_with_the_reason(
    client, city, sopot, three, status, detail, situation, reason
):
    refused = ended(city, sopot, **ENDED, labour_status=status, labour_detail=detail)
    for each in three:
        version = in_force(each)
        fitting = LabourStatus.EMPLOYED if situation == STILL_EMPLOYED else LabourStatus.INACTIVE
        ParticipationVersion.objects.filter(pk=version.pk).update(labour_status=fitting, labour_detail="")
    answer = send(client, [*three, refused], exit_situation=situation, path_completed="yes")
    assert (
        reason
        in dict(zip(listed(answer), (why for *_line, why in answer.context["lines"]), strict=True))[refused.number]
    )
    assert "1 person cannot take this answer" in answer.content.decode()
    assert [said(each) for each in (*three, refused)] == [("", None)] * 4
    assert answer.context["form"].ticked == keys(*three)
    assert again(client, PAGE, answer).status_code == 302
    assert [said(each) for each in (*three, refused)] == [(situation, True)] * 3 + [("", None)]


def test_reason_is_asked_for_who_left_early_and_after_the_days_for_the_result(client, three, settings):
    early = send(client, three, exit_situation=OTHER, path_completed="no")
    assert list(early.context["form"].errors) == ["why"]
    settings.PORTAL_TODAY = "2026-07-18"
    assert send(client, three[:1], exit_situation=OTHER, path_completed="yes").status_code == 302  # day 28
    settings.PORTAL_TODAY = "2026-07-24"
    late = send(client, three[1:], exit_situation=OTHER, path_completed="yes")
    assert list(late.context["form"].errors) == ["why"]
    assert again(client, PAGE, late, why="telefon 10.07").status_code == 302
    assert in_force(three[1]).why == "telefon 10.07"


def test_nothing_is_monitored_when_the_days_are_over_and_nothing_is_known_before_the_end(client, city, sopot, settings):
    over = ended(city, sopot, **{**ENDED, "end_on": DAY(2026, 6, 11)})
    ahead = ended(city, sopot, **{**ENDED, "end_on": DAY(2026, 7, 11)})
    answer = send(client, [over, ahead], exit_situation=MONITORED, path_completed="yes")
    reasons = [why for *_line, why in answer.context["lines"]]
    assert "days for the result are over" in reasons[0] and "has not come yet" in reasons[1]
    assert [said(over), said(ahead)] == [("", None)] * 2


def test_empty_answer_and_nobody_ticked_are_said(client, three):
    assert list(send(client, three).context["form"].errors) == ["exit_situation"]
    assert list(send(client, [], exit_situation=OTHER).context["form"].errors) == ["people"]
    assert list(send(client, three, exit_situation="znalazł pracę").context["form"].errors) == ["exit_situation"]


def test_answer_that_fills_nothing_in_is_refused(client, city, sopot):
    told = ended(city, sopot, **{**ENDED, "exit_situation": OTHER})
    answer = send(client, [told], exit_situation=STILL_EMPLOYED)
    assert "situation is written down" in answer.content.decode()
    assert said(told) == (OTHER, None)


def test_all_are_ticked_by_a_button_and_what_is_typed_stays(client, three):
    answer = send(client, [], exit_situation=OTHER, path_completed="yes", do="tick")
    assert answer.context["form"].ticked == keys(*three)
    assert not answer.context["form"].errors
    assert again(client, PAGE, answer).status_code == 302
    assert {said(each) for each in three} == {(OTHER, True)}


def test_second_of_two_overwrites_nothing(client, client_of, coordinator, three):
    page = client.get(PAGE)
    seen = keys(*three)
    send(client_of(coordinator), three[:1], exit_situation=STILL_EMPLOYED, path_completed="no", why="x")
    typed = {"people": seen, "exit_situation": OTHER, "path_completed": "yes"}
    answer = client.post(PAGE, {**sent_of(page.context["form"]), **typed})
    assert list(answer.context["form"].errors) == ["people"]
    assert [said(each) for each in three[1:]] == [("", None)] * 2


def test_double_click_writes_once(client, three):
    sent = {
        **sent_of(client.get(PAGE).context["form"]),
        "people": keys(*three),
        "exit_situation": OTHER,
        "path_completed": "yes",
    }
    for _ in range(3):
        assert client.post(PAGE, sent).status_code == 302
    assert ParticipationVersion.objects.count() == 6


def test_draft_keeps_the_answer_and_the_ticks(client, three):
    page = client.get(PAGE).content.decode()
    subject = page.split('name="draft_subject" value="')[1].split('"')[0]
    kept = {"draft_subject": subject, "exit_situation": OTHER, "people": keys(three[1])}
    assert client.post(reverse("keep_draft", args=["page"]), kept).status_code in (200, 204)
    form = client.get(PAGE).context["form"]
    assert (form["exit_situation"].value(), form.ticked) == (OTHER, keys(three[1]))


def test_hidden_people_and_those_of_others_are_not_there(
    client, client_of, caseworker_foundation, city, foundation, sopot, three
):
    Person.objects.filter(pk=three[0].person_id).update(is_confidential=True)
    theirs = ended(foundation, sopot, **ENDED)
    assert listed(client.get(PAGE)) == [each.number for each in three[1:]]
    assert listed(client_of(caseworker_foundation).get(PAGE)) == [theirs.number]
    answer = send(client, [three[1], theirs], exit_situation=OTHER, path_completed="yes")
    assert list(answer.context["form"].errors) == ["people"]
    assert said(theirs) == ("", None)


def test_whoever_may_not_end_participation_finds_no_page(client_of, auditor, client, sopot):
    assert client_of(auditor).get(PAGE).status_code == 404
    assert client.get(PAGE, {"projekt": "no-such"}).status_code == 404
    assert client.get(PAGE, {"projekt": sopot.code}).status_code == 200


def test_queries_do_not_grow(client, city, sopot, django_assert_num_queries, three):
    client.get(PAGE)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)
    for _ in range(3):
        ended(city, sopot, **ENDED)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)


def test_the_gap_leads_to_the_form_for_several(client_of, coordinator, three):
    page = client_of(coordinator).get(reverse("quality_people", args=["exit-without-situation"]))
    assert f"{PAGE}?projekt=sopot-5.15" in page.content.decode()
    assert find_check("incomplete").fix_many_url(three[0].grant_project) == ""


def test_my_day_names_them(client, three):
    page = client.get(reverse("my_day")).content.decode()
    assert f"{PAGE}" in page and "Situation after leaving" in page


QUERIES = 8
