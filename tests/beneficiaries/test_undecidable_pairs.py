"""Two records of which whoever reaches one is kept from the other: the officer settles them, nameless (S27, R34)."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.domain.duplicates import look_at_new_people
from beneficiaries.domain.reminding import remind_of_sensitive_cases
from beneficiaries.models import DuplicatePair, Person, PersonMerge
from beneficiaries.queries.pairs import pairs_in_line
from beneficiaries.queries.undecidable import undecidable_pairs
from portal.audit.models import AuditEvent
from portal.clock import today
from tests.counting import figures
from tests.factories.beneficiaries import make_participant, make_pesel
from tests.factories.services import make_support

pytestmark = pytest.mark.usefixtures("accounts_speak_english")
BORN = datetime.date(1985, 3, 3)
PESEL = make_pesel(BORN, serial=42)


@pytest.fixture
def pair(city, foundation, sopot, caseworker_city, caseworker_foundation, coordinator):
    """Iryna of the city, whom the foundation and the coordinator must not see; written down once more over there."""
    first = make_participant(city, sopot, given_names="Iryna", surname="Skrytska", pesel=PESEL, birth_date=BORN)
    second = make_participant(
        foundation, sopot, given_names="Halyna", surname="Nowa", pesel=PESEL, pesel_place=1, birth_date=BORN
    )
    for each in (first, second):
        make_support(each, delivered_on=datetime.date(2026, 2, 2))
    first.person.denied_to.add(caseworker_foundation, coordinator)
    look_at_new_people()
    return DuplicatePair.objects.get(), first, second


def address(pair) -> str:
    return reverse("undecidable_pair", args=[pair.pk])


def answered(client, pair, answer, reason=""):
    sent = {"answer": answer, "reason": reason, "submission": str(uuid.uuid4())}
    return client.post(address(pair), sent)


def test_the_officer_meets_the_pair_by_marks_and_reasons_and_is_told_by_mail(client_of, dpo, pair):
    found, first, second = pair
    client = client_of(dpo)
    listed = client.get(reverse("protected_people"))
    assert address(found) in listed.content.decode()
    assert remind_of_sensitive_cases(today(), timezone.now()) == 1
    page = client.get(address(found))
    for text in (page.content.decode(), listed.content.decode()):
        assert "the same PESEL" in text
        for secret in (first.number, second.number, "Iryna", "Skrytska", "Halyna", "Nowa", PESEL, "1985"):
            assert secret not in text
    assert {str(each) for event in AuditEvent.objects.filter(action="view") for each in event.subjects} >= {
        str(first.person_id), str(second.person_id),
    }  # fmt: skip


def test_one_record_carries_both_walls_and_the_page_says_so_beforehand(
    client_of, dpo, pair, sopot, caseworker_city, caseworker_foundation, coordinator
):
    found, first, second = pair
    client = client_of(dpo)
    text = client.get(address(found)).content.decode()
    assert "1 account could open it." in text
    assert "2 accounts that open one of the two today would not see the person any more." in text
    assert answered(client, found, "one", "The same card was shown twice.").url == reverse("protected_people")
    kept = Person.objects.get(merged_into=None)
    assert kept.pk == first.person_id
    assert set(kept.denied_to.all()) == {caseworker_foundation, coordinator}
    seeing = [each for each in (caseworker_city, caseworker_foundation, coordinator, dpo)
              if Person.objects.visible_to(each).filter(pk=kept.pk).exists()]  # fmt: skip
    assert seeing == [caseworker_city]
    merge = PersonMerge.objects.get()
    assert (merge.by, str(merge.reason)) == (dpo, "The same card was shown twice.")
    assert figures(sopot)["EECO01 cumulative"][2] == 1
    assert undecidable_pairs(sopot, today()) == []


def test_two_people_stay_as_they_are_and_nobody_is_asked_again(client_of, dpo, pair, sopot):
    found, _first, _second = pair
    assert answered(client_of(dpo), found, "two").status_code == 302
    found.refresh_from_db()
    assert (found.state, found.decided_by) == ("different", dpo)
    assert not PersonMerge.objects.exists()
    assert client_of(dpo).get(address(found)).status_code == 404


@pytest.mark.parametrize(
    ("answer", "reason", "field"), [("one", "", "reason"), ("", "x", "answer"), ("both", "x", "answer")]
)
def test_what_is_missing_is_said_and_kept(client_of, dpo, pair, answer, reason, field):
    page = answered(client_of(dpo), pair[0], answer, reason)
    assert list(page.context["form"].errors) == [field]
    assert reason in page.content.decode()
    assert not PersonMerge.objects.exists()


def test_two_answers_at_once_make_one(client_of, dpo, pair):
    sent = {"answer": "one", "reason": "Same card.", "submission": str(uuid.uuid4())}
    client = client_of(dpo)
    assert [client.post(address(pair[0]), sent).status_code for _ in range(2)] == [302, 302]
    assert PersonMerge.objects.count() == 1


def test_records_are_not_made_one_where_nobody_could_open_it(client_of, dpo, pair, caseworker_city):
    found, first, _second = pair
    first.person.denied_to.add(caseworker_city)
    client = client_of(dpo)
    assert "Nobody could open it" in client.get(address(found)).content.decode()
    assert list(answered(client, found, "one", "x").context["form"].errors) == ["answer"]
    assert not PersonMerge.objects.exists()


def test_for_everybody_else_it_is_not_there(
    client_of, cast, pair, caseworker_city, caseworker_foundation, coordinator, auditor, technical_admin
):
    for account in (caseworker_city, caseworker_foundation, coordinator, auditor, technical_admin):
        assert not pairs_in_line(account).exists()
        client = client_of(account)
        assert client.get(address(pair[0])).status_code == 404
        assert answered(client, pair[0], "one", "x").status_code == 404
    assert not PersonMerge.objects.exists()


@pytest.mark.parametrize("whom", [0, 1])
def test_an_officer_who_is_kept_from_one_of_the_two_does_not_meet_the_pair(client_of, dpo, pair, whom):
    pair[1 + whom].person.denied_to.add(dpo)
    client = client_of(dpo)
    assert client.get(address(pair[0])).status_code == 404
    assert address(pair[0]) not in client.get(reverse("protected_people")).content.decode()
    assert remind_of_sensitive_cases(today(), timezone.now()) == 0


def test_a_pair_that_somebody_may_decide_or_be_named_for_is_theirs(client_of, dpo, pair, coordinator, sopot):
    found, first, _second = pair
    first.person.denied_to.remove(coordinator)
    assert client_of(dpo).get(address(found)).status_code == 404
    assert pairs_in_line(coordinator).get() == found
    Person.objects.filter(pk=first.person_id).update(is_confidential=True)
    assert not pairs_in_line(coordinator).exists()
    assert undecidable_pairs(sopot, today()) == []


def test_a_frozen_record_is_not_made_one_with_another(client_of, dpo, pair):
    Person.objects.filter(pk=pair[2].person_id).update(is_restricted=True)
    page = answered(client_of(dpo), pair[0], "one", "x")
    assert page.context["form"].non_field_errors()
    assert not PersonMerge.objects.exists()


def test_page_costs_the_same_for_one_pair_and_for_three(
    client_of, dpo, pair, city, foundation, sopot, caseworker_foundation, coordinator, django_assert_max_num_queries
):
    client, path = client_of(dpo), reverse("protected_people")
    client.get(path)
    with django_assert_max_num_queries(40) as one:
        client.get(path)
    for serial in (51, 52):
        pesel = make_pesel(BORN, serial=serial)
        first = make_participant(city, sopot, pesel=pesel, birth_date=BORN, surname=f"Ab{serial}")
        make_participant(foundation, sopot, pesel=pesel, pesel_place=1, birth_date=BORN, surname=f"Zx{serial}")
        first.person.denied_to.add(caseworker_foundation, coordinator)
    look_at_new_people()
    with django_assert_max_num_queries(40) as three:
        assert len(client.get(path).context["pairs"]) == 3
    assert len(three) == len(one)
