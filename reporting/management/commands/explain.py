"""``manage.py explain --project CODE --indicator I --person NUMBER [--from D --to D] [--language uk]``."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import translation

from beneficiaries.models import Participation
from beneficiaries.queries.merging import number_now
from portal.commandline import PortalCommand
from portal.programmes.arguments import day_argument, project_argument
from reporting.exporters.contract import explanation_as_json
from reporting.indicators.own import find_reported, reported_indicators
from reporting.queries.people import explain
from reporting.rules import Period


class Command(PortalCommand):
    """Say why a person counts for an indicator or does not."""

    help = "Why a person counts for an indicator or does not: every rule with its fact and a sentence."
    example = "manage.py explain --project sopot-5.15 --indicator IMPROVED --person WS-0001 --language uk"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare whom, what, when and in which language."""
        parser.add_argument("--project", required=True, type=project_argument, metavar="CODE")
        parser.add_argument("--indicator", required=True, metavar="CODE")
        parser.add_argument("--person", required=True, metavar="NUMBER", help="the number on the person's page")
        parser.add_argument("--from", type=day_argument, dest="starts_on", metavar="YYYY-MM-DD")
        parser.add_argument("--to", type=day_argument, dest="ends_on", metavar="YYYY-MM-DD")
        parser.add_argument("--language", default="pl", choices=[code for code, _ in settings.LANGUAGES])
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Explain one person."""
        project = options["project"]
        indicator = find_reported(options["indicator"], project)
        if indicator is None:
            codes = ", ".join(each.code for each in reported_indicators(project))
            raise CommandError(f"There is no indicator {options['indicator']}. There are: {codes}.")
        asked = options["person"].upper()
        participation = (
            Participation.objects.filter(grant_project=project, number__iexact=number_now([project], asked))
            .select_related("grant_project")
            .first()
        )
        if participation is None:
            raise CommandError(f"There is no person {options['person']} in {project.code}.")
        period = Period.whole(options["starts_on"], options["ends_on"])
        self.refuse_reversed(period.starts_on, period.ends_on)
        with translation.override(options["language"]):
            (explanation,) = explain(participation, [indicator], period)
            with_period = options["starts_on"] is not None
            result = explanation_as_json(participation.number, explanation, with_period=with_period)
        if options["format"] == "json":
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(f"{'✓' if r['passed'] else '✗'} {r['sentence']}" for r in result["rules"]))
