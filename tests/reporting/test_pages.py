"""The pages of figures: the same numbers as the command, each leading to exactly as many people."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from portal.audit.models import AuditEvent
from reporting.domain.editions import freeze_edition
from reporting.indicators.catalogue import INDICATORS
from reporting.queries.table import indicator_table
from reporting.rules import Period
from tests.factories.beneficiaries import make_care, make_participant, make_participation, make_person
from tests.factories.cases import make_finding
from tests.factories.services import make_support

DAY = datetime.date
FIRST, LAST = "2026-01-01", "2026-03-31"
CHOICE = {"projekt": "sopot-5.15", "od": FIRST, "do": LAST}
DASHBOARD = "/koordynacja/wskazniki/"
NUMBER = re.compile(r"WS-\d+")


@pytest.fixture
def people(sopot, city, foundation):
    """Five of the city, two of the foundation; one of each ended improved, one started later, one is incomplete."""
    children = sopot.target_groups.get(code="children")
    made = [make_participant(city, sopot) for _ in range(3)] + [make_participant(foundation, sopot)]
    for organisation in (city, foundation):
        person = make_person(sex="M", birth_date=DAY(2015, 5, 5))
        make_care(person, organisation, sopot)
        ended = make_participation(person, sopot, end_on=DAY(2026, 3, 1), target_group=children)
        make_finding(ended, found_on=DAY(2026, 3, 2))
        make_support(ended)
        made.append(ended)
    for values in ({"start_on": DAY(2026, 4, 1)}, {"missing": "postcode"}):
        person = make_person()
        make_care(person, city, sopot)
        made.append(make_participation(person, sopot, **values))
    return made


def get(client, path, **parameters):
    answer = client.get(path, {**CHOICE, **parameters})
    assert answer.status_code == 200, path
    return answer


def numbers_on(answer) -> set[str]:
    return set(NUMBER.findall(strip_tags(answer.content.decode())))


def links_on(answer, part: str) -> dict[str, str]:
    """Return the links whose address holds ``part``: address → words."""
    found = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', answer.content.decode(), re.DOTALL)
    return {url.replace("&amp;", "&"): strip_tags(words).strip() for url, words in found if part in url}


def test_dashboard_shows_what_the_table_counts(client_of, coordinator, sopot, people):
    text = " ".join(re.sub("<[^>]+>", " ", get(client_of(coordinator), DASHBOARD).content.decode()).split())
    table = indicator_table(sopot, Period(DAY(2026, 1, 1), DAY(2026, 3, 31)), INDICATORS)
    assert table.line("EECO01").cumulative.total == 6
    for line in table.indicators:
        if line.unit == "persons":
            cells = [*vars(line.period).values(), *vars(line.cumulative).values()]
            assert f"{line.code} {' '.join(line.name.split())} {' '.join(map(str, cells))}" in text


def test_every_figure_leads_to_as_many_people_as_it_says(client_of, coordinator, people):
    client = client_of(coordinator)
    links = links_on(get(client, DASHBOARD), "/koordynacja/wskazniki/")
    figures = {url: int(words) for url, words in links.items() if words.isdecimal()}
    assert len(figures) > 20
    for url, value in figures.items():
        assert len(numbers_on(client.get(url)) - {"WS-0"}) == value, url


def test_support_leads_to_the_people_and_the_same_sums(client_of, coordinator, people):
    client = client_of(coordinator)
    (url,) = (url for url in links_on(get(client, DASHBOARD), "/koordynacja/wsparcie/") if "culture" in url)
    assert numbers_on(client.get(url)) == {people[4].number, people[5].number}


def test_funnel_adds_up_and_each_exclusion_opens_those_left_out(client_of, coordinator, people):
    client = client_of(coordinator)
    page = get(client, reverse("indicator_detail", args=["IMPROVED"]))
    remaining = [step.count for step in page.context["funnel"]]
    assert (remaining[0], remaining[-1]) == (8, 2)
    left_out = 0
    for url in links_on(page, "kogo="):
        opened = client.get(url)
        left_out += len(numbers_on(opened))
    assert left_out == remaining[0] - remaining[-1]


def test_partner_sees_totals_of_the_project_and_own_people_by_name(client_of, coordinator_foundation, people):
    client = client_of(coordinator_foundation)
    page = get(client, reverse("indicator_detail", args=["EECO01"]))
    assert numbers_on(page) == {people[3].number, people[5].number}
    assert page.context["page"].reached.elsewhere == 4
    assert people[3].person.surname in page.content.decode()
    assert people[0].person.surname not in page.content.decode()


def test_auditor_sees_numbers_and_no_names(client_of, auditor, people):
    client = client_of(auditor)
    page = get(client, reverse("indicator_detail", args=["EECO01"]))
    assert len(numbers_on(page)) == 6
    why = get(client, reverse("indicator_person", args=["EECO01", people[0].number]))
    for opened in (page, why):
        assert not any(each.person.surname in opened.content.decode() for each in people)


def test_who_is_kept_from_a_person_cannot_tell_them_from_a_confidential_one(client_of, coordinator, people):
    people[0].person.denied_to.add(coordinator)
    page = get(client_of(coordinator), reverse("indicator_detail", args=["EECO01"]))
    assert people[0].number not in page.content.decode()
    reached = page.context["page"].reached
    assert (reached.total, reached.protected, reached.elsewhere) == (6, 1, 0)


def test_confidential_person_is_counted_and_only_counted(client_of, coordinator, people):
    people[0].person.is_confidential = True
    people[0].person.save()
    page = get(client_of(coordinator), reverse("indicator_detail", args=["EECO01"]))
    assert page.context["counted"] == 6
    assert people[0].number not in page.content.decode()
    assert page.context["page"].reached.protected == 1


@pytest.mark.parametrize(
    ("first", "last"), [("x", LAST), ("2026-02-30", LAST), (LAST, FIRST), ("", ""), ("0001-01-01", "9999-12-31")]
)
def test_wrong_period_is_said_beside_the_field_and_kept(client_of, coordinator, people, first, last):
    page = get(client_of(coordinator), DASHBOARD, od=first, do=last)
    assert page.context["chosen"].form.errors
    assert f'value="{first}"' in page.content.decode() or not first
    assert page.context["chosen"].period.starts_on == DAY(2025, 1, 1)


@pytest.mark.parametrize(
    "path", [DASHBOARD, f"{DASHBOARD}EECO01/", "/koordynacja/jakosc/", "/koordynacja/jakosc/incomplete/"]
)
@pytest.mark.parametrize(
    "hostile",
    [
        "\0",
        "<script>",
        *(pytest.param(each, marks=pytest.mark.long) for each in ("'; DROP TABLE x;--", "WS-9" * 400, "💥", "-1", "%")),
    ],
)
def test_hostile_parameters_never_break_a_page(client_of, coordinator, people, path, hostile):
    client = client_of(coordinator)
    for name in ("od", "do", "kogo", "plec", "grupa", "zakres", "po", "przed"):
        answer = client.get(path, {name: hostile})
        assert answer.status_code == (400 if hostile == "\0" else 200)
        assert b"<script>" not in answer.content
    assert client.get(path, {"projekt": hostile}).status_code == (400 if hostile == "\0" else 404)


def test_pages_walk_through_everybody_once_in_both_directions(client_of, coordinator, sopot, city):
    for _ in range(60):
        make_participant(city, sopot)
    client, seen = client_of(coordinator), []
    page = get(client, f"{DASHBOARD}EECO01/")
    while True:
        seen.append(sorted(numbers_on(page)))
        if not page.context["older"]:
            break
        page = client.get(page.context["older"])
    assert [len(each) for each in seen] == [25, 25, 10]
    assert len({number for each in seen for number in each}) == 60
    back = client.get(page.context["newer"])
    assert sorted(numbers_on(back)) == seen[1]


@pytest.mark.parametrize("path", [f"{DASHBOARD}IMPROVED/", f"{DASHBOARD}IMPROVED/reguly/"])
def test_indicator_is_called_by_its_name_and_the_code_stands_aside(client_of, coordinator, people, path):
    shown = get(client_of(coordinator), path).content.decode()
    name = "Liczba osób, których sytuacja społeczna uległa poprawie po opuszczeniu programu"
    assert f'aria-current="page"><bdi>{name}</bdi>' in shown
    assert "IMPROVED" not in shown[shown.index("<title>") : shown.index("</title>")]
    body = re.sub(r'<span class="small">IMPROVED</span>|(href|action|name|value|id)="[^"]*"', "", shown)
    assert "IMPROVED" not in body


def test_empty_project_has_pages_too(client_of, coordinator):
    client = client_of(coordinator)
    for path in (DASHBOARD, f"{DASHBOARD}IMPROVED/", "/koordynacja/jakosc/", "/koordynacja/wsparcie/polish-course/"):
        get(client, path)


def test_gap_leads_to_its_people_and_to_the_record(client_of, coordinator, people):
    client = client_of(coordinator)
    page = get(client, "/koordynacja/jakosc/")
    (url,) = links_on(page, "/jakosc/incomplete/?")
    opened = client.get(url)
    assert numbers_on(opened) == {people[-1].number}
    assert reverse("person_record", args=[people[-1].number]) in links_on(opened, "/osoby/")


def test_why_says_every_condition_in_the_language_of_the_account(client_of, coordinator, people):
    coordinator.language = "en"
    coordinator.save()
    page = get(client_of(coordinator), reverse("indicator_person", args=["EECO01", people[-1].number]))
    text = strip_tags(page.content.decode())
    assert "Required data are missing: postcode" in text
    assert "does not count" in text
    event = AuditEvent.objects.latest("at")
    assert (event.action, event.subjects) == ("explain", [str(people[-1].person_id)])


def test_opened_list_stands_in_the_trail_with_its_people_and_totals_alone_do_not(client_of, coordinator, people):
    client = client_of(coordinator)
    get(client, DASHBOARD)
    assert not any(event.subjects for event in AuditEvent.objects.all())
    get(client, f"{DASHBOARD}EECO01/", plec="M")
    event = AuditEvent.objects.latest("at")
    assert set(event.subjects) == {str(people[4].person_id), str(people[5].person_id)}
    assert event.detail == {"indicator": "EECO01", "plec": "M"}


@pytest.mark.parametrize(
    ("path", "most"),
    [
        (DASHBOARD, 20),
        (f"{DASHBOARD}IMPROVED/", 11),
        ("/koordynacja/jakosc/", 15),
        ("/koordynacja/jakosc/incomplete/", 9),
        ("/koordynacja/wsparcie/culture-integration/", 13),
    ],
)
def test_pages_cost_the_same_for_many_people_as_for_few(
    client_of, coordinator, sopot, city, people, path, most, django_assert_max_num_queries
):
    client = client_of(coordinator)
    get(client, path)
    for _ in range(2):
        with django_assert_max_num_queries(most) as asked:
            get(client, path)
        few = len(asked)
        for _ in range(30):
            make_support(make_participant(city, sopot))
    with django_assert_max_num_queries(few):
        get(client, path)


def test_report_table_is_three_statements(sopot, people, django_assert_num_queries):
    with django_assert_num_queries(3):
        indicator_table(sopot, Period(DAY(2026, 1, 1), DAY(2026, 3, 31)), INDICATORS)


def test_dashboard_names_frozen_reports(client_of, coordinator, sopot, people):
    edition = freeze_edition(sopot, Period(DAY(2026, 1, 1), DAY(2026, 3, 31)), by=coordinator)
    assert get(client_of(coordinator), DASHBOARD).context["editions"] == [edition]
