"""The page of a project: its frame and money, its editions, what complements it; links to what the reader may open."""

import pytest
from django.urls import reverse

from portal.accounts.enums import Role
from portal.administration.project_tables import money_facts
from portal.programmes.models import ComplementaryProject, FundingSource
from portal.ui.formatting import money
from tests.factories.accounts import make_member, make_membership
from tests.factories.programmes import make_project

PAGE = reverse("project")


@pytest.fixture
def edition(sopot, city):
    """A project that goes on with that of Sopot."""
    return make_project("dalej", leader=city, title="Dalej razem", predecessor=sopot, currency="EUR", total_amount=10)


def links_of(answer):
    return [each.url for each in (*answer.context["editions"], *answer.context["complements"])]


def test_amounts_shares_and_own_contribution_stand_in_the_currency_of_the_project(client_of, edition, city):
    edition.own_amount, edition.programme = 2142, "Aktywni Obywatele"
    edition.save()
    FundingSource.objects.create(grant_project=edition, name="EOG", percent=85, amount="60804", position=1)
    answer = client_of(make_member(Role.COORDINATOR, city, edition)).get(PAGE)
    page = " ".join(answer.content.decode().split())
    for said in ("Dalej razem", "2 142,00 EUR", "EOG", "85% · 60 804,00 EUR", "Aktywni Obywatele"):
        assert said in page


def test_project_without_a_title_is_shown_by_its_code(client_of, city, sopot):
    account = make_member(Role.COORDINATOR, city, make_project("praktyki-2014", leader=city, title=""))
    assert "<h1>praktyki-2014</h1>" in client_of(account).get(PAGE).content.decode()


def test_chain_is_shown_with_links_only_to_what_the_reader_may_open(client_of, edition, sopot, city, coordinator):
    ComplementaryProject.objects.create(grant_project=sopot, name="8/2017/OG-FAMI", note="szkoły", position=0)
    answer = client_of(coordinator).get(PAGE)
    assert [each.name for each in answer.context["editions"]] == [sopot.title, "Dalej razem"]
    assert links_of(answer) == ["", "", ""]
    assert "8/2017/OG-FAMI" in answer.content.decode()
    make_membership(coordinator, Role.COORDINATOR, city, edition)
    assert links_of(client_of(coordinator).get(f"{PAGE}?projekt={sopot.code}")) == ["", f"{PAGE}?projekt=dalej", ""]


def test_page_costs_the_same_with_one_neighbour_and_with_three(
    client_of, edition, sopot, city, coordinator, django_assert_max_num_queries
):
    ComplementaryProject.objects.create(grant_project=sopot, name="A", position=0)
    client = client_of(coordinator)
    client.get(PAGE)
    with django_assert_max_num_queries(30) as few:
        client.get(PAGE)
    third = make_project("trzeci", leader=city, predecessor=edition)
    make_project("czwarty", leader=city, predecessor=third)
    for other in (edition, third):
        ComplementaryProject.objects.create(grant_project=sopot, other=other, position=1)
    with django_assert_max_num_queries(len(few)) as many:
        client.get(PAGE)
    assert len(many) == len(few)


def test_project_of_others_is_not_there(client_of, edition, coordinator, caseworker_city):
    assert client_of(coordinator).get(f"{PAGE}?projekt=dalej").status_code == 404
    assert client_of(caseworker_city).get(PAGE).status_code == 404


def test_own_contribution_stands_once(sopot):
    sources = list(sopot.funding_sources.all())
    amount = money(sopot.own_amount, sopot.currency)
    assert sum(amount in fact.value for fact in money_facts(sopot, sources)) == 1
    assert sum(amount in fact.value for fact in money_facts(sopot, [])) == 1
