"""The page of information and consents: what was told and decided, written down in one talk, printed to sign."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from beneficiaries.domain.consents import Way, give, hand_notice
from beneficiaries.enums import ConsentDecision, TextChannel
from beneficiaries.models import Consent, NoticeReceipt, Person
from beneficiaries.queries.consents import consent_in_force, current_consents, current_notices
from beneficiaries.tables.declaration import MAY_REFUSE
from portal.audit.models import AuditEvent
from portal.programmes.models import GrantProject
from tests.factories.beneficiaries import make_participant
from tests.factories.households import make_guardian
from tests.factories.record import make_letters_address
from tests.factories.texts import republish
from tests.paper import words_of

DAY = datetime.date(2026, 9, 15)


@pytest.fixture(autouse=True)
def _day(settings):
    settings.PORTAL_TODAY = DAY.isoformat()


@pytest.fixture
def participation(city, sopot):
    return make_participant(city, sopot, contact_language="uk", phone="+48 512 000 111")


@pytest.fixture
def child(city, sopot):
    return make_participant(city, sopot, birth_date=datetime.date(2014, 5, 1))


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


def page(client, participation) -> str:
    return client.get(reverse("person_consents", args=[participation.number])).content.decode()


def talk(client, participation, **fields):
    address = reverse("record_consents", args=[participation.number])
    token = client.get(address).context["form"]["submission"].value()
    sent = {"submission": str(token), "on": DAY.isoformat(), "channel": "read-out", "language": "uk", **fields}
    return client.post(address, sent)


def text_in(participation, kind: str, language: str = "pl"):
    found = current_consents(participation.grant_project, language)
    return next(text for text in found if text.kind.code == kind)


def test_one_talk_writes_down_what_was_handed_over_and_answered(client, participation, caseworker_city):
    answer = talk(client, participation, notices=["city", "partner"], consent_image="given", consent_sms="refused")
    assert answer["Location"] == reverse("person_consents", args=[participation.number])
    receipts = NoticeReceipt.objects.filter(person=participation.person).order_by("text__notice__position")
    assert [(each.text.notice.code, each.text.language, each.by) for each in receipts] == [
        ("city", "uk", caseworker_city), ("partner", "uk", caseworker_city),
    ]  # fmt: skip
    assert consent_in_force(participation.person, "image")
    assert not consent_in_force(participation.person, "sms")
    assert not Consent.objects.filter(text__kind__code="email").exists()


def test_who_agrees_is_offered_to_withdraw_and_it_is_in_force_at_once(client, participation):
    talk(client, participation, consent_image="given")
    shown = client.get(reverse("record_consents", args=[participation.number])).context["form"]
    assert [code for code, _label in shown.fields["consent_image"].choices] == ["", "given", "withdrawn"]
    talk(client, participation, consent_image="withdrawn")
    assert not consent_in_force(participation.person, "image")
    shown = client.get(reverse("person_consents", args=[participation.number])).context
    assert next(each for each in shown["consents"] if each.code == "image").decision == ConsentDecision.WITHDRAWN


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"consent_image": "yes"},
        {"notices": ["nobody"]},
        {"on": "2026-09-16", "notices": ["city"]},
        {"channel": "web"},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(client, participation, fields):
    answer = talk(client, participation, **fields)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Consent.objects.exists()
    assert not NoticeReceipt.objects.exists()


def test_child_is_answered_for_by_a_guardian_whom_the_account_sees(client, child):
    assert talk(client, child, notices=["city"]).status_code == 200
    link = make_guardian(child)
    restricted = make_guardian(child, court_restriction=True, outside_name="Ihor")
    assert talk(client, child, notices=["city"], guardian=str(restricted.pk)).status_code == 200
    assert not NoticeReceipt.objects.exists()
    assert talk(client, child, notices=["city"], consent_image="given", guardian=str(link.pk)).status_code == 302
    assert Consent.objects.get().guardian == link
    assert "Olena" in page(client, child)


def test_page_says_where_the_person_stands_with_each_text(client, participation, caseworker_city):
    way = Way(TextChannel.PAPER, DAY, by=caseworker_city)
    image = text_in(participation, "image")
    give(participation.person, image, way)
    hand_notice(participation.person, current_notices(participation.grant_project, "uk")[0], way)
    before = client.get(reverse("person_consents", args=[participation.number])).context
    assert {each.code: str(each.decision) for each in before["consents"] if each.decision} == {"image": "given"}
    assert [bool(each.to_do) for each in before["notices"]] == [False, True, True, True, True]
    republish(image.kind, "Also on posters", asks_anew=True)
    after = client.get(reverse("person_consents", args=[participation.number])).context
    (asked,) = [each for each in after["consents"] if each.code == "image"]
    assert asked.decision == ConsentDecision.GIVEN
    assert asked.to_do


def test_who_was_a_child_is_asked_anew_at_eighteen(client, child, caseworker_city, settings):
    give(child.person, text_in(child, "image"), Way(TextChannel.PAPER, DAY, caseworker_city, make_guardian(child)))
    settings.PORTAL_TODAY = "2032-05-01"
    client.get("/")
    (asked,) = [each for each in client.get(reverse("person_consents", args=[child.number])).context["consents"]
                if each.code == "image"]  # fmt: skip
    assert asked.to_do
    assert consent_in_force(child.person, "image")


def test_day_from_a_list_is_shown_as_a_receipt_without_a_version(client, participation):
    participation.versions.update(notice_on=datetime.date(2026, 2, 1))
    assert "1 lutego 2026" in page(client, participation)


def test_page_costs_the_same_with_one_and_with_three_answers(client, participation, caseworker_city):
    counts = []
    for kinds in (["image"], ["sms", "email", "referral"]):
        for kind in kinds:
            give(participation.person, text_in(participation, kind), Way(TextChannel.PAPER, DAY, by=caseworker_city))
        page(client, participation)
        with CaptureQueriesContext(connection) as seen:
            page(client, participation)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_declaration_is_polish_with_the_words_of_the_person_behind_it(client, participation):
    answer = client.get(reverse("declaration", args=[participation.number]))
    assert answer["Content-Type"] == "application/pdf"
    assert participation.person.surname not in answer["Content-Disposition"]
    text = words_of(answer.content)
    assert "Wielokulturowe Miasto Sopot" in text
    assert participation.person.surname in text
    assert "+48 512 000 111" in text
    assert "Чи можна показувати фото та записи" in text
    assert "Czy możemy pokazywać zdjęcia" in text
    assert "Місто Сопот: інформація про ваші дані" in text
    event = AuditEvent.objects.filter(action="view").latest("at")
    assert "print" in (event.action, *event.detail.get("also", []))


@pytest.mark.parametrize(
    ("said", "letters", "printed"),
    [
        ({}, None, "Lipowa"),
        ({"address_is_safe": False}, None, ""),
        ({"is_cautious": True}, None, ""),
        ({"is_cautious": True, "address_is_safe": True}, None, "Lipowa"),
        ({"address_is_safe": False}, True, "Poste"),
        ({}, False, ""),
    ],
)
def test_declaration_prints_the_address_that_may_be_printed_or_a_line_to_fill_in(
    client, participation, said, letters, printed
):
    """A home that must not be known never leaves on paper (S25)."""
    Person.objects.filter(pk=participation.person_id).update(**said)
    person = Person.objects.get(pk=participation.person_id)
    person.address = "Sopot, Lipowa 1"
    person.save()
    if letters is not None:
        make_letters_address(person, "Poste restante 81-701", is_safe=letters)
    text = words_of(client.get(reverse("declaration", args=[participation.number])).content)
    assert [word for word in ("Lipowa", "Poste") if word in text] == ([printed] if printed else [])
    assert ("Adres ……" in text) is not bool(printed)


@pytest.mark.parametrize(
    ("language", "law", "migration"),
    [
        ("pl", "polskiej ustawy", "sama migracja nie"),
        ("uk", "польським законом", "сама міграція не"),
        ("be", "польскага закона", "сама міграцыя не"),
        ("ru", "польскому закону", "сама миграция не"),
        ("en", "Polish law", "a migrant is not"),
    ],
)
def test_declaration_asks_for_minorities_of_polish_law_not_for_migrants(language, law, migration):
    """A citizen of Ukraine is normally in none; who is told otherwise ticks Yes, and EECO15 is wrong (R51)."""
    with translation.override(language):
        asked = str(MAY_REFUSE["minority"])
    assert law in asked
    assert migration in asked


def test_declaration_bears_the_marks_of_its_project(client, participation):
    GrantProject.objects.update(marks=["Norway Grants"])
    text = words_of(client.get(reverse("declaration", args=[participation.number])).content)
    assert "Norway Grants" in text
    assert "Dofinansowane przez Unię Europejską" not in text


def test_declaration_offers_a_refusal_only_where_the_fund_takes_one(client, participation):
    """Of disability and minority, not of homelessness (D8)."""
    participation.versions.update(disability="yes", homelessness="refused", minority="refused")
    text = words_of(client.get(reverse("declaration", args=[participation.number]), {"jezyk": "pl"}).content)
    before, after = text.split("3. Dane, których mogę nie podać")
    assert "Nie mam domu" in before
    assert "odmawiam podania" not in before
    assert after.split("4. Zgody")[0].count("odmawiam podania") == 2


def test_declaration_of_a_child_is_signed_by_the_guardian(client, child):
    sheet = client.get(reverse("declaration", args=[child.number]), {"jezyk": "pl"})
    assert sheet.status_code == 200
    assert "Чи можна" not in words_of(sheet.content)


def test_partner_sees_the_page_only_of_its_own_people(client_of, caseworker_foundation, participation):
    own = client_of(caseworker_foundation)
    for name in ("person_consents", "record_consents", "declaration"):
        assert own.get(reverse(name, args=[participation.number])).status_code == 404
