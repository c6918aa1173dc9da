"""``manage.py doctor``: is everything the portal stands on in order?"""

import json
import os
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import get_supported_language_variant, override

from portal.commandline import PortalCommand
from portal.operations.doctor.alarm import tell
from portal.operations.doctor.registry import Depth, Finding, Health, checks, examine

SIGNS = {Health.FINE: "ok", Health.BROKEN: "!!", Health.UNKNOWN: "--"}
ASKED_IN = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


class Command(PortalCommand):
    """Name each break in one line; exit code 1 when there is one."""

    help = (
        "Looks at database, cache, queue, worker, beat, disk, key ring, backup, audit trail, clock, certificate, mail."
    )
    example = "LANGUAGE=en manage.py doctor --depth hour --alarm"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare depth, form and alarm."""
        depths = [depth.name.lower() for depth in Depth]
        parser.add_argument("--depth", choices=depths, default=depths[-1], help="minute: cheap looks; night: all")
        parser.add_argument("--only", metavar="CHECK", choices=[each.code for each in checks()], help="one look alone")
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument(
            "--json", action="store_const", const="json", dest="format", help="the same as --format json"
        )
        parser.add_argument(
            "--alarm", action="store_true", help="mail newly found breaks to PORTAL_ALARM_TO, once each"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, say, tell, answer."""
        with override(asked_language()):
            found = examine(Depth[options["depth"].upper()], only=options["only"])
            if options["alarm"]:
                with override(settings.LANGUAGE_CODE):
                    tell(found, timezone.now())
        self.stdout.write(_as_json(found) if options["format"] == "json" else _as_text(found))
        if any(finding.is_broken for finding in found):
            self.answer_no()


def asked_language() -> str:
    """Return the language that the environment asks for; Polish when it asks for none of the portal's."""
    for name in ASKED_IN:
        for wanted in os.environ.get(name, "").split(":"):
            try:
                return get_supported_language_variant(wanted.partition(".")[0].replace("_", "-").lower())
            except LookupError:
                continue
    return settings.LANGUAGE_CODE


def _as_text(found: list[Finding]) -> str:
    width = max(len(finding.code) for finding in found)
    return "\n".join(f"{SIGNS[each.health]}  {each.code:{width}}  {' '.join(each.sentence.split())}" for each in found)


def _as_json(found: list[Finding]) -> str:
    looks = [{"check": each.code, "state": each.health.value, "sentence": each.sentence} for each in found]
    return json.dumps({"ok": not any(each.is_broken for each in found), "checks": looks}, ensure_ascii=False)
