"""Courses of the staff: set up, planned as a semester, filled, moved, completed."""

import datetime
import re
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.clock import now
from portal.messages.models import OutgoingMessage
from portal.versions.actions import correct_fact, record_fact
from services.domain.attendance import Mark, mark_meeting
from services.domain.certificates import CertificateRefused, give_certificate
from services.domain.days_off import load_days_off
from services.domain.meetings import cancel_meeting
from services.domain.seat_news import tell_news
from services.domain.seats import Asked, ask_for_seat, move_seat
from services.enums import ActivityKind, EnrolmentState, MeetingState, Priority
from services.models import (
    Activity,
    Attendance,
    Certificate,
    Course,
    CourseEdition,
    DayOff,
    DaysAway,
    Enrolment,
    Meeting,
    StaffSkill,
    SupportDelivery,
)
from services.queries.completion import completions_of
from tests.factories.activities import make_activity, make_edition, make_meeting, make_place, make_sign_up, make_venue
from tests.factories.appointments import make_appointment
from tests.factories.beneficiaries import make_participant
from tests.factories.households import make_guardian
from tests.factories.own import own_browser
from tests.factories.plans import make_goal, make_plan, make_step
from tests.factories.services import make_support
from tests.forms import fill, sent_of
from tests.paper import sheets_of
from tests.reporting.test_report_files import words_of

START = datetime.datetime(2027, 3, 2, 16, tzinfo=datetime.UTC)
"""2 March 2027, 17:00 in Sopot."""
COST = {"course_list": 5, "course": 5, "course_group": 8, "course_completion": 9}


@pytest.fixture
def client(client_of, coordinator):
    return client_of(coordinator)


@pytest.fixture
def group(sopot):
    edition = make_edition(sopot, starts_on=datetime.date(2027, 3, 1), ends_on=datetime.date(2027, 6, 30))
    return make_activity(sopot, ActivityKind.COURSE, meetings=0, edition=edition, title="Grupa wieczorna", level="A1")


@pytest.fixture
def people(city, sopot):
    return [make_participant(city, sopot, given_names=name, surname="Bondar") for name in ("Olena", "Marta", "Iryna")]


def group_url(group, name="course_group"):
    return reverse(name, args=[group.pk])


def test_course_edition_and_group_are_set_up(client, sopot, coordinator):
    fill(client, reverse("new_course"), title_pl="Polski od podstaw", title_uk="Польська з нуля",
         service_type="polish-course")  # fmt: skip
    course = Course.objects.get()
    assert (course.title_pl, course.title_uk, course.service_type.code) == (
        "Polski od podstaw", "Польська з нуля", "polish-course",
    )  # fmt: skip
    fill(client, reverse("new_edition", args=[course.pk]), name="wiosna 2027", starts_on="2027-03-01",
         ends_on="2027-06-30", sign_up_to="2027-02-28")  # fmt: skip
    edition = CourseEdition.objects.get()
    assert edition.sign_up_to == datetime.datetime(2027, 2, 28, 23, tzinfo=datetime.UTC)
    StaffSkill.objects.create(user=coordinator, languages=["uk"]).service_types.add(course.service_type)
    page = client.get(reverse("new_group", args=[edition.pk])).content.decode()
    assert f"{coordinator.name} (українська) – " in page
    fill(client, reverse("new_group", args=[edition.pk]), title_pl="A1 wieczorem", level="A1", language="pl",
         helper_language="uk", age_from="18", capacity="12", teacher=str(coordinator.pk), offer_hours="24",
         state="open")  # fmt: skip
    made = Activity.objects.get()
    assert (made.kind, made.service_type, made.teacher, made.capacity) == (
        ActivityKind.COURSE, course.service_type, coordinator, 12,
    )  # fmt: skip
    listed = client.get(reverse("course_list")).content.decode()
    assert "Polski od podstaw" in listed
    assert re.search(r"0 (z|of) 12", listed)


