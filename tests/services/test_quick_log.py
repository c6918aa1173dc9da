"""Support written down in seconds: it starts participation, moves the figures, acts once, tells nothing of others."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import ParticipationVersion
from portal.audit.models import AuditEvent
from portal.submissions.drafts import draft_content
from services.domain.support import BeforeBirth, SupportRefused, record_support, withdraw_support
from services.enums import Purpose
from services.models import Appointment, SupportDelivery
from tests.counting import figures
from tests.factories.appointments import make_appointment
from tests.factories.beneficiaries import make_care, make_participant, make_participation, make_person
from tests.factories.services import make_support

DAY = datetime.date
LOG = "/praca/zapis/"
PANEL = {"headers": {"HX-Request": "true"}}
GIVEN = {"kind": "career-advice-adults", "day": "2026-03-02", "minutes": "45", "hours": "", "note": ""}


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def own(city, sopot):
    return make_participant(city, sopot)


@pytest.fixture
def not_started(city, sopot):
    person = make_person()
    make_care(person, city, sopot)
    return make_participation(person, sopot, start_on=None)


def address(participation) -> str:
    return reverse("new_support", args=[participation.number])


def sent(*people, do="save", **values) -> dict:
    numbers = [getattr(each, "number", each) for each in people]
    return {**GIVEN, "submission": str(uuid.uuid4()), "people": numbers, "do": do, **values}


def picked(answer) -> list[str]:
    return [each.number for each in answer.context["picked"]]


def offered(answer) -> list[str]:
    return [each.number for each in answer.context["offered"]]


class TestAppointmentAtHand:
    """An address that names nobody leads to the nearest appointment of the day that is not recorded yet."""

    @pytest.fixture(autouse=True)
    def _clock(self, monkeypatch, settings):
        settings.PORTAL_TODAY = "2026-12-15"
        at = datetime.datetime(2026, 12, 15, 11, 10, tzinfo=timezone.get_default_timezone())
        monkeypatch.setattr("services.views.quick_log.now", lambda: at)
        self.at = at

    def meet(self, own, account, after: int, **values):
        values = {
            "purpose": Purpose.SUPPORT,
            "service_type": own.grant_project.service_types.get(code="culture-integration"),
            **values,
        }
        return make_appointment(own, in_charge=account, starts_at=self.at + datetime.timedelta(minutes=after), **values)

    @pytest.mark.parametrize("after", [-165, -46, -30, 0, 45, 120])
    def test_it_brings_its_person_kind_and_length(self, client, own, caseworker_city, after):
        self.meet(own, caseworker_city, after, minutes=45)
        page = client.get(LOG, follow=True)
        assert picked(page) == [own.number]
        assert [str(page.context["form"][name].value()) for name in ("kind", "minutes")] == [
            "culture-integration",
            "45",
        ]
        assert page.context["from_calendar"]

    def test_it_is_not_brought_again_once_recorded(self, client, own, caseworker_city):
        self.meet(own, caseworker_city, -30, minutes=45)
        url = client.get(LOG).url
        assert client.post(url, sent(own)).status_code == 302
        assert client.get(LOG).status_code == 200

    @pytest.mark.parametrize("after", [-166, 121, 24 * 60])
    def test_what_is_far_or_on_another_day_brings_nobody(self, client, own, caseworker_city, after):
        self.meet(own, caseworker_city, after, minutes=45)
        assert picked(client.get(LOG)) == []

    def test_a_talk_that_has_just_ended_comes_before_the_next_one_until_it_is_recorded(
        self, client, own, not_started, caseworker_city
    ):
        self.meet(own, caseworker_city, -50, minutes=45)
        self.meet(not_started, caseworker_city, 50, minutes=45)
        assert picked(client.get(LOG, follow=True)) == [own.number]
        assert client.post(client.get(LOG).url, sent(own)).status_code == 302
        assert picked(client.get(LOG, follow=True)) == [not_started.number]

    def test_who_did_not_come_is_not_brought(self, client, own, caseworker_city):
        self.meet(own, caseworker_city, 0)
        Appointment.objects.update(state="no-show")
        assert picked(client.get(LOG)) == []

    def test_a_colleagues_and_a_hidden_persons_bring_nobody(self, client, own, coordinator, caseworker_city):
        self.meet(own, coordinator, 0)
        assert picked(client.get(LOG)) == []
        self.meet(own, caseworker_city, 0)
        own.person.denied_to.add(caseworker_city)
        assert picked(client.get(LOG)) == []

    def test_an_entry_left_unfinished_and_a_next_one_stay_as_they_are(self, client, own, caseworker_city):
        self.meet(own, caseworker_city, 0)
        assert picked(client.get(LOG, {"rodzaj": "culture-integration"})) == []
        client.post(reverse("keep_draft", args=["quick-log"]), {**GIVEN, "note": "Bez osoby", "draft_subject": ""})
        assert client.get(LOG).context["form"]["note"].value() == "Bez osoby"


def test_first_support_starts_participation_and_the_figure_moves(client, sopot, not_started, caseworker_city, city):
    before = figures(sopot)["EECO01 cumulative"][2]
    answer = client.post(address(not_started), sent(not_started))
    assert answer.url == reverse("person_support", args=[not_started.number])
    delivery = SupportDelivery.objects.get()
    assert (delivery.hours, delivery.delivered_on) == (Decimal("0.75"), DAY(2026, 3, 2))
    by = (delivery.recorded_by, delivery.delivered_by, delivery.organisation)
    assert by == (caseworker_city, caseworker_city, city)
    assert ParticipationVersion.objects.current().get(participation=not_started).start_on == DAY(2026, 3, 2)
    assert figures(sopot)["EECO01 cumulative"][2] == before + 1
    event = AuditEvent.objects.filter(action="create", object_type="supportdelivery").get()
    assert event.subjects == [str(not_started.person_id)]


@pytest.mark.parametrize("how", [{}, PANEL])
def test_double_click_makes_one(client, own, how):
    values = sent(own)
    answers = [client.post(LOG, values, **how) for _ in range(3)]
    assert len({answer.headers.get("Location") for answer in answers}) == 1
    assert SupportDelivery.objects.count() == 1


def test_same_support_sent_with_a_fresh_form_is_asked_about(client, city, sopot, own, caseworker_city):
    other = make_participant(city, sopot)
    client.post(LOG, sent(own))
    answer = client.post(LOG, sent(own, other))
    form = answer.context["form"]
    (question,) = form.questions
    assert form.is_repeated
    assert question in answer.content.decode()
    assert own.person.surname in question and caseworker_city.name in question
    assert SupportDelivery.objects.count() == 1
    client.post(LOG, sent(own, other, confirmed=form.mark))
    assert SupportDelivery.objects.count() == 3


@pytest.mark.parametrize("other", [{"day": "2026-03-03"}, {"minutes": "60"}, {"kind": "personal-assistant"}])
def test_support_that_differs_in_day_length_or_kind_is_not_asked_about(client, own, other):
    client.post(LOG, sent(own))
    assert client.post(LOG, sent(own, **other)).status_code == 302
    assert SupportDelivery.objects.count() == 2


def test_same_support_that_was_taken_back_is_not_asked_about(client, own):
    client.post(LOG, sent(own))
    withdraw_support(SupportDelivery.objects.get(), by=None, why="nobody came")
    assert client.post(LOG, sent(own)).status_code == 302


@pytest.mark.parametrize(
    ("typed", "said"),
    [("0,1", ("0,25", "24")), ("25", ("0,25", "24")), ("1,333333", ("1,25",))],
)
def test_limits_of_the_length_are_said_with_a_comma(client, own, typed, said):
    answer = client.post(LOG, sent(own, minutes="other", hours=typed))
    (words,) = answer.context["form"].errors["hours"]
    assert all(number in words for number in said)
    assert not SupportDelivery.objects.exists()


def test_several_people_at_once_each_get_their_own(client, city, sopot):
    three = [make_participant(city, sopot) for _ in range(3)]
    client.post(LOG, sent(*three, three[1].number.lower()))
    assert {each.participation_id for each in SupportDelivery.objects.all()} == {each.pk for each in three}
    assert SupportDelivery.objects.count() == 3


def test_one_of_several_that_cannot_be_recorded_leaves_none_recorded(client, city, sopot, monkeypatch):
    from services.domain import support

    record, calls = support.record_fact, iter(range(2))

    def fails_the_second_time(*args, **kwargs):
        if next(calls) == 1:
            raise support.SupportRefused
        return record(*args, **kwargs)

    monkeypatch.setattr(support, "record_fact", fails_the_second_time)
    client.post(LOG, sent(make_participant(city, sopot), make_participant(city, sopot)))
    assert not SupportDelivery.objects.exists()


def test_unknown_and_out_of_reach_are_told_alike_and_nothing_is_recorded(client, own, foundation, sopot):
    theirs = make_participant(foundation, sopot)
    said = {}
    for number in (theirs.number, "WS-99999"):
        answer = client.post(LOG, sent(own, number))
        (said[number],) = answer.context["form"].errors["who"]
        assert theirs.person.surname not in answer.content.decode()
        assert client.get(LOG, {"osoba": number}).status_code == 404
        assert client.get(reverse("new_support", args=[number])).status_code == 404
        looked_for = client.post(LOG, sent(do="find", who=number))
        assert (looked_for.status_code, offered(looked_for)) == (200, [])
    assert {words.replace(number, "?") for number, words in said.items()} == {said["WS-99999"].replace("WS-99999", "?")}
    assert not SupportDelivery.objects.exists()
    assert AuditEvent.objects.filter(action="refuse").count() >= 2


@pytest.mark.usefixtures("accounts_speak_english")
def test_day_that_has_not_come_yet_is_refused_and_weighs_nothing(client, sopot, not_started):
    before = figures(sopot)["EECO01 cumulative"][2]
    answer = client.post(address(not_started), sent(not_started, day="2026-12-16"))
    assert answer.context["form"].errors == {"day": ["This day has not come yet."]}
    assert (answer.context["outside"], answer.context["effects"]) == ("This day has not come yet.", [])
    with pytest.raises(SupportRefused):
        record_support(
            participation=not_started, service_type=sopot.service_types.first(), delivered_on=DAY(2026, 12, 16),
            hours=None, by=None,
        )  # fmt: skip
    assert not SupportDelivery.objects.exists()
    assert figures(sopot)["EECO01 cumulative"][2] == before
    assert client.post(address(not_started), sent(not_started, day="2026-12-15")).status_code == 302


@pytest.mark.usefixtures("accounts_speak_english")
def test_day_before_the_birth_is_refused_and_weighs_nothing(client, sopot, city, own):
    """As a list and the form of a person refuse a birth after the start (R47)."""
    person = make_person(birth_date=DAY(2026, 3, 3))
    make_care(person, city, sopot)
    child = make_participation(person, sopot, start_on=None)
    before = figures(sopot)["EECO01 cumulative"][2]
    words = "This day is before the date of birth of somebody this is about. Check both."
    answer = client.post(address(child), sent(own, child, kind="culture-integration"))
    assert answer.context["form"].errors == {"day": [words]}
    assert (answer.context["outside"], answer.context["effects"]) == (words, [])
    with pytest.raises(BeforeBirth):
        record_support(
            participation=child, service_type=sopot.service_types.first(), delivered_on=DAY(2026, 3, 2), hours=None,
            by=None,
        )  # fmt: skip
    assert not SupportDelivery.objects.exists()
    assert figures(sopot)["EECO01 cumulative"][2] == before
    born = sent(own, child, kind="culture-integration", day="2026-03-03")
    assert client.post(address(child), born).status_code == 302


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("who", {"people": []}),
        ("kind", {"kind": ""}),
        ("kind", {"kind": "no-such-kind"}),
        ("day", {"day": ""}),
        ("day", {"day": "31.02.2026"}),
        ("day", {"day": "2024-12-31"}),
        ("day", {"day": "2027-01-01"}),
        ("minutes", {"minutes": ""}),
        ("hours", {"minutes": "other", "hours": ""}),
        ("hours", {"minutes": "other", "hours": "-1"}),
        ("hours", {"minutes": "other", "hours": "25"}),
        ("hours", {"minutes": "other", "hours": "abc"}),
        ("who", {"people": [f"A{n}" for n in range(40)]}),
        ("note", {"note": "x" * 4001}),
    ],
)
@pytest.mark.parametrize("how", [{}, PANEL])
def test_mistake_is_said_beside_the_field_keeps_what_was_typed_and_records_nothing(client, own, field, values, how):
    answer = client.post(LOG, {**sent(own), **values}, **how)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    (typed,) = [value for name, value in values.items() if name == field or name in ("day", "hours")] or [""]
    assert field in ("kind", "who") or typed in answer.content.decode()
    assert not SupportDelivery.objects.exists()


def test_hours_take_a_decimal_comma(client, own):
    client.post(LOG, sent(own, minutes="other", hours="1,5"))
    assert SupportDelivery.objects.get().hours == Decimal("1.50")


class TestChoosingPeople:
    def test_record_brings_its_person(self, client, own):
        assert picked(client.get(address(own))) == [own.number]
        assert picked(client.get(LOG, {"osoba": own.number})) == [own.number]
        assert picked(client.get(LOG)) == []

    @pytest.mark.parametrize("words", ["Ковальчук Анна", "kowalcz", "{number}", "{digits}", "{pesel}", "501 222 333"])
    def test_found_in_any_script_by_number_pesel_and_phone(self, client, city, sopot, words):
        from tests.factories.beneficiaries import make_pesel

        pesel = make_pesel(DAY(1990, 5, 17))
        wanted = make_participant(
            city, sopot, given_names="Anna", surname="Kowalczuk", original_name="Ковальчук Анна", pesel=pesel,
            phone="+48501222333",
        )  # fmt: skip
        make_participant(city, sopot)
        words = words.format(number=wanted.number.lower(), digits=wanted.number[3:], pesel=pesel)
        answer = client.post(LOG, sent(do="find", who=words))
        assert offered(answer) == [wanted.number]
        assert answer.context["form"]["kind"].value() == GIVEN["kind"], "what was typed is kept"

    def test_added_removed_and_never_twice(self, client, city, sopot):
        one, two = make_participant(city, sopot), make_participant(city, sopot)
        answer = client.post(LOG, sent(one, do="", add=two.number))
        assert picked(answer) == [one.number, two.number]
        answer = client.post(LOG, sent(one, two, do="", remove=one.number))
        assert picked(answer) == [two.number]
        assert offered(client.post(LOG, sent(one, do="find", who=one.number))) == []

    def test_recently_supported_people_are_offered_while_nobody_is_chosen(
        self, client, city, sopot, caseworker_city, coordinator
    ):
        mine, others, hidden = (make_participant(city, sopot) for _ in range(3))
        for person, by in ((mine, caseworker_city), (others, coordinator), (hidden, caseworker_city)):
            make_support(person, delivered_by=by)
        hidden.person.denied_to.add(caseworker_city)
        assert offered(client.get(LOG)) == [mine.number]
        assert offered(client.get(address(mine))) == []

    def test_words_searched_for_stay_out_of_address_draft_and_trail(self, client, own, city, sopot, caseworker_city):
        answer = client.post(LOG, sent(do="", who="Kowalczuk", add=own.number))
        assert "Kowalczuk" not in answer.context["address"]
        content, _since = draft_content(caseworker_city, "quick-log")
        assert content["people"] == [own.number]
        assert "Kowalczuk" not in str(content)
        wanted = make_participant(city, sopot, surname="Jaworska")
        for words in ("Jaworska", "Nieznana"):
            client.post(LOG, sent(do="find", who=words))
        events = list(AuditEvent.objects.filter(action="search").order_by("at"))
        assert [event.subjects for event in events] == [[str(wanted.person_id)], []]
        assert not [event for event in events if "Jaworska" in str(event.detail) or "search" not in event.detail]

    @pytest.mark.parametrize("action", ["find", "weigh", ""])
    def test_nothing_is_recorded_before_it_is_saved(self, client, own, action):
        assert client.post(LOG, sent(own, do=action)).status_code == 200
        assert not SupportDelivery.objects.exists()

    @pytest.mark.parametrize(("end_on", "said"), [(None, "takes part"), (DAY(2026, 6, 30), "ended")])
    @pytest.mark.usefixtures("accounts_speak_english")
    def test_whether_somebody_still_takes_part_is_told_before_they_are_chosen(self, client, city, sopot, end_on, said):
        person = make_person(surname="Jaworska")
        make_care(person, city, sopot)
        wanted = make_participation(person, sopot, end_on=end_on)
        results = client.post(LOG, sent(do="find", who="Jaworska"))
        assert [(each.number, each.status.text) for each in results.context["offered"]] == [(wanted.number, said)]
        text = results.content.decode()
        assert said in text[text.index(f'value="{wanted.number}"') :].split("</button>")[0]

    def test_only_people_of_one_project(self, client, own, city, foundation):
        from tests.factories.programmes import make_project

        other = make_participant(city, make_project(leader=city, partners=(foundation,)))
        assert "who" in client.post(LOG, sent(own, other)).context["form"].errors


class TestAnswers:
    def test_save_and_next_keeps_kind_day_and_length_and_nobody(self, client, own):
        answer = client.post(address(own), sent(own, do="next", note="Umowa"))
        page = client.get(answer.url)
        assert own.number not in answer.url
        form = page.context["form"]
        values = [form[name].value() for name in ("kind", "day", "minutes", "note")]
        assert values == ["career-advice-adults", "2026-03-02", "45", None]
        assert picked(page) == []

    @pytest.mark.parametrize("do", ["save", "next"])
    @pytest.mark.parametrize("many", [1, 3])
    def test_message_leads_to_each_entry_to_correct_it(self, client, city, sopot, many, do):
        people = [make_participant(city, sopot) for _ in range(many)]
        page = client.post(LOG, sent(*people, do=do), **PANEL).content.decode()
        for made in SupportDelivery.objects.select_related("participation"):
            path = reverse("change_support", args=[made.participation.number, made.fact_id])
            assert f'href="{path}"' in page
            assert client.get(path).status_code == 200
            assert made.participation.person.surname not in page

    def test_panel_gets_its_part_alone_and_the_message(self, client, own):
        part = client.get(address(own), **PANEL).content.decode()
        assert "<html" not in part
        assert "data-quick-log" in part
        done = client.post(address(own), sent(own), **PANEL)
        assert (done.status_code, "data-log-done" in done.content.decode()) == (200, True)
        assert "data-following" not in done.content.decode()
        assert "data-following" in client.post(LOG, sent(own, do="next", minutes="60"), **PANEL).content.decode()

    def test_draft_comes_back_and_goes_with_the_sending(self, client, own, caseworker_city):
        subject = own.pk.hex
        keep = reverse("keep_draft", args=["quick-log"])
        client.post(keep, {**GIVEN, "note": "Świadectwo", "people": own.number, "draft_subject": subject})
        client.post(keep, {**GIVEN, "note": "Bez osoby", "draft_subject": ""})
        page = client.get(address(own))
        assert (picked(page), page.context["form"]["note"].value()) == ([own.number], "Świadectwo")
        assert client.get(LOG).context["form"]["note"].value() == "Bez osoby"
        client.post(address(own), sent(own))
        assert draft_content(caseworker_city, "quick-log", subject) is None
        assert draft_content(caseworker_city, "quick-log") is not None

    def test_draft_that_arrives_after_the_sending_is_not_kept(self, client, own, caseworker_city):
        values = sent(own)
        client.post(LOG, values)
        client.post(reverse("keep_draft", args=["quick-log"]), {**values, "draft_subject": ""})
        assert draft_content(caseworker_city, "quick-log") is None

    def test_draft_can_be_thrown_away(self, client, own, caseworker_city):
        client.post(LOG, sent(do="", add=own.number))
        assert picked(client.get(LOG)) == [own.number]
        assert client.post(LOG, sent(own, do="discard")).status_code == 302
        assert draft_content(caseworker_city, "quick-log") is None

    def test_draft_never_shows_somebody_who_is_out_of_reach_now(self, client, own, caseworker_city):
        client.post(LOG, sent(do="", add=own.number))
        own.person.denied_to.add(caseworker_city)
        assert own.person.surname not in client.get(LOG).content.decode()


class TestNote:
    WORDS = "Zgubione świadectwo qzxkwv"

    def test_it_is_shown_with_the_support_and_sealed_in_the_database(self, client, own, tmp_path):
        client.post(LOG, sent(own, note=self.WORDS))
        delivery = SupportDelivery.objects.get()
        assert delivery.note == self.WORDS
        for page in ("person_support", "person_record"):
            assert self.WORDS in client.get(reverse(page, args=[own.number])).content.decode()
        for table in connection.introspection.table_names():
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT * FROM "{table}"')
                assert "qzxkwv" not in str(
                    [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()]
                )

    def test_correction_keeps_the_earlier_words(self, client, own):
        from services.domain.support import correct_support

        delivery = make_support(own, note="pierwsze")
        correct_support(delivery, {"note": "drugie"}, by=None, why="x")
        assert sorted(each.note for each in SupportDelivery.objects.all()) == ["drugie", "pierwsze"]


@pytest.mark.parametrize("do", ["", "find", "weigh", "save"])
def test_page_costs_the_same_for_one_three_and_thirty_people(client, city, sopot, do, django_assert_num_queries):
    people = [make_participant(city, sopot) for _ in range(30)]
    values = {"kind": ""} if do == "save" else {}
    client.post(LOG, sent(people[0], do=do, **values))
    with connection.execute_wrapper(_count := Counter()):
        client.post(LOG, sent(people[0], do=do, **values))
    for many in (3, 30):
        with django_assert_num_queries(_count.statements):
            client.post(LOG, sent(*people[:many], do=do, **values))
    assert _count.statements <= 22


class Counter:
    statements = 0

    def __call__(self, execute, sql, params, many, context):
        self.statements += 1
        return execute(sql, params, many, context)


def test_page_costs_the_same_however_much_was_given(client, own, caseworker_city, django_assert_max_num_queries):
    client.get(address(own))
    with django_assert_max_num_queries(18) as few:
        client.get(address(own))
    for _ in range(20):
        make_support(own, delivered_by=caseworker_city)
    with django_assert_max_num_queries(len(few)):
        client.get(address(own))
