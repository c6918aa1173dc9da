"""``manage.py data_map``: what the data map leaves out, and the lines to put it in (S64)."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.datamap.coverage import mapped_models, missing_fields, mistakes
from portal.datamap.entries import entries


class Command(BaseCommand):
    """Names gaps and mistakes of the data map."""

    help = "Say what the data map leaves out; with --missing as lines to be thought over and put into datamap.toml."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the form of the answer."""
        parser.add_argument("--missing", action="store_true", help="lines for the files instead of sentences")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write to the terminal; ends with 1 where something is missing."""
        found = mistakes()
        for line in self._lines() if options["missing"] else found:
            self.stdout.write(line)
        if found:
            raise SystemExit(1)

    def _lines(self) -> list[str]:
        lines = []
        for model in mapped_models():
            label, names = model._meta.label, missing_fields(model)
            if names or label not in entries():
                inherit = sorted({*names, *(entries()[label].inherit if label in entries() else ())})
                lines += [f"[{label}]", f"inherit = {json.dumps(inherit)}"]
        return lines