def test_semester_is_shown_before_it_is_made(client, sopot, group):
    DayOff.objects.filter(grant_project=sopot).delete()
    load_days_off(sopot, [{"name": "Przerwa wiosenna", "first": "2027-03-25", "last": "2027-03-30"}])
    url = group_url(group, "semester")
    said = {"weekdays": ["1", "3"], "begins": "17:00", "ends": "18:30", "first": "2027-03-01", "last": "2027-05-31",
            "school": "on"}  # fmt: skip
    page = fill(client, url, **said, do="preview")
    assert not Meeting.objects.exists()
    assert [day.isoformat() for day, _why in page.context["skipped"]] == ["2027-03-25", "2027-03-30", "2027-05-27"]
    fill(client, url, **said, **marks(page), do="make")
    assert Meeting.objects.count() == 23
    local = {each.starts_at.hour for each in Meeting.objects.all()}
    assert local == {15, 16}  # 17:00 in summer and in winter
    fill(client, url, **said, do="make")
    assert Meeting.objects.count() == 23


def test_semester_says_which_school_breaks_nobody_wrote_down(client, client_of, sopot, group):
    url = group_url(group, "semester")
    said = {"weekdays": ["1"], "begins": "17:00", "ends": "18:30", "first": "2027-11-02", "last": "2028-10-31"}
    page = fill(client, url, **said, school="on", do="preview")
    assert len(page.context["unknown"]) == 2
    assert "2028" in page.context["unknown"][1]
    assert reverse("day_off_list") in page.content.decode()
    assert "unknown" not in fill(client, url, **said, school="", do="preview").context
    winter = {"name": "Ferie zimowe 2028", "first_on": "2028-01-17", "last_on": "2028-01-30", "is_school": "on"}
    assert fill(client, f"{reverse('new_day_off')}?projekt={sopot.code}", **winter).status_code == 302
    page = fill(client, url, **{**said, "last": "2028-06-30"}, school="on", do="preview")
    assert page.context["unknown"] == []
    assert "2028-01-18" in [day.isoformat() for day, _why in page.context["skipped"]]


def marks(page) -> dict:
    """Return what a preview carries, so that its classes are made in its sight."""
    return {name: page.context["form"].data[name] for name in ("seen", "shown")}


RHYTHM = {"weekdays": ["1", "3"], "begins": "17:00", "ends": "18:30", "first": "2027-03-01", "last": "2027-03-31"}


def test_second_of_two_who_plan_the_same_semester_plans_nothing_and_sees_the_first(
    client, client_of, group, coordinator
):
    url = group_url(group, "semester")
    seen = [
        dict(fill(each, url, **RHYTHM, do="preview").context["form"].data.items()) for each in (client, client)
    ]  # fmt: skip
    later = {**RHYTHM, "begins": "17:30", "ends": "19:00"}

    assert client.post(url, {**seen[0], **RHYTHM, "do": "make"}).status_code == 302
    made = Meeting.objects.count()
    answer = client.post(url, {**seen[1], **later, "do": "make", "submission": str(uuid.uuid4())})

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert "17:00" in " ".join(answer.context["clashes"])
    assert Meeting.objects.count() == made
    answer = client.post(url, {**answer.context["form"].data.dict(), **later, "do": "make"})
    assert answer.status_code == 302
    assert Meeting.objects.count() == 2 * made


def test_semester_is_not_made_over_what_came_into_its_way_since_it_was_shown(client, sopot, group, coordinator, people):
    group.teacher = coordinator
    group.save()
    url = group_url(group, "semester")
    page = fill(client, url, **RHYTHM, do="preview")
    assert page.context["clashes"] == []
    make_appointment(people[0], in_charge=coordinator, starts_at=START)

    page = fill(client, url, **RHYTHM, **marks(page), do="make")

    assert (page.status_code, Meeting.objects.count(), len(page.context["clashes"])) == (200, 0, 1)
    assert page.context["form"].non_field_errors()
    assert fill(client, url, **RHYTHM, **marks(page), do="make").status_code == 302
    assert Meeting.objects.count() == 7


