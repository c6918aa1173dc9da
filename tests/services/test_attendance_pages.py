"""Pages of attendance: the day, one roll, the list to sign, the grid from paper; who sees whom by name."""

import uuid

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beneficiaries.domain.protection import conceal
from beneficiaries.models import Person
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.clock import now
from portal.submissions.drafts import save_draft
from portal.worklist.registry import Desk
from services.enums import ActivityKind, MeetingState
from services.models import AbsenceReason, Attendance, Meeting, SupportDelivery
from services.tables.attendance import todays_classes
from tests.factories.activities import HOUR, earlier_today, make_activity, make_group, make_meeting, make_place
from tests.factories.beneficiaries import make_participant, make_participation, make_person
from tests.factories.programmes import make_project
from tests.forms import sent_of
from tests.paper import words_of

LIST = "/obecnosc/"
pytestmark = pytest.mark.usefixtures("accounts_speak_english")


@pytest.fixture
def group(sopot, city, instructor):
    return make_group(sopot, organisation=city, teacher=instructor)


@pytest.fixture
def lesson(group):
    return make_meeting(group, earlier_today())


@pytest.fixture
def people(group, city, sopot):
    names = ("Amina", "Dmytro", "Iryna")
    return [make_place(group, make_participant(city, sopot, given_names=name, surname="Bojko")) for name in names]


@pytest.fixture
def client(client_of, instructor):
    return client_of(instructor)


def queries_of(client, path):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def roll(meeting):
    return f"/obecnosc/{meeting.pk}/"


def opened(client, meeting):
    return client.get(roll(meeting)).context["form"]


def send(client, meeting, states, **more):
    said = {f"mark-{place.pk.hex}": state for place, state in states.items()}
    return client.post(roll(meeting), sent_of(opened(client, meeting)) | said | more)


def test_instructor_marks_the_own_class_and_sees_it_first_of_the_day(client, lesson, people, instructor):
    assert str(lesson.pk) in client.get("/praca/").content.decode()
    answer = send(client, lesson, {people[0]: "present", people[1]: "absent"})
    assert (answer.status_code, answer.url) == (302, roll(lesson))
    assert sorted(Attendance.objects.values_list("is_present", flat=True)) == [False, True]
    assert SupportDelivery.objects.get().participation == people[0].participation
    row = todays_classes(Desk(instructor, lesson.day, 8)).rows[0]
    assert not row.done
    send(client, lesson, {people[2]: "present"})
    assert todays_classes(Desk(instructor, lesson.day, 8)).rows[0].done
    assert client.get(LIST).context["rows"][0].is_done


def test_form_sent_twice_acts_once(client, lesson, people):
    sent = sent_of(opened(client, lesson)) | {f"mark-{people[0].pk.hex}": "present"}
    assert [client.post(roll(lesson), sent).status_code for _ in range(2)] == [302, 302]
    assert SupportDelivery.objects.count() == 1


def test_everybody_is_here_is_shown_and_not_saved(client, lesson, people):
    answer = send(client, lesson, {people[1]: "absent"}, do="all")
    assert (answer.status_code, Attendance.objects.count()) == (200, 0)
    assert answer.context["tally"] == {"present": 2, "absent": 1, "none": 0}


def test_conflict_shows_both_and_the_second_sending_decides(client, client_of, coordinator, lesson, people):
    mine = sent_of(opened(client, lesson)) | {f"mark-{people[0].pk.hex}": "absent"}
    send(client_of(coordinator), lesson, {people[0]: "present", people[1]: "present"})
    answer = client.post(roll(lesson), mine)
    (difference,) = answer.context["differences"]
    assert (difference.label, difference.theirs, difference.yours) == ("Amina Bojko", "here", "not here")
    assert answer.context["changed_by"] == coordinator.name
    assert client.post(roll(lesson), sent_of(answer.context["form"])).status_code == 302
    states = {each.enrolment_id: each.is_present for each in Attendance.objects.current()}
    assert states == {people[0].pk: False, people[1].pk: True}


def test_hidden_people_are_marked_without_a_name(client, group, lesson, people, sopot, city, coordinator, instructor):
    """The confidential one, the one on whose deny list the instructor stands, and one without a record (S26, S27)."""
    hidden = make_participant(city, sopot, given_names="Halina", surname="Ukryta")
    conceal(hidden, [coordinator], by=coordinator, reason="threats")
    denied = make_participant(city, sopot, given_names="Denis", surname="Zakazany")
    denied.person.denied_to.add(instructor)
    places = [make_place(group, hidden), make_place(group, denied), make_place(group)]
    text = client.get(roll(lesson)).content.decode()
    assert "Ukryta" not in text and "Zakazany" not in text and hidden.number not in text
    assert text.count("Amina") and "participant 1" in text and "participant 2" in text
    read = AuditEvent.objects.filter(action="view", object_id=str(lesson.pk)).latest("at")
    assert str(hidden.person_id) not in str(read.subjects)
    assert send(client, lesson, dict.fromkeys(places, "present")).status_code == 302
    assert {each.participation for each in SupportDelivery.objects.all()} == {hidden, denied}


