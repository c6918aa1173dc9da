"""``manage.py smefs export|check|compare|claim|returned|layout``: the file of SM EFS from the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from portal.clock import today
from portal.commandline import PortalCommand
from portal.programmes.arguments import day_argument, project_argument
from portal.programmes.models import GrantProject
from reporting.indicators.catalogue import indicators_of
from reporting.queries.table import indicator_table
from reporting.rules import Period
from reporting.smefs.domain.exports import ExportRefused, keep_export, order_export, refuse_unfit
from reporting.smefs.domain.layouts import LayoutTaken, keep_layout
from reporting.smefs.domain.listings import take_listing
from reporting.smefs.enums import OUT_OF_REACH, Uncounted, Verdict
from reporting.smefs.exporters.claim import claim_as_xlsx
from reporting.smefs.importers.claims import claim_at
from reporting.smefs.importers.listings import listing_at
from reporting.smefs.importers.sheets import UnreadableFile
from reporting.smefs.models import SmefsExport
from reporting.smefs.queries.comparing import (
    Compared,
    Difference,
    compared,
    differences,
    figures_of_listing,
    figures_of_portal,
    listed_in,
    names_of,
)
from reporting.smefs.queries.exports import content_of, name_of
from reporting.smefs.queries.layouts import layout_on, words_on
from reporting.smefs.queries.prepared import Prepared, prepared
from reporting.smefs.rules.checks import Frame, found_in
from reporting.smefs.rules.claims import Claim
from reporting.smefs.rules.findings import NAMES, WEIGHED, finding_as_json
from reporting.smefs.rules.layout import LayoutError, read_layout
from reporting.smefs.tables.plain import plain_lines

PARTS = ("export", "check", "compare", "claim", "returned", "layout")
NEEDS_FILE = ("check", "returned", "layout")
NEEDS_PROJECT = ("export", "compare", "claim", "returned")
NEEDS_OUTPUT = ("export", "claim")


class Command(PortalCommand):
    """Export, check and compare the file of SM EFS; take the listing that comes back."""

    help = "The file of SM EFS: export it, check any such file, compare it with a payment claim, take what came back."
    example = (
        "manage.py smefs export --project sopot-5.15 --output FILE.csv · smefs check FILE.csv · "
        "smefs compare --project sopot-5.15 --claim CLAIM.xlsx"
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Build a parser that takes the file before and after the options."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.parse_args = parser.parse_intermixed_args  # type: ignore[method-assign]
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what to do, with which file, for which project."""
        parser.add_argument("what", choices=PARTS)
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
        parser.add_argument("--project", type=project_argument, metavar="CODE")
        parser.add_argument("--output", type=Path, metavar="FILE")
        parser.add_argument("--claim", type=Path, metavar="CLAIM.xlsx")
        parser.add_argument("--from", type=day_argument, dest="starts_on", metavar="YYYY-MM-DD")
        parser.add_argument("--to", type=day_argument, dest="ends_on", metavar="YYYY-MM-DD")
        parser.add_argument(
            "--explain", action="append", default=[], metavar="RULE=TEXT", help="why the file goes although RULE failed"
        )
        parser.add_argument("--format", choices=["json", "text"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the one thing that was asked."""
        what = options["what"]
        for needed, name in ((NEEDS_FILE, "file"), (NEEDS_PROJECT, "project"), (NEEDS_OUTPUT, "output")):
            if what in needed and options[name] is None:
                raise CommandError(f"smefs {what} needs {name.upper() if name == 'file' else '--' + name}.")
        if options["starts_on"] and options["ends_on"]:
            self.refuse_reversed(options["starts_on"], options["ends_on"])
        act: Callable[..., None] = getattr(self, f"_{what}")
        try:
            act(**options)
        except UnreadableFile as unreadable:
            raise CommandError(str(unreadable)) from None

    def _export(self, *, project: GrantProject, output: Path, explain: list[str], **options: Any) -> None:
        explanations = dict(_explanation(each) for each in explain)
        with transaction.atomic():
            ready = prepared(project, today(), None)
            try:
                refuse_unfit(ready, explanations)
            except ExportRefused as refused:
                self._say(_refusal(refused), options["format"])
                self.answer_no()
            order = order_export(project, explanations, by=None)
            export = keep_export(order, ready, by=None)
            _write(output, content_of(export))
        self._say(_exported(export, output, ready), options["format"])

    def _check(self, *, file: Path, project: GrantProject | None, **options: Any) -> None:
        frame = _frame(project)
        found = found_in(listing_at(file, frame.layout).lines, frame)
        if options["format"] == "json":
            self._say([finding_as_json(each) for each in found], "json")
        for each in found if options["format"] == "text" else ():
            where = f"{each.line}:{'' if each.column is None else each.column}"
            self.stdout.write(f"{where:8}{each.rule:5}{each.weight.value:11}{each.message}")
        if any(each.weight in WEIGHED for each in found):
            self.answer_no()

    def _compare(self, *, project: GrantProject, file: Path | None, claim: Path | None, **options: Any) -> None:
        """Without a claim the portal's table stands for it, without a file the portal's figures for the list."""
        period = _period(project, options)
        frame = _frame(project)
        ours = figures_of_portal(project, period)
        listed = listed_in(project, period, listing_at(file, frame.layout).lines if file else (), frame)
        claimed = claim_at(claim, names_of(project)) if claim else Claim(ours)
        lines = compared(project, claimed, figures_of_listing(listed.people) if file else ours)
        found = differences(project, period, listed.people) if file else []
        uncounted = [{"line": line, "why": why.value} for why, them in listed.uncounted.items() for line in them]
        said = {
            "indicators": [_line_as_json(each) for each in lines],
            "people": [_difference(each) for each in found],
            "not_counted": uncounted,
        }
        self._say(said, options["format"])
        wrong = any(each.verdict in (Verdict.DIFFERENT, Verdict.ONLY_LIST) for each in lines)
        if wrong or found or Uncounted.NO_SEX in listed.uncounted:
            self.answer_no()

    def _claim(self, *, project: GrantProject, output: Path, **options: Any) -> None:
        period = _period(project, options)
        _write(output, claim_as_xlsx(indicator_table(project, period, indicators_of(project)), period))
        self._say({"file": str(output)}, options["format"])

    def _returned(self, *, project: GrantProject, file: Path, **options: Any) -> None:
        layout = layout_on(today(), project)
        kept = take_listing(listing_at(file, layout), layout, project, by=None)
        self._say({**kept.counts, "lines_not_taken": kept.report}, options["format"])

    def _layout(self, *, file: Path, project: GrantProject | None, **options: Any) -> None:
        try:
            kept = keep_layout(read_layout(file.read_text(encoding="utf-8")), project)
        except (OSError, UnicodeDecodeError):
            raise CommandError(f"There is no file {file.name} to read.") from None
        except LayoutError as error:
            raise CommandError(f"{file.name} is not a layout: {error}.") from None
        except LayoutTaken as taken:
            raise CommandError(f"{taken} exists and says something else; give the next version.") from None
        self._say({"layout": str(kept), "valid_from": kept.valid_from.isoformat()}, options["format"])

    def _say(self, said: Any, form: str) -> None:
        if form == "json":
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))
            return
        self.stdout.write("\n".join(plain_lines(said)))


def _frame(project: GrantProject | None) -> Frame:
    layout, words = layout_on(today(), project), words_on(today())
    if project is None:
        return Frame(layout, words)
    return Frame(layout, words, project.starts_on, project.ends_on)


def _period(project: GrantProject, options: dict[str, Any]) -> Period:
    return Period(options["starts_on"] or project.starts_on, options["ends_on"] or project.ends_on)


def _explanation(text: str) -> tuple[str, str]:
    rule, mark, words = text.partition("=")
    if rule.strip() not in (*NAMES, OUT_OF_REACH):
        raise CommandError(f"“{rule.strip()}” is no rule of the checks.")
    if not words.strip():
        raise CommandError(
            f"“{text}” is not an explanation, write it like R26='the person is 31 and in the last class'."
        )
    return rule.strip(), words.strip()


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from None


def _refusal(refused: ExportRefused) -> dict[str, Any]:
    ready = refused.prepared
    numbers = [who.number for who in ready.everybody]
    return {
        "to_explain": refused.unexplained,
        "people": dict(ready.people_by_rule),
        "findings": [
            {**finding_as_json(each), "person": numbers[each.line - 2]}
            for each in ready.findings
            if each.rule in refused.unexplained
        ],
    }


def _exported(export: SmefsExport, path: Path, ready: Prepared) -> dict[str, Any]:
    return {
        "file": str(path), "people": export.people, "sha256": export.sha256, "layout": ready.layout.label,
        "left_out": export.left_out, "usual_name": name_of(export),
    }  # fmt: skip


def _line_as_json(line: Compared) -> dict[str, Any]:
    sides = {"claim": line.claim, "list": line.listed}
    said = {
        name: None if side is None else dict(zip(("women", "men", "total"), side, strict=True))
        for name, side in sides.items()
    }
    return {"code": line.code, "name": line.name, **said, "verdict": line.verdict.value}


def _difference(each: Difference) -> dict[str, Any]:
    return {"person": each.number, "line": each.line, "missing": list(each.missing), "extra": list(each.extra)}