def test_semester_is_made_as_it_was_shown_and_no_other(client, group):
    url = group_url(group, "semester")
    page = fill(client, url, **RHYTHM, do="preview")
    later = {**RHYTHM, "first": "2027-03-08"}
    page = fill(client, url, **later, **marks(page), do="make")
    assert (page.status_code, Meeting.objects.count(), len(page.context["planned"])) == (200, 0, 5)
    assert page.context["form"].non_field_errors()
    assert fill(client, url, **later, **marks(page), do="make").status_code == 302
    assert Meeting.objects.count() == 5


def test_semester_warns_of_teacher_and_place(client, sopot, group, coordinator, people):
    group.teacher, group.venue = coordinator, make_venue(sopot)
    group.save()
    other = make_activity(sopot, meetings=0, title="Warsztat", venue=group.venue)
    make_meeting(other, starts_at=START)
    make_appointment(people[0], in_charge=coordinator, starts_at=START)
    DaysAway.objects.create(account=coordinator, first_on="2027-03-15", last_on="2027-03-17")
    page = fill(client, group_url(group, "semester"), weekdays=["1"], begins="17:00", ends="18:30",
                first="2027-03-01", last="2027-03-31", do="preview")  # fmt: skip
    assert len(page.context["clashes"]) == 3
    assert "Warsztat" in page.content.decode()
    assert people[0].person.surname not in page.content.decode()


def test_cancelled_class_is_planned_again_after_a_question_about_what_took_its_time(client, sopot, group, coordinator):
    group.teacher = coordinator
    group.save()
    meeting = make_meeting(group, starts_at=START)
    cancel_meeting(meeting, meeting.version, "", tell=False, by=coordinator)
    make_meeting(make_activity(sopot, meetings=0, title="Warsztat", teacher=coordinator), starts_at=START)
    url = reverse("class_meeting", args=[meeting.pk])
    sent = sent_of(client.get(url).context["outcome"])

    page = client.post(url, {**sent, "do": "restore"})

    assert "Warsztat" in page.content.decode()
    assert Meeting.objects.get(pk=meeting.pk).state == MeetingState.CANCELLED
    confirmed = {**sent, "do": "restore", "outcome-confirmed": page.context["outcome"].mark}
    assert client.post(url, confirmed).status_code == 302
    assert Meeting.objects.get(pk=meeting.pk).state == MeetingState.PLANNED


def test_group_shows_who_waits_in_turn_with_the_rule(client, group, people, coordinator):
    group.capacity = 1
    group.save()
    for each, priority in zip(people, (Priority.USUAL, Priority.USUAL, Priority.PLAN), strict=True):
        ask_for_seat(group, Asked(each, priority=priority), by=coordinator)
    page = client.get(group_url(group))
    assert [row.name for row in page.context["waiting"]] == ["Iryna Bondar", "Marta Bondar"]
    assert AuditEvent.objects.filter(action="list", object_id=str(group.pk)).count() == 1


def test_group_and_place_say_what_somebody_needs_to_who_gives_places(client, group):
    said = make_sign_up(group, needs='{"codes": ["step-free"], "words": "Wózek"}')
    place = make_place(group, sign_up=said, name="Oksana")
    make_place(group, sign_up=said, name="Danyło", state=EnrolmentState.WAITING)
    words = "<bdi>wejście bez schodów</bdi> · <bdi>Wózek</bdi>"
    assert client.get(group_url(group)).content.decode().count(words) == 2
    assert words in client.get(reverse("course_place", args=[place.pk])).content.decode()


