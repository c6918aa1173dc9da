"""Who is left without access to a person they knew finds them nowhere from the next request on (S6, S26, S27)."""

import time

import pytest
from django.http import QueryDict
from django.urls import reverse

from beneficiaries.domain import protection
from portal.submissions.drafts import save_draft
from tests.clients import signed_in
from tests.crawl import crawl, holds
from tests.factories.beneficiaries import make_participant
from tests.factories.services import make_support
from tests.forms import fill, sent_of

pytestmark = pytest.mark.django_db
WORDS = ("Vasylchenkova", "Василченкова", "WS-777001", "+48 511 222 333")


@pytest.fixture
def case(city, sopot, caseworker_city):
    from tests.factories.beneficiaries import make_care, make_participation, make_person

    person = make_person(surname=WORDS[0], original_name=WORDS[1], phone=WORDS[3])
    make_care(person, city, sopot, caseworker_city)
    participation = make_participation(person, sopot, number=WORDS[2])
    make_support(participation, delivered_by=caseworker_city)
    return participation


def leave_traces(client, account, case):
    """Work with the person as a caseworker does: search, open, keep a draft."""
    client.post(reverse("person_search"), {"q": WORDS[0]})
    client.get(reverse("person_record", args=[case.number]))
    client.get(reverse("new_support", args=[case.number]))
    save_draft(account, "quick-log", "", QueryDict(f"people={case.number}&note=Vasylchenkova called"))
    save_draft(account, "person", case.pk.hex, QueryDict("surname=Vasylchenkova"))


def everything(client) -> dict[str, list[str]]:
    """Return the words of the person by the page on which the account finds them."""
    seeds = ["/", reverse("person_list"), reverse("quick_log"), reverse("emergency_access")]
    found = {
        page.path: [word for word in WORDS if holds(page.content, word)] for page in crawl(client, seeds, variants=1)
    }
    return {path: words for path, words in found.items() if words}


@pytest.mark.parametrize("how", ["denied", "confidential"])
def test_person_is_nowhere_any_more(case, city, sopot, caseworker_city, coordinator, how):
    make_participant(city, sopot, caseworker=caseworker_city)
    client = signed_in(caseworker_city)
    leave_traces(client, caseworker_city, case)
    assert holds(client.get(reverse("quick_log")).content, WORDS[0])
    if how == "denied":
        protection.deny(case, caseworker_city, by=coordinator, reason="A conflict of interest.")
    else:
        protection.conceal(case, [coordinator], by=coordinator, reason="She is hiding.")
    assert everything(client) == {}
    assert client.get(reverse("person_list")).context["total"].startswith("1 ")
    for word in WORDS:
        found = client.post(reverse("person_search"), {"q": word}, follow=True)
        assert not found.context["rows"]
    answer = client.get(reverse("quick_log"), {"osoba": case.number})
    assert answer.status_code == 404
    assert not holds(answer.content, WORDS[0])


@pytest.mark.parametrize("number", [WORDS[2], WORDS[2].lower(), "WS-000001"])
def test_who_knows_the_person_gets_one_answer_and_no_access(client_of, case, caseworker_city, number):
    client, path = client_of(caseworker_city), reverse("conflict_of_interest")
    answer = fill(client, path, number=number, reason="She is my neighbour.")
    assert answer.url == path
    (said,) = client.get(path).context["messages"]
    assert WORDS[2] not in str(said)
    exists = number.upper() == WORDS[2]
    assert client.get(reverse("person_record", args=[case.number])).status_code == (404 if exists else 200)
    assert fill(client, path, number="WS/1", reason="x").context["form"].errors.keys() == {"number"}


@pytest.mark.parametrize("number", [WORDS[2], "WS-000001"])
def test_answer_about_a_typed_number_takes_its_time_whoever_it_belongs_to(
    client_of, settings, case, caseworker_city, number
):
    settings.PORTAL_EVEN_SECONDS = 0.3
    client, path = client_of(caseworker_city), reverse("conflict_of_interest")
    page = sent_of(client.get(path).context["form"])
    began = time.monotonic()
    client.post(path, {**page, "number": number, "reason": "She is my neighbour."})
    assert time.monotonic() - began >= settings.PORTAL_EVEN_SECONDS
