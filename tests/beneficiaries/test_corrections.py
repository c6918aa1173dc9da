"""A person says field by field what is wrong; staff answer each; the record and the person see it (GDPR 16, 19, S68)."""

import datetime

import pytest
from django.urls import reverse

from beneficiaries.domain import corrections, rights_decisions
from beneficiaries.domain.rights import NO_IDENTITY, RightRefused, ask
from beneficiaries.enums import AliasKind, RightChannel, RightDecision, RightKind, RightState
from beneficiaries.models import NameAlias, ParticipationVersion, Person, PersonAddress, RightsRequest
from portal.messages.models import OutgoingMessage
from portal.rights import held_parts
from tests.clients import signed_in
from tests.factories.accounts import make_user
from tests.factories.beneficiaries import make_participant
from tests.factories.own import own_browser
from tests.factories.referrals import make_referral
from tests.factories.services import make_support
from tests.forms import sent_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts_speak_english")]
PAGE, DATA = "/en/moje/dane/poprawki/", "/en/moje/dane/"


@pytest.fixture
def case(city, sopot, caseworker_city):
    return make_participant(
        city, sopot, caseworker=caseworker_city, given_names="Oksana", surname="Kowalczuk", phone="+48512000111",
        address="Sopot, Lipowa 1", pesel="",
    )  # fmt: skip


@pytest.fixture
def inside(case):
    return own_browser(case)


@pytest.fixture
def client(client_of, coordinator):
    return client_of(coordinator)


def send(browser, **typed):
    return browser.post(PAGE, {**sent_of(browser.get(PAGE).context["form"]), **typed})


def asked_for(browser, **typed) -> RightsRequest:
    assert send(browser, **typed).status_code == 302
    return RightsRequest.objects.get()


def answer(browser, request, field, act, reason=""):
    path = reverse("rights_request", args=[request.pk])
    page = browser.get(path)
    form = next(form for row, form in page.context["fields"] if row.correction.field == field)
    return browser.post(path, {**sent_of(form), "act": act, "reason": reason})


def test_person_names_field_present_and_wanted_value(inside, case):
    request = asked_for(inside, surname="Kovalchuk", postcode="80001")
    said = {each.field: (each.present, each.wanted) for each in request.corrections.all()}
    assert said == {"surname": ("Kowalczuk", "Kovalchuk"), "postcode": (case.versions.get().postcode, "80-001")}
    assert (request.kind, request.state) == (RightKind.RECTIFICATION, RightState.IN_WORK)


def test_accepted_field_stands_on_the_record_with_its_history(inside, client, case, coordinator):
    request = asked_for(inside, surname="Nowak")
    assert answer(client, request, "surname", "accept").status_code == 302
    person = Person.objects.get(pk=case.person_id)
    assert (person.surname, person.version) == ("Nowak", 2)
    assert NameAlias.objects.filter(person=person, name="Kowalczuk Oksana", kind=AliasKind.FORMER).exists()
    change = person.history.first()
    assert (change.history_user, change.history_change_reason) == (coordinator, request.number)
    assert ParticipationVersion.objects.filter(participation=case).count() == 1
    request.refresh_from_db()
    assert (request.state, request.decision) == (RightState.DONE, RightDecision.GRANTED)


def test_ways_and_hours_of_contact_are_asked_for_read_and_written(inside, client, case):
    Person.objects.filter(pk=case.person_id).update(contact_channels="phone sms", preferred_channel="phone")
    request = asked_for(
        inside, contact_way="message", contact_channels=["email", "sms"], preferred_channel="email",
        contact_hours_0="18:00", contact_hours_1="20:30",
    )  # fmt: skip
    said = {each.field: (each.present, each.wanted) for each in request.corrections.all()}
    assert said == {
        "contact_way": ("", "message"), "contact_channels": ("phone sms", "sms email"),
        "preferred_channel": ("phone", "email"), "contact_hours": ("", "18:00 20:30"),
    }  # fmt: skip
    body = client.get(reverse("rights_request", args=[request.pk])).content.decode()
    assert "text message, e-mail" in body and "18:00–20:30" in body
    for field in ("contact_channels", "contact_way", "preferred_channel", "contact_hours"):
        assert answer(client, request, field, "accept").status_code == 302
    person = Person.objects.get(pk=case.person_id)
    assert (person.contact_way, person.contact_channels, person.preferred_channel) == ("message", "sms email", "email")
    assert (person.contact_from, person.contact_until) == (datetime.time(18), datetime.time(20, 30))
    shown = inside.get(DATA).content.decode()
    assert "text message, e-mail" in shown and "18:00–20:30" in shown


