"""Contact with care: a tag beside the name, and what is safe before the phone number (S24, DESIGN §11)."""

import pytest
from django.urls import reverse

from beneficiaries.tables.worklist import care_tags
from portal.audit.models import AuditEvent
from tests.factories.beneficiaries import make_participant, make_person
from tests.forms import fill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts_speak_english")]
PHONE, SAFE = "+48 600 700 800", "Only by day; her husband must not know."
SECRETS = (PHONE, "olena@example.test", "ul. Morska 7")
TAG = "contact with care"


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def cautious(city, sopot):
    return make_participant(
        city, sopot, surname="Careful", phone=PHONE, email=SECRETS[1], address=SECRETS[2], is_cautious=True,
        contact_way="message", contact_safety=SAFE,
    )  # fmt: skip


def test_phone_stands_on_no_page_before_what_is_safe_was_read(client, cautious):
    for name in ("person_record", "person_data", "person_contact"):
        page = client.get(reverse(name, args=[cautious.number])).content.decode()
        assert TAG in page
        assert not [each for each in SECRETS if each in page], name
    assert SAFE in page
    before = AuditEvent.objects.count()
    page = client.post(reverse("person_contact", args=[cautious.number]), {"read": "1"}).content.decode()
    assert all(each in page for each in SECRETS)
    assert "sms:+48600700800" in page
    assert AuditEvent.objects.count() == before + 1
    assert AuditEvent.objects.latest("at").detail == {"page": "contact-shown"}


def test_nobody_is_called_who_must_not_be(client, cautious):
    type(cautious.person).objects.update(contact_way="never")
    page = client.post(reverse("person_contact", args=[cautious.number]), {"read": "1"}).content.decode()
    assert PHONE in page
    assert "tel:" not in page
    assert "mailto:olena" not in page


def test_tag_stands_in_list_and_where_somebody_is_chosen(client, cautious, city, sopot):
    make_participant(city, sopot)
    assert client.get(reverse("person_list")).content.decode().count(TAG) == 1
    assert TAG in client.get(reverse("new_support", args=[cautious.number])).content.decode()
    found = client.post(reverse("quick_log"), {"do": "find", "who": "Careful"}).content.decode()
    assert TAG in found


def test_everybody_else_is_reached_as_before(client, city, sopot):
    other = make_participant(city, sopot, phone=PHONE)
    page = client.get(reverse("person_record", args=[other.number])).content.decode()
    assert "tel:+48600700800" in page
    assert TAG not in page


def test_caseworker_writes_down_what_is_safe(client, city, sopot):
    other = make_participant(city, sopot)
    path = reverse("person_edit", args=[other.number])
    answer = fill(client, path, contact_way="never", contact_safety=SAFE, confirmed="")
    assert answer.status_code == 302, answer.context["form"].errors
    other.person.refresh_from_db()
    assert (other.person.contact_way, other.person.contact_safety, other.person.is_cautious) == ("never", SAFE, True)


@pytest.mark.parametrize("typed", [{"contact_way": "pigeon"}, {"contact_safety": "x" * 501}])
def test_bad_answer_is_said(client, cautious, typed):
    answer = fill(client, reverse("person_edit", args=[cautious.number]), **typed)
    assert answer.context["form"].errors.keys() == typed.keys()


def test_tag_stands_in_rows_of_my_day(cautious):
    assert [tone for _words, tone in care_tags(cautious.person)] == ["danger"]
    assert care_tags(make_person()) == []