def test_roll_of_somebody_elses_class_is_not_there(client_of, client, sopot, city, foundation, caseworker_foundation):
    others = make_meeting(make_group(sopot, organisation=city), earlier_today())
    assert client.get(roll(others)).status_code == 404
    assert client.get(f"/obecnosc/grupa/{others.activity_id}/z-papieru/").status_code == 404
    assert client_of(caseworker_foundation).get(roll(others)).status_code == 404
    assert client.get(LIST).context["rows"] == []
    assert client.get(roll(Meeting(pk=uuid.uuid4()))).status_code == 404


def test_who_was_not_born_yet_was_not_there_and_nobody_is_marked(client, group, lesson, people, sopot):
    person = make_person(birth_date=lesson.day + 24 * HOUR)
    unborn = make_place(group, make_participation(person, sopot, start_on=None))
    answer = send(client, lesson, {people[0]: "present", unborn: "present"})
    (said,) = answer.context["form"].non_field_errors()
    assert "before the date of birth" in said
    assert not Attendance.objects.exists() and not SupportDelivery.objects.exists()


def test_late_correction_asks_for_a_reason(client, group, people):
    old = make_meeting(group, now() - 48 * HOUR)
    assert send(client, old, {people[0]: "present"}).status_code == 302
    assert Attendance.objects.get().is_late
    assert "entered later" in client.get(roll(old)).content.decode()
    answer = send(client, old, {people[0]: "none"})
    assert answer.status_code == 200 and "why" in answer.context["form"].errors
    assert send(client, old, {people[0]: "none"}, why="was at the doctor").status_code == 302
    assert not Attendance.objects.current().exists()


def test_class_to_come_shows_its_people_and_takes_nothing(client, group, people):
    later = make_meeting(group, now() + 24 * HOUR)
    page = client.get(roll(later))
    assert "Amina" in page.content.decode() and not page.context["may_mark"]
    assert send(client, later, {people[0]: "present"}).status_code == 200
    assert not Attendance.objects.exists()


def test_draft_comes_back_and_can_be_thrown_away(client, lesson, people, instructor):
    typed = QueryDict(mutable=True)
    typed.update({f"mark-{people[0].pk.hex}": "present", f"seen-{people[0].pk.hex}": "", "class_note": "unit 3"})
    save_draft(instructor, "roll", lesson.pk.hex, typed)
    page = client.get(roll(lesson)).context
    assert page["tally"]["present"] == 1 and page["kept_at"]
    send(client, lesson, {}, do="discard")
    assert client.get(roll(lesson)).context["tally"]["present"] == 0


def test_open_event_takes_a_number(client_of, coordinator, sopot, city):
    meeting = make_meeting(make_activity(sopot, ActivityKind.OPEN, meetings=0, organisation=city), earlier_today())
    client = client_of(coordinator)
    answer = client.post(roll(meeting), sent_of(opened(client, meeting)) | {"visitors": "85", "class_note": "picnic"})
    assert answer.status_code == 302
    meeting.refresh_from_db()
    assert (meeting.head_count, meeting.class_note) == (85, "picnic")


def test_list_to_sign_is_a_pdf_and_leaves_a_mark(client, lesson, people):
    answer = client.get(f"{roll(lesson)}lista.pdf")
    assert answer.content.startswith(b"%PDF")
    assert AuditEvent.objects.filter(action="print").count() == 1


def test_list_that_is_passed_around_names_no_confidential_person_to_anybody(client, lesson, people):
    hidden = people[0].participation.person
    Person.objects.filter(pk=hidden.pk).update(is_confidential=True)
    hidden.confidential_to.add(*User.objects.all())
    said = words_of(client.get(f"{roll(lesson)}lista.pdf").content)
    assert "uczestnik 1" in said and hidden.given_names not in said
    assert people[1].participation.person.given_names in said


