"""A person written down by hand: kept whole, asked about, never an oracle, counted from the first support on."""

import datetime
import re

import pytest
from django.urls import reverse

from beneficiaries.enums import Eligibility, Sex
from beneficiaries.models import Care, Participation, ParticipationVersion, Person
from portal.audit.models import AuditEvent
from portal.submissions.drafts import draft_content
from services.domain.support import record_support
from tests.counting import figures
from tests.factories.beneficiaries import make_participant, make_pesel

DAY = datetime.date
BORN = DAY(1988, 3, 27)
TYPED = {
    "given_names": "Oksana", "surname": "Kovalenko", "original_name": "Оксана Коваленко", "preferred_name": "Oksana",
    "birth_date_0": "27", "birth_date_1": "marca", "birth_date_2": "1988", "pesel": make_pesel(BORN),
    "sex": "K", "citizenships_0": "Ukraina", "citizenships_1": "", "citizenships_2": "",
    "education": "isced-5-8", "labour_status": "employed", "labour_detail": "", "labour_detail_text": "MMŚP",
    "place": "Sopot", "postcode": "81862", "eligibility": "seen", "seen_by": "Marta Zielińska",
    "seen_on_0": "2", "seen_on_1": "2", "seen_on_2": "2026",
    "disability": "no", "homelessness": "no", "minority": "refused",
    "phone": "+48 512 334 218", "email": "oksana@example.test", "address": "ul. Morska 1", "contact_language": "uk",
    "group": "", "group_reason": "",
}  # fmt: skip


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


def token_of(page, name="submission") -> str:
    return re.search(rf'name="{name}" value="([^"]+)"', page.content.decode())[1]


@pytest.fixture
def add(client, city, caseworker_city):
    def send(**changes):
        page = client.get(reverse("new_person"))
        typed = {
            **TYPED, "organisation": str(city.pk), "caseworker": str(caseworker_city.pk), "submission": token_of(page)
        }  # fmt: skip
        return client.post(reverse("new_person"), {**typed, **changes})

    return send


def test_all_that_was_typed_is_kept_and_one_entry_stands_in_the_trail(add, sopot, city, caseworker_city):
    answer = add()
    participation = Participation.objects.get()
    assert answer.url == reverse("person_record", args=[participation.number])
    person, version = participation.person, ParticipationVersion.objects.current().get()
    assert (person.full_name, person.original_name, person.birth_date) == ("Oksana Kovalenko", "Оксана Коваленко", BORN)
    assert (person.pesel, person.phone, person.email, person.address) == (
        TYPED["pesel"], "+48 512 334 218", "oksana@example.test", "ul. Morska 1",
    )  # fmt: skip
    assert (version.citizenships, version.third_country, version.missing) == ("UA", True, "")
    assert (version.education, version.labour_status, version.postcode) == ("isced-5-8", "employed", "81-862")
    assert (version.country, version.commune, version.minority) == ("PL", "Sopot", "refused")
    assert (version.eligibility, version.eligibility_source) == (Eligibility.SEEN, "Marta Zielińska, 2026-02-02")
    assert (version.recorded_by, version.start_on) == (caseworker_city, None)
    care = Care.objects.get()
    assert (care.organisation, care.caseworker) == (city, caseworker_city)
    event = AuditEvent.objects.get(action="create", object_type="participation")
    assert event.subjects == [str(person.pk)]


def test_person_counts_from_the_first_support_on(add, sopot, caseworker_city):
    before = figures(sopot)["EECO01 cumulative"][2]
    add()
    assert figures(sopot)["EECO01 cumulative"][2] == before
    participation = Participation.objects.get()
    kind = sopot.service_types.first()
    record_support(
        participation=participation, service_type=kind, delivered_on=DAY(2026, 3, 2), hours=None, by=caseworker_city
    )
    assert figures(sopot)["EECO01 cumulative"][2] == before + 1


