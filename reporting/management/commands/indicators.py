"""``manage.py indicators --project CODE --from D --to D [--known-on MOMENT] [--format …]``."""

import csv
import io
import json
from typing import Any

from django.core.management.base import CommandParser

from portal.commandline import PortalCommand
from portal.programmes.arguments import day_argument, moment_argument, project_argument
from portal.programmes.models import GrantProject
from reporting.exporters.contract import table_as_json
from reporting.indicators.own import reported_indicators
from reporting.queries.table import indicator_table
from reporting.rules import Period


class Command(PortalCommand):
    """Print the indicator table of a grant project."""

    help = "The indicator table: by sex, in the period and cumulative, with groups and support by kind."
    example = "manage.py indicators --project sopot-5.15 --from 2026-01-01 --to 2026-03-31 --format json"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare project, period, moment of knowledge and form."""
        parser.add_argument("--project", required=True, type=project_argument, metavar="CODE")
        parser.add_argument("--from", required=True, type=day_argument, dest="starts_on", metavar="YYYY-MM-DD")
        parser.add_argument("--to", required=True, type=day_argument, dest="ends_on", metavar="YYYY-MM-DD")
        parser.add_argument("--known-on", type=moment_argument, metavar="MOMENT", help="as known then (ISO 8601)")
        parser.add_argument("--format", choices=["table", "json", "csv"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count and print."""
        project: GrantProject = options["project"]
        period = Period(options["starts_on"], options["ends_on"], options["known_on"])
        self.refuse_reversed(period.starts_on, period.ends_on)
        indicators = reported_indicators(project, period.known_on)
        result = table_as_json(project, period, indicator_table(project, period, indicators))
        form = {"json": _as_json, "csv": _as_csv, "table": _as_table}[options["format"]]
        self.stdout.write(form(result), ending="")


def _as_json(result: dict[str, Any]) -> str:
    return json.dumps(result, ensure_ascii=False, indent=1) + "\n"


def _flat(result: dict[str, Any]) -> list[list[Any]]:
    lines: list[list[Any]] = []
    for line in (*result["indicators"], *result["groups"]):
        target = line["target"]["total"] if isinstance(line["target"], dict) else line["target"]
        counts = [line[part][sex] for part in ("period", "cumulative") for sex in ("women", "men", "total")]
        lines.append([line["code"], line["name"], target, *counts, line["percent"]])
    return lines


def _as_csv(result: dict[str, Any]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["code", "name", "target", "period_women", "period_men", "period_total",
         "cumulative_women", "cumulative_men", "cumulative_total", "percent"]
    )  # fmt: skip
    writer.writerows(_flat(result))
    return out.getvalue()


def _as_table(result: dict[str, Any]) -> str:
    head = f"{'':12}{'target':>8}{'K':>7}{'M':>7}{'O':>7}{'K cum.':>9}{'M cum.':>9}{'O cum.':>9}{'%':>9}  "
    body = [
        f"{line[0]:12}{_cell(line[2]):>8}"
        + "".join(f"{_cell(value):>7}" for value in line[3:6])
        + "".join(f"{_cell(value):>9}" for value in line[6:10])
        + f"  {line[1]}"
        for line in _flat(result)
    ]  # fmt: skip
    support = [
        f"{line['code']:24}{line['persons']:>7}{line['deliveries']:>7}{line['hours']:>10}  {line['name']}"
        for line in result["support"]
    ]
    return "\n".join([head, *body, "", f"{'':24}{'persons':>7}{'times':>7}{'hours':>10}", *support]) + "\n"


def _cell(value: Any) -> str:
    return "–" if value is None else str(value)
