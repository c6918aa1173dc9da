"""Classes and events for everybody: the list, one activity, signing up without an account, one's own place."""

import datetime
import json
import re
import time
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from beneficiaries.views.registration import guarding
from portal.clock import now
from portal.messages.models import OutgoingMessage
from services.enums import ActivityKind, ActivityState, EnrolmentState, MeetingState
from services.models import Course, Enrolment, SignUp
from services.views.public.signing_up import GUARD
from tests.factories.activities import make_activity, make_edition, make_meeting, make_venue
from tests.factories.beneficiaries import make_person

LIST = "/uk/zajecia/"
PLACE = "/uk/zajecia/miejsce/"
SOON = now().replace(hour=15, minute=0, second=0, microsecond=0) + datetime.timedelta(days=7)
MOST_BYTES = 150 * 1024


def make_class(project, **values):
    """Make an event with one meeting in a week."""
    activity = make_activity(project, values.pop("kind", ActivityKind.EVENT), meetings=0, **values)
    make_meeting(activity, starts_at=SOON)
    return activity


@pytest.fixture
def walk(sopot):
    return make_class(sopot, title="Spacer po Sopocie", title_uk="Прогулянка Сопотом", language="uk", capacity=2,
                      venue=make_venue(sopot))  # fmt: skip


def page(path: str, client: Client | None = None) -> str:
    return (client or Client()).get(path).content.decode().replace("\N{NO-BREAK SPACE}", " ")


def address(activity, what: str = "", language: str = "uk") -> str:
    return f"/{language}/zajecia/{activity.pk}/{what}"


def token(age: int = 60) -> str:
    mark = f"m{time.monotonic_ns()}"
    return signing.dumps({"mark": mark, "at": int(time.time()) - age}, salt=GUARD.salt)


def said(**values) -> dict:
    form = {"form": token(), "rows": "1", "name": "Оксана Коваленко", "birth_year": "1988", "phone": "512 334 218"}
    return {**form, "do": "send", **values}


def send(activity, client: Client | None = None, **values):
    return (client or Client()).post(address(activity, "zapis/"), said(**values))


def code_of(answer) -> str:
    return re.search(r'translate="no">([0-9A-Z-]{14})<', answer.content.decode())[1]


def state_of(**kwargs) -> list[str]:
    return list(Enrolment.objects.filter(**kwargs).order_by("pk").values_list("state", flat=True))


# --- The list ---


def test_list_says_day_language_in_its_own_script_and_honest_seats(walk):
    text = page(LIST)
    assert "Прогулянка Сопотом" in text
    assert '<span class="tag info" lang="uk">українська</span>' in text
    assert "Dom Sąsiedzki, Sopot" in text
    send(walk)
    assert text.count("cat-entry") == 1
    assert "1 of 2 places free" in page("/en/zajecia/")


def test_who_comes_after_the_last_place_finds_the_waiting_list(walk):
    for year in ("1980", "1981", "1982"):
        send(walk, birth_year=year)
    text = page("/en/zajecia/")
    assert "waiting list: 1" in text
    assert "Join the waiting list" in text
    assert "No free place" in text


def test_place_that_became_free_is_that_of_who_waits(walk):
    for _each in range(3):
        send(walk)
    walk.capacity = 3
    walk.save()
    assert "Join the waiting list" in page("/en/zajecia/")


@pytest.mark.parametrize("values", [{"is_public": False}, {"state": ActivityState.DRAFT}])
def test_what_is_private_or_in_preparation_is_not_there(sopot, values):
    hidden = make_class(sopot, title="Tajne", **values)
    assert "Tajne" not in page(LIST)
    for what in ("", "zapis/", "kalendarz/"):
        assert Client().get(address(hidden, what)).status_code == 404
    assert send(hidden).status_code == 404
    assert not SignUp.objects.exists()


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("jezyk=uk", {"A"}), ("jezyk=pl", {"B"}), ("miasto=Gdynia", {"B"}), ("miasto=online", {"C"}),
     ("wiek=dzieci", {"A"}), ("wiek=dorosli", {"B", "C"}), ("rodzaj=kurs", {"B"}), ("rodzaj=wydarzenie", {"A", "C"}),
     ("jezyk=pl&rodzaj=wydarzenie", set()), ("jezyk=%3Cb%3E&wiek=x", {"A", "B", "C"})],
)  # fmt: skip
def test_filters_narrow_without_scripts(sopot, asked, shown):
    make_class(sopot, title="<A>", language="uk", age_from=7, age_to=12, venue=make_venue(sopot, "Molo"))
    make_class(sopot, title="<B>", language="pl", age_from=18, kind=ActivityKind.COURSE,
               venue=make_venue(sopot, "Port", town="Gdynia"))  # fmt: skip
    make_class(sopot, title="<C>", language="en", age_from=18, online_link="https://meet.example.org/x")
    text = page(f"{LIST}?{asked}")
    assert {letter for letter in "ABC" if f"&lt;{letter}&gt;</span></a>" in text} == shown