def test_names_and_birth_date_are_enough_and_the_rest_is_a_gap(add):
    blank = dict.fromkeys(TYPED, "")
    kept = {name: TYPED[name] for name in ("surname", "birth_date_0", "birth_date_1", "birth_date_2")}
    assert add(**{**blank, **kept, "caseworker": ""}).status_code == 302
    version = ParticipationVersion.objects.current().get()
    assert set(version.missing.split()) == {"sex", "citizenship", "education", "labour_status", "place", "postcode"}
    assert version.eligibility == Eligibility.NONE


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("given_names", {"given_names": "", "surname": " ", "original_name": ""}),
        ("given_names", {"given_names": "a" * 121}),
        ("surname", {"surname": "x\0y"}),
        ("birth_date", {"birth_date_0": "41"}),
        ("birth_date", {"birth_date_0": "31", "birth_date_1": "2"}),
        ("birth_date", {"birth_date_1": "foo"}),
        ("birth_date", {"birth_date_2": "88"}),
        ("birth_date", {"birth_date_2": "0000"}),
        ("birth_date", {"birth_date_2": "2090", "pesel": ""}),
        ("birth_date", {"birth_date_0": "", "birth_date_1": "", "birth_date_2": ""}),
        ("pesel", {"pesel": "44051401358"}),
        ("pesel", {"pesel": "00000000000"}),
        ("pesel", {"pesel": "nie ma"}),
        ("pesel_mismatch_reason", {"pesel": make_pesel(DAY(1987, 3, 27))}),
        ("pesel_mismatch_reason", {"sex": "M"}),
        ("citizenships", {"citizenships_1": "Narnia"}),
        ("education", {"education": "isced-9"}),
        ("labour_detail", {"labour_detail": "long-term"}),
        ("postcode", {"postcode": "8186"}),
        ("phone", {"phone": "12 34"}),
        ("email", {"email": "oksana"}),
        ("seen_by", {"seen_by": ""}),
        ("seen_on", {"seen_on_0": "", "seen_on_1": "", "seen_on_2": ""}),
        ("seen_on", {"seen_on_2": "2090"}),
        ("group", {"group": "no-group"}),
        ("group_reason", {"group": "seniors"}),
        ("organisation", {"organisation": "999999"}),
        ("caseworker", {"caseworker": "x' OR 1=1"}),
    ],
)  # fmt: skip
def test_mistake_is_said_beside_the_field_keeps_what_was_typed_and_adds_nobody(add, field, typed):
    answer = add(**typed)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert "ul. Morska 1" in answer.content.decode()
    assert not Person.objects.exists()


def test_mismatch_is_accepted_with_a_written_reason(add):
    assert add(sex="M", pesel_mismatch_reason="Passport seen by Marta").status_code == 302
    assert Person.objects.get().pesel_mismatch_reason == "Passport seen by Marta"


def test_another_group_needs_a_reason_and_then_stands(add, sopot):
    add(group="seniors", group_reason="draws a pension from abroad")
    version = ParticipationVersion.objects.current().get()
    assert (version.target_group.code, version.target_group_written) == ("seniors", True)
    assert version.target_group_reason == "draws a pension from abroad"


def test_partner_may_not_be_given_a_colleague_of_another_organisation(add, caseworker_foundation):
    answer = add(caseworker=str(caseworker_foundation.pk))
    assert list(answer.context["form"].errors) == ["caseworker"]


def test_double_click_makes_one(client, city):
    page = client.get(reverse("new_person"))
    typed = {**TYPED, "organisation": str(city.pk), "caseworker": "", "submission": token_of(page)}
    answers = [client.post(reverse("new_person"), typed) for _ in range(3)]
    assert len({answer.url for answer in answers}) == 1
    assert Person.objects.count() == 1


def test_draft_comes_back_whole_and_goes_with_the_sending(client, add, caseworker_city, sopot):
    client.post(reverse("keep_draft", args=["person"]), {**TYPED, "draft_subject": sopot.code})
    text = client.get(reverse("new_person")).content.decode()
    assert 'value="Kovalenko"' in text
    assert 'value="marca"' in text
    assert 'value="Ukraina"' in text
    add()
    assert draft_content(caseworker_city, "person", sopot.code) is None


def test_draft_can_be_dropped(client, caseworker_city, sopot):
    client.post(reverse("keep_draft", args=["person"]), {**TYPED, "draft_subject": sopot.code})
    client.post(reverse("new_person"), {"start_over": "1"})
    assert draft_content(caseworker_city, "person", sopot.code) is None


