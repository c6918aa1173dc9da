"""What the landing page tells about the running grant project: one query, nothing about anybody."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, OuterRef, Subquery

from portal.front.models import PublicPage
from portal.programmes.enums import ProjectStatus
from portal.programmes.models import FundingSource, GrantProject, ServiceType
from portal.ui.icons import ICONS

CENT = Decimal("0.01")
PLAIN_ICON = "hands"


@dataclass(frozen=True)
class Kind:
    """One kind of help as the public reads it; ``page`` is the word of the page about it, where there is one."""

    name: str
    description: str
    icon: str
    page: str = ""


@dataclass(frozen=True)
class FrontPage:
    """The project that people can join, its kinds of support, and the money behind it (R76).

    Without a running project everything is empty and the page shows the rest. ``european_amount`` is the
    contribution of the Union: its percent of the whole.
    """

    project: GrantProject | None = None
    kinds: tuple[Kind, ...] = ()
    european_percent: Decimal | None = None
    european_amount: Decimal | None = None

    @property
    def planned_people(self) -> int | None:
        """How many people the project is to reach."""
        return self._target("EECO01")

    @property
    def planned_improvements(self) -> int | None:
        """For how many of them life is to become better (R59)."""
        return self._target("IMPROVED")

    @property
    def dialled(self) -> str:
        """The phone number as a phone wants it: digits and a plus."""
        return re.sub(r"[^+0-9]", "", self.project.contact_phone) if self.project else ""

    def _target(self, code: str) -> int | None:
        targets = self.project.targets if self.project else {}
        return targets.get(code, {}).get("total")


def front_page() -> FrontPage:
    """Return the page of the running project; of several, the one that began last."""
    told = PublicPage.objects.filter(grant_project=OuterRef("grant_project"), about=OuterRef("code"))
    union = FundingSource.objects.filter(grant_project=OuterRef("grant_project"), european=True)
    rows = list(
        ServiceType.objects.filter(grant_project__status=ProjectStatus.RUNNING)
        .select_related("grant_project")
        .annotate(
            european_percent=Subquery(union.values("percent")[:1]),
            page=Subquery(told.filter(texts__isnull=False).values("code")[:1]),
        )
        .order_by(F("grant_project__starts_on").desc(nulls_last=True), "-grant_project_id", "position")
    )
    if not rows:
        return FrontPage()
    project, percent = rows[0].grant_project, rows[0].european_percent
    kinds = tuple(_kind(row) for row in rows if row.grant_project_id == project.pk)
    return FrontPage(project, kinds, percent, _share(project.total_amount, percent))


def _kind(row: ServiceType) -> Kind:
    icon = row.icon if row.icon in ICONS else PLAIN_ICON
    return Kind(row.public_name or row.name, row.description, icon, row.page or "")  # type: ignore[attr-defined]


def _share(amount: Decimal | None, percent: Decimal | None) -> Decimal | None:
    if amount is None or percent is None:
        return None
    return (amount * percent / 100).quantize(CENT)
