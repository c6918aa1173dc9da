"""The page that protects a person: it asks again who one is, needs reasons, and leaves no trace for the denied."""

import pytest
from django.urls import reverse

from beneficiaries.models import Protection
from portal.accounts.models import User
from tests.clients import signed_in
from tests.factories.beneficiaries import make_participant
from tests.forms import sent_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts_speak_english")]
WHY = "Her former husband works for us."


@pytest.fixture
def case(city, sopot, caseworker_city):
    return make_participant(city, sopot, caseworker=caseworker_city)


@pytest.fixture
def path(case):
    return reverse("person_protection", args=[case.number])


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


def send(client, path, act, **answers):
    form = client.get(path).context["forms"][act]
    return client.post(path, {**sent_of(form), "act": act, **answers})


def test_person_is_hidden_with_two_named_and_the_reason_stays_on_the_page(client, path, caseworker_city, coordinator):
    answer = send(client, path, "conceal", accounts=[str(caseworker_city.pk), str(coordinator.pk)], reason=WHY)
    assert answer.url == path
    page = client.get(path)
    assert {each.user for each in page.context["named"]} == {caseworker_city, coordinator}
    assert WHY in page.content.decode()


def test_one_named_needs_a_reason(client, path, caseworker_city):
    one = {"accounts": [str(caseworker_city.pk)], "reason": WHY}
    assert send(client, path, "conceal", **one).context["sent"].errors.keys() == {"why_one"}
    assert send(client, path, "conceal", **one, why_one="Only I speak her language.").status_code == 302


@pytest.mark.parametrize(
    ("act", "answers", "field"),
    [
        ("deny", {"account": "", "reason": WHY}, "account"),
        ("deny", {"account": "999999", "reason": WHY}, "account"),
        ("deny", {"account": "-1", "reason": WHY}, "account"),
        ("deny", {"reason": ""}, "reason"),
        ("deny", {"reason": "x" * 1001}, "reason"),
        ("conceal", {"accounts": [], "reason": WHY}, "accounts"),
    ],
)
def test_bad_answer_is_said_and_changes_nothing(client, path, act, answers, field):
    answer = send(client, path, act, **answers)
    assert field in answer.context["sent"].errors
    assert not Protection.objects.exists()


def test_last_named_account_cannot_be_taken_away(client, path, case, caseworker_city):
    send(client, path, "conceal", accounts=[str(caseworker_city.pk)], reason=WHY, why_one="It is so.")
    answer = send(client, path, "unname", account=str(caseworker_city.pk), reason=WHY)
    assert "must stay named" in answer.content.decode()


@pytest.mark.usefixtures("client")
def test_denied_account_finds_no_trace_and_cannot_come_back(client, path, case, coordinator):
    other = signed_in(coordinator)
    assert other.get(path).status_code == 200
    send(client, path, "deny", account=str(coordinator.pk), reason=WHY)
    for address in (path, reverse("person_record", args=[case.number]), reverse("person_contact", args=[case.number])):
        assert other.get(address).status_code == 404
    assert other.post(path, {"act": "allow", "account": str(coordinator.pk), "reason": WHY}).status_code == 404
    assert case.number not in other.get(reverse("person_list")).content.decode()
    assert not list(other.get(reverse("person_list")).context["messages"])


def test_who_leaves_themselves_without_access_lands_on_the_list(client, path, caseworker_city, coordinator):
    assert send(client, path, "deny", account=str(caseworker_city.pk), reason=WHY).url == reverse("person_list")
    assert client.get(path).status_code == 404


def test_caseworker_protects_only_own_people(client, city, sopot):
    other = make_participant(city, sopot)
    assert client.get(reverse("person_protection", args=[other.number])).status_code == 404
    assert "ochrona" not in client.get(reverse("person_record", args=[other.number])).content.decode()


def test_page_asks_again_who_one_is(path, caseworker_city):
    stale = signed_in(caseworker_city, shown=(("password", 301),))
    assert stale.get(path).status_code == 302


def test_page_costs_the_same_with_more_colleagues(client, path, django_assert_max_num_queries, cast):
    with django_assert_max_num_queries(20):
        client.get(path)
    assert User.objects.count() >= len(cast)


def test_denied_colleague_cannot_be_put_in_charge(client_of, coordinator, case, caseworker_city):
    case.person.denied_to.add(caseworker_city)
    case.person.care.update(caseworker=None)
    page = client_of(coordinator).get(reverse("person_edit", args=[case.number]))
    (field,) = page.context["in_charge"].fields.values()
    assert caseworker_city.name not in [label for _key, label in field.choices]