class TestSamePerson:
    def test_same_name_in_another_spelling_is_asked_about_and_may_be_confirmed(self, add, city, sopot):
        known = make_participant(
            city, sopot, given_names="Aksana", surname="Kowalenko", birth_date=BORN, original_name=""
        )
        answer = add()
        assert known.number in answer.content.decode()
        assert 'value="Kovalenko"' in answer.content.decode()
        assert Person.objects.count() == 1
        mark = re.search(r'name="confirmed" value="(\w+)"', answer.content.decode())[1]
        assert add(confirmed=mark).status_code == 302
        assert Person.objects.count() == 2

    def test_confirming_one_question_does_not_answer_another(self, add, city, sopot):
        make_participant(city, sopot, given_names="Oksana", surname="Kovalenko", birth_date=BORN)
        mark = re.search(r'name="confirmed" value="(\w+)"', add().content.decode())[1]
        make_participant(city, sopot, given_names="Oksana", surname="Kovalenko", birth_date=BORN)
        assert add(confirmed=mark).status_code == 200

    def test_people_out_of_reach_are_not_shown(self, add, foundation, sopot, city):
        make_participant(foundation, sopot, given_names="Oksana", surname="Kovalenko", birth_date=BORN)
        make_participant(city, sopot, given_names="Oksana", surname="Kovalenko", birth_date=BORN, is_confidential=True)
        assert add().status_code == 302

    def test_two_with_pesel_numbers_of_their_own_are_two(self, add, city, sopot):
        make_participant(
            city, sopot, given_names="Oksana", surname="Kovalenko", birth_date=BORN, pesel=make_pesel(BORN, serial=90)
        )
        assert add().status_code == 302

    @pytest.mark.usefixtures("accounts_speak_english")
    def test_button_beside_the_question_says_what_it_does(self, add, city, sopot):
        panel = lambda answer: answer.content.decode().split('class="asked"')[1].split("</button>")[0]  # noqa: E731
        assert "Add the person" in panel(add(birth_date_2="1920", pesel="", group=""))
        make_participant(city, sopot, given_names="Oksana", surname="Kovalenko", birth_date=BORN)
        assert "It is another person: add" in panel(add())

    def test_great_age_is_a_question(self, add):
        answer = add(birth_date_2="1920", pesel="", group="")
        assert answer.context["form"].questions
        assert not Person.objects.exists()

    def test_showing_somebody_alike_is_noted_once(self, add, city, sopot):
        known = make_participant(city, sopot, given_names="Oksana", surname="Kovalenko", birth_date=BORN)
        add()
        event = AuditEvent.objects.get(action="search")
        assert event.subjects == [str(known.person_id)]


class TestKnownPesel:
    def test_person_within_reach_is_linked(self, add, city, sopot):
        known = make_participant(city, sopot, pesel=TYPED["pesel"])
        text = add().content.decode()
        assert reverse("person_record", args=[known.number]) in text
        assert Person.objects.count() == 1

    def test_somebody_another_partner_looks_after_is_told_without_a_trace(self, add, foundation, sopot):
        known = make_participant(foundation, sopot, pesel=TYPED["pesel"])
        answer = add()
        assert list(answer.context["form"].errors) == ["pesel"]
        assert known.number not in answer.content.decode()
        assert known.person.surname not in answer.content.decode()
        assert Person.objects.count() == 1

    def test_each_attempt_is_noted_without_the_number(self, add, foundation, sopot):
        make_participant(foundation, sopot, pesel=TYPED["pesel"])
        add()
        event = AuditEvent.objects.get(action="refuse")
        assert TYPED["pesel"] not in f"{event.object_id}{event.detail}"


def test_auditor_and_stranger_find_nothing(client_of, auditor, nobody):
    assert client_of(auditor).get(reverse("new_person")).status_code == 404
    assert client_of(nobody).get(reverse("new_person")).status_code == 404


def test_form_costs_the_same_however_many_people_there_are(client, city, sopot, django_assert_max_num_queries):
    client.get(reverse("new_person"))
    with django_assert_max_num_queries(12) as few:
        client.get(reverse("new_person"))
    for _ in range(3):
        make_participant(city, sopot)
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("new_person"))


def test_sex_is_never_guessed(add):
    add(sex="", pesel=make_pesel(BORN, Sex.MAN))
    assert ParticipationVersion.objects.current().get().sex == ""
