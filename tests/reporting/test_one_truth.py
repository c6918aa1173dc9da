"""Page, PDF, XLSX, command and the naive count say the same numbers, wherever the server's clock stands (R112, L19)."""

import datetime
import json
import re
import time
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse

from portal.accounts.enums import Role
from portal.accounts.models import Organisation
from portal.programmes.models import GrantProject
from reporting.models import ReportEdition
from tests.commands import run
from tests.factories.accounts import make_member
from tests.paper import words_of
from tests.recount import figures_of

FIRST, LAST = "2025-10-01", "2026-03-31"
PERIOD = ("--project", "sopot-5.15", "--from", FIRST, "--to", LAST)
COUNTED = [f"EECO{number:02}" for number in range(1, 18)] + ["IMPROVED"]
TAG = re.compile(r"<[^>]+>")


@pytest.fixture(params=[pytest.param("UTC", marks=pytest.mark.long), "Asia/Tokyo"])
def zone_of_the_server(request, monkeypatch):
    """Put the clock of the process into another time zone."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def row_of_page(page: str, code: str) -> list[int]:
    """Return the six numbers of an indicator on the page of an edition or the dashboard."""
    row = next(row for row in re.findall(r"<tr\b.*?</tr>", page, re.DOTALL) if re.search(rf">\s*{code}\s*<", row))
    numbers = re.findall(r"(?<![\w-])\d+(?![\w-])", TAG.sub(" ", row.split("</th>")[-1] if "</th>" in row else row))
    return [int(number) for number in numbers if number != code][:6]


def rows_of_workbook(path: Path) -> dict[str, list[int]]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return {row[1]: list(row[3:9]) for row in sheet.iter_rows(values_only=True) if row[1] in COUNTED}


def test_every_way_says_the_same(project, naive, zone_of_the_server, tmp_path, capsys, client_of):
    counted = naive.figures(datetime.date.fromisoformat(FIRST), datetime.date.fromisoformat(LAST))
    expected = {code: [*counted[f"{code} period"], *counted[f"{code} cumulative"]] for code in COUNTED}

    said = figures_of(json.loads(run(capsys, "indicators", *PERIOD, "--format", "json").out))
    assert {code: [*said[f"{code} period"], *said[f"{code} cumulative"]] for code in COUNTED} == expected

    files = json.loads(run(capsys, "report", *PERIOD, "--output", tmp_path).out)
    assert rows_of_workbook(Path(files["xlsx"])) == expected
    printed = words_of(Path(files["pdf"]))
    for code in ("EECO01", "EECO06", "EECO13", "IMPROVED"):
        assert " ".join(map(str, expected[code])) in printed

    edition = ReportEdition.objects.get()
    city = Organisation.objects.get(code="sopot")
    client = client_of(make_member(Role.COORDINATOR, city, GrantProject.objects.get(pk=project.pk)))
    dashboard = client.get(reverse("indicator_dashboard"), {"od": FIRST, "do": LAST}).content.decode()
    frozen = client.get(reverse("report_edition", args=[edition.pk])).content.decode()
    assert {code: row_of_page(dashboard, code) for code in COUNTED} == expected
    assert row_of_page(frozen, "EECO06") == expected["EECO06"]
    assert edition.checksum in printed
