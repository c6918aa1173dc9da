"""The pages about institutions, staff who were trained and products: for whom, what they keep and what they refuse."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from portal.accounts.enums import Role
from portal.audit.models import AuditEvent
from services.models import Institution, Product, TrainedPerson, Training
from tests.factories.accounts import make_membership, make_user
from tests.factories.beyond import make_institution, make_product, make_trained
from tests.factories.programmes import make_project

LIST = "/koordynacja/poza-uczestnikami/"
NEW = {kind: f"{LIST}{kind}/nowe/" for kind in ("instytucje", "przeszkoleni", "produkty")}
SCHOOL = {"name": "Szkoła Podstawowa nr 8", "kind": "school", "town": "Sopot", "day": "2026-03-02"}
TRAINED = {"given_names": "Dorota", "surname": "Zielińska", "sex": "K", "title": "Trauma", "day": "2026-03-02"}
HANDBOOK = {"title": "Poradnik", "kind": "handbook", "pieces": "1", "day": "2026-03-02", "evidence": "segregator 4"}


@pytest.fixture(autouse=True)
def english(accounts_speak_english, settings):
    settings.PORTAL_TODAY = "2026-11-29"


@pytest.fixture
def client(client_of, coordinator):
    return client_of(coordinator)


def once(**values):
    return {"submission": str(uuid.uuid4()), **values}


def test_each_kind_is_written_down_and_listed(client, sopot):
    assert "No institution takes part yet" in client.get(LIST).content.decode()
    for kind, said in (("instytucje", SCHOOL), ("przeszkoleni", TRAINED), ("produkty", HANDBOOK)):
        assert client.post(NEW[kind], once(**said)).status_code == 302, kind
    page = strip_tags(client.get(LIST).content.decode())
    for words in ("Szkoła Podstawowa nr 8", "Dorota Zielińska, S-1", "Poradnik", "segregator 4"):
        assert words in page
    assert (Institution.objects.count(), Training.objects.count(), Product.objects.count()) == (1, 1, 1)


def test_a_form_that_is_sent_twice_acts_once(client, sopot):
    said = once(**HANDBOOK)
    for _time in range(2):
        assert client.post(NEW["produkty"], said).status_code == 302
    assert Product.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "said", "field"),
    [
        ("instytucje", {**SCHOOL, "town": ""}, "town"),
        ("instytucje", {**SCHOOL, "day": "2026-12-01"}, "day"),
        ("instytucje", {**SCHOOL, "name": "\u200b\u200e"}, "name"),
        ("przeszkoleni", {**TRAINED, "surname": "\u200b"}, "surname"),
        ("produkty", {**HANDBOOK, "pieces": "0"}, "pieces"),
        ("produkty", {**HANDBOOK, "day": "2024-12-31"}, "day"),
        ("przeszkoleni", {**TRAINED, "sex": ""}, "sex"),
        ("przeszkoleni", {**TRAINED, "institution": str(uuid.uuid4())}, "institution"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_what_was_typed_stays(client, sopot, kind, said, field):
    answer = client.post(NEW[kind], once(**said))
    assert list(answer.context["form"].errors) == [field]
    assert "Traceback" not in answer.content.decode()
    kept = said.get("name") or said["title"]
    assert kept in answer.content.decode()
    assert not TrainedPerson.objects.exists()


def test_pasted_marks_that_nobody_sees_are_not_kept(client, sopot):
    pasted = {**SCHOOL, "name": "\ufeffSzkoła\u200b\u00a0nr\r\n 8"}
    assert client.post(NEW["instytucje"], once(**pasted)).status_code == 302
    assert Institution.objects.get().name == "Szkoła nr 8"


def test_the_same_institution_is_refused_on_the_page(client, sopot):
    make_institution(sopot)
    answer = client.post(NEW["instytucje"], once(**{**SCHOOL, "name": "SZKOŁA PODSTAWOWA nr 8"}))
    assert answer.context["form"].errors["name"] == ["The project has an institution of this name in this town."]


def test_somebody_of_a_known_name_is_asked_about(client, sopot):
    known = make_trained(sopot, title="Prawo").person
    asked = client.post(NEW["przeszkoleni"], once(**TRAINED))
    assert "the same: Dorota Zielińska, S-1" in asked.content.decode()
    assert "same" in asked.context["form"].errors
    assert (
        "sex"
        in client.post(NEW["przeszkoleni"], once(**{**TRAINED, "sex": "M"}, same=str(known.pk))).context["form"].errors
    )
    assert client.post(NEW["przeszkoleni"], once(**TRAINED, same=str(known.pk))).status_code == 302
    assert [each.person for each in Training.objects.all()] == [known, known]
    again = client.post(NEW["przeszkoleni"], once(**TRAINED, same=str(known.pk)))
    assert again.context["form"].errors["title"] == ["This training of this day is written down for this person."]
    assert client.post(NEW["przeszkoleni"], once(**TRAINED, same="other")).status_code == 302
    assert TrainedPerson.objects.count() == 2


def test_the_next_person_of_a_list_finds_the_training_filled_in(client, sopot):
    school = make_institution(sopot)
    answer = client.post(NEW["przeszkoleni"], once(**TRAINED, institution=str(school.fact_id), hours="16", next="1"))
    page = client.get(answer.url)
    initial = page.context["form"].initial
    assert (initial["title"], initial["day"], initial["hours"]) == ("Trauma", datetime.date(2026, 3, 2), 16)
    assert initial["institution"] == str(school.fact_id)
    assert "Zieli" not in answer.url and "Dorota" not in page.content.decode()


def test_an_entry_is_corrected_with_a_reason_and_taken_back(client, sopot):
    made = make_product(sopot)
    path = reverse("change_beyond", args=["produkty", made.fact_id])
    said = {**HANDBOOK, "title": "Poradnik", "pieces": "2", "version": str(made.pk)}
    assert "why" in client.post(path, once(**said)).context["form"].errors
    assert client.post(path, once(**said, why="dwa tomy")).status_code == 302
    now = Product.objects.current().get()
    assert (now.pieces, now.why) == (2, "dwa tomy")
    stale = client.post(path, once(**{**said, "pieces": "3"}, why="z drugiej karty"))
    assert stale.context["differences"] and Product.objects.current().get().pieces == 2
    back = {"back-submission": str(uuid.uuid4()), "back-version": str(now.pk), "take_back": "1"}
    assert "why" in client.post(path, back).context["withdrawal"].errors
    assert client.post(path, {**back, "back-why": "nie powstał"}).status_code == 302
    assert not Product.objects.current().exists()
    assert client.get(path).status_code == 404


def test_an_institution_that_is_needed_says_so(client, sopot):
    school = make_institution(sopot)
    make_trained(sopot, institution=school)
    path = reverse("change_beyond", args=["instytucje", school.fact_id])
    back = {"back-submission": str(uuid.uuid4()), "back-version": str(school.pk), "take_back": "1", "back-why": "x"}
    assert "Staff of this institution were trained" in client.post(path, back).content.decode()


@pytest.mark.parametrize("who", ["caseworker_city", "instructor", "dpo", "technical_admin"])
def test_it_does_not_exist_for_others(client_of, sopot, request, who):
    training = make_trained(sopot)
    client = client_of(request.getfixturevalue(who))
    for path in (LIST, NEW["przeszkoleni"], reverse("change_beyond", args=["przeszkoleni", training.fact_id])):
        assert client.get(path).status_code == 404


def test_an_auditor_reads_numbers_in_place_of_names_and_writes_nothing(client_of, auditor, sopot):
    training = make_trained(sopot)
    client = client_of(auditor)
    page = client.get(LIST).content.decode()
    assert "S-1" in page and "Zieli" not in page and "nowe/" not in page
    assert client.get(NEW["przeszkoleni"]).status_code == 404
    assert client.get(reverse("change_beyond", args=["przeszkoleni", training.fact_id])).status_code == 404


def test_another_project_is_another_list(client_of, sopot, city):
    training = make_trained(sopot)
    other = make_project("second", leader=city, number_prefix="DP")
    stranger = make_user("Koordynacja Innego", email="inna@sopot.example")
    make_membership(stranger, Role.COORDINATOR, city, other)
    client = client_of(stranger)
    assert "Zieli" not in client.get(LIST).content.decode()
    assert client.get(f"{LIST}?projekt={sopot.code}").status_code == 404
    assert client.get(reverse("change_beyond", args=["przeszkoleni", training.fact_id])).status_code == 404


def test_reading_names_leaves_a_mark_without_them(client, sopot):
    make_trained(sopot)
    client.get(LIST)
    event = AuditEvent.objects.filter(action="list").latest("at")
    assert event.detail["page"] == "beyond-participants" and "Zieli" not in str(event.detail)


def test_a_long_list_has_pages_and_the_same_number_of_queries(client, sopot, django_assert_num_queries):
    school = make_institution(sopot)
    make_trained(sopot, "Ewa", "Pierwsza", institution=school)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for place in range(60):
        make_trained(sopot, "Ewa", f"Osoba {place}", institution=school)
    with django_assert_num_queries(len(one)):
        page = client.get(LIST)
    assert "tylko=przeszkoleni" in page.content.decode()
    whole = client.get(f"{LIST}?tylko=przeszkoleni")
    assert len(whole.context["sections"][0].table.rows) == 50
    assert "strona=2" in whole.content.decode()
    assert len(client.get(f"{LIST}?tylko=przeszkoleni&strona=2").context["sections"][0].table.rows) == 11


def test_a_day_stands_in_one_line_in_every_list(client, sopot):
    make_trained(sopot, institution=make_institution(sopot))
    make_product(sopot)
    page = client.get(LIST).content.decode()
    day = "2 Mar 2026"
    assert page.count(f'<td class="nowrap"><bdi>{day}</bdi></td>') == page.count(day) == 3


def test_a_fact_is_opened_by_its_name_and_by_nothing_beside_it(client, sopot):
    training = make_trained(sopot, institution=make_institution(sopot))
    page = client.get(LIST).content.decode()
    path = reverse("change_beyond", args=["przeszkoleni", training.fact_id])
    opens = f'<a href="{path}"><bdi>Dorota Zielińska</bdi>, <span class="nowrap">S-1</span></a></th>'
    assert opens in page and page.count(path) == 1


def found(client, kind, words):
    """Search a list as the page does; return the names that are shown and the page itself."""
    answer = client.post(f"{LIST}?tylko={kind}", {"q": words})
    assert answer.status_code == 302 and (len(words) < 4 or words not in answer.url)
    page = client.get(answer.url)
    return [row.name for row in page.context["sections"][0].table.rows], page


@pytest.mark.parametrize("words", ["szkola 8", "SZKOŁA sopot", "8"])
def test_an_institution_is_found_by_name_and_town(client, sopot, words):
    make_institution(sopot)
    make_institution(sopot, "Biblioteka", town="Gdynia")
    assert found(client, "instytucje", words)[0] == ["Szkoła Podstawowa nr 8"]


def test_what_is_not_found_says_so_and_leads_back(client, sopot):
    make_institution(sopot)
    for words in ("przedszkole", "…", "x" * 300, "\x00"):
        names, page = found(client, "instytucje", words)
        if words == "\x00":
            assert names == ["Szkoła Podstawowa nr 8"]
            continue
        assert names == [] and "Nothing fits these filters" in page.content.decode()
        assert f'href="{LIST}?projekt={sopot.code}&amp;tylko=instytucje"' in page.content.decode()


def test_somebody_trained_is_found_by_name_or_number(client, sopot):
    make_trained(sopot)
    make_trained(sopot, "Jan", "Łoś", sex="M")
    assert found(client, "przeszkoleni", "los jan")[0] == ["Jan Łoś"]
    assert found(client, "przeszkoleni", "S-1")[0] == ["Dorota Zielińska"]
    assert found(client, "przeszkoleni", "")[0] == ["Dorota Zielińska", "Jan Łoś"]


@pytest.mark.parametrize("words", ["zielinska", "nobody of this name"])
def test_a_search_among_names_is_noted_without_the_words(client, sopot, words):
    make_trained(sopot)
    found(client, "przeszkoleni", words)
    event = AuditEvent.objects.get(action="search")
    assert (event.grant_project, event.detail["page"]) == (sopot, "beyond-participants")
    assert len(event.detail["search"]) == 64 and words not in str(event.detail)
    found(client, "instytucje", "Sopot")
    assert AuditEvent.objects.filter(action="search").count() == 1


def test_who_reads_no_names_finds_nobody_by_them(client_of, auditor, sopot):
    make_trained(sopot)
    names, page = found(client_of(auditor), "przeszkoleni", "Mewa")
    assert names == ["S-1"] and 'name="q"' not in page.content.decode().split("<main")[1]


def test_what_is_found_has_pages_that_keep_the_search(client, sopot):
    for place in range(51):
        make_institution(sopot, f"Szkoła {place}")
    make_institution(sopot, "Biblioteka")
    names, page = found(client, "instytucje", "szkola")
    older = page.context["sections"][0].page.older
    assert len(names) == 50 and "szukaj=" in older
    assert [row.name for row in client.get(older).context["sections"][0].table.rows] == ["Szkoła 9"]


def test_a_search_costs_the_same_among_many(client, sopot, django_assert_num_queries):
    make_trained(sopot)
    url = client.post(f"{LIST}?tylko=przeszkoleni", {"q": "dorota"}).url
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for place in range(20):
        make_trained(sopot, "Dorota", f"Osoba {place}")
    with django_assert_num_queries(len(one)):
        assert len(client.get(url).context["sections"][0].table.rows) == 21


def test_titles_and_towns_have_the_room_of_a_word(client, sopot):
    make_trained(sopot, institution=make_institution(sopot))
    page = client.get(LIST).content.decode()
    assert '<td class="words"><bdi>Komunikacja międzykulturowa</bdi></td>' in page
    assert '<td class="word"><bdi>Sopot</bdi></td>' in page