def test_preferred_way_goes_with_the_ways_and_comes_after_them(inside, client, case):
    Person.objects.filter(pk=case.person_id).update(contact_channels="phone", preferred_channel="phone")
    request = asked_for(inside, contact_channels=["email"], preferred_channel="email")
    page = answer(client, request, "preferred_channel", "accept")
    assert page.status_code == 200 and "not among the allowed ones" in page.content.decode()
    answer(client, request, "contact_channels", "accept")
    assert Person.objects.get(pk=case.person_id).preferred_channel == ""
    answer(client, request, "preferred_channel", "accept")
    assert Person.objects.get(pk=case.person_id).preferred_channel == "email"


def test_characteristic_becomes_a_version_with_what_follows(inside, client, case):
    make_support(case, delivered_on=datetime.date(2026, 2, 2))
    request = asked_for(inside, birth_date_0="1", birth_date_1="2", birth_date_2="2010")
    answer(client, request, "birth_date", "accept", "seen in the passport")
    case.refresh_from_db()
    now = ParticipationVersion.objects.current().get(participation=case)
    assert (now.birth_date, case.person.birth_date, now.age_at_start) == (*[datetime.date(2010, 2, 1)] * 2, 16)
    assert now.why == f"{request.number}: seen in the passport"


def test_former_address_stays_in_the_history(inside, client, case):
    request = asked_for(inside, address="Sopot, Polna 2")
    answer(client, request, "address", "accept")
    assert str(Person.objects.get(pk=case.person_id).address) == "Sopot, Polna 2"
    assert [str(each.address) for each in PersonAddress.objects.filter(person=case.person_id)] == ["Sopot, Lipowa 1"]


def test_refusal_needs_a_reason_and_the_person_reads_it(inside, client, case, coordinator):
    request = asked_for(inside, surname="Kovalchuk", given_names="Oxana")
    page = answer(client, request, "surname", "turn_down")
    assert page.status_code == 200 and page.context["sent"].errors
    answer(client, request, "surname", "turn_down", "The passport says Kowalczuk.")
    request.refresh_from_db()
    assert request.state == RightState.IN_WORK
    answer(client, request, "given_names", "accept")
    request.refresh_from_db()
    assert (request.state, request.decision) == (RightState.DONE, RightDecision.PARTLY)
    body = inside.get(DATA).content.decode()
    assert "The passport says Kowalczuk." in body and "Oxana" in body
    assert Person.objects.get(pk=case.person_id).full_name == "Oxana Kowalczuk"
    assert OutgoingMessage.objects.filter(kind="rights-news").count() == 1


def test_all_refused_is_a_refusal(inside, client):
    request = asked_for(inside, surname="Kovalchuk")
    answer(client, request, "surname", "turn_down", "No.")
    request.refresh_from_db()
    assert (request.state, request.decision) == (RightState.REFUSED, RightDecision.REFUSED)


def test_recipients_of_the_data_are_told_of_a_correction(inside, client, case, foundation):
    make_referral(case, foundation, make_user(), outside_name="Szkoła nr 8")
    request = asked_for(inside, phone="+48 500 600 700")
    answer(client, request, "phone", "accept")
    assert "tell" in client.get(reverse("rights_request", args=[request.pk])).context["forms"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"phone": "12"}, "phone"),
        ({"postcode": "8"}, "postcode"),
        ({"pesel": "90051712345"}, "pesel"),
        ({"birth_date_0": "1", "birth_date_1": "1", "birth_date_2": "2090"}, "birth_date"),
        ({"birth_date_0": "31", "birth_date_1": "2", "birth_date_2": "1990"}, "birth_date"),
        ({"citizenships_0": "Atlantis"}, "citizenships"),
        ({"sex": "x"}, "sex"),
        ({"contact_hours_0": "18:00"}, "contact_hours"),
        ({"contact_hours_0": "18:00", "contact_hours_1": "18:00"}, "contact_hours"),
        ({"contact_channels": ["sms"], "preferred_channel": "email"}, "preferred_channel"),
        ({}, "__all__"),
        ({"surname": "Kowalczuk"}, "__all__"),
    ],
)
def test_wrong_value_is_explained_and_kept(inside, typed, field):
    page = send(inside, **typed)
    assert page.status_code == 200 and field in page.context["form"].errors
    assert not RightsRequest.objects.exists()
    typed_words = [value for name, value in typed.items() if name not in ("sex", "surname", "contact_channels")]
    assert all(value in page.content.decode() for value in typed_words)


