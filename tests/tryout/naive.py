"""A naive count of a project in plain Python over loaded rows: no statement and no rule of the product."""

import datetime
from collections import Counter

from beneficiaries.models import ParticipationVersion
from cases.models import ExitFinding
from services.models import SupportDelivery

FOUR_WEEKS = datetime.timedelta(days=28)


class Naive:
    """Everything of a project, loaded once."""

    def __init__(self, project):
        given = SupportDelivery.objects.filter(superseded_at=None, participation__grant_project=project)
        self.first = {}
        for participation, day in given.values_list("participation", "delivered_on"):
            self.first[participation] = min(day, self.first.get(participation, day))
        self.findings = {}
        found = ExitFinding.objects.filter(superseded_at=None, is_complete=True)
        for participation, day, outcome in found.values_list("participation", "found_on", "outcome"):
            self.findings.setdefault(participation, []).append((day, outcome))
        versions = ParticipationVersion.objects.filter(superseded_at=None, grant_project=project)
        self.versions = list(versions.select_related("target_group"))

    def achieved(self, until):
        """Return how many are enrolled, in which group, and how many improved, on a day."""
        totals = Counter()
        for version in self.versions:
            start = self.first.get(version.participation_id)
            countable = not version.missing and version.eligibility and version.in_target_population
            if start is None or start > until or not countable:
                continue
            totals.update(["enrolled", version.target_group.code])
            totals["improved"] += self._improved(version, until)
        return dict(totals)

    def _improved(self, version, until):
        if version.end_on is None:
            return False
        window = (version.end_on, min(version.end_on + FOUR_WEEKS, until))
        inside = [each for each in self.findings.get(version.participation_id, []) if window[0] <= each[0] <= window[1]]
        return bool(inside) and max(inside)[1] == "improved"