def test_hidden_people_have_no_name_on_the_group(client_of, group, people, coordinator, caseworker_foundation):
    ask_for_seat(group, Asked(people[0]), by=coordinator)
    page = client_of(caseworker_foundation).get(group_url(group)).content.decode()
    assert "Bondar" not in page


def test_people_are_enrolled_once_and_asked_about_by_age(client, group, people):
    group.age_from = 90
    group.save()
    url = group_url(group, "enrol_in_group")
    page = fill(client, url, people=[people[0].number], priority="5", do="save")
    assert not Enrolment.objects.exists()
    fill(client, url, people=[people[0].number], priority="5", level="A1", do="save",
         confirmed=page.context["form"].mark)  # fmt: skip
    place = Enrolment.objects.get()
    assert (place.participation, place.state, place.level) == (people[0], EnrolmentState.TAKEN, "A1")


def test_plan_and_earlier_waiting_come_first_by_themselves(client, group, people, coordinator):
    group.capacity = 0
    group.save()
    make_step(make_goal(make_plan(people[2])), service_type=group.service_type)
    earlier = CourseEdition.objects.create(
        course=group.edition.course, name="jesień", starts_on="2026-09-01", ends_on="2026-12-31"
    )
    full = make_activity(group.grant_project, ActivityKind.COURSE, meetings=0, edition=earlier, capacity=0)
    ask_for_seat(full, Asked(people[1]), by=coordinator)
    fill(client, group_url(group, "enrol_in_group"), people=[each.number for each in people], priority="5", do="save")
    turn = Enrolment.objects.in_turn().filter(activity=group)
    assert [each.participation for each in turn] == [people[2], people[1], people[0]]


def test_person_is_enrolled_from_the_record_and_shown_there(client, group, people):
    fill(client, reverse("enrol_person_in_group", args=[people[0].number]), group=str(group.pk), priority="5")
    assert Enrolment.objects.get().state == EnrolmentState.TAKEN
    assert "Grupa wieczorna" in client.get(reverse("person_classes", args=[people[0].number])).content.decode()


def test_place_is_moved_given_up_and_passed_on(client, group, people, coordinator):
    group.capacity = 1
    group.save()
    other = make_activity(group.grant_project, ActivityKind.COURSE, meetings=0, edition=group.edition, title="Poranna")
    first, second, _third = [ask_for_seat(group, Asked(each), by=coordinator) for each in people]
    url = reverse("course_place", args=[first.pk])
    fill(client, url, "level", **{"move-to": str(other.pk), "move-version": str(first.version)}, do="move",
         **{"move-submission": "018f0000-0000-7000-8000-000000000001"})  # fmt: skip
    assert Enrolment.objects.get(activity=other).state == EnrolmentState.TAKEN
    second.refresh_from_db()
    assert second.state == EnrolmentState.OFFERED
    page = client.get(reverse("course_place", args=[second.pk]))
    sent = {"give-up-version": str(second.version), "give-up-submission": "018f0000-0000-7000-8000-000000000002",
            "submission": "018f0000-0000-7000-8000-000000000002"}  # fmt: skip
    page = client.post(reverse("course_place", args=[second.pk]), {**sent, "do": "give-up"})
    assert page.context["outcome"].errors  # without a reason
    client.post(reverse("course_place", args=[second.pk]), {**sent, "do": "give-up", "give-up-why": "praca"})
    second.refresh_from_db()
    assert second.state == EnrolmentState.CANCELLED


def test_class_is_moved_and_cancelled_with_messages(client, group, people, coordinator):
    ask_for_seat(group, Asked(people[0]), by=coordinator)
    meeting = make_meeting(group, starts_at=START)
    url = reverse("class_meeting", args=[meeting.pk])
    fill(client, url, day="2027-03-03", begins="17:00", ends="19:00", tell="on", do="change")
    meeting.refresh_from_db()
    assert meeting.starts_at == START + datetime.timedelta(days=1)
    assert [each.kind for each in OutgoingMessage.objects.all()] == ["class-moved"]
    sent = {"outcome-version": str(meeting.version), "submission": "018f0000-0000-7000-8000-000000000003",
            "outcome-submission": "018f0000-0000-7000-8000-000000000003", "do": "cancel"}  # fmt: skip
    client.post(url, sent)  # nobody is told: the box is not ticked
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CANCELLED
    assert OutgoingMessage.objects.count() == 1


