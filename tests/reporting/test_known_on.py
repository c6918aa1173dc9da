"""As known on a past moment: dashboard, people, explanation and preview say what the command says of that moment."""

import datetime
import json
import re
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from beneficiaries.domain.merging import merge_people
from portal.versions.actions import correct_fact, retract_fact
from reporting.domain.editions import freeze_edition
from reporting.models import ReportEdition
from reporting.rules import Period
from services.models import SupportDelivery
from tests.commands import run
from tests.factories.beneficiaries import make_participant, make_participation, make_person
from tests.factories.cases import make_finding
from tests.factories.services import make_support

DAY = datetime.date
CHOICE = {"projekt": "sopot-5.15", "od": "2026-01-01", "do": "2026-03-31"}
DASHBOARD = "/koordynacja/wskazniki/"
NUMBER = re.compile(r"WS-\d+")


@pytest.fixture
def past(sopot, city):
    """Three people as they were known, the moment, and what came after: one ended, one taken back, one new."""
    people = [make_participant(city, sopot) for _ in range(3)]
    support = make_support(people[0])
    moment = timezone.now()
    correct_fact(people[0].current_version, {"end_on": DAY(2026, 3, 10)}, by=None, why="late")
    make_finding(people[0], found_on=DAY(2026, 3, 11))
    correct_fact(people[1].current_version, {"missing": "postcode"}, by=None, why="late")
    retract_fact(support)
    people.append(make_participant(city, sopot))
    return people, moment


def get(client, path, **more):
    answer = client.get(path, {**CHOICE, **more})
    assert answer.status_code == 200, path
    return answer


def totals(page) -> dict[str, int]:
    return {row.code: row.total.value for row in page.context["lines"]}


def numbers_on(page) -> set[str]:
    return set(NUMBER.findall(strip_tags(page.content.decode())))