def test_list_without_anything_says_so_and_a_filter_without_result_leads_back(sopot):
    assert "No dates have been announced yet" in page("/en/zajecia/")
    make_class(sopot, language="pl")
    make_class(sopot, language="uk")
    text = page("/en/zajecia/?jezyk=pl&rodzaj=kurs")
    assert "Nothing fits these filters" in text


def test_activity_whose_meetings_are_over_leaves_the_list_and_one_without_a_day_stays(sopot):
    over = make_activity(sopot, title="Dawno", meetings=0)
    make_meeting(over, starts_at=now() - datetime.timedelta(days=3))
    make_activity(sopot, title="Kiedyś", meetings=0)
    text = page("/en/zajecia/")
    assert "Dawno" not in text
    assert "Kiedyś" in text
    assert "The day is not known yet" in text
    assert "This is over." in page(address(over, language="en"))


def test_list_costs_the_same_for_one_and_for_many_and_stays_small(sopot, django_assert_num_queries):
    make_class(sopot, language="uk", venue=make_venue(sopot))
    with django_assert_num_queries(3):
        Client().get(LIST)
    for number in range(40):
        make_class(sopot, title=f"Warsztat {number}", language="pl", description="Opis zajęć. " * 30, capacity=20,
                   kind=ActivityKind.EVENT if number % 2 else ActivityKind.OPEN)  # fmt: skip
    with django_assert_num_queries(3):
        answer = Client().get(LIST)
    assert len(answer.content) < MOST_BYTES
    assert not answer.cookies


def test_open_event_asks_nobody_to_sign_up(sopot):
    picnic = make_class(sopot, title="Piknik", kind=ActivityKind.OPEN, capacity=None)
    assert "Come without signing up." in page("/en/zajecia/")
    assert Client().get(address(picnic, "zapis/")).status_code == 302
    assert send(picnic).status_code == 302
    assert not SignUp.objects.exists()


# --- One activity ---


def test_page_of_an_activity_says_where_when_and_what_to_bring(sopot):
    venue = make_venue(sopot, address="ul. Kolejowa 14", access="Winda od podwórza")
    activity = make_class(sopot, venue=venue, materials="Zeszyt", online_link="https://meet.example.org/secret")
    off = make_meeting(activity, starts_at=SOON + datetime.timedelta(days=1), state=MeetingState.CANCELLED)
    text = page(address(activity, language="en"))
    for words in ("ul. Kolejowa 14, Sopot", "Winda od podwórza", "Zeszyt", "cancelled"):
        assert words in text
    assert f"termin={off.pk}" not in text
    assert "meet.example.org" not in text


def test_text_that_nobody_translated_is_marked_as_what_it_is(sopot):
    activity = make_class(sopot, title="Spacer")
    assert '<h1><span lang="pl">Spacer</span></h1>' in page(address(activity))


def test_group_is_called_by_its_course_in_the_language_of_the_page(sopot):
    edition = make_edition(sopot)
    words = {"title_pl": "Polski od podstaw", "title_uk": "Польська з нуля", "description_pl": "Od liter."}
    Course.objects.filter(pk=edition.course_id).update(**words)
    edition.course.refresh_from_db()
    group = make_class(sopot, title="A1 rano", kind=ActivityKind.COURSE, edition=edition)
    called = 'Польська з нуля – <span lang="pl">A1 rano</span>'
    for text in (page(LIST), page(address(group)), page(address(group, "zapis/"))):
        assert called in text
    assert '<p lang="pl">Od liter.</p>' in page(LIST)
    assert "SUMMARY:Польська з нуля – A1 rano" in page(address(group, "kalendarz/"))
    code = code_of(send(group))
    assert "Польська з нуля – A1 rano" in Client().post(PLACE, {"code": code, "do": "look"}).content.decode()
    same = make_class(sopot, title_pl="Polski od podstaw", title_uk="Польська з нуля",
                      kind=ActivityKind.COURSE, edition=edition)  # fmt: skip
    assert "Польська з нуля – Польська" not in page(address(same))


