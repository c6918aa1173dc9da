"""Worked examples A, D and E typed on the pages and read off them: the figures, and the file of SM EFS that is taken along.

A coordinator writes people, support, the end and the finding down, orders the file, a second one releases it.
"""

import datetime
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import strip_tags

from beneficiaries.models import ParticipationVersion
from portal.jobs.models import Job
from portal.jobs.running import carry_out
from reporting.domain.editions import EditionRefused, freeze_edition
from reporting.rules import Period
from reporting.smefs.models import SmefsExport
from services.models import SupportDelivery
from tests.cases.test_exit_pages import FOUND
from tests.factories.accounts import make_member
from tests.forms import fill, take_back
from tests.reporting.smefs.test_pages import COMPARE, NEW, PHRASE, opened
from tests.reporting.test_indicator_cases_by_hand import (
    ADVICE,
    ASSISTANT,
    COURSE,
    GIVEN,
    enrol,
    give,
    supported,
    to,
)
from tests.smefs import file_of, rows_of
from tests.smefs import row as line_of

pytestmark = pytest.mark.usefixtures("accounts_speak_english")
ALL = {"projekt": "sopot-5.15", "od": "2025-01-01", "do": "2027-01-28"}
DAY = datetime.date
REFUSED = "Odmowa podania informacji"


@pytest.fixture(autouse=True)
def _day(settings) -> None:
    settings.PORTAL_TODAY = "2027-02-15"


@pytest.fixture
def client(client_of, coordinator):
    return client_of(coordinator)


@pytest.fixture
def lines(client, client_of, city, sopot):
    """Order the file on its page, let a colleague release it, take it along and read it as another program would."""

    def taken(**explanations) -> list[list[str]]:
        explained = {f"explain_{rule}": words for rule, words in explanations.items()}
        page = client.get(NEW)
        token = re.search(r'name="submission" value="([^"]+)"', page.content.decode())[1]
        answer = client.post(NEW, {"submission": token, **explained})
        assert answer.status_code == 302, answer.context["form"].errors
        carry_out(Job.objects.latest("requested_at").pk)
        key = SmefsExport.objects.latest("made_at").pk
        second = client_of(make_member("coordinator", city, sopot, "Ewa Druga"))
        shown = second.get(reverse("smefs_export", args=[key])).content.decode()
        sent = {"submission": re.search(r'name="submission" value="([^"]+)"', shown)[1], "decision": "release"}
        assert second.post(reverse("smefs_release", args=[key]), sent).status_code == 302
        file = client.post(reverse("smefs_download", args=[key]), {"passphrase": PHRASE, "again": PHRASE})
        return rows_of(opened(file.content, PHRASE))

    return taken


def shown(client) -> dict[str, int]:
    """Return the cumulative totals that the page of the figures shows; zeros left out."""
    page = client.get(reverse("indicator_dashboard"), ALL).content.decode()
    (table,) = (each for each in page.split("</table>") if "EECO19" in each or "EECO17" in each)
    found = {}
    for row in table.split("<tr>"):
        cells = [" ".join(strip_tags(cell).split()) for cell in re.split(r"</t[dh]>", row)]
        if len(cells) > 7 and re.fullmatch(r"[A-Z]+\d*", cells[0]) and cells[7] not in ("0", "–", ""):
            found[cells[0]] = int(cells[7])
    return found


def listed(client, code: str) -> set[str]:
    """Return the numbers of the people behind a figure, as its page lists them."""
    page = client.get(reverse("indicator_detail", args=[code]), ALL).content.decode()
    return set(re.findall(r"WS-\d{4}", strip_tags(page)))


def test_A2_who_was_never_supported_is_in_no_figure_and_not_in_the_file(client, sopot, lines):
    never = enrol(client)
    helped = supported(client, given_names="Halyna", birth_date_2="1990")
    assert (shown(client)["EECO01"], listed(client, "EECO01")) == (1, {helped.number})
    (line,) = lines()
    assert line[6] == helped.number != never.number


def test_A3_five_supports_make_one_person_and_five_items_of_one_line(client, sopot, lines):
    days = ["2026-02-02", "2026-02-03", "2026-02-04", "2026-02-05", "2026-02-06"]
    helped = supported(client, list(zip((ADVICE, ADVICE, ADVICE, ASSISTANT, COURSE), days, strict=True)))
    assert (shown(client)["EECO01"], listed(client, "EECO01")) == (1, {helped.number})
    (line,) = lines()
    assert [len(line[column].split("|")) for column in (28, 29, 30, 31)] == [5] * 4
    assert (line[21], line[31]) == (days[0], "|".join(days))
    assert [len(set(line[column].split("|"))) for column in (29, 30)] == [3, 3]


@pytest.mark.parametrize(
    ("answer", "counts", "written"), [("refused", 0, REFUSED), ("yes", 1, "Tak"), ("no", 0, "Nie")]
)
def test_A19_a_refusal_of_disability_counts_everywhere_else_and_is_written_in_column_37(
    client, sopot, lines, answer, counts, written
):
    helped = supported(client, disability=answer)
    found = shown(client)
    assert (found["EECO01"], found.get("EECO12", 0)) == (1, counts)
    assert listed(client, "EECO12") == ({helped.number} if counts else set())
    (line,) = lines()
    assert (line[37], line[35]) == (written, REFUSED)