@pytest.mark.usefixtures("accounts_speak_english")
class TestPages:
    def test_dashboard_says_what_the_command_says_and_that_it_does(self, client_of, coordinator, past, capsys):
        people, moment = past
        client = client_of(coordinator)
        for known, banner in ((moment, True), (None, False)):
            znane = {"znane": moment.isoformat()} if known else {}
            page = get(client, DASHBOARD, **znane)
            arguments = ["--project", "sopot-5.15", "--from", CHOICE["od"], "--to", CHOICE["do"], "--format", "json"]
            arguments += ["--known-on", moment.isoformat()] if known else []
            said = json.loads(run(capsys, "indicators", *arguments).out)
            assert totals(page) == {each["code"]: each["cumulative"]["total"] for each in said["indicators"]}
            assert [(each.line.deliveries) for each in page.context["support"]] == [
                each["deliveries"] for each in said["support"]
            ]
            assert ("time in Poland)" in page.content.decode()) is banner
        assert (totals(get(client, DASHBOARD, znane=moment.isoformat()))["IMPROVED"], totals(page)["IMPROVED"]) == (
            0,
            1,
        )

    def test_every_figure_leads_to_its_people_as_known_then(self, client_of, coordinator, past):
        people, moment = past
        client = client_of(coordinator)
        page = get(client, DASHBOARD, znane=moment.isoformat())
        found = re.findall(r'<a [^>]*href="(/koordynacja/ws[^"]+)"[^>]*>(.*?)</a>', page.content.decode(), re.DOTALL)
        figures = {url.replace("&amp;", "&"): strip_tags(words) for url, words in found}
        figures = {url: int(words) for url, words in figures.items() if words.isdecimal()}
        assert len(figures) > 10
        for url, value in figures.items():
            assert "znane=" in url
            opened = client.get(url)
            assert len(numbers_on(opened)) == value, url
            assert "time in Poland)" in opened.content.decode()
        people_page = get(client, f"{DASHBOARD}EECO01/", znane=moment.isoformat())
        assert numbers_on(people_page) == {each.number for each in people[:3]}
        assert all(line.participation.in_force.end_on is None for line in people_page.context["people"])

    def test_support_is_counted_as_known_then(self, client_of, coordinator, past):
        people, moment = past
        kind = SupportDelivery.objects.get().service_type.code
        client, counted = client_of(coordinator), []
        for znane in ({"znane": moment.isoformat()}, {}):
            page = get(client, f"/koordynacja/wsparcie/{kind}/", **znane)
            counted.append([(line.number, times) for line, times, _hours in page.context["lines"]])
        assert counted == [[(people[0].number, 1)], []]

    def test_explanation_is_that_of_the_moment_and_offers_no_mending(self, client_of, coordinator, past):
        people, moment = past
        address = reverse("indicator_person", args=["EECO01", people[1].number])
        client = client_of(coordinator)
        then, now = get(client, address, znane=moment.isoformat()), get(client, address)
        assert (then.context["explanation"].counted, now.context["explanation"].counted) == (True, False)
        assert all(fix is None for _check, _words, fix in then.context["checks"])

    def test_choice_is_kept_from_period_to_period(self, client_of, coordinator, past):
        _people, moment = past
        page = get(client_of(coordinator), DASHBOARD, znane=moment.isoformat())
        assert all("znane=" in chip.url for chip in page.context["chips"])
        assert "znane=" not in page.context["chosen"].now_url
        assert 'name="znane"' in page.content.decode()
        alone = client_of(coordinator).get(DASHBOARD, {"znane": moment.isoformat()})
        assert alone.context["chosen"].period.known_on == moment
        assert alone.context["chosen"].period.starts_on == DAY(2025, 1, 1)

    def test_unreadable_moment_is_said_and_shows_now(self, client_of, coordinator, past):
        page = get(client_of(coordinator), DASHBOARD, znane="yesterday")
        assert page.context["chosen"].form.errors["znane"]
        assert page.context["chosen"].period.known_on is None

    def test_preview_says_what_a_report_would_have_said_and_freezes_nothing(self, client_of, coordinator, past):
        _people, moment = past
        address = f"/koordynacja/raporty/nowy/?projekt=sopot-5.15&od=2026-01-01&do=2026-03-31&znane={quote(moment.isoformat())}"
        page = client_of(coordinator).get(address)
        assert page.context["report"].headline[-1].cumulative.total == 0
        assert 'name="submission"' not in page.content.decode()
        client_of(coordinator).post(address, {"submission": "018f0000-0000-7000-8000-000000000001"})
        assert not ReportEdition.objects.exists()

    def test_quality_looks_at_the_data_of_now(self, client_of, coordinator, past):
        _people, moment = past
        page = get(client_of(coordinator), "/koordynacja/jakosc/", znane=moment.isoformat())
        assert page.context["chosen"].period.known_on is None
        assert "znane=" not in page.content.decode()


def test_edition_leads_to_the_same_figures_as_known_then(client_of, coordinator, sopot, city):
    both = [make_participant(city, sopot) for _ in range(2)]
    edition = freeze_edition(sopot, Period(DAY(2026, 1, 1), DAY(2026, 3, 31)), by=coordinator)
    merge_people(both[0].person, both[1].person, by=coordinator)
    make_participation(make_person(), sopot)
    client = client_of(coordinator)
    page = client.get(client.get(reverse("report_edition", args=[edition.pk])).context["as_known_url"])
    frozen = {line["code"]: line["cumulative"]["total"] for line in edition.content["indicators"]}
    assert totals(page) == frozen
    assert frozen["EECO01"] == 2


def test_costs_as_many_queries_as_now(client_of, coordinator, past, django_assert_max_num_queries):
    _people, moment = past
    client = client_of(coordinator)
    get(client, DASHBOARD)
    with django_assert_max_num_queries(40) as now:
        get(client, DASHBOARD)
    with django_assert_max_num_queries(len(now)):
        get(client, DASHBOARD, znane=moment.isoformat())
