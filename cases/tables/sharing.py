"""What of the needs diagnosis can be passed on by agreement: levels, never the area of health nor notes (R84, S29)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from beneficiaries.models import Participation
from cases.enums import LEVEL_WORDS, PROTECTED, Area
from cases.queries.facts import DIAGNOSIS, facts_of
from cases.tables.diagnosis import stage_name
from portal.records import once
from portal.ui.formatting import short_date
from portal.ui.parts import Fact


def diagnosis_lines(participation: Participation) -> Sequence[Fact]:
    """Return the latest assessment, one line an area."""
    assessments = [fact for fact in once(participation, "case_facts", facts_of) if fact.kind == DIAGNOSIS]
    if not assessments:
        return [Fact(_("Needs assessment"), _("none yet"))]
    latest = assessments[-1]
    levels = [(area, latest.scores.get(area.value)) for area in Area if area not in PROTECTED]
    said = [Fact(str(area.label), f"{level} – {LEVEL_WORDS[level]}") for area, level in levels if level]
    return [Fact(_("Needs assessment"), f"{stage_name(latest)}, {short_date(latest.on)}"), *said]