def test_second_of_two_who_change_a_group_sees_both(client, group):
    url = group_url(group, "change_group")
    stale = client.get(url).context["form"]["version"].value()
    fill(client, url, title_pl="Inna nazwa")
    page = fill(client, url, title_pl="Moja nazwa", version=str(stale))
    assert page.context["differences"]
    group.refresh_from_db()
    assert group.title_pl == "Inna nazwa"


def test_another_teacher_is_asked_about_where_they_are_taken_and_only_then(client, sopot, group, coordinator):
    for week in range(2):
        make_meeting(group, starts_at=START + datetime.timedelta(weeks=week))
    other = make_activity(sopot, meetings=0, title="Warsztat", teacher=coordinator)
    make_meeting(other, starts_at=START + datetime.timedelta(weeks=1))
    url = group_url(group, "change_group")
    page = fill(client, url, teacher=str(coordinator.pk))
    assert len(page.context["form"].questions) == 1
    assert "Warsztat" in page.context["form"].questions[0]
    group.refresh_from_db()
    assert group.teacher is None
    assert fill(client, url, teacher=str(coordinator.pk), confirmed=page.context["form"].mark).status_code == 302
    assert fill(client, url, title_pl="Inna nazwa").status_code == 302
    group.refresh_from_db()
    assert (group.teacher, group.title_pl) == (coordinator, "Inna nazwa")


def test_many_clashes_are_counted_so_that_one_more_is_asked_about(client, sopot, group, coordinator):
    other = make_activity(sopot, meetings=0, title="Warsztat", teacher=coordinator)
    for week in range(14):
        make_meeting(group, starts_at=START + datetime.timedelta(weeks=week))
        make_meeting(other, starts_at=START + datetime.timedelta(weeks=week))
    url = group_url(group, "change_group")
    first = fill(client, url, teacher=str(coordinator.pk)).context["form"]
    assert (len(first.questions), "2" in first.questions[-1]) == (13, True)
    make_meeting(make_activity(sopot, meetings=0, teacher=coordinator), starts_at=START + datetime.timedelta(weeks=13))
    again = fill(client, url, teacher=str(coordinator.pk), confirmed=first.mark)
    assert again.context["form"].mark != first.mark


def test_nobody_loses_a_place_by_fewer_places(client, group, people, coordinator):
    for each in people[:2]:
        ask_for_seat(group, Asked(each), by=coordinator)
    page = fill(client, group_url(group, "change_group"), capacity="1")
    assert "capacity" in page.context["form"].errors


def attend(place, *, meetings, came):
    """Let somebody be at so many of the classes; being there is support of an hour and a half."""
    for number, meeting in enumerate(meetings):
        fact = None
        if number < came:
            given = make_support(place.participation, "polish-course", hours=Decimal("1.5"))
            fact = given.fact_id
        entry = Attendance(enrolment=place, meeting=meeting, is_present=number < came, support_fact=fact)
        record_fact(entry, by=None)


@pytest.fixture
def held(group):
    return [
        make_meeting(group, starts_at=START + datetime.timedelta(weeks=week), state=MeetingState.HELD)
        for week in range(5)
    ]


def test_before_the_first_class_nobody_is_below_the_threshold(client, group, people, coordinator):
    place = ask_for_seat(Activity.objects.get(pk=group.pk), Asked(people[0]), by=coordinator)
    url = group_url(group, "course_completion")
    assert "poniżej progu" not in client.get(url).content.decode()
    meeting = make_meeting(group, state=MeetingState.HELD)
    attend(place, meetings=[meeting], came=0)
    assert "poniżej progu" in client.get(url).content.decode()