def test_A19_a_blank_answer_is_no_refusal_and_keeps_the_line_back(client, sopot, lines):
    supported(client, disability="")
    assert lines(R24="The talk is on Monday.") == []


def leaves(client, participation, **typed):
    """End early, as the page asks for it; the situation is one that says nothing of work."""
    said = {"end_on": "2026-04-30", "path_completed": "no", "exit_situation": "Inne", "why": "wyprowadzka", **typed}
    assert fill(client, to("end_participation", participation), **said).status_code == 302


def test_A25_who_died_or_moved_away_stays_counted_with_an_end_a_no_and_no_result(client, sopot, lines):
    helped = supported(client, GIVEN)
    leaves(client, helped)
    found = shown(client)
    assert (found["EECO01"], found.get("IMPROVED", 0)) == (1, 0)
    assert (listed(client, "EECO01"), listed(client, "IMPROVED")) == ({helped.number}, set())
    (line,) = lines()
    assert (line[21], line[22], line[27]) == (GIVEN[0][1], "2026-04-30", "Nie")


def test_E16_who_dropped_out_can_have_improved_and_column_27_stays_no(client, sopot, lines):
    helped = supported(client, GIVEN)
    leaves(client, helped)
    finding = {**FOUND, "found_on": "2026-05-20"}
    assert fill(client, to("record_finding", helped), **finding).status_code == 302
    assert shown(client)["IMPROVED"] == 1
    assert listed(client, "IMPROVED") == {helped.number}
    (line,) = lines()
    assert (line[22], line[26], line[27]) == ("2026-04-30", "Inne", "Nie")


def test_support_taken_back_leaves_the_figure_and_the_file(client, sopot, lines):
    """What A2 says of nobody supported holds again for who was supported by mistake."""
    helped = supported(client, GIVEN)
    other = enrol(client, given_names="Halyna", birth_date_2="1990")
    give(client, other, ADVICE, "2026-03-03")
    path = to("change_support", helped, SupportDelivery.objects.get(participation=helped).fact_id)
    assert take_back(client, path).status_code == 302
    assert listed(client, "EECO01") == {other.number}
    (line,) = lines()
    assert line[6] == other.number


class TestD8:
    """Third-country „Tak” beside foreign origin „Nie” (R16): in the portal both follow from the citizenship (R49, R50).

    Nobody is asked for either, so a form cannot hold the contradiction; a listing that was typed by hand can, and so
    can a record that an older system left.
    """

    @pytest.mark.parametrize(
        ("citizenship", "origin", "third"),
        [
            ("Ukraina", "Tak", "Tak"),
            ("bezpaństwowiec", "Tak", "Tak"),
            ("nieustalone", "Tak", "Tak"),
            ("Bułgaria", "Tak", "Nie"),
        ],
    )
    def test_answers_that_no_form_asks_for_change_nothing(self, client, sopot, lines, citizenship, origin, third):
        page = client.get(reverse("new_person"))
        assert not {"third_country", "foreign_background"} & set(page.context["form"].fields)
        answers = {"third_country": "Tak", "foreign_background": "Nie"}
        helped = supported(client, citizenships_0=citizenship, **answers)
        assert fill(client, to("person_edit", helped), **answers).status_code == 302
        (line,) = lines()
        assert (line[33], line[34]) == (origin, third)

    def test_a_record_that_says_so_blocks_the_file_until_one_press_on_the_page_it_leads_to(self, client, sopot, lines):
        helped = supported(client)
        ParticipationVersion.objects.filter(participation=helped).update(foreign_background=False)
        page = client.get(NEW)
        rules = {line.rule: line for line in page.context["parts"].contradictions}
        assert list(rules) == ["R16", "R17", "R18"]
        assert "A third-country national has a foreign background." in page.content.decode()
        refused = client.post(NEW, {"submission": str(uuid.uuid4())})
        assert "explain_R16" in refused.context["form"].errors
        assert not Job.objects.exists()
        (mend,) = rules["R16"].shown
        edit = client.get(mend.url)
        sent = {name: edit.context["derive"][name].value() for name in ("submission", "version")}
        assert client.post(mend.url.partition("#")[0], {"derive": "1", **sent}).status_code == 302
        (line,) = lines()
        assert (line[33], line[34]) == ("Tak", "Tak")

    def test_a_report_is_not_frozen_while_a_record_says_so(self, client, sopot):
        helped = supported(client)
        ParticipationVersion.objects.filter(participation=helped).update(foreign_background=False)
        page = client.get(reverse("quality_people", args=["third-country-without-origin"]), ALL).content.decode()
        assert helped.number in page
        with pytest.raises(EditionRefused):
            freeze_edition(sopot, Period(DAY(2026, 1, 1), DAY(2026, 3, 31)), by=None)

    def test_a_listing_that_says_so_is_stopped_by_the_check_before_it_is_sent(self, client, sopot):
        sent = SimpleUploadedFile("lista.csv", file_of(line_of(), line_of(c6="WS-0002", c33="Nie")))
        page = client.post(COMPARE, {"od": "2025-01-01", "do": "2026-12-31", "listing": sent})
        found = {each.rule: each for each in page.context["findings"]}
        assert (found["R16"].column, list(found["R16"].lines)) == (33, [3])
        assert "A third-country national has a foreign background." in page.content.decode()