def test_several_classes_are_entered_from_paper_in_one_grid(client, group, people):
    lessons = [make_meeting(group, now() - days * 24 * HOUR) for days in (9, 7, 2)]
    page = f"/obecnosc/grupa/{group.pk}/z-papieru/"
    form = client.get(page).context["form"]
    assert client.post(page, sent_of(form)).status_code == 200
    cells = {f"cell-{lesson.pk.hex}-{place.pk.hex}": "present" for lesson in lessons for place in people}
    assert client.post(page, sent_of(form) | cells).status_code == 302
    assert Attendance.objects.filter(is_late=True).count() == 9
    days = set(SupportDelivery.objects.values_list("delivered_on", flat=True))
    assert days == {lesson.day for lesson in lessons}


@pytest.mark.parametrize("page", [LIST, "roll", "grid"])
def test_same_number_of_queries_for_one_and_for_three(client, group, sopot, city, instructor, page):
    lessons = [make_meeting(group, earlier_today())]
    path = {"roll": roll(lessons[0]), "grid": f"/obecnosc/grupa/{group.pk}/z-papieru/"}.get(page, page)
    make_place(group, make_participant(city, sopot))
    client.get(path)
    one = queries_of(client, path)
    for number in (1, 2):
        make_place(group, make_participant(city, sopot))
        make_meeting(group, now() - HOUR - number * 2 * HOUR)
        make_place(group)
    assert queries_of(client, path) == one


@pytest.mark.parametrize("kind", [ActivityKind.COURSE, ActivityKind.EVENT])
def test_group_and_event_lead_to_the_roll_and_back(client_of, coordinator, sopot, city, kind):
    activity = make_activity(sopot, kind, meetings=0, organisation=city)
    begun = make_meeting(activity, earlier_today())
    cancelled = make_meeting(activity, now() - 48 * HOUR, state=MeetingState.CANCELLED)
    client = client_of(coordinator)
    page = reverse("course_group" if kind == ActivityKind.COURSE else "event", args=[activity.pk])
    shown = client.get(page).content.decode()
    assert f'href="{roll(begun)}"' in shown
    assert f'href="{roll(cancelled)}"' not in shown
    assert reverse("late_roll", args=[activity.pk]) in shown
    assert f'href="{page}"' in client.get(roll(begun)).content.decode()


def test_group_leads_to_no_roll_that_somebody_else_keeps(client_of, caseworker_foundation, group, lesson):
    shown = client_of(caseworker_foundation).get(reverse("course_group", args=[group.pk])).content.decode()
    assert "Polish A1" in shown
    assert roll(lesson) not in shown
    assert reverse("late_roll", args=[group.pk]) not in shown


def test_why_somebody_is_away_is_said_without_a_tap_that_was_not_there_before(client, lesson, people, sopot):
    reasons = {each.code: each for each in AbsenceReason.objects.filter(grant_project=sopot)}
    send(
        client,
        lesson,
        {people[0]: "absent", people[1]: "absent", people[2]: "present"},
        **{
            f"reason-{people[0].pk.hex}": str(reasons["work"].pk),
            f"reason-{people[2].pk.hex}": str(reasons["work"].pk),
        },
    )
    entries = {each.enrolment_id: each for each in Attendance.objects.current()}
    said = [(entries[place.pk].reason, entries[place.pk].absence) for place in people]
    assert said == [(reasons["work"], "excused"), (None, ""), (None, "")]
    send(client, lesson, {}, **{f"reason-{people[0].pk.hex}": str(reasons["other"].pk)})
    again = Attendance.objects.current().get(enrolment=people[0])
    assert (again.reason, again.absence, again.is_present) == (reasons["other"], "other", False)
    assert Attendance.objects.filter(enrolment=people[1]).count() == 1
    assert f'value="{reasons["other"].pk}" selected' in client.get(roll(lesson)).content.decode()


def test_a_reason_of_another_project_or_nonsense_is_refused(client, lesson, people, sopot):
    other = AbsenceReason.objects.create(grant_project=make_project(), code="secret", names={"pl": "tajne"})
    for odd in (str(other.pk), "x"):
        answer = send(client, lesson, {people[0]: "absent"}, **{f"reason-{people[0].pk.hex}": odd})
        assert answer.status_code == 200
        assert answer.context["form"].errors
    assert not Attendance.objects.exists()


def test_windows_of_two_groups_are_told_apart_by_their_titles(client_of, coordinator, group, lesson):
    client = client_of(coordinator)
    pages = {name: [lesson.pk] for name in ("roll", "roll_add")} | {
        name: [group.pk] for name in ("late_roll", "change_group")
    }
    for name, args in pages.items():
        title = client.get(reverse(name, args=args)).content.decode().split("<title>")[1].split("</title>")[0]
        assert f" – {group.called} – " in title, name
