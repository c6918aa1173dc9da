"""The record of processing activities of one organisation in one grant project (GDPR 30), in Polish."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.accounts.models import Organisation
from portal.datamap.activities import Activity, activities
from portal.datamap.vocabulary import vocabulary
from portal.programmes.enums import PartnerKind
from portal.programmes.models import GrantProject, ProjectOrganisation

CONTROLLER, JOINT, PROCESSOR = "controller", "joint", "processor"


@dataclass(frozen=True)
class Record:
    """What is printed; ``words`` are the Polish headings."""

    organisation: Organisation
    grant_project: GrantProject
    capacity: str
    partners: Sequence[ProjectOrganisation]
    activities: Sequence[Activity]
    made_on: datetime.date
    words: Mapping[str, str]

    @property
    def is_processor(self) -> bool:
        """Tell whether it is the shorter record of a processor."""
        return self.capacity == PROCESSOR

    @property
    def title(self) -> str:
        """The title of the record."""
        return self.words["title_processor" if self.is_processor else "title_controller"]

    @property
    def ground(self) -> str:
        """The article that asks for it."""
        return self.words["ground_processor" if self.is_processor else "ground_controller"]

    @property
    def role_name(self) -> str:
        """What the organisation is in the processing."""
        return vocabulary()["role"][self.capacity]


def usual_role(part: ProjectOrganisation) -> str:
    """Return what an organisation most often is: who leads decides; who takes part does so jointly (R80).

    The agreement between the organisations says which it is; the page lets it be chosen.
    """
    return CONTROLLER if part.kind == PartnerKind.LEADER else JOINT


def record_of(part: ProjectOrganisation, role: str, on: datetime.date) -> Record:
    """Return the record of an organisation in a project, in a role of the vocabulary."""
    others = ProjectOrganisation.objects.filter(grant_project=part.grant_project).exclude(pk=part.pk)
    return Record(
        organisation=part.organisation,
        grant_project=part.grant_project,
        capacity=role,
        partners=list(others.select_related("organisation").order_by("kind", "organisation__name")),
        activities=activities(),
        made_on=on,
        words=vocabulary()["record"],
    )
