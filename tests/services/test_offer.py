"""What a project offers, under administration: places, kinds of support, days off, what colleagues teach and speak."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.clock import today
from portal.programmes.loading import load_programme
from services.domain.attendance import Mark, mark_meeting
from services.models import AbsenceReason, Attendance, DayOff, StaffSkill, Venue
from services.queries.attendance import reasons_of
from services.queries.staffing import days_off, teachers_of
from services.rules.opening import NoHours, hours_in_words, parse_hours
from tests.factories.activities import make_group, make_meeting, make_place, make_venue
from tests.factories.beneficiaries import make_participant
from tests.forms import fill, sent_of


@pytest.fixture
def client(client_of, coordinator):
    return client_of(coordinator)


def test_place_has_hours_by_weekday_in_any_town(client):
    fill(client, reverse("new_venue"), name="CIC Słupsk", town="Słupsk", access_pl="winda",
         hours_0="8:00–12:00, 13.00-17.00", hours_4="10:00–14:00")  # fmt: skip
    venue = Venue.objects.get()
    hours = [(each.weekday, f"{each.begins_at:%H:%M}", f"{each.ends_at:%H:%M}") for each in venue.opening_hours.all()]
    assert hours == [(0, "08:00", "12:00"), (0, "13:00", "17:00"), (4, "10:00", "14:00")]
    fill(client, reverse("change_venue", args=[venue.pk]), hours_4="")
    assert venue.opening_hours.count() == 2
    page = fill(client, reverse("change_venue", args=[venue.pk]), hours_4="rano")
    assert "hours_4" in page.context["form"].errors


@pytest.mark.parametrize("words", ["8:00", "25:00–26:00", "16:00–8:00", "8:00–12:00, 11:00–14:00"])
def test_what_is_no_hours_is_refused(words):
    with pytest.raises(NoHours):
        parse_hours(words)


def test_hours_read_as_they_are_written():
    assert hours_in_words(parse_hours("13.00-17.30; 8:00–12:00")) == "8:00–12:00, 13:00–17:30"
    assert hours_in_words(parse_hours("12–20")) == "12:00–20:00"


def test_kind_of_support_is_changed_told_and_not_written_over(client, sopot, coordinator):
    url = reverse("kind_of_support", args=["polish-course"])
    fill(client, url, public_name_uk="Вчимо польську", unit="meeting", age_from="16", for_groups=["children"])
    kind = sopot.service_types.get(code="polish-course")
    assert (kind.public_name_uk, kind.unit, kind.age_from, kind.for_groups) == (
        "Вчимо польську", "meeting", 16, ["children"],
    )  # fmt: skip
    event = AuditEvent.objects.get(object_type="servicetype", action="change")
    assert event.detail == {"fields": ["age_from", "for_groups", "public_name_uk", "unit"]}
    assert coordinator.name in client.get(url).content.decode()
    load_programme(sopot.code)
    kind.refresh_from_db()
    assert kind.public_name_uk == "Вчимо польську"


def test_second_of_two_who_change_a_kind_is_told(client, sopot):
    url = reverse("kind_of_support", args=["polish-course"])
    stale = sent_of(client.get(url).context["form"])
    fill(client, url, short_name_pl="Polski")
    kind = sopot.service_types.get(code="polish-course")
    assert kind.short_name_pl == "Polski"
    assert stale["short_name_pl"] != "Polski"


def test_days_off_are_kept_by_voivodeship_and_removed(client, sopot):
    DayOff.objects.filter(grant_project=sopot).delete()
    fill(client, reverse("new_day_off"), name="Ferie zimowe", first_on="2027-01-18", last_on="2027-01-31",
         is_school="on", voivodeship="pomorskie")  # fmt: skip
    fill(client, reverse("new_day_off"), name="Ferie na Śląsku", first_on="2027-02-15", last_on="2027-02-28",
         is_school="on", voivodeship="śląskie")  # fmt: skip
    fill(client, reverse("new_day_off"), name="Inwentaryzacja", first_on="2027-03-01", last_on="2027-03-01")
    assert [each.why for each in days_off(sopot, school=True)] == ["Inwentaryzacja", "Ferie zimowe"]
    assert [each.why for each in days_off(sopot, school=False)] == ["Inwentaryzacja"]
    days = DayOff.objects.get(name="Inwentaryzacja")
    fill(client, reverse("change_day_off", args=[days.pk]), do="remove")
    assert not DayOff.objects.filter(pk=days.pk).exists()


def test_who_teaches_this_stands_first(client, sopot, caseworker_city, instructor):
    kind = sopot.service_types.get(code="polish-course")
    fill(client, reverse("staff_skill", args=[instructor.pk]), kinds=["polish-course"], languages=["uk", "pl"])
    assert StaffSkill.objects.get().languages == ["pl", "uk"] or StaffSkill.objects.get().languages == ["uk", "pl"]
    first, languages, teaches = teachers_of(sopot, today(), kind)[0]
    assert (first, sorted(languages), teaches) == (instructor, ["pl", "uk"], True)
    assert instructor.name in client.get(reverse("skill_list")).content.decode()


def test_lists_cost_the_same_with_one_and_with_three(client, sopot, django_assert_num_queries):
    make_venue(sopot, "A")
    cost = {}
    for name in ("venue_list", "day_off_list", "kind_list", "skill_list"):
        client.get(reverse(name))
        with django_assert_num_queries(12, exact=False) as queries:
            client.get(reverse(name))
        cost[name] = len(queries)
    for name in ("B", "C"):
        make_venue(sopot, name)
        DayOff.objects.create(grant_project=sopot, name=name, first_on="2027-01-01", last_on="2027-01-01")
    for name, many in cost.items():
        with django_assert_num_queries(many):
            client.get(reverse(name))


def test_only_the_leader_changes_the_offer(client_of, coordinator_foundation, caseworker_city):
    for account in (coordinator_foundation, caseworker_city):
        assert client_of(account).get(reverse("venue_list")).status_code == 404


REASONS, NEW_REASON = "/administracja/oferta/nieobecnosci/", "/administracja/oferta/nieobecnosci/nowa/"


def test_reason_of_absence_is_added_in_five_languages_renamed_and_told(client, sopot, coordinator):
    names = {"pl": "opieka nad dzieckiem", "uk": "догляд за дитиною", "be": "догляд дзіцяці", "ru": "уход за ребёнком",
             "en": "looking after a child"}  # fmt: skip
    said = {f"name_{code}": name for code, name in names.items()}
    assert fill(client, NEW_REASON, **said).status_code == 302
    made = AbsenceReason.objects.get(code="opieka-nad-dzieckiem")
    assert (made.names, made.is_excused, reasons_of(sopot)[-1]) == (names, True, made)
    url = f"{REASONS}{made.code}/"
    assert fill(client, url, name_ru="", name_pl="dziecko").status_code == 302
    made.refresh_from_db()
    assert "ru" not in made.names and made.name == "dziecko"
    assert coordinator.name in client.get(url).content.decode()
    assert "Русский" in client.get(REASONS).content.decode()
    assert AuditEvent.objects.get(object_type="absencereason", action="change").detail == {"fields": ["names"]}


@pytest.mark.parametrize("typed", [{"name_pl": ""}, {"name_pl": "Praca"}, {"name_pl": "x" * 61}])
def test_reason_without_a_name_or_with_that_of_another_is_refused_and_kept(client, sopot, typed):
    answer = fill(client, NEW_REASON, **{"name_uk": "сад", **typed})
    assert answer.context["form"].errors["name_pl"]
    assert "сад" in answer.content.decode()
    assert AbsenceReason.objects.count() == 6


def test_codes_of_new_reasons_never_meet(client, sopot):
    for name in ("Praca!", "Praca?", "!!!", "???"):
        assert fill(client, NEW_REASON, name_pl=name).status_code == 302
    codes = list(AbsenceReason.objects.order_by("-position").values_list("code", flat=True)[:4])
    assert codes == ["reason-2", "reason", "praca-2", "praca"]


def test_reason_out_of_use_is_not_offered_and_stays_where_it_was_entered(
    client, client_of, caseworker_city, city, sopot
):
    reason = AbsenceReason.objects.get(code="work")
    group = make_group(sopot, organisation=city)
    places = [make_place(group, make_participant(city, sopot)) for _ in range(2)]
    lesson = make_meeting(group)
    mark_meeting(lesson, [Mark.away(places[0], None, reason)], by=None, now=lesson.ends_at)
    assert fill(client, f"{REASONS}work/", is_retired="on").status_code == 302
    browser, page = client_of(caseworker_city), reverse("roll", args=[lesson.pk])
    assert reason not in reasons_of(sopot)
    form = browser.get(page).context["form"]
    assert form[f"reason-{places[0].pk.hex}"].value() == str(reason.pk)
    why = "he came at the end"
    answer = browser.post(page, {**sent_of(form), f"mark-{places[1].pk.hex}": "present", "why": why})
    assert answer.status_code == 302, answer.context["form"].errors
    assert Attendance.objects.current().get(enrolment=places[0]).reason == reason
    assert fill(client, f"{REASONS}work/", is_retired="").status_code == 302
    assert reason in reasons_of(sopot)


def test_reasons_are_for_who_keeps_the_offer_and_cost_the_same_with_more(client, client_of, caseworker_city, sopot):
    assert client_of(caseworker_city).get(REASONS).status_code == 404
    assert client.get(f"{REASONS}no-such-reason/").status_code == 404

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(REASONS)
        return len(queries)

    asked()
    one = asked()
    for number in range(3):
        AbsenceReason.objects.create(grant_project=sopot, code=f"more-{number}", names={"pl": f"{number}"})
    assert asked() == one