# --- Signing up ---


def test_sign_up_gives_a_place_and_a_code_and_seals_what_was_said(walk):
    answer = send(walk, rows="2", child_name_0="Данило", child_year_0="2017", needs=["step-free"], needs_words="Wózek")
    made = SignUp.objects.get()
    assert answer.status_code == 200
    assert code_of(answer) == made.code
    assert [(str(each.name), str(each.birth_year), each.is_child, each.state) for each in Enrolment.objects.order_by("pk")] == [
        ("Оксана Коваленко", "1988", False, EnrolmentState.TAKEN), ("Данило", "2017", True, EnrolmentState.TAKEN)
    ]  # fmt: skip
    assert json.loads(str(made.needs)) == {"codes": ["step-free"], "words": "Wózek"}
    raw = SignUp.objects.values_list("phone", "name", "needs", "code").get()
    assert all("Коваленко".encode() not in bytes(each) for each in raw)


def test_code_goes_out_once_in_neutral_words(walk):
    send(walk)
    message = OutgoingMessage.objects.get()
    assert (message.kind, message.recipient_kind, message.language) == ("sign-up-code", "sign-up", "uk")
    assert "Прогулянка" not in str(message.payload)
    link = urlsplit(json.loads(str(message.payload))["link"])
    page = Client().get(f"{link.path}?{link.query}")
    assert page.context["form"]["code"].value() == SignUp.objects.get().code


def test_only_children_can_be_signed_up(walk):
    send(walk, only_children="on", birth_year="", child_name_0="Данило", child_year_0="2017")
    assert [str(each.name) for each in Enrolment.objects.all()] == ["Данило"]
    assert str(SignUp.objects.get().name) == "Оксана Коваленко"


def test_same_form_sent_twice_signs_up_once_and_shows_the_same_code(walk):
    form = said()
    first, again = (Client().post(address(walk, "zapis/"), form) for _each in range(2))
    assert code_of(first) == code_of(again)
    assert SignUp.objects.count() == 1


def test_full_class_puts_on_the_waiting_list_with_honest_words(walk):
    for _each in range(2):
        send(walk)
    answer = Client().post(address(walk, "zapis/", "en"), said())
    assert "On the waiting list, number 1" in answer.content.decode()
    assert EnrolmentState.WAITING in state_of()


def test_another_child_is_asked_for_without_scripts_and_nothing_typed_is_lost(walk):
    answer = send(walk, do="more", name="Оксана", phone="12", child_name_0="Данило")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="child_name_1"' in text
    assert 'value="Данило"' in text
    assert 'value="12"' in text
    assert not SignUp.objects.exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [({"name": " \u200b "}, "Write your name."), ({"birth_year": "88"}, "four digits"),
     ({"birth_year": "3021"}, "four digits"), ({"phone": ""}, "phone number or an e-mail"),
     ({"phone": "12345678"}, "One digit is missing"), ({"email": "x@"}, "name@example.com"),
     ({"child_name_0": "Ola"}, "four digits"), ({"child_year_0": "2019"}, "name of the child"),
     ({"only_children": "on"}, "Write who comes."), ({"needs": "sauna"}, "sauna")],
)  # fmt: skip
def test_error_says_what_to_do_and_keeps_what_was_typed(walk, values, words):
    answer = Client().post(address(walk, "zapis/", "en"), said(**values))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert words in text
    assert "Error:" in text
    assert not SignUp.objects.exists()


def test_age_that_cannot_be_right_is_told_and_the_edge_of_it_passes(sopot):
    activity = make_class(sopot, age_from=7, age_to=12)
    year = SOON.year
    for born, fits in ((year - 7, True), (year - 6, False), (year - 13, True), (year - 14, False)):
        SignUp.objects.all().delete()
        send(activity, birth_year=str(born))
        assert SignUp.objects.exists() is fits, born