def test_certificate_needs_the_threshold_and_says_recorded_hours(client, group, held, people, coordinator):
    places = [ask_for_seat(Activity.objects.get(pk=group.pk), Asked(each), by=coordinator) for each in people[:2]]
    attend(places[0], meetings=held, came=4)
    attend(places[1], meetings=held, came=3)
    url = group_url(group, "course_completion")
    page = client.get(url)
    shown = [(row.attended[0], row.attended[-1], row.hours, row.is_reached) for row in page.context["rows"]]
    assert shown == [("4", "5", "6", True), ("3", "5", "4,5", False)]
    refused = fill(client, url, places=[str(places[1].pk)])
    assert refused.context["form"].errors
    fill(client, url, places=[str(places[0].pk)])
    given = Certificate.objects.get()
    assert (given.hours, given.attended, given.held) == (Decimal(6), 4, 5)
    assert (given.first_on, given.last_on) == (held[0].day, held[-1].day)
    make_meeting(group, starts_at=START + datetime.timedelta(weeks=9), state=MeetingState.HELD)
    assert f"{held[0].day:%d.%m.%Y}–{held[-1].day:%d.%m.%Y}" in words_of(
        client.get(reverse("certificate_file", args=[given.pk])).content
    )


def test_certificate_calls_a_person_in_their_own_script_on_their_own_sheet(
    client, group, held, city, sopot, coordinator
):
    oksana = make_participant(
        city, sopot, given_names="Oksana", surname="Kovalenko", original_name="Коваленко Оксана", contact_language="uk"
    )
    place = ask_for_seat(Activity.objects.get(pk=group.pk), Asked(oksana), by=coordinator)
    attend(place, meetings=held, came=5)
    given = give_certificate(place, place.activity, on=held[0].day, by=coordinator)
    content = client.get(reverse("certificate_file", args=[given.pk])).content
    polish, own = sheets_of(content)
    assert ("Коваленко Оксана" in polish, "Коваленко Оксана" in own) == (False, True)
    assert all("Oksana Kovalenko" in sheet for sheet in (polish, own))


def test_certificates_in_the_middle_of_a_course_are_asked_about_and_the_choice_is_kept(
    client, group, held, people, coordinator
):
    places = [ask_for_seat(Activity.objects.get(pk=group.pk), Asked(each), by=coordinator) for each in people[:2]]
    for each in places:
        attend(each, meetings=held, came=5)
    make_meeting(group, starts_at=START + datetime.timedelta(weeks=9))
    make_meeting(group, starts_at=START + datetime.timedelta(weeks=10), state=MeetingState.CANCELLED)
    url = group_url(group, "course_completion")
    page = fill(client, url, places=[str(places[1].pk)])
    assert len(page.context["form"].questions) == 1
    assert page.content.decode().count('name="places"') == 2
    assert re.findall(r'name="places" value="([^"]+)" checked', page.content.decode()) == [str(places[1].pk)]
    assert not Certificate.objects.exists()
    fill(client, url, places=[str(places[1].pk)], confirmed=page.context["form"].mark)
    assert Certificate.objects.get().enrolment == places[1]


def test_code_of_a_certificate_is_checked_without_a_name(client, client_of, group, held, people, coordinator):
    place = ask_for_seat(group, Asked(people[0]), by=coordinator)
    attend(place, meetings=held, came=5)
    fill(client, group_url(group, "course_completion"), places=[str(place.pk)])
    given = Certificate.objects.get()
    typed = given.code.lower().replace("-", " ")
    page = client.get("/pl/zaswiadczenie/", {"kod": typed}).content.decode()
    assert given.number in page
    assert "Bondar" not in page
    assert given.number not in client.get("/pl/zaswiadczenie/", {"kod": "AAAA-AAAA-AAAA"}).content.decode()
    fill(client, reverse("withdraw_certificate", args=[given.pk]), why="pomyłka")
    assert client.get("/pl/zaswiadczenie/", {"kod": typed}).context["given"].withdrawn_at


