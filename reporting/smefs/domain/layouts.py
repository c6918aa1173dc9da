"""Layouts become rows: those that ship when they are first used, those of a project when somebody loads them (R12)."""

from django.db import transaction

from portal.audit.enums import Action
from portal.audit.trail import record
from portal.programmes.models import GrantProject
from reporting.smefs.models import SmefsLayout
from reporting.smefs.rules.layout import Layout


class LayoutTaken(ValueError):
    """This version exists already and says something else."""


@transaction.atomic
def keep_layout(layout: Layout, project: GrantProject | None = None) -> SmefsLayout:
    """Keep a version of a layout, once; raises ``LayoutTaken`` when it would change one that is kept."""
    kept = SmefsLayout.objects.filter(code=layout.code, version=layout.version).first()
    if kept is None:
        kept = SmefsLayout.objects.create(
            grant_project=project, code=layout.code, version=layout.version, valid_from=layout.valid_from,
            content=layout.content, checksum=layout.checksum,
        )  # fmt: skip
        record(Action.CREATE, by=None, obj=kept, grant_project=project, detail={"layout": layout.label})
    if kept.checksum != layout.checksum or kept.valid_from != layout.valid_from:
        raise LayoutTaken(layout.label)
    return kept