@pytest.mark.parametrize("odd", ["\0", "\ufffe", "٣" * 4, "9" * 5000, "<script>", "\u202e"])
def test_no_input_is_an_error_page(walk, odd):
    for field in ("name", "birth_year", "phone", "email", "rows", "form", "needs", "child_year_0", "do", "website"):
        assert send(walk, **{field: odd}).status_code == 200
        assert Client().post(PLACE, {"code": odd, field: odd}).status_code in (200, 429)
    assert Client().get(PLACE, {"kod": odd}).status_code in (200, 400)


def test_page_without_a_token_of_ours_asks_once_more(walk):
    for form in ("", "x", signing.dumps({"mark": "a", "at": time.time()}, salt="registration form")):
        answer = send(walk, form=form)
        assert answer.status_code == 200
        assert 'value="Оксана Коваленко"' in answer.content.decode()
    assert not SignUp.objects.exists()


@pytest.mark.parametrize(("values", "doubt"), [({"website": "x"}, "honeypot"), ({"form": None}, "fast")])
def test_program_takes_no_place_and_is_not_written_to(walk, values, doubt):
    if "form" in values:
        values = {"form": token(age=0)}
    answer = send(walk, **values)
    assert answer.status_code == 200
    assert SignUp.objects.get().doubts == doubt
    assert state_of() == [EnrolmentState.HELD]
    assert not OutgoingMessage.objects.exists()
    assert "2 of 2 places free" in page("/en/zajecia/")


def test_network_that_signs_up_too_often_is_put_aside_and_a_flood_turned_away(walk, monkeypatch):
    monkeypatch.setattr(guarding, "PER_NETWORK", 1)
    send(walk)
    send(walk)
    assert [each.doubts for each in SignUp.objects.order_by("pk")] == ["", "network"]
    monkeypatch.setattr(guarding, "CEILING", 2)
    assert send(walk).status_code == 503
    assert SignUp.objects.count() == 2


@pytest.mark.parametrize("website", ["", "x"])
def test_what_is_closed_or_over_takes_no_sign_up_of_anybody(sopot, website):
    closed = make_class(sopot, state=ActivityState.CLOSED)
    crowd = make_class(sopot, kind=ActivityKind.OPEN)
    over = make_activity(sopot, ActivityKind.EVENT, meetings=0)
    make_meeting(over, starts_at=now() - datetime.timedelta(days=3))
    for each in (closed, crowd, over):
        assert send(each, website=website).status_code == 302
    assert not SignUp.objects.exists()


def test_closed_sign_up_keeps_nothing(sopot):
    yesterday = timezone.now() - datetime.timedelta(days=1)
    activity = make_class(sopot, sign_up_to=yesterday)
    assert "Sign-up is closed." in page("/en/zajecia/")
    assert send(activity).status_code == 302
    assert not SignUp.objects.exists()