@pytest.mark.parametrize("many", [1, 3])
def test_pages_cost_the_same_with_one_and_with_three(
    client, sopot, group, people, coordinator, many, django_assert_num_queries
):
    for week, each in enumerate(people[:many]):
        ask_for_seat(group, Asked(each), by=coordinator)
        make_meeting(group, starts_at=START + datetime.timedelta(weeks=week))
    for number in range(many - 1):
        make_activity(sopot, ActivityKind.COURSE, meetings=3, edition=group.edition, title=f"Grupa {number}")
        make_edition(sopot, name=f"edycja {number}")
    costs = {"course_list": (), "course": (group.edition.course_id,), "course_group": (group.pk,),
             "course_completion": (group.pk,)}  # fmt: skip
    for name, args in costs.items():
        url = reverse(name, args=args)
        client.get(url)
        with django_assert_num_queries(COST[name]):
            client.get(url)


@pytest.fixture
def inside(people):
    return own_browser(people[0])


def test_own_space_shows_the_next_class_and_an_offer(inside, group, people, coordinator):
    group.online_link, group.venue = "https://meet.example/a1", make_venue(group.grant_project)
    group.capacity = 1
    group.save()
    make_meeting(group, starts_at=START)
    ask_for_seat(group, Asked(people[0]), by=coordinator)
    page = inside.get("/pl/moje/").content.decode()
    assert "17:00–19:00" in page
    assert "Dom Sąsiedzki" in page
    assert "https://meet.example/a1" in page
    Enrolment.objects.update(state=EnrolmentState.WAITING)
    assert "https://meet.example/a1" not in inside.get("/pl/moje/").content.decode()


def test_cancelled_class_is_told_to_who_stands_for_a_child(group, city, sopot, coordinator):
    child = make_participant(city, sopot, given_names="Sasza", birth_date=datetime.date(2018, 5, 5))
    guardian = make_guardian(child.person, outside_name="Matka", outside_phone="+48 600 100 200")
    ask_for_seat(group, Asked(child), by=coordinator)
    meeting = make_meeting(group, starts_at=START)
    cancel_meeting(meeting, meeting.version, "choroba", tell=True, by=coordinator)
    told = OutgoingMessage.objects.get()
    assert (told.kind, told.recipient_kind, told.recipient_id) == ("class-cancelled", "guardian", str(guardian.pk))
    assert "choroba" not in str(told.payload)
    assert told.useless_at == START


def test_news_about_the_place_of_a_child_goes_to_who_stands_for_it(group, city, sopot, coordinator):
    child = make_participant(city, sopot, given_names="Sasza", birth_date=datetime.date(2018, 5, 5))
    guardian = make_guardian(child.person, outside_name="Matka", outside_phone="+48 600 100 200")
    tell_news(ask_for_seat(group, Asked(child), by=coordinator))
    told = OutgoingMessage.objects.get()
    assert (told.kind, told.recipient_kind, told.recipient_id) == ("place-news", "guardian", str(guardian.pk))


@pytest.fixture
def lesson(group, people, coordinator):
    """A class of yesterday at which one person was."""
    meeting = make_meeting(group, starts_at=now() - datetime.timedelta(days=1))
    mark_meeting(meeting, [Mark(make_place(group, people[0]), True)], by=coordinator, now=now())
    meeting.refresh_from_db()
    return meeting


def correct(client, meeting, **said):
    return fill(client, reverse("class_meeting", args=[meeting.pk]), do="change", **said)


