"""By which identifier SM EFS knows whom, also after two records became one (R11)."""

from collections.abc import Mapping

from beneficiaries.models import Participation
from portal.programmes.models import GrantProject
from reporting.smefs.models import TechnicalId


def identifiers_of(project: GrantProject) -> Mapping[str, str]:
    """Return the identifier of each number, under the number of the record that stayed (two queries)."""
    stayed = numbers_that_stayed(project)
    rows = TechnicalId.objects.filter(grant_project=project).order_by("id").values_list("number", "technical_id")
    found: dict[str, str] = {}
    own: set[str] = set()
    for number, identifier in rows:
        now = stayed.get(number, number)
        if number == now:
            own.add(now)
            found[now] = identifier
        elif now not in own:
            found.setdefault(now, identifier)
    return found


def numbers_that_stayed(project: GrantProject) -> Mapping[str, str]:
    """Return for the number of each record that was merged that of the record which stayed (one query)."""
    merged = Participation.objects.filter(grant_project=project, person__merged_into__isnull=False)
    pairs = merged.filter(person__merged_into__participations__grant_project=project)
    return dict(pairs.values_list("number", "person__merged_into__participations__number"))