MASKED = (
    re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"'), re.compile(r'name="form" value="[^"]+"'),
    re.compile(r'translate="no">[0-9A-Z-]{14}<'), re.compile(r'name="code" value="[^"]+"'),
    re.compile(r'name="place" value="[^"]+"'),
)  # fmt: skip


def seen(activity, name: str, phone: str) -> list:
    client, told = Client(), []
    pages = [client.get(address(activity, "zapis/")), send(activity, client, name=name, phone=phone)]
    pages.append(client.post(PLACE, {"code": code_of(pages[1])}))
    for answer in pages:
        text = answer.content.decode().replace(name, "N")
        for pattern in MASKED:
            text = pattern.sub("–", text)
        headers = {name: sorted(value.split("; ")) for name, value in answer.headers.items()
                   if name not in ("X-Request-Id", "Content-Length")}  # fmt: skip
        told.append((answer.status_code, sorted(headers.items()), sorted(answer.cookies), text))
    return told


def test_who_is_known_or_enrolled_sees_byte_for_byte_the_same(sopot):
    walk = make_class(sopot, capacity=None)
    make_person("Oksana", "Melnyk", phone="+48 512 334 218")
    known = seen(walk, "Oksana Melnyk", "512 334 218")
    enrolled = seen(walk, "Oksana Melnyk", "512 334 218")
    new = seen(walk, "Ірина Шевчук", "512 334 219")
    for other in (enrolled, new):
        for first, second in zip(known, other, strict=True):
            assert first == second


# --- One's own place ---


def test_code_shows_the_place_and_gives_it_up_after_a_question(walk):
    code, client = code_of(send(walk)), Client()
    text = client.post(PLACE.replace("uk", "en"), {"code": code.lower().replace("-", " ")}).content.decode()
    assert "The place is yours." in text
    mine = str(Enrolment.objects.get().pk)
    asked = client.post(PLACE, {"code": code, "place": mine, "do": "give-up"})
    assert 'name="sure"' in asked.content.decode()
    assert state_of() == [EnrolmentState.TAKEN]
    for _each in range(2):
        assert client.post(PLACE, {"code": code, "place": mine, "do": "give-up", "sure": "1"}).status_code == 200
    assert state_of() == [EnrolmentState.CANCELLED]


def test_offered_place_is_accepted_by_code(walk):
    first = code_of(send(walk))
    send(walk)
    waits = code_of(send(walk))
    text = Client().post(PLACE, {"code": waits}).content.decode()
    assert "Вийти зі списку очікування" in text
    assert "Відмовитися від місця" not in text
    mine = str(Enrolment.objects.order_by("pk")[0].pk)
    Client().post(PLACE, {"code": first, "place": mine, "do": "give-up", "sure": "1"})
    offered = Enrolment.objects.get(state=EnrolmentState.OFFERED)
    text = Client().post(PLACE, {"code": waits}).content.decode()
    assert 'value="accept"' in text
    Client().post(PLACE, {"code": waits, "place": str(offered.pk), "do": "accept"})
    offered.refresh_from_db()
    assert offered.state == EnrolmentState.TAKEN


def test_code_never_reaches_the_place_of_another(walk):
    mine, theirs = code_of(send(walk)), send(walk)
    other = SignUp.objects.get(code_index=SignUp.objects.order_by("-made_at")[0].code_index).enrolments.get()
    assert theirs.status_code == 200
    Client().post(PLACE, {"code": mine, "place": str(other.pk), "do": "give-up", "sure": "1"})
    assert state_of() == [EnrolmentState.TAKEN] * 2


def test_link_with_the_code_changes_nothing_by_being_opened(walk):
    code = code_of(send(walk))
    text = page(f"{PLACE}?kod={code}&do=give-up&sure=1")
    assert f'value="{code}"' in text
    assert state_of() == [EnrolmentState.TAKEN]


def test_codes_are_tried_within_limits(walk, monkeypatch):
    monkeypatch.setattr(guarding, "CODES_PER_NETWORK", 2)
    answers = [Client().post(PLACE, {"code": "AAAA-BBBB-CCCC"}).status_code for _each in range(3)]
    assert answers == [200, 200, 429]


def test_online_link_is_for_who_has_a_place(sopot):
    activity = make_class(sopot, capacity=1, online_link="https://meet.example.org/abc")
    has, waits = code_of(send(activity)), code_of(send(activity))
    assert "meet.example.org" in Client().post(PLACE, {"code": has}).content.decode()
    assert "meet.example.org" not in Client().post(PLACE, {"code": waits}).content.decode()


def test_another_language_keeps_what_was_typed_and_signs_nobody_up(walk):
    typed = said(birth_year="19", language="be")
    del typed["do"]
    text = Client().post(address(walk, "zapis/", "be"), typed).content.decode()
    assert '<html lang="be"' in text
    assert 'value="Оксана Коваленко"' in text
    assert 'class="errors"' not in text
    assert SignUp.objects.count() == 0


def test_after_signing_up_another_language_shows_the_place_and_not_the_form_again(walk):
    send(walk)
    code = str(SignUp.objects.get().code)
    for path in (address(walk, "zapis/", "be"), "/be/zajecia/miejsce/"):
        text = Client().post(path, {"code": code, "do": "look", "language": "be"}).content.decode()
        assert '<html lang="be"' in text
        assert code in text
        assert 'name="birth_year"' not in text
    assert SignUp.objects.count() == 1


def test_a_code_that_is_not_whole_yet_stays_in_its_box_in_another_language(walk):
    text = Client().post("/be/zajecia/miejsce/", {"code": "ABCD", "language": "be"}).content.decode()
    assert 'value="ABCD"' in text
    assert 'class="errors"' not in text