def test_held_class_is_cancelled_with_a_reason_alone_and_its_support_goes(client, lesson):
    url = reverse("class_meeting", args=[lesson.pk])
    form = client.get(url).context["outcome"]
    sent = {"outcome-version": str(lesson.version), "submission": str(form["submission"].value()),
            "outcome-submission": str(form["submission"].value()), "do": "cancel"}  # fmt: skip
    assert client.post(url, sent).context["outcome"].errors
    assert SupportDelivery.objects.current().count() == 1
    client.post(url, {**sent, "outcome-why": "pomyłka"})
    lesson.refresh_from_db()
    assert lesson.state == MeetingState.CANCELLED
    assert not SupportDelivery.objects.current().exists()
    assert not Attendance.objects.current().exists()
    assert not OutgoingMessage.objects.exists()


def test_held_class_is_corrected_with_a_reason_and_its_support_follows(client, lesson, caseworker_city):
    day = (lesson.day - datetime.timedelta(days=1)).isoformat()
    said = {"day": day, "begins": "10:00", "ends": "11:30", "teacher": str(caseworker_city.pk)}
    assert "why" in correct(client, lesson, **said).context["form"].errors
    assert correct(client, lesson, **said, why="zła godzina").status_code == 302
    delivery = SupportDelivery.objects.current().get()
    assert (delivery.delivered_on.isoformat(), delivery.hours, delivery.delivered_by, delivery.why) == (
        day, Decimal("1.5"), caseworker_city, "zła godzina",
    )  # fmt: skip
    assert Attendance.objects.current().get().support_fact == delivery.fact_id
    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize("days", [3, -3000])
def test_held_class_moves_to_no_day_that_has_not_come_or_lies_outside_the_project(client, lesson, days):
    day = (now() + datetime.timedelta(days=days)).date().isoformat()
    page = correct(client, lesson, day=day, begins="10:00", ends="11:30", why="pomyłka")
    assert "day" in page.context["form"].errors
    assert SupportDelivery.objects.current().get().delivered_on == lesson.day
    before = lesson.starts_at
    lesson.refresh_from_db()
    assert lesson.starts_at == before


def test_who_moved_keeps_what_they_attended_before(group, held, people, coordinator):
    other = make_activity(group.grant_project, ActivityKind.COURSE, meetings=0, edition=group.edition, title="Poranna")
    first = ask_for_seat(other, Asked(people[0]), by=coordinator)
    earlier = [
        make_meeting(other, starts_at=START + datetime.timedelta(days=n), state=MeetingState.HELD) for n in (1, 2)
    ]
    attend(first, meetings=earlier, came=2)
    place = move_seat(first, group, by=coordinator)
    attend(place, meetings=held[2:], came=2)
    (found,) = completions_of(group)
    assert (found.attended, found.held, found.hours, found.is_reached) == (4, 5, Decimal(6), True)


def test_hours_are_those_of_the_record_after_a_correction(group, held, people, coordinator):
    place = ask_for_seat(group, Asked(people[0]), by=coordinator)
    attend(place, meetings=held, came=5)
    fact = SupportDelivery.objects.current().order_by("fact_id").first()
    correct_fact(fact, {"hours": Decimal("0.5")}, by=None, why="krócej")
    (found,) = completions_of(group)
    assert found.hours == sum(each.hours for each in SupportDelivery.objects.current()) == Decimal("6.5")


def test_certificates_are_numbered_by_year_and_given_once(group, held, people, coordinator):
    places = [ask_for_seat(Activity.objects.get(pk=group.pk), Asked(each), by=coordinator) for each in people[:2]]
    for each in places:
        attend(each, meetings=held, came=5)
    day = datetime.date(2027, 6, 30)
    numbers = [give_certificate(each, group, on=day, by=coordinator).number for each in places]
    prefix = group.grant_project.number_prefix
    assert numbers == [f"{prefix}/2027/0001", f"{prefix}/2027/0002"]
    with pytest.raises(CertificateRefused):
        give_certificate(places[0], group, on=day, by=coordinator)