def test_second_request_waits_for_the_first(inside):
    asked_for(inside, surname="Kovalchuk")
    page = send(inside, surname="Kovaltschuk")
    assert page.status_code == 200 and "Kovaltschuk" in page.content.decode()
    assert RightsRequest.objects.count() == 1


def test_pesel_that_contradicts_is_left_to_the_form(inside, client, case):
    case.person.sex = "M"
    case.person.save()
    request = asked_for(inside, pesel="44051401359")
    page = answer(client, request, "pesel", "accept")
    assert page.status_code == 200 and "contradict" in page.content.decode()
    assert not Person.objects.get(pk=case.person_id).pesel


def test_pesel_of_somebody_else_is_not_told(inside, client, city, sopot, case):
    make_participant(city, sopot, pesel="02270812350", birth_date=datetime.date(2002, 7, 8), surname="Sekretna")
    Person.objects.filter(pk=case.person_id).update(sex="", birth_date=datetime.date(2002, 7, 8))
    request = asked_for(inside, pesel="02270812350")
    page = answer(client, request, "pesel", "accept")
    assert page.status_code == 200 and "cannot be saved here" in page.content.decode()
    assert "Sekretna" not in page.content.decode()


def test_birth_after_the_first_support_is_refused(case, coordinator):
    make_support(case, delivered_on=datetime.date(2026, 2, 2))
    request = ask(
        case, RightKind.RECTIFICATION, channel=RightChannel.OWN_SPACE, identity="signed-in",
        corrections=[("birth_date", "1990-01-01", "2026-03-01")],
    )  # fmt: skip
    with pytest.raises(RightRefused, match=corrections.NOT_BORN):
        corrections.accept(request, request.corrections.get(), by=coordinator)


def test_nothing_is_answered_before_it_is_known_who_asks_nor_twice(case, coordinator):
    wanted = [("surname", "Kowalczuk", "Kovalchuk"), ("place", "", "Gdynia")]
    request = ask(case, RightKind.RECTIFICATION, channel=RightChannel.LETTER, corrections=wanted)
    first = request.corrections.get(field="surname")
    with pytest.raises(RightRefused, match=NO_IDENTITY):
        corrections.accept(request, first, by=coordinator)
    request.identity, request.state = "known", RightState.IN_WORK
    request.save()
    request = corrections.accept(request, first, by=coordinator)
    with pytest.raises(RightRefused, match=corrections.ANSWERED):
        corrections.accept(request, first, by=coordinator)
    with pytest.raises(RightRefused, match=rights_decisions.BY_FIELD):
        rights_decisions.decide(request, RightDecision.GRANTED, reasons="", by=coordinator)


def test_caseworker_corrects_and_leaves_refusing_to_the_coordinator(inside, caseworker_city):
    request = asked_for(inside, surname="Kovalchuk", place="Gdynia")
    browser = signed_in(caseworker_city)
    answer(browser, request, "surname", "turn_down", "no")
    assert not request.corrections.exclude(answer="").exists()
    answer(browser, request, "surname", "accept")
    assert request.corrections.exclude(answer="").count() == 1


def test_officer_reads_no_values(inside, dpo):
    request = asked_for(inside, surname="Kovalchuk")
    body = signed_in(dpo).get(reverse("rights_request", args=[request.pk])).content.decode()
    assert "Kovalchuk" not in body


def test_copy_of_the_data_tells_of_the_correction(inside, client, case):
    request = asked_for(inside, surname="Kovalchuk")
    answer(client, request, "surname", "turn_down", "The passport says otherwise.")
    part = next(part for part in held_parts() if part.code == "rights")
    said = " ".join(value for item in part.read(case) for _label, value in item.facts)
    assert "Kowalczuk → Kovalchuk" in said and "The passport says otherwise." in said


def test_page_of_a_request_costs_the_same_for_one_and_three_fields(inside, client, case, django_assert_max_num_queries):
    request = asked_for(inside, surname="Kovalchuk")
    path = reverse("rights_request", args=[request.pk])
    with django_assert_max_num_queries(60) as one:
        client.get(path)
    for field in ("given_names", "place"):
        request.corrections.create(field=field, present="a", wanted="b")
    with django_assert_max_num_queries(len(one)):
        assert client.get(path).content.decode().count("How it should be") == 3
